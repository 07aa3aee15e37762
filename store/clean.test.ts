import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanJson, cleanText, jsonText } from './clean.ts';

describe('cleaning', () => {
  test('replaces NUL and lone surrogates and leaves the rest', () => {
    expect(cleanText('a\0b\ud800c\udc00 😀')).toBe('a\uFFFDb\uFFFDc\uFFFD 😀');
    expect(cleanJson({ 'k\0': ['\ud800', 1, null, { deep: '\0' }] })).toEqual({
      'k\uFFFD': ['\uFFFD', 1, null, { deep: '\uFFFD' }],
    });
  });

  test('keeps `__proto__` an ordinary key', () => {
    const cleaned = cleanJson(JSON.parse('{"__proto__":{"admin":"\\u0000"}}'));
    expect(Object.keys(cleaned as object)).toEqual(['__proto__']);
    expect((cleaned as { admin?: string }).admin).toBeUndefined();
  });

  test('is the same done twice, and only ever touches what can’t be stored', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cleaned = cleanText(text);
        expect(cleanText(cleaned)).toBe(cleaned);
        expect(cleaned.length).toBe(text.length);
        if (text.isWellFormed() && !text.includes('\0')) expect(cleaned).toBe(text);
      }),
    );
  });

  test('gives JSON text that reads back as the cleaned value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(cleanJson(value))));
      }),
    );
    expect(jsonText('\\u0000 written out')).toBe('"\\\\u0000 written out"');
  });
});
