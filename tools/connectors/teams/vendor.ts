import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { byCertificate, bySecret, makeClientCredentialsGrant } from '#tools/http/oauth.ts';
import { makeTeamsConnector, teamsStreams } from './connector.ts';

const LOGIN = 'https://login.microsoftonline.com';

export const teams: VendorDefinition = {
  name: 'Microsoft Teams',
  streams: teamsStreams,
  auth: 'OAuth 2 client credentials of an application in your tenant, by its secret or its certificate',
  credentials: ['client_secret'],
  alternatives: [{ credentials: ['private_key', 'certificate'], what: 'by certificate' }],
  settings: [
    { name: 'tenant_id', required: true, what: 'directory (tenant) id' },
    { name: 'client_id', required: true, what: 'application (client) id' },
    { name: 'login_url', required: false, what: `where tokens are given; ${LOGIN} when left out` },
  ],
  base_url: { required: false, example: 'https://graph.microsoft.com/v1.0' },
  actions: [],
  token_help:
    'In Entra ID register an application, give it the application permissions Reports.Read.All and User.Read.All with admin consent, and make a client secret or, better, upload a certificate and keep its private key. Nothing that reads messages is needed or asked for.',
  limits:
    'Daily reports can be read for 28 days and come about two days late; 429 with Retry-After where it is asked too often.',
  connect({ source, base_url, secret, has, setting, fields, clock, http }) {
    const headers = { 'user-agent': USER_AGENT };
    const login_url = setting('login_url') ?? LOGIN;
    const login = makeHttpClient({ base_url: login_url, auth: { kind: 'none' }, headers }, http);
    const client_id = setting('client_id') ?? '';
    const path = `/${encodeURIComponent(setting('tenant_id') ?? '')}/oauth2/v2.0/token`;
    const proof = has('private_key')
      ? byCertificate({
          client_id,
          audience: `${login_url.replace(/\/$/, '')}${path}`,
          private_key: secret('private_key'),
          certificate: secret('certificate'),
          now: http.now,
        })
      : bySecret(secret('client_secret'));
    const grant = makeClientCredentialsGrant(login, {
      path,
      client_id,
      proof,
      scope: 'https://graph.microsoft.com/.default',
    });
    const client = makeHttpClient({ base_url, auth: { kind: 'grant', grant }, headers }, http);
    return makeTeamsConnector({ source, http: client, client_id, fields, now: () => clock.now() });
  },
};
