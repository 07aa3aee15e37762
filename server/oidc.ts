import type { Config } from '#domain/config.ts';
import { UserError } from '#domain/errors.ts';

type OidcSettings = Extract<Config['auth'], { mode: 'oidc' }>;

const COOKIE = 'fairlead_sign_in';
const SIGN_IN_SECONDS = 600;

/**
 * Sign-in at the organisation's own provider: authorization code flow with PKCE (RFC 7636), state and nonce. The
 * provider is asked for its settings at the first sign-in, not at start.
 */
export function makeOidc(settings: OidcSettings) {
  const returnAddress = new URL('/api/sign-in/return', settings.public_url).href;
  const client = async () => {
    const openid = await import('openid-client');
    const config = await openid.discovery(
      new URL(settings.issuer),
      settings.client_id,
      settings.client_secret ?? undefined,
    );
    return { openid, config };
  };
  let discovered: ReturnType<typeof client> | null = null;
  const ready = () => {
    discovered ??= client().catch((error: unknown) => {
      discovered = null;
      throw error;
    });
    return discovered;
  };
  return {
    async begin(): Promise<{ address: string; cookie: string }> {
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
      const value = Buffer.from(JSON.stringify({ verifier, state, nonce })).toString('base64url');
      return {
        address: address.href,
        cookie: `${COOKIE}=${value}; Path=/api/sign-in; HttpOnly; Secure; SameSite=Lax; Max-Age=${SIGN_IN_SECONDS}`,
      };
    },
    /** The verified e-mail address of who signed in. @throws UserError `not-signed-in`. */
    async finish(url: string, cookies: string): Promise<string> {
      const { openid, config } = await ready();
      const kept = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(cookies)?.[1];
      if (kept === undefined)
        throw new UserError(
          'not-signed-in',
          'This sign-in took too long or began in another browser. Try again.',
        );
      const { verifier, state, nonce } = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8'));
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
