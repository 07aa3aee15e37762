/** A token that has to be fetched and renewed (OAuth 2). */
export interface TokenGrant {
  /** The token; with `renew` a fresh one, because the source refused the last. */
  token(renew: boolean, signal: AbortSignal): Promise<string>;
  /** What must never be shown, besides the tokens themselves. */
  readonly secrets: readonly string[];
}

/**
 * How a request shows whose it is. `raw`: the token alone stands in the header, as monday.com wants it. `secret_user`:
 * the token stands where the user does, as Toggl wants it.
 */
export type HttpAuth =
  | { kind: 'bearer'; token: string }
  | { kind: 'raw'; token: string }
  | { kind: 'basic'; user: string; password: string; secret_user?: boolean }
  | { kind: 'grant'; grant: TokenGrant }
  | { kind: 'none' };

/** The value of the Authorization header; null for none. */
export async function authorizationOf(
  auth: HttpAuth,
  renew: boolean,
  signal: AbortSignal,
): Promise<string | null> {
  switch (auth.kind) {
    case 'none':
      return null;
    case 'raw':
      return auth.token;
    case 'bearer':
      return `Bearer ${auth.token}`;
    case 'basic':
      return `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
    case 'grant':
      return `Bearer ${await auth.grant.token(renew, signal)}`;
  }
}

/** What may stand in no message and no log. */
export function secretsOf(auth: HttpAuth): string[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'grant':
      return [...auth.grant.secrets];
    case 'basic':
      return [
        auth.secret_user === true ? auth.user : auth.password,
        Buffer.from(`${auth.user}:${auth.password}`).toString('base64'),
      ];
    default:
      return [auth.token];
  }
}
