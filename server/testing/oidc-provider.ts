import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface OidcProvider {
  issuer: string;
  /** What it says of whoever signs in next. */
  claims: Record<string, unknown>;
  close(): Promise<void>;
}

export const CLIENT = 'fairlead';

/** An OpenID provider that signs everybody in at once, and checks the code, the client and PKCE. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const asked = new Map<string, { challenge: string; nonce: string }>();
  const provider: OidcProvider = { issuer: '', claims: {}, close: async () => {} };

  const answers: Record<string, (url: URL, body: URLSearchParams) => Promise<object | string>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/keys`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': async () => ({ keys: [key] }),
    '/authorize': async ({ searchParams }) => {
      const code = randomUUID();
      asked.set(code, {
        challenge: searchParams.get('code_challenge') ?? '',
        nonce: searchParams.get('nonce') ?? '',
      });
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      return back.href;
    },
    '/token': async (_, body) => {
      const code = asked.get(body.get('code') ?? '');
      const proof = createHash('sha256')
        .update(body.get('code_verifier') ?? '')
        .digest('base64url');
      if (code === undefined || code.challenge !== proof) return { error: 'invalid_grant' };
      asked.delete(body.get('code') ?? '');
      const token = await new SignJWT({ nonce: code.nonce, ...provider.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(provider.issuer)
        .setAudience(CLIENT)
        .setSubject('somebody')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
      return { access_token: 'none', token_type: 'Bearer', id_token: token };
    },
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await answers[url.pathname]?.(url, new URLSearchParams(body));
    if (typeof answer === 'string') response.writeHead(302, { location: answer }).end();
    else {
      const status = answer === undefined ? 404 : 'error' in answer ? 400 : 200;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  provider.issuer = `http://127.0.0.1:${address.port}`;
  provider.close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return provider;
}
