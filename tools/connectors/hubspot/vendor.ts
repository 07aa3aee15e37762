import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { hubspotLimit } from './api.ts';
import { hubspotStreams, makeHubspotConnector } from './connector.ts';

/** Of the smallest plans, and of searches (developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines). */
const PACE = { requests: 100, per_ms: 10_000 };
const SEARCH_PACE = { requests: 5, per_ms: 1000 };

export const hubspot: VendorDefinition = {
  name: 'HubSpot',
  streams: hubspotStreams,
  auth: 'Bearer, a private app’s access token',
  credentials: ['token'],
  oauth: { token_url: 'https://api.hubapi.com/oauth/v1/token' },
  settings: [{ name: 'bots', required: false, what: 'ids of owners that belong to no person' }],
  base_url: { required: false, example: 'https://api.hubapi.com' },
  actions: [],
  token_help:
    'In HubSpot open Settings → Integrations → Private apps and create one with the scopes crm.objects.deals.read, crm.objects.owners.read and crm.objects.feedback_submissions.read.',
  limits:
    '100 requests in 10 seconds on the smallest plans, 5 searches a second, and a number a day for the whole account; 429 beyond that.',
  connect({ source, base_url, bearer, settings, fields, clock, http }) {
    const connection = {
      base_url,
      auth: bearer(),
      headers: { 'user-agent': USER_AGENT },
      limitOf: hubspotLimit,
    } as const;
    return makeHubspotConnector({
      source,
      http: makeHttpClient({ ...connection, pace: PACE }, http),
      searches: makeHttpClient({ ...connection, pace: SEARCH_PACE }, http),
      bots: settings('bots'),
      fields,
      now: () => clock.now(),
    });
  },
};
