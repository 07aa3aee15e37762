import type { Clock } from '#domain/clock.ts';
import { SystemError } from '#domain/errors.ts';
import type { Connector, Source, Vendor } from '#domain/source.ts';
import type { HttpAuth } from '#tools/http/auth.ts';
import { type HttpDeps, makeHttpClient, systemHttp } from '#tools/http/client.ts';
import { makeRefreshTokenGrant } from '#tools/http/oauth.ts';
import { asana } from './asana/vendor.ts';
import { csv } from './csv/vendor.ts';
import { github } from './github/vendor.ts';
import { harvest } from './harvest/vendor.ts';
import { hubspot } from './hubspot/vendor.ts';
import { jira } from './jira/vendor.ts';
import { monday } from './monday/vendor.ts';
import { salesforce } from './salesforce/vendor.ts';
import { slack } from './slack/vendor.ts';
import { teams } from './teams/vendor.ts';
import { toggl } from './toggl/vendor.ts';
import { USER_AGENT, type VendorDefinition, type VendorFacts } from './vendor.ts';
import { zendesk } from './zendesk/vendor.ts';

/** Every system that Fairlead can read. To add one: a folder with a `vendor.ts`, and a line here. */
const vendors: Readonly<Record<Vendor, VendorDefinition>> = {
  jira,
  harvest,
  github,
  asana,
  monday,
  slack,
  teams,
  zendesk,
  salesforce,
  hubspot,
  csv,
  toggl,
};

export const vendorFacts: Readonly<Record<Vendor, VendorFacts>> = vendors;

/** Whether there is an address to read: a source may also only take files. */
export const canBeRead = ({ vendor, base_url }: Pick<Source, 'vendor' | 'base_url'>): boolean =>
  vendors[vendor].files_only !== true && (base_url !== null || !vendors[vendor].base_url.required);

export interface ConnectorRequest {
  source: Source;
  /** The secrets that `vendorFacts[vendor].credentials` names. */
  credentials: Readonly<Record<string, string>>;
  /** The policy's `source_fields[vendor]`. */
  fields: readonly string[];
  clock: Clock;
  http?: HttpDeps;
  /** Where a credential that the source replaced is to be kept, beside the others. */
  keep?(credentials: Readonly<Record<string, string>>): Promise<void>;
}

type Credentials = Readonly<Record<string, string>>;

/** What an application needs to get tokens in somebody's name. */
const REFRESHING = ['refresh_token', 'client_id', 'client_secret'];

const isRefreshing = (vendor: VendorFacts, credentials: Credentials): boolean =>
  vendor.oauth !== undefined && Boolean(credentials.refresh_token);

function neededCredentials(vendor: VendorFacts, credentials: Credentials): readonly string[] {
  if (isRefreshing(vendor, credentials))
    return [...vendor.credentials.filter((name) => name !== 'token'), ...REFRESHING];
  const meant = vendor.alternatives?.find(({ credentials: [first = ''] }) => credentials[first]);
  return meant?.credentials ?? vendor.credentials;
}

/** Ways to credentials as a person reads them: each a list, and for what. */
export function credentialWords({ credentials, alternatives = [], oauth }: VendorFacts): string {
  const own = credentials.join(', ') || 'no secrets';
  const others = alternatives.map(({ credentials: names, what }) => `${names.join(', ')} (${what})`);
  const refreshing = oauth === undefined ? [] : [`${REFRESHING.join(', ')} (in somebody’s name)`];
  return [own, ...others, ...refreshing].join('; or ');
}

function bearerOf(
  vendor: VendorDefinition,
  { source, credentials, http = systemHttp, keep }: ConnectorRequest,
): HttpAuth {
  if (vendor.oauth === undefined || !isRefreshing(vendor, credentials))
    return { kind: 'bearer', token: credentials.token ?? '' };
  const url = new URL(settingText(source, 'oauth_url') ?? vendor.oauth.token_url);
  const headers = { 'user-agent': USER_AGENT };
  const login = makeHttpClient({ base_url: url.origin, auth: { kind: 'none' }, headers }, http);
  const grant = makeRefreshTokenGrant(login, {
    path: url.pathname,
    client_id: credentials.client_id ?? '',
    client_secret: credentials.client_secret ?? '',
    refresh_token: credentials.refresh_token ?? '',
    kept: async (refresh_token) => keep?.({ refresh_token }),
  });
  return { kind: 'grant', grant };
}

const incomplete = (source: Source, missing: string): SystemError =>
  new SystemError(
    'config-invalid',
    `Source ${source.name} (${vendors[source.vendor].name}) lacks its ${missing}. ${vendors[source.vendor].token_help}`,
    { source: source.name, missing },
  );

function settingText(source: Source, name: string): string | null {
  const value = source.settings[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A list, or texts in one text with commas or semicolons between them; the command line takes the latter. */
function settingList(source: Source, name: string): string[] {
  const value = source.settings[name];
  const parts = Array.isArray(value) ? value : (settingText(source, name)?.split(/[;,]/) ?? []);
  return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

const isSet = (source: Source, name: string): boolean => settingList(source, name).length > 0;

/** What a source still lacks before it can be read, in words; empty when it is complete. */
export function missingParts(source: Source, credentials: Readonly<Record<string, string>>): string[] {
  const facts = vendors[source.vendor];
  return [
    ...(facts.base_url.required && source.base_url === null
      ? [`base URL, such as ${facts.base_url.example}`]
      : []),
    ...neededCredentials(facts, credentials)
      .filter((name) => !credentials[name])
      .map((name) => `credential ${name}`),
    ...facts.settings
      .filter(({ name, required }) => required && !isSet(source, name))
      .map(({ name, what }) => `setting ${name} (${what})`),
  ];
}

/**
 * The connector of a source.
 * @throws SystemError `config-invalid` naming what is missing and how to get it.
 */
export function makeConnector(request: ConnectorRequest): Connector {
  const { source, credentials, fields, clock, http = systemHttp } = request;
  const vendor = vendors[source.vendor];
  const [missing] = vendor.files_only === true ? [] : missingParts(source, credentials);
  if (missing !== undefined) throw incomplete(source, missing);
  return vendor.connect({
    source,
    base_url: source.base_url ?? vendor.base_url.example,
    secret: (name) => credentials[name] ?? '',
    has: (name) => Boolean(credentials[name]),
    bearer: () => bearerOf(vendor, request),
    setting: (name) => settingText(source, name),
    settings: (name) => settingList(source, name),
    fields,
    clock,
    http,
  });
}
