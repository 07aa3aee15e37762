import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { makeZendeskConnector, zendeskStreams } from './connector.ts';

/** Of the smallest plan that has the API (developer.zendesk.com/api-reference/introduction/rate-limits). */
const PACE = { requests: 200, per_ms: 60_000 };
/** The incremental exports' own, without the high-volume add-on. */
const EXPORT_PACE = { requests: 10, per_ms: 60_000 };

export const zendesk: VendorDefinition = {
  name: 'Zendesk',
  streams: zendeskStreams,
  auth: 'Basic, an administrator’s e-mail address with an API token',
  credentials: ['email', 'token'],
  settings: [
    { name: 'bots', required: false, what: 'ids of agents that belong to no person; Zendesk doesn’t tell' },
  ],
  base_url: { required: true, example: 'https://company.zendesk.com' },
  actions: [],
  token_help:
    'In Zendesk’s Admin Center open Apps and integrations → APIs → API tokens and add one; the e-mail address is an administrator’s, because only administrators may export tickets and list ratings.',
  limits:
    '200 requests a minute on the smallest plan, 10 a minute for exports of tickets; 429 with Retry-After beyond that. Ratings of the newer CSAT surveys aren’t in this API.',
  connect({ source, base_url, secret, settings, fields, clock, http }) {
    const connection = {
      base_url,
      auth: { kind: 'basic', user: `${secret('email')}/token`, password: secret('token') },
      headers: { 'user-agent': USER_AGENT },
    } as const;
    return makeZendeskConnector({
      source,
      http: makeHttpClient({ ...connection, pace: PACE }, http),
      exports: makeHttpClient({ ...connection, pace: EXPORT_PACE }, http),
      bots: settings('bots'),
      fields,
      now: () => clock.now(),
    });
  },
};
