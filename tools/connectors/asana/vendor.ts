import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { asanaActions } from './actions.ts';
import { makeAsanaApi } from './api.ts';
import { asanaStreams, makeAsanaConnector } from './connector.ts';

/** Requests a minute without and with a subscription (developers.asana.com/docs/rate-limits). */
const LOWEST_RATE = 150;
const HIGHEST_RATE = 1500;

export const asana: VendorDefinition = {
  name: 'Asana',
  streams: asanaStreams,
  auth: 'Bearer, a personal access token or a service account’s',
  credentials: ['token'],
  oauth: { token_url: 'https://app.asana.com/-/oauth_token' },
  settings: [
    { name: 'workspace', required: true, what: 'gid of the workspace or organisation' },
    { name: 'projects', required: false, what: 'list of project gids to read; all when left out' },
    {
      name: 'requests_per_minute',
      required: false,
      what: '150 without a subscription, which is taken when left out; up to 1,500 with one',
    },
    { name: 'bots', required: false, what: 'gids of accounts that belong to no person; Asana doesn’t tell' },
  ],
  base_url: { required: false, example: 'https://app.asana.com' },
  actions: asanaActions,
  token_help:
    'In Asana open My settings → Apps → Developer console and create a personal access token of the account that Fairlead shall act as; the workspace’s gid stands at app.asana.com/api/1.0/workspaces.',
  limits: '150 requests a minute without a subscription, 1,500 with one; 429 with Retry-After beyond that.',
  connect({ source, base_url, bearer, setting, settings, fields, clock, http }) {
    const asked = Number(setting('requests_per_minute') ?? LOWEST_RATE);
    const rate = Number.isInteger(asked) && asked > 0 ? Math.min(asked, HIGHEST_RATE) : LOWEST_RATE;
    const client = makeHttpClient(
      {
        base_url,
        auth: bearer(),
        headers: { 'user-agent': USER_AGENT },
        pace: { requests: rate, per_ms: 60_000 },
      },
      http,
    );
    return makeAsanaConnector({
      source,
      api: makeAsanaApi(client),
      workspace: setting('workspace') ?? '',
      projects: settings('projects'),
      bots: settings('bots'),
      fields,
      now: () => clock.now(),
    });
  },
};
