import { createPrivateKey, type KeyObject } from 'node:crypto';
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

/** A JSON Web Token signed with RS256 (RFC 7519, RFC 7518 section 3.3). Times are seconds since 1970. */
export const signJwt = (
  key: KeyObject,
  claims: { iss: string; sub?: string; aud?: string; iat?: number; exp: number },
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(key);
