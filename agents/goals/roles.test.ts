import { describe, expect, test } from 'vitest';
import { partsOf } from './figure-parts.ts';
import { lex } from './lexer.ts';
import { readingOf } from './reading.ts';
import { figuresOf } from './roles.ts';
import { findVerb } from './verb-finder.ts';

/** What a clause's numbers are: start → target, or the change. */
function parts(text: string) {
  const reading = readingOf(text, { today: '2026-03-02', fiscal_year_start_month: 1 });
  const lexemes = lex(reading);
  const verb = findVerb(reading, lexemes)?.verb ?? null;
  const { baseline, target, relative } = partsOf(reading, figuresOf({ reading, lexemes, verb }), verb, true);
  const value = (figure: typeof target) => figure?.lexeme.quantity.value ?? null;
  return { baseline: value(baseline), target: value(target), relative: value(relative) };
}

describe('the numbers of a clause are', () => {
  test.each([
    ['Cut churn from 5% to 3%', { baseline: 5, target: 3, relative: null }],
    ['Raise NPS 40 → 55', { baseline: 40, target: 55, relative: null }],
    ['Churn is currently 6%', { baseline: 6, target: null, relative: null }],
    ['Complaints, 840 last year, should fall to 600', { baseline: 840, target: 600, relative: null }],
    ['Grow revenue by 20%', { baseline: null, target: null, relative: 20 }],
    ['hosting costs reduced by 5%', { baseline: null, target: null, relative: 5 }],
    ['20% more leads', { baseline: null, target: null, relative: 20 }],
    ['CTR up 10%', { baseline: null, target: null, relative: 10 }],
    ['+15pp share of voice', { baseline: null, target: null, relative: 15 }],
    ['eNPS of at least +30', { baseline: null, target: 30, relative: null }],
    ['push it to the national target of 95%', { baseline: null, target: 95, relative: null }],
    ['Build 350 homes each year to 2031', { baseline: null, target: 350, relative: null }],
    ['Resolve 95% of tickets within 2 days', { baseline: null, target: 95, relative: null }],
    ['Resolve all tickets within 2 days', { baseline: null, target: 2, relative: null }],
    ['Run 5 km three times a week', { baseline: null, target: 3, relative: null }],
  ])('%s', (text, wanted) => expect(parts(text)).toEqual(wanted));

  test('nothing where "by 50%" has no verb of change: nobody knows of what', () => {
    expect(parts('emissions by 50%')).toEqual({ baseline: null, target: null, relative: null });
  });
});
