import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { isDay } from '#tools/instant.ts';
import { togglLimit } from './api.ts';
import { makeTogglConnector, togglStreams } from './connector.ts';

export const toggl: VendorDefinition = {
  name: 'Toggl Track',
  streams: togglStreams,
  auth: 'Basic, an administrator’s API token',
  credentials: ['token'],
  settings: [
    { name: 'workspace', required: true, what: 'id of the workspace, as in the address of its settings' },
    { name: 'from', required: false, what: 'first day to read, as YYYY-MM-DD; a year ago when left out' },
    { name: 'bots', required: false, what: 'ids of users that belong to no person' },
  ],
  base_url: { required: false, example: 'https://api.track.toggl.com' },
  actions: [],
  token_help:
    'Sign in to Toggl Track as an administrator of the workspace, open the profile, and take the API token at its foot.',
  limits:
    '30 requests an hour without a plan, 240 with Starter, 600 with Premium; 402 beyond that until the hour is over, and one a second.',
  connect({ source, base_url, secret, setting, settings, fields, clock, http }) {
    const client = makeHttpClient(
      {
        base_url,
        auth: { kind: 'basic', user: secret('token'), password: 'api_token', secret_user: true },
        headers: { 'user-agent': USER_AGENT },
        limitOf: togglLimit,
        // A leaky bucket of about one a second, which takes short bursts.
        pace: { requests: 10, per_ms: 10_000 },
      },
      http,
    );
    const from = setting('from');
    return makeTogglConnector({
      source,
      http: client,
      workspace: setting('workspace') ?? '',
      bots: settings('bots'),
      from: from !== null && isDay(from) ? from : null,
      fields,
      now: () => clock.now(),
    });
  },
};
