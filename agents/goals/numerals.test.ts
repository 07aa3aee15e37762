import { describe, expect, test } from 'vitest';
import { parseNumeral, readNumber } from './numerals.ts';
import { tokenize } from './tokens.ts';
import { type Language, vocabularyOf } from './vocabulary.ts';

const read = (text: string, language: Language = 'en') =>
  readNumber(tokenize(text), 0, vocabularyOf(language))?.value ?? null;

describe('a numeral', () => {
  test.each([
    ['1,200', '.', 1200],
    ['1.200', ',', 1200],
    ['1.200', '.', 1.2],
    ["1'250'000", '.', 1_250_000],
    ['12,50,000', '.', 1_250_000],
    ['2,5', ',', 2.5],
    ['3.75', '.', 3.75],
  ] as const)('%s with the decimal mark %s is %d', (text, decimal, value) => {
    expect(parseNumeral(text, decimal)).toBe(value);
  });

  test.each(['16,00', '1.2.3', '1,23,4'])('that could be several numbers is none: %s', (text) => {
    expect(parseNumeral(text, '.')).toBeNull();
  });
});

describe('a number', () => {
  test.each([
    ['1.1 million', 'en', 1_100_000],
    ['$', 'en', null],
    ['3k', 'en', 3000],
    ['2½', 'en', 2.5],
    ['two hundred and five', 'en', 205],
    ['ninety-nine', 'en', 99],
    ['a dozen', 'en', 12],
    ['1 500 000', 'fr', 1_500_000],
    ['2,5 Mio.', 'de', 2_500_000],
    ['fünf', 'de', 5],
    ['3万', 'zh', 30_000],
    ['二十', 'ja', 20],
  ] as const)('with its scale: %s (%s)', (text, language, value) => {
    expect(read(text, language)).toBe(value);
  });
});
