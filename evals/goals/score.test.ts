import { describe, expect, test } from 'vitest';
import type { KpiSpec } from '#domain/goal.ts';
import { likeness } from './fields.ts';
import { goldStatement } from './gold.ts';
import { scoreStatement } from './score.ts';
import { placeOf, summarise } from './summary.ts';

const kpi = (fields: Partial<KpiSpec> = {}): KpiSpec => ({
  metric: 'customer churn',
  direction: 'decrease',
  comparator: '<=',
  baseline: 5,
  target: 3,
  target_range: null,
  relative: null,
  unit: 'percent',
  window: null,
  due: 'by Q3',
  due_iso: '2026-09-30',
  ...fields,
});
const statement = (fields: object = {}, kpiFields: object = {}) =>
  goldStatement.parse({
    id: 'g',
    text: 'Cut customer churn from 5% to 3% by Q3',
    kind: 'a',
    kpis: [{ ...kpi(), ...kpiFields }],
    needs_clarification: [],
    ...fields,
  });
const score = (read: readonly KpiSpec[], gold = statement(), asked: string[] = []) =>
  scoreStatement(gold, { kpis: read, needs_clarification: asked });

describe('a statement', () => {
  test('is exact when all that matters agrees, whatever its metric is called', () => {
    expect(
      score([kpi({ metric: 'the churn of customers', comparator: null, window: 'monthly' })]),
    ).toMatchObject({
      exact: true,
      matched: 1,
      given: 1,
    });
  });

  test.each([
    ['another direction', { direction: 'increase' as const }, 'direction of customer churn'],
    ['another target', { target: 4 }, 'target of customer churn'],
    ['another due date', { due_iso: '2026-12-31' }, 'due of customer churn'],
    ['another unit', { unit: 'count' }, 'unit of customer churn'],
  ])('is not exact with %s', (_what, fields, fault) => {
    expect(score([kpi(fields)]).faults).toEqual([fault]);
  });

  test('lacks what was not found and holds against what nobody stated', () => {
    expect(
      score([
        kpi({ metric: 'revenue per head', target: 90, baseline: null, unit: 'count', direction: 'increase' }),
      ]).faults,
    ).toEqual(['not found: customer churn', 'not stated: revenue per head']);
  });

  test('takes other readings that its annotation allows, and durations in any unit', () => {
    const gold = statement(
      {},
      { target: 2, unit: 'days', baseline: null, direction_ok: ['achieve'], due_ok_null: true },
    );
    expect(
      score([kpi({ target: 48, unit: 'hours', baseline: null, direction: 'achieve', due_iso: null })], gold)
        .exact,
    ).toBe(true);
  });

  test('passes over an optional KPI', () => {
    const gold = statement({}, { optional: true });
    expect(score([], gold).exact).toBe(true);
    expect(score([kpi()], gold).exact).toBe(true);
  });

  test('that is vague may be a milestone, but no figure', () => {
    const gold = statement({ kind: 'd', subkind: 'milestone', kpis: [] });
    expect(score([kpi({ target: 1 })], gold).exact).toBe(true);
    expect(score([kpi({ target: 40 })], gold).exact).toBe(false);
  });
});

describe('an invented number', () => {
  test('is one that no annotation holds, in a target or a baseline', () => {
    expect(score([kpi({ target: 3, baseline: 7 })])).toMatchObject({ invented: 1, slots: 2 });
  });
});

test('questions are right, needless or missed', () => {
  const gold = statement({ needs_clarification: ['baseline', 'due'] });
  expect(score([kpi()], gold, ['due', 'metric']).asked).toEqual({ right: 1, needless: 1, missed: 1 });
});

test('the headline weighs each kind alike', () => {
  const scored = [
    ...['a', 'a', 'a'].map((kind) => ({ statement: statement({ kind }), score: score([kpi()]) })),
    { statement: statement({ kind: 'b' }), score: score([]) },
  ];
  expect(summarise(scored)).toMatchObject({ exact_macro: 0.5, exact_micro: 0.75 });
});

test('metrics are alike by their words, and by their signs where there are no blanks', () => {
  expect(likeness('Number of open tickets', 'tickets open')).toBeCloseTo(0.8);
  expect(likeness('客户满意度', '客户的满意度')).toBeGreaterThan(0.8);
  expect(likeness('', 'x')).toBe(0);
});

test('a source is known by its repository or host', () => {
  expect(placeOf('https://www.example.org/a/b')).toBe('example.org');
  expect(placeOf('owner/name:folder/file.md')).toBe('owner/name');
});
