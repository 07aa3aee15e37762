import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { makeClientCredentialsGrant } from '#tools/http/oauth.ts';
import { makeSalesforceApi, salesforceLimit } from './api.ts';
import { makeSalesforceConnector, salesforceStreams } from './connector.ts';

/** The greatest batch (REST API Developer Guide, "Query Options Header"). */
const BATCH = 'batchSize=2000';

export const salesforce: VendorDefinition = {
  name: 'Salesforce',
  streams: salesforceStreams,
  auth: 'OAuth 2, client credentials of a connected app',
  credentials: ['client_id', 'client_secret'],
  settings: [
    { name: 'currency', required: false, what: 'the organisation’s currency, such as EUR, where it has one' },
    { name: 'multi_currency', required: false, what: '"true" where deals have currencies of their own' },
    { name: 'bots', required: false, what: 'ids of users that belong to no person' },
  ],
  base_url: { required: true, example: 'https://mydomain.my.salesforce.com' },
  actions: [],
  token_help:
    'In Salesforce’s Setup make an External Client App with the client credentials flow, run as a user who may see opportunities, cases and users through the API, and take its consumer key and secret.',
  limits:
    'So many calls a day for the whole organisation; reading stops at 90 % of them and goes on an hour later.',
  connect({ source, base_url, secret, setting, settings, fields, clock, http }) {
    const headers = { 'user-agent': USER_AGENT };
    // help.salesforce.com, "OAuth 2.0 Client Credentials Flow for Server-to-Server Integration"
    const login = makeHttpClient({ base_url, auth: { kind: 'none' }, headers }, http);
    const grant = makeClientCredentialsGrant(login, {
      path: '/services/oauth2/token',
      client_id: secret('client_id'),
      client_secret: secret('client_secret'),
    });
    const client = makeHttpClient(
      {
        base_url,
        auth: { kind: 'grant', grant },
        headers: { ...headers, 'sforce-query-options': BATCH },
        limitOf: salesforceLimit,
      },
      http,
    );
    return makeSalesforceConnector({
      source,
      api: makeSalesforceApi(client),
      bots: settings('bots'),
      currency: setting('currency'),
      multi_currency: setting('multi_currency') === 'true',
      fields,
      now: () => clock.now(),
    });
  },
};
