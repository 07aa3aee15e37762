import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyKpi, finish } from './drafts.ts';
import { lex } from './lexer.ts';
import { parseGoal } from './parser.ts';
import { derivable, provenanceOf, statedNumbers, withoutUnstated } from './provenance.ts';
import { readingOf } from './reading.ts';

const now = { today: '2026-03-02', fiscal_year_start_month: 1 };
const statedIn = (text: string) => {
  const reading = readingOf(text, now);
  return statedNumbers(reading, lex(reading));
};
const read = (text: string) => parseGoal({ id: 'g', text, ...now });

describe('the numbers that a text states', () => {
  test.each([
    ['Grow ARR to $1.2M', [[1_200_000, '$1.2M']]],
    ['two-thirds of managers trained', [[66.666667, 'two-thirds']]],
    ['Double sign-ups', [[2, 'Double']]],
    [
      'cut the backlog in half',
      [
        [0.5, 'in half'],
        [0.5, 'half'],
      ],
    ],
    ['No refunds in Q3', [[0, 'No']]],
    [
      'between 5 and 8 days',
      [
        [5, 'between 5 and 8 days'],
        [8, 'between 5 and 8 days'],
      ],
    ],
    ['Become climate neutral by 2040', [[0, 'climate neutral']]],
  ])('with the words that state them: %s', (text, wanted) => {
    expect(statedIn(text).map(({ value, quote }) => [value, quote])).toEqual(wanted);
  });

  test('are not those of names, dates and quarters', () => {
    expect(statedIn('Keep p95 of Category 2 calls steady by 30 June 2027, after Q3 FY26')).toEqual([]);
  });
});

describe('the last gate', () => {
  const draft = (fields: object) =>
    finish({ ...emptyKpi('churn', 'decrease'), comparator: '<=', ...fields }, null);

  test('lets through what the text states', () => {
    const kept = draft({ target: 3, baseline: 5 });
    expect(withoutUnstated(kept, statedIn('churn from 5% to 3%'))).toBe(kept);
  });

  test.each([
    ['a target', { target: 4 }, { target: null, comparator: null }],
    ['a baseline', { target: 3, baseline: 7 }, { target: 3, baseline: null, comparator: '<=' }],
    ['one end of a range', { target_range: [3, 9] }, { target_range: null, comparator: null }],
    ['a change', { relative: { type: 'percent_change', value: 40 } }, { relative: null, comparator: null }],
  ])('takes %s that it does not', (_what, fields, left) => {
    expect(withoutUnstated(draft(fields), statedIn('churn from 5% to 3%')).kpi).toMatchObject(left);
  });

  test('has the missing target asked for', () => {
    expect(withoutUnstated(draft({ target: 4 }), statedIn('cut churn')).stated).toBe(false);
  });
});

describe('where a number was read', () => {
  test('is quoted verbatim for each field', () => {
    const text = 'Raise revenue from €1.5m to two million euros by Q4';
    const [kpi] = read(text).kpis;
    expect(kpi && provenanceOf(text, kpi)).toEqual([
      { field: 'target', value: 2_000_000, quote: 'two million euros' },
      { field: 'baseline', value: 1_500_000, quote: '€1.5m' },
    ]);
  });

  // Any order of goal words, numbers and dates, so that every rule of the grammar meets every other.
  const piece = fc.oneof(
    fc.constantFrom(
      'increase',
      'Cut',
      'keep',
      'halve',
      'hire',
      'reach',
      'no',
      'never',
      'to',
      'from',
      'by',
      'below',
      'at least',
      'and',
      'or',
      ',',
      '.',
      ':',
      '(',
      ')',
      '-',
      'of',
      'per week',
      'churn',
      'response time',
      'NPS',
      'engineers',
      'by end of Q3',
      'FY26',
      'in half',
      'a third of',
      'within 24 hours',
      'p95',
      'top 10',
      'twice as many',
      'each',
      'currently',
      'baseline',
      'more',
      'fewer',
      'with',
      'X%',
      '±',
      'senken',
      'auf',
      '提高',
      '到',
    ),
    fc
      .tuple(
        fc.integer({ min: 0, max: 99_999 }),
        fc.constantFrom('', '%', 'k', ' days', '€', ' pp', 'x', '+'),
      )
      .map(([value, unit]) => `${value}${unit}`),
  );
  test('exists for every number of every answer', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }).map((words) => words.join(' ')),
        (text) => {
          const stated = statedIn(text);
          for (const kpi of read(text).kpis)
            for (const field of ['target', 'baseline', 'target_range', 'relative'] as const) {
              expect(derivable(kpi, field, stated), `${field} of ${JSON.stringify(kpi)}`).toBe(true);
              for (const { quote } of provenanceOf(text, kpi)) expect(text).toContain(quote);
            }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
