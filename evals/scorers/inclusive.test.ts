import { expect, test } from 'vitest';
import { exclusiveWords } from './inclusive.ts';

test.each([
  ['She closed 14 items and can come across as abrasive.', ['character', 'gendered word']],
  ['Output fell after parental leave.', ['health or family']],
  ['A digital native, young and quick.', ['age']],
])('%s', (text, kinds) => {
  expect([...new Set(exclusiveWords(text).map(({ kind }) => kind))].sort()).toEqual(kinds);
});

test.each([
  'Ada closed 14 items in March; the "cold start" ticket took nine days.',
  'Which of the 94 open items matters to somebody this month?',
  'The oldest open item has waited 20 days.',
])('is silent on: %s', (text) => {
  expect(exclusiveWords(text)).toEqual([]);
});
