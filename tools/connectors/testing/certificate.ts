import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** A value of DER (ITU-T X.690): its tag, its length, its content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const long = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex');
  const length = content.length < 128 ? Buffer.from([content.length]) : Buffer.from([0x82, ...long]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const SHA256_WITH_RSA = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));
const time = (text: string): Buffer => der(0x17, Buffer.from(text));

/** A certificate (RFC 5280, version 1) that a key signs for itself, in PEM form. */
export function certificateOf(private_key: string): string {
  const key = createPrivateKey(private_key);
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('fairlead')))));
  const about = sequence(
    der(0x02, Buffer.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(time('250101000000Z'), time('350101000000Z')),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', about, key)]);
  const whole = sequence(about, SHA256_WITH_RSA, der(0x03, signature)).toString('base64');
  const lines = whole.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
