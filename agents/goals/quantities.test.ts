import { describe, expect, test } from 'vitest';
import { parseNumeral } from './numerals.ts';
import { matchQuantity } from './quantities.ts';
import { tokenize } from './tokens.ts';
import { type Language, vocabularyOf } from './vocabulary.ts';

function read(text: string, language: Language = 'en') {
  const tokens = tokenize(text);
  const match = matchQuantity(tokens, 0, vocabularyOf(language));
  return match && [match.quantity.value, match.quantity.high, match.quantity.measure, match.quantity.unit];
}

describe('numerals', () => {
  test.each([
    ['1,200', '.', 1200],
    ['1.200', ',', 1200],
    ['1.5', '.', 1.5],
    ['1,5', ',', 1.5],
    ['99.9', ',', 99.9],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ['1,00,000', '.', 100000],
  ] as const)('%s with %s', (text, decimal, value) => expect(parseNumeral(text, decimal)).toBe(value));

  test.each(['16,00', '1.2.3', '1,2,3'])('%s is read as no number rather than as a wrong one', (text) =>
    expect(parseNumeral(text, '.')).toBeNull(),
  );
});

describe('quantities', () => {
  test.each([
    ['$1.2M', [1200000, null, 'currency', 'currency:USD']],
    ['€45', [45, null, 'currency', 'currency:EUR']],
    ['3k users', [3000, null, 'plain', null]],
    ['two hundred and five', [205, null, 'plain', null]],
    ['twenty-five percent', [25, null, 'percent', 'percent']],
    ['5 percentage points', [5, null, 'percentage_points', 'percent']],
    ['50 bps', [0.5, null, 'percentage_points', 'percent']],
    ['10-15%', [10, 15, 'percent', 'percent']],
    ['between 5 and 8 days', [5, 8, 'duration', 'days']],
    ['105% ± 5%', [100, 110, 'percent', 'percent']],
    ['3x', [3, null, 'multiple', 'ratio']],
    ['4.5/5', [4.5, null, 'rating', 'score']],
    ['8 in 10 patients', [80, null, 'percent', 'percent']],
    ['24-hour', [24, null, 'duration', 'hours']],
    ['X%', [null, null, 'percent', 'percent']],
    ['half of customers', [50, null, 'percent', 'percent']],
  ])('%s', (text, wanted) => expect(read(text)).toEqual(wanted));

  test.each(['80/20', '3D', '1st', '24/7'])('%s is a name', (text) => expect(read(text)).toBeNull());

  test.each([
    ['1,5 Mio. Euro', 'de', [1500000, null, 'currency', 'currency:EUR']],
    ['1 000 000', 'fr', [1000000, null, 'plain', null]],
    ['3万', 'zh', [30000, null, 'plain', null]],
    ['20パーセント', 'ja', [20, null, 'percent', 'percent']],
  ] as const)('%s (%s)', (text, language, wanted) => expect(read(text, language)).toEqual(wanted));
});
