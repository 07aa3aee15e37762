import { SystemError } from '#domain/errors.ts';
import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import type { HttpAuth } from '#tools/http/auth.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { githubActions } from './actions.ts';
import { githubLimit, githubReadingLimit, makeGithubApi } from './api.ts';
import { makeAppGrant, makeInstallationGrant } from './app.ts';
import { githubStreams, makeGithubConnector } from './connector.ts';

/** The version that the requests were written for; without it GitHub takes its newest. */
const API_VERSION = '2022-11-28';

export const github: VendorDefinition = {
  name: 'GitHub',
  streams: githubStreams,
  auth: 'Bearer: a fine-grained personal access token, or an app with its private key',
  credentials: ['token'],
  alternatives: [{ credentials: ['private_key', 'app_id'], what: 'as an app that is installed there' }],
  oauth: { token_url: 'https://github.com/login/oauth/access_token' },
  settings: [
    { name: 'repositories', required: true, what: 'list of repositories to read, owner/name each' },
    {
      name: 'organisation',
      required: false,
      what: 'organisation whose members are read as people; without it, whoever issues can be assigned to',
    },
    {
      name: 'installation',
      required: false,
      what: 'id of the app’s installation, where an app reads; without it, the one that the first repository has',
    },
  ],
  base_url: { required: false, example: 'https://api.github.com' },
  actions: githubActions,
  token_help:
    'On GitHub open Settings → Developer settings → Fine-grained tokens and create one for the repositories, with read access to metadata, pull requests, deployments and members, and write access to issues where approved actions shall be carried out. Or register a GitHub App with the same permissions, install it, and take its id and a private key.',
  limits:
    '5,000 requests an hour. A changed pull request costs two, an issue, a deployment and a person one each; at 90 % of the hour’s requests the read pauses, and the next sync goes on from there.',
  connect({ source, base_url, bearer, has, secret, setting, settings, fields, clock, http }) {
    const repositories = settings('repositories');
    const wrong = repositories.find((name) => !/^[A-Za-z0-9-]+\/(?!\.{1,2}$)[A-Za-z0-9._-]+$/.test(name));
    if (wrong !== undefined)
      throw new SystemError(
        'config-invalid',
        `Source ${source.name}: ${wrong} is not a repository. Valid: owner/name.`,
        { source: source.name, setting: 'repositories' },
      );
    const headers = {
      'user-agent': USER_AGENT,
      accept: 'application/vnd.github+json',
      'x-github-api-version': API_VERSION,
    };
    const asApp = (): HttpAuth => {
      const private_key = secret('private_key');
      const grant = makeAppGrant({ app_id: secret('app_id'), private_key, now: http.now });
      const app = makeHttpClient({ base_url, auth: { kind: 'grant', grant }, headers }, http);
      const [repository = ''] = repositories;
      const question = { installation: setting('installation'), repository, now: http.now };
      return { kind: 'grant', grant: makeInstallationGrant(app, { ...question, secrets: [private_key] }) };
    };
    const auth = has('private_key') ? asApp() : bearer();
    // Secondary limits: 900 points a minute, a read is one point. A house's own server has none unless set up.
    const isTheirs = new URL(base_url).hostname === 'api.github.com';
    const pace = isTheirs ? { pace: { requests: 850, per_ms: 60_000 } } : {};
    const apiWithin = (limit: typeof githubLimit) =>
      makeGithubApi(
        makeHttpClient(
          { base_url, auth, headers, ...pace, limitOf: (answer) => limit(answer, http.now()) },
          http,
        ),
      );
    return makeGithubConnector({
      source,
      api: apiWithin(githubLimit),
      reading: apiWithin(githubReadingLimit),
      repositories,
      organisation: setting('organisation'),
      fields,
      now: () => clock.now(),
    });
  },
};
