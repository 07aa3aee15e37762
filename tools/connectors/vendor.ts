import type { Clock } from '#domain/clock.ts';
import type { ActionSupport, Connector, Source } from '#domain/source.ts';
import type { HttpAuth } from '#tools/http/auth.ts';
import type { HttpDeps } from '#tools/http/client.ts';

/** Says of us who asks; several vendors refuse requests without it. */
export const USER_AGENT = 'Fairlead (self-hosted)';

/** What is known of a vendor, for setting a source up, for `doctor` and for the page of sources. */
export interface VendorFacts {
  name: string;
  streams: readonly string[];
  /** In words. */
  auth: string;
  /** Secrets that `credentials` must hold. */
  credentials: readonly string[];
  /** Others that do instead; whoever gives the first of them means these. */
  alternatives?: readonly { credentials: readonly string[]; what: string }[];
  /** Settings of the source; none of them is a secret. */
  settings: readonly { name: string; required: boolean; what: string }[];
  /** Where an application gets tokens in somebody's name, instead of `credentials.token`: OAuth 2 with a refresh token. */
  oauth?: { token_url: string };
  base_url: { required: boolean; example: string };
  /** It has no address: what is known of it comes from imported files alone. */
  files_only?: boolean;
  actions: readonly ActionSupport[];
  /** How an operator gets the credentials. */
  token_help: string;
  /** What an operator should know of its limits. */
  limits: string;
}

/** A source with all that its vendor asks for. */
export interface ConnectRequest {
  source: Source;
  base_url: string;
  /** A credential that the facts name. */
  secret(name: string): string;
  /** Whether it was given, where there are alternatives. */
  has(name: string): boolean;
  /** The token as it was given, or one that is fetched and renewed in somebody's name. */
  bearer(): HttpAuth;
  /** A setting as text; null where it is not set. */
  setting(name: string): string | null;
  /** A setting that is a list of texts; empty where it is not set. */
  settings(name: string): string[];
  /** Fields that policy lets this vendor keep. */
  fields: readonly string[];
  clock: Clock;
  http: HttpDeps;
}

/** A vendor: what is known of it, and how a connector to one of its sources is made. One per folder. */
export interface VendorDefinition extends VendorFacts {
  connect(request: ConnectRequest): Connector;
}
