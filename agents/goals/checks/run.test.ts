import { describe, expect, test } from 'vitest';
import type { KpiSpec } from '#domain/goal.ts';
import { parseGoal } from '../parser.ts';
import type { KpiFacts } from './check.ts';
import { checkGoal, measurabilityChecks, savingBlockedBy } from './run.ts';

const today = '2026-03-02';
const kpi = (fields: Partial<KpiSpec> = {}): KpiSpec => ({
  metric: 'churn rate',
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
const indicator = {
  name: 'churn',
  unit: 'percent',
  value: 5,
  n: 50,
  minimum_n: 5,
  spread: 0.3,
  fresh_until: '2026-03-01',
  owner_contributes: true,
};
const ids = (kpis: KpiSpec[], facts: KpiFacts[] = []) =>
  checkGoal({ kpis, today, facts }).map((finding) => finding.id);

test('a sound goal has nothing against it', () => {
  expect(ids([kpi()], [{ indicator, forecast: { mean: 4, lower95: 2, upper95: 6 } }])).toEqual([]);
});

const perKpi: [string, Partial<KpiSpec>, KpiFacts?][] = [
  ['no-metric', { metric: 'brand awareness', unit: 'count' }],
  ['no-target', { target: null }],
  ['no-baseline', { baseline: null }],
  [
    'relative-without-baseline',
    { baseline: null, target: null, relative: { type: 'percent_change', value: 5 } },
  ],
  ['no-due', { due: null, due_iso: null }],
  ['due-unclear', { due: 'soon', due_iso: null }],
  ['no-window', { direction: 'maintain', unit: 'count', due: null, due_iso: null }],
  ['no-unit', { unit: 'currency' }],
  ['due-past', { due_iso: '2025-12-31' }],
  ['due-too-soon', { due_iso: '2026-03-04' }],
  ['due-too-far', { due_iso: '2045-12-31' }],
  ['target-met', {}, { indicator: { ...indicator, value: 2 } }],
  ['target-equals-baseline', { baseline: 3 }],
  ['direction-against-target', { direction: 'increase' }],
  ['share-above-hundred', { target: 120, direction: 'increase' }],
  ['falls-below-zero', { target: null, relative: { type: 'percent_change', value: 120 } }],
  ['percent-or-points', { target: null, relative: { type: 'percent_change', value: 10 } }],
  ['perfect-target', { target: 0 }],
  ['range-wide', { target: null, target_range: [1, 10], comparator: 'between' }],
  ['leap', { baseline: 5, target: 5000, direction: 'increase', unit: 'count' }],
  [
    'output-not-outcome',
    { metric: 'blog posts published', direction: 'achieve', unit: 'count', baseline: null },
  ],
  ['several-in-one', { metric: 'churn and satisfaction' }],
  ['metric-too-long', { metric: 'word '.repeat(20).trim() }],
  ['subjective-metric', { metric: 'excellent reviews' }],
  ['not-measured', {}, { indicator: null }],
  ['unit-differs', {}, { indicator: { ...indicator, unit: 'hours' } }],
  ['baseline-differs', {}, { indicator: { ...indicator, value: 9 } }],
  [
    'direction-unusual',
    { direction: 'increase', comparator: '>=', target: 8 },
    { indicator: { ...indicator, better: 'decrease' } },
  ],
  ['limit-not-held', { direction: 'maintain' }, { indicator }],
  ['partial-data', {}, { indicator: { ...indicator, flags: ['partial_source'] } }],
  ['too-few-items', {}, { indicator: { ...indicator, n: 2 } }],
  ['stale-data', {}, { indicator: { ...indicator, fresh_until: '2026-01-01' } }],
  ['within-noise', {}, { indicator: { ...indicator, spread: 4 } }],
  ['owner-cannot-influence', {}, { indicator: { ...indicator, owner_contributes: false } }],
  ['beyond-forecast', {}, { forecast: { mean: 5, lower95: 4, upper95: 6 } }],
  ['reached-anyway', {}, { forecast: { mean: 2, lower95: 1, upper95: 2.5 } }],
];

describe('each check', () => {
  test.each(perKpi)('%s', (id, fields, facts = {}) => {
    expect(ids([kpi(fields)], [facts])).toContain(id);
    expect(ids([kpi()], [{ indicator }])).not.toContain(id);
  });

  test('of the goal as a whole', () => {
    expect(ids([])).toContain('no-kpi');
    expect(ids([kpi(), kpi({ metric: 'NPS', due: null, due_iso: null })])).toContain('dues-differ');
    expect(ids([kpi(), kpi()])).toContain('duplicate-kpi');
    expect(ids([kpi(), kpi({ direction: 'increase' })])).toContain('conflicting-kpis');
    expect(ids(Array.from({ length: 6 }, (_, index) => kpi({ metric: `rate ${index}` })))).toContain(
      'too-many-kpis',
    );
  });

  test('has an id of its own, and every one is tested here', () => {
    const all = measurabilityChecks.map((check) => check.id);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(26);
    const tested = [
      ...perKpi.map(([id]) => id),
      'no-kpi',
      'dues-differ',
      'duplicate-kpi',
      'conflicting-kpis',
      'too-many-kpis',
    ];
    expect(all.toSorted()).toEqual(tested.toSorted());
  });
});

test('saving is held back by what makes a goal unusable, and by nothing else', () => {
  const { kpis } = parseGoal({
    id: 'g',
    text: 'Cut churn to 3% by Q4 2025',
    today,
    fiscal_year_start_month: 1,
  });
  expect(savingBlockedBy(checkGoal({ kpis, today })).map((finding) => finding.id)).toEqual(['due-past']);
});

test('the gravest comes first, each with a sentence and a fix', () => {
  const findings = checkGoal({
    kpis: [kpi({ due_iso: '2025-01-01', target: 0, metric: 'good churn rate' })],
    today,
  });
  expect(findings[0]?.severity).toBe('block');
  for (const { sentence, fix } of findings) expect(Math.min(sentence.length, fix.length)).toBeGreaterThan(5);
});
