import { describe, expect, test } from 'vitest';
import { splitClauses } from './clauses.ts';
import { lex } from './lexer.ts';
import { type Reading, textOf } from './reading.ts';
import { figuresOf } from './roles.ts';
import { cleanText } from './text.ts';
import { tokenize } from './tokens.ts';
import { findVerb } from './verb-finder.ts';
import { vocabularyOf } from './vocabulary.ts';

function reading(text: string): Reading {
  const clean = cleanText(text);
  return {
    clean,
    tokens: tokenize(clean.text),
    vocabulary: vocabularyOf('en'),
    now: { today: '2026-03-02', fiscal_year_start_month: 1 },
  };
}
const clauses = (text: string) => {
  const read = reading(text);
  return splitClauses(read, lex(read)).map(({ lexemes }) =>
    textOf(read, lexemes[0]?.first ?? 0, lexemes.at(-1)?.last ?? 0),
  );
};

describe('clauses', () => {
  test.each([
    ['Cut churn to 3% and raise NPS to 50', ['Cut churn to 3%', 'raise NPS to 50']],
    [
      'Publish 3 posts, generating 50 visits and 20 leads',
      ['Publish 3 posts', 'generating 50 visits', '20 leads'],
    ],
    ['License new and renewing plans for 5%', ['License new and renewing plans for 5%']],
    ['Goal: reach 50 users', ['reach 50 users']],
    [
      '80% of tickets answered or closed within 2 hours',
      ['80% of tickets answered or closed within 2 hours'],
    ],
    ['191 staff by 2044 or 232', ['191 staff by 2044 or 232']],
  ])('%s', (text, wanted) => expect(clauses(text)).toEqual(wanted));
});

describe('the verb that states the goal', () => {
  const verb = (text: string) => {
    const read = reading(text);
    return findVerb(read, lex(read))?.verb.lemma ?? null;
  };
  test.each([
    ['Our goal is to reduce costs by 1%', 'reduce'],
    ['Newsletter reaches 300 subscribers', 'reach'],
    ['Ensure we reduce churn to 3%', 'reduce'],
    ['Win rate of 35%', null],
    ['80% of accounts have an owner', null],
    ['Read one book a month', 'read'],
  ])('%s', (text, lemma) => expect(verb(text)).toBe(lemma));
});

describe('the roles of numbers', () => {
  const roles = (text: string) => {
    const read = reading(text);
    const lexemes = lex(read);
    return figuresOf({ reading: read, lexemes, verb: findVerb(read, lexemes)?.verb ?? null }).map(
      (figure) => [figure.lexeme.quantity.value, figure.role, figure.comparator],
    );
  };
  test.each([
    [
      'Cut churn from 5% to below 3%',
      [
        [5, 'from', null],
        [3, 'to', '<='],
      ],
    ],
    ['Grow sales by 10%', [[10, 'by', null]]],
    [
      'Conversion 2% → 4%',
      [
        [2, 'from', null],
        [4, 'to', null],
      ],
    ],
    ['Earn 60 points or more', [[60, 'none', '>=']]],
    ['Improve times to an average of 30 minutes', [[30, 'to', null]]],
  ])('%s', (text, wanted) => expect(roles(text)).toEqual(wanted));
});
