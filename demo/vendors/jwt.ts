import { constants, createPublicKey, verify } from 'node:crypto';

/** Whom a simulated vendor believes: the public key in PEM form, and what the claims must say. */
export interface TrustedIssuer {
  public_key: string;
  iss: string;
  sub?: string;
  aud?: string;
  /** Longest time from now, or from its making, to its end. */
  longest_seconds: number;
  /** Of the certificate that the header must name (`x5t#S256`); such a token is signed with PS256. */
  thumbprint?: string;
}

const part = (text: string | undefined): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    return {};
  }
};

/** What speaks against a JSON Web Token; null where nothing does. `now` in ms since 1970. */
export function faultOfJwt(token: string, trusted: TrustedIssuer, now: number): string | null {
  const [head, body, signature] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined) return 'it has no three parts';
  const { alg, 'x5t#S256': thumbprint } = part(head);
  const wanted = trusted.thumbprint === undefined ? 'RS256' : 'PS256';
  if (alg !== wanted) return `it is not signed with ${wanted}`;
  if (thumbprint !== trusted.thumbprint) return 'its certificate is not known';
  const padding = wanted === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: createPublicKey(trusted.public_key), padding };
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    return 'its signature does not fit';
  const claims = part(body);
  const seconds = Math.floor(now / 1000);
  if (claims.iss !== trusted.iss) return 'its issuer is not known';
  if (trusted.sub !== undefined && claims.sub !== trusted.sub) return 'its subject is not known';
  if (trusted.aud !== undefined && claims.aud !== trusted.aud) return 'it is for somebody else';
  const iat = typeof claims.iat === 'number' ? claims.iat : null;
  if (iat !== null && iat > seconds) return 'it was made in the future';
  if (typeof claims.nbf === 'number' && claims.nbf > seconds) return 'it is not good yet';
  if (typeof claims.exp !== 'number' || claims.exp <= seconds) return 'it has ended';
  return claims.exp - (iat ?? seconds) > trusted.longest_seconds ? 'it is good for too long' : null;
}
