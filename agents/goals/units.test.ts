import { expect, test } from 'vitest';
import { PhraseIndex } from './phrase-index.ts';
import { tokenize } from './tokens.ts';
import { lowerIsBetter, unitOfPlain } from './units.ts';
import { vocabularyOf } from './vocabulary.ts';

test.each([
  ['NPS', 'score'],
  ['sales calls', 'count'],
  ['average deal size', 'currency'],
  ['response time', 'duration'],
  ['inventory turnover', 'ratio'],
  ['new customers', 'count'],
])('a bare number of “%s” is a %s', (metric, unit) =>
  expect(unitOfPlain(metric, vocabularyOf('en'), 5)).toBe(unit),
);

test.each([
  ['response times', true],
  ['churn', true],
  ['uptime', false],
  ['on-time delivery', false],
])('less “%s” is better: %s', (metric, lower) =>
  expect(lowerIsBetter(metric, vocabularyOf('en'))).toBe(lower),
);

test('the longest phrase wins, and an exact length can be asked for', () => {
  const index = new PhraseIndex([
    ['by', 1],
    ['by the end of', 2],
  ] as const);
  const tokens = tokenize('by the end of May');
  expect(index.match(tokens, 0)).toEqual({ payload: 2, end: 4 });
  expect(index.matchExactly(tokens, 0, 1)).toEqual({ payload: 1, end: 1 });
  expect(index.match(tokens, 1)).toBeNull();
});
