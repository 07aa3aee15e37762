import type { Clock } from '#domain/clock.ts';
import { SystemError } from '#domain/errors.ts';
import type { ActionSupport, Connector, Source, Vendor } from '#domain/source.ts';
import { type HttpDeps, makeHttpClient, systemHttp } from '#tools/http/client.ts';
import { harvestStreams, makeHarvestConnector } from './harvest/connector.ts';
import { jiraActions } from './jira/actions.ts';
import { jiraStreams, makeJiraConnector } from './jira/connector.ts';

/** What is known of a vendor, for setting a source up and for `doctor`. */
export interface VendorFacts {
  name: string;
  streams: readonly string[];
  /** In words. */
  auth: string;
  /** Secrets that `credentials` must hold. */
  credentials: readonly string[];
  /** Settings of the source; none of them is a secret. */
  settings: readonly { name: string; required: boolean; what: string }[];
  base_url: { required: boolean; example: string };
  actions: readonly ActionSupport[];
  /** How an operator gets the credentials. */
  token_help: string;
  /** What an operator should know of its limits. */
  limits: string;
}

export const vendorFacts: Readonly<Record<Vendor, VendorFacts>> = {
  jira: {
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
  },
  harvest: {
    name: 'Harvest',
    streams: harvestStreams,
    auth: 'Bearer, a personal access token, with the account’s id',
    credentials: ['token'],
    settings: [{ name: 'account_id', required: true, what: 'the Harvest account id shown beside the token' }],
    base_url: { required: false, example: 'https://api.harvestapp.com' },
    actions: [],
    token_help:
      'Sign in to Harvest ID as an administrator, open Developers, and create a personal access token; the account id stands beside it.',
    limits: '100 requests in 15 seconds; 429 with Retry-After beyond that.',
  },
};

export interface ConnectorRequest {
  source: Source;
  /** The secrets that `vendorFacts[vendor].credentials` names. */
  credentials: Readonly<Record<string, string>>;
  /** The policy's `source_fields[vendor]`. */
  fields: readonly string[];
  clock: Clock;
  http?: HttpDeps;
}

const USER_AGENT = 'Fairlead (self-hosted)';

const incomplete = (source: Source, missing: string): SystemError =>
  new SystemError(
    'config-invalid',
    `Source ${source.name} (${vendorFacts[source.vendor].name}) lacks its ${missing}. ${vendorFacts[source.vendor].token_help}`,
    { source: source.name, missing },
  );

/** What a source still lacks before it can be read, in words; empty when it is complete. */
export function missingParts(source: Source, credentials: Readonly<Record<string, string>>): string[] {
  const facts = vendorFacts[source.vendor];
  return [
    ...(facts.base_url.required && source.base_url === null
      ? [`base URL, such as ${facts.base_url.example}`]
      : []),
    ...facts.credentials.filter((name) => !credentials[name]).map((name) => `credential ${name}`),
    ...facts.settings
      .filter(({ name, required }) => required && settingText(source, name) === null)
      .map(({ name, what }) => `setting ${name} (${what})`),
  ];
}

function settingText(source: Source, name: string): string | null {
  const value = source.settings[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * The connector of a source.
 * @throws SystemError `config-invalid` naming what is missing and how to get it.
 */
export function makeConnector({
  source,
  credentials,
  fields,
  clock,
  http = systemHttp,
}: ConnectorRequest): Connector {
  const facts = vendorFacts[source.vendor];
  const [missing] = missingParts(source, credentials);
  if (missing !== undefined) throw incomplete(source, missing);
  const baseUrl = source.base_url ?? facts.base_url.example;
  const token = credentials.token ?? '';
  const now = () => clock.now();
  if (source.vendor === 'jira') {
    const auth = { kind: 'basic' as const, user: credentials.email ?? '', password: token };
    const headers = { 'user-agent': USER_AGENT };
    const client = makeHttpClient({ base_url: baseUrl, auth, headers }, http);
    return makeJiraConnector({ source, http: client, fields, now });
  }
  const headers = {
    'user-agent': USER_AGENT,
    'harvest-account-id': settingText(source, 'account_id') ?? '',
  };
  const auth = { kind: 'bearer' as const, token };
  const client = makeHttpClient({ base_url: baseUrl, auth, headers }, http);
  return makeHarvestConnector({ source, http: client, fields, now });
}
