import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { bySecret, makeClientCredentialsGrant, makeJwtBearerGrant } from '#tools/http/oauth.ts';
import { makeSalesforceApi, salesforceLimit } from './api.ts';
import { makeSalesforceConnector, salesforceStreams } from './connector.ts';

/** The greatest batch (REST API Developer Guide, "Query Options Header"). */
const BATCH = 'batchSize=2000';

export const salesforce: VendorDefinition = {
  name: 'Salesforce',
  streams: salesforceStreams,
  auth: 'OAuth 2: client credentials of an external client app, or its private key in a user’s name (JWT bearer)',
  credentials: ['client_id', 'client_secret'],
  alternatives: [
    { credentials: ['private_key', 'client_id', 'username'], what: 'JWT bearer, in that user’s name' },
  ],
  settings: [
    { name: 'currency', required: false, what: 'the organisation’s currency, such as EUR, where it has one' },
    { name: 'multi_currency', required: false, what: '"true" where deals have currencies of their own' },
    {
      name: 'audience',
      required: false,
      what: 'whom a JWT is for: https://login.salesforce.com when left out, https://test.salesforce.com for a sandbox',
    },
    { name: 'bots', required: false, what: 'ids of users that belong to no person' },
  ],
  base_url: { required: true, example: 'https://mydomain.my.salesforce.com' },
  actions: [],
  token_help:
    'In Salesforce’s Setup make an External Client App with the client credentials flow, run as a user who may see opportunities, cases and users through the API, and take its consumer key and secret. Or let it use digital signatures (JWT bearer) with a certificate of yours, and keep its private key.',
  limits:
    'So many calls a day for the whole organisation; reading stops at 90 % of them and goes on an hour later.',
  connect({ source, base_url, secret, has, setting, settings, fields, clock, http }) {
    const headers = { 'user-agent': USER_AGENT };
    // help.salesforce.com, "OAuth 2.0 Client Credentials Flow for Server-to-Server Integration"
    const login = makeHttpClient({ base_url, auth: { kind: 'none' }, headers }, http);
    const path = '/services/oauth2/token';
    // help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration"
    const grant = has('private_key')
      ? makeJwtBearerGrant(login, {
          path,
          issuer: secret('client_id'),
          subject: secret('username'),
          audience: setting('audience') ?? 'https://login.salesforce.com',
          private_key: secret('private_key'),
          now: http.now,
        })
      : makeClientCredentialsGrant(login, {
          path,
          client_id: secret('client_id'),
          proof: bySecret(secret('client_secret')),
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
