import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Any JSON value: what crosses a process border. */
export const jsonValue = z.json();
export type JsonValue = z.infer<typeof jsonValue>;

/**
 * JSON text that is the same for equal values: object keys in code-unit order, no white space, `undefined`
 * members left out. Numbers are written as ECMAScript does (RFC 8785 asks for the same).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex (64 characters). */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of a value's canonical JSON, in lower-case hex. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value));
}
