import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { harvestStreams, makeHarvestConnector } from './connector.ts';

export const harvest: VendorDefinition = {
  name: 'Harvest',
  streams: harvestStreams,
  auth: 'Bearer, a personal access token, with the account’s id',
  credentials: ['token'],
  oauth: { token_url: 'https://id.getharvest.com/api/v2/oauth2/token' },
  settings: [{ name: 'account_id', required: true, what: 'the Harvest account id shown beside the token' }],
  base_url: { required: false, example: 'https://api.harvestapp.com' },
  actions: [],
  token_help:
    'Sign in to Harvest ID as an administrator, open Developers, and create a personal access token; the account id stands beside it.',
  limits: '100 requests in 15 seconds; 429 with Retry-After beyond that.',
  connect({ source, base_url, bearer, setting, fields, clock, http }) {
    const client = makeHttpClient(
      {
        base_url,
        auth: bearer(),
        headers: { 'user-agent': USER_AGENT, 'harvest-account-id': setting('account_id') ?? '' },
        pace: { requests: 100, per_ms: 15_000 },
      },
      http,
    );
    return makeHarvestConnector({ source, http: client, fields, now: () => clock.now() });
  },
};
