import { describe, expect, test } from 'vitest';
import { lex } from './lexer.ts';
import { readingOf, textOf } from './reading.ts';

function lexemes(text: string): string[] {
  const reading = readingOf(text, { today: '2026-03-02', fiscal_year_start_month: 1 });
  return lex(reading).map((lexeme) => {
    const words = textOf(reading, lexeme.first, lexeme.last);
    if (lexeme.kind === 'comparator') return `${lexeme.operator} (${words})`;
    if (lexeme.kind === 'quantity') return `${lexeme.quantity.value} ${lexeme.quantity.measure}`;
    if (lexeme.kind === 'date') return `${lexeme.date.role} ${lexeme.date.iso}`;
    if (lexeme.kind === 'word') return lexeme.verb === null ? words : `${words}: ${lexeme.verb.class}`;
    return `[${lexeme.kind === 'separator' ? lexeme.separator : lexeme.kind}]`;
  });
}

describe('a text is cut into', () => {
  test('verbs, numbers with their units, and dates', () => {
    expect(lexemes('Cut churn to 3% by Q3')).toEqual([
      'Cut: decrease',
      'churn',
      'to',
      '3 percent',
      'due 2026-09-30',
    ]);
  });

  test.each([
    ['must never drop below 95%', ['must', 'never: maintain', '>= (drop below)', '95 percent']],
    ['should not rise above 5', ['should', 'not: maintain', '<= (rise above)', '5 plain']],
  ])('a floor or ceiling where a movement is denied: %s', (text, wanted) => {
    expect(lexemes(text)).toEqual(wanted);
  });

  test('numbers that are part of a name', () => {
    expect(lexemes('Category 2 calls in the top 10 cities')).toEqual([
      '[name]',
      'calls: produce',
      'in',
      'the',
      '[name]',
      'cities',
    ]);
  });

  test('nouns that look like verbs', () => {
    expect(lexemes('hosting costs')).toEqual(['hosting', 'costs']);
    expect(lexemes('build times')).toEqual(['build', 'times']);
    expect(lexemes('Onboarding takes 3 days')).toEqual(['Onboarding', 'takes: move', '3 duration']);
  });

  test('items of a list, without their bullets and numbers', () => {
    expect(lexemes('1. Hire 2 engineers\n• Win 3 deals')).toEqual([
      '[symbol]',
      'Hire: produce',
      '2 plain',
      'engineers',
      '[end]',
      '[symbol]',
      'Win: produce',
      '3 plain',
      'deals',
    ]);
  });

  test('a limit on each case instead of a date where "every" says so', () => {
    expect(lexemes('every invoice is paid within 30 days').slice(-2)).toEqual(['<= (within)', '30 duration']);
    expect(lexemes('resolve all tickets within 2 days').slice(-2)).toEqual(['<= (within)', '2 duration']);
    expect(lexemes('finish the audit within 30 days').at(-1)).toBe('due 2026-04-01');
  });

  test('the last year of something that recurs', () => {
    expect(lexemes('350 homes each year to 2031').slice(-2)).toEqual(['[window]', 'due 2031-12-31']);
  });
});
