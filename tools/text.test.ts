import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CUT_MARK, cleanName, cleanText, isCleanId } from './text.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((codes) => String.fromCharCode(...codes)),
);

describe('cleaned text', () => {
  test('is well-formed, without NUL, within its cap, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 2, max: 40 }), (text, cap) => {
        const clean = cleanText(text, cap);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean.includes('\u0000')).toBe(false);
        expect(clean.length).toBeLessThanOrEqual(cap);
        expect(cleanText(clean, cap)).toBe(clean);
      }),
    );
  });

  test('is the text itself where nothing is wrong with it', () => {
    for (const text of ['Plain', '四个排序图：测试', 'naïve 👩‍👩‍👧 café', 'two\nlines\tand a tab'])
      expect(cleanText(text, 500)).toBe(text);
  });

  test('bears a mark where it was cut', () => {
    const cut = cleanText('x'.repeat(1_000_000), 500);
    expect(cut).toHaveLength(500);
    expect(cut.endsWith(CUT_MARK)).toBe(true);
  });

  test('a name of nothing is none', () => {
    for (const text of [null, undefined, '', '  ', '\u200B']) expect(cleanName(text)).toBeNull();
  });
});

test('an id is taken as it is or not at all', () => {
  expect(isCleanId('712020:ab-cd_ef')).toBe(true);
  for (const id of ['', ' a', 'a\u0000b', '\uD800', 'x'.repeat(301), 'a\u202Eb'])
    expect(isCleanId(id)).toBe(false);
});
