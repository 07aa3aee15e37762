import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { asanaActions } from './actions.ts';
import { makeAsanaApi } from './api.ts';
import { asanaStreams, makeAsanaConnector } from './connector.ts';

export const asana: VendorDefinition = {
  name: 'Asana',
  streams: asanaStreams,
  auth: 'Bearer, a personal access token or a service account’s',
  credentials: ['token'],
  settings: [
    { name: 'workspace', required: true, what: 'gid of the workspace or organisation' },
    { name: 'projects', required: false, what: 'list of project gids to read; all when left out' },
    { name: 'bots', required: false, what: 'gids of accounts that belong to no person; Asana doesn’t tell' },
  ],
  base_url: { required: false, example: 'https://app.asana.com' },
  actions: asanaActions,
  token_help:
    'In Asana open My settings → Apps → Developer console and create a personal access token of the account that Fairlead shall act as; the workspace’s gid stands at app.asana.com/api/1.0/workspaces.',
  limits: '150 requests a minute without a subscription, 1,500 with one; 429 with Retry-After beyond that.',
  connect({ source, base_url, secret, setting, settings, fields, clock, http }) {
    const client = makeHttpClient(
      {
        base_url,
        auth: { kind: 'bearer', token: secret('token') },
        headers: { 'user-agent': USER_AGENT },
        // The lower of the two limits: a page holds a hundred tasks, so it is enough.
        pace: { requests: 150, per_ms: 60_000 },
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
