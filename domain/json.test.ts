import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, contentHash, sha256 } from './json.ts';

test('the order of keys does not change the text', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'x'] })).toBe('{"a":[true,null,"x"],"b":1}');
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
});

test('canonical text reads back as the same value and is its own canonical text', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      const value: unknown = JSON.parse(text);
      const canonical = canonicalJson(value);
      return canonicalJson(JSON.parse(canonical)) === canonical;
    }),
  );
});

test('hashes are of UTF-8 bytes', () => {
  // FIPS 180-4 example "abc".
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }));
});
