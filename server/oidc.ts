import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Config, isLoopback } from '#domain/config.ts';
import { SourceError, UserError } from '#domain/errors.ts';

type OidcSettings = Extract<Config['auth'], { mode: 'oidc' }>;

const COOKIE = 'fairlead_sign_in';
const SIGN_IN_SECONDS = 600;
/** Tells this cookie's token from a session's, which the same key signs. */
const AUDIENCE = 'fairlead-sign-in';

const beginning = z.object({ verifier: z.string(), state: z.string(), nonce: z.string() });

export interface Oidc {
  /** Where the browser is sent, and the cookie that it comes back with. */
  begin(): Promise<{ address: string; cookie: string }>;
  /** The verified e-mail address of who signed in. @throws UserError `not-signed-in`. */
  finish(url: string, cookies: string): Promise<string>;
}

/**
 * Sign-in at the organisation's own provider: authorization code flow with PKCE (RFC 7636), state and nonce. The
 * provider is asked for its settings at the first sign-in, not at start.
 */
export function makeOidc(settings: OidcSettings, key: Uint8Array): Oidc {
  const returnAddress = new URL('/api/sign-in/return', settings.public_url).href;
  const client = async () => {
    const openid = await import('openid-client');
    const issuer = new URL(settings.issuer);
    // A provider on this very machine needs no encryption; any other does.
    const plain = issuer.protocol === 'http:' && isLoopback(issuer.hostname);
    const config = await openid.discovery(
      issuer,
      settings.client_id,
      settings.client_secret ?? undefined,
      undefined,
      plain ? { execute: [openid.allowInsecureRequests] } : {},
    );
    return { openid, config };
  };
  let discovered: ReturnType<typeof client> | null = null;
  const ready = () => {
    discovered ??= client().catch((cause: unknown) => {
      discovered = null;
      throw new SourceError('source-unavailable', 'The sign-in provider does not answer.', {}, cause);
    });
    return discovered;
  };
  const begun = async (cookies: string) => {
    const kept = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(cookies)?.[1] ?? '';
    try {
      const { payload } = await jwtVerify(kept, key, { audience: AUDIENCE });
      return beginning.parse(payload);
    } catch {
      throw new UserError(
        'not-signed-in',
        'This sign-in took too long or began in another browser. Try again.',
      );
    }
  };
  return {
    async begin() {
      const { openid, config } = await ready();
      const verifier = openid.randomPKCECodeVerifier();
      const [state, nonce] = [openid.randomState(), openid.randomNonce()];
      const address = openid.buildAuthorizationUrl(config, {
        redirect_uri: returnAddress,
        scope: 'openid email profile',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      const value = await new SignJWT({ verifier, state, nonce })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(AUDIENCE)
        .setExpirationTime(`${SIGN_IN_SECONDS}s`)
        .sign(key);
      const secure = settings.public_url.startsWith('https:') ? '; Secure' : '';
      return {
        address: address.href,
        cookie: `${COOKIE}=${value}; Path=/api/sign-in; HttpOnly; SameSite=Lax; Max-Age=${SIGN_IN_SECONDS}${secure}`,
      };
    },
    async finish(url, cookies) {
      const { openid, config } = await ready();
      const { verifier, state, nonce } = await begun(cookies);
      const tokens = await openid
        .authorizationCodeGrant(config, new URL(url, settings.public_url), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
        })
        .catch((cause: unknown) => {
          throw new UserError('not-signed-in', 'The sign-in was not completed. Try again.', {}, cause);
        });
      const claims = tokens.claims();
      if (typeof claims?.email !== 'string' || claims.email_verified !== true) {
        throw new UserError('not-signed-in', 'The provider gave no verified e-mail address.');
      }
      return claims.email;
    },
  };
}
