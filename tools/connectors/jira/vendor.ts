import { USER_AGENT, type VendorDefinition } from '#tools/connectors/vendor.ts';
import { makeHttpClient } from '#tools/http/client.ts';
import { jiraActions } from './actions.ts';
import { jiraStreams, makeJiraConnector } from './connector.ts';

export const jira: VendorDefinition = {
  name: 'Jira Cloud',
  streams: jiraStreams,
  auth: 'Basic, an account’s e-mail and its API token',
  credentials: ['email', 'token'],
  settings: [
    { name: 'project_keys', required: false, what: 'list of project keys to read; all when left out' },
  ],
  base_url: { required: true, example: 'https://YOUR-SITE.atlassian.net' },
  actions: jiraActions,
  token_help:
    'Sign in to Atlassian as the account that Fairlead shall act as, open Account settings → Security → API tokens, and create one. The account needs to browse the projects and users, and, to carry out approved actions, to assign issues and add comments.',
  limits:
    'Answers 429 with Retry-After in bursts; waits up to a minute are obeyed, longer ones end the read.',
  connect({ source, base_url, secret, fields, clock, http }) {
    const client = makeHttpClient(
      {
        base_url,
        auth: { kind: 'basic', user: secret('email'), password: secret('token') },
        headers: { 'user-agent': USER_AGENT },
      },
      http,
    );
    return makeJiraConnector({ source, http: client, fields, now: () => clock.now() });
  },
};
