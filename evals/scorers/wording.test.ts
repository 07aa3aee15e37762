import { expect, test } from 'vitest';
import { praiseWords, ratingWords } from './wording.ts';

test('a rating is found, and a customer’s score or a quotation is none', () => {
  expect(ratingWords('She is a top performer, 5/5.')).toEqual(['top performer', '5/5']);
  expect(ratingWords('Closed "Rate limits for all, 5/5" in March.')).toEqual([]);
});

test('praise is found outside of quotations', () => {
  expect(praiseWords('An outstanding quarter.')).toEqual(['outstanding']);
  expect(praiseWords('Two items are open. "Outstanding invoices" was closed.')).toEqual([]);
});
