import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { SystemError } from '#domain/errors.ts';

const SHORTEST_BITS = 2048;

/**
 * An RSA private key in PEM form, PKCS#1 or PKCS#8.
 * @throws SystemError `config-invalid`, with nothing of the key in it.
 */
export function readPrivateKey(pem: string): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = createPrivateKey(pem.trim());
  } catch {
    // Told below: what the library says could hold a part of the key.
  }
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key?.asymmetricKeyType === 'rsa' && bits >= SHORTEST_BITS) return key;
  throw new SystemError(
    'config-invalid',
    `The credential private_key is no RSA private key. Valid: a PEM file's text, unencrypted, of at least ${SHORTEST_BITS} bits, beginning with -----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----.`,
    { credential: 'private_key' },
  );
}

/**
 * The SHA-256 thumbprint of the certificate of a key, as the header `x5t#S256` has it (RFC 7515, section 4.1.8).
 * @throws SystemError `config-invalid` where it is none, or of another key.
 */
export function thumbprintOf(pem: string, key: KeyObject): string {
  let certificate: X509Certificate | null = null;
  try {
    certificate = new X509Certificate(pem.trim());
  } catch {
    // Told below.
  }
  if (certificate?.checkPrivateKey(key))
    return Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  throw new SystemError(
    'config-invalid',
    certificate === null
      ? "The credential certificate is no certificate. Valid: a PEM file's text, beginning with -----BEGIN CERTIFICATE-----."
      : 'The credential certificate is of another key than private_key. Valid: the certificate that was made for it, and uploaded.',
    { credential: 'certificate' },
  );
}

/** Times are seconds since 1970. */
export interface JwtClaims {
  iss: string;
  sub?: string;
  aud?: string;
  iat?: number;
  nbf?: number;
  exp: number;
  jti?: string;
}

/**
 * A JSON Web Token (RFC 7519) signed with RS256, or with PS256 where a certificate is named by its thumbprint, as Entra ID
 * wants it (RFC 7518, sections 3.3 and 3.5).
 */
export const signJwt = (key: KeyObject, claims: JwtClaims, thumbprint?: string): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader(
      thumbprint === undefined
        ? { alg: 'RS256', typ: 'JWT' }
        : { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint },
    )
    .sign(key);
