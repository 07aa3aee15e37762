import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KpiSpec } from './goal.ts';
import { completionOf, progressOf, shareOf } from './goal-progress.ts';

const churn: KpiSpec = {
  metric: 'churn',
  direction: 'decrease',
  comparator: '<=',
  baseline: 5,
  target: 3,
  target_range: null,
  relative: null,
  unit: 'percent',
  window: null,
  due: 'by end of Q3',
  due_iso: '2026-09-30',
};
const reading = {
  as_of: '2026-06-01',
  by: 'indicator',
  chance: null,
  started_on: '2026-01-01',
  today: '2026-06-01',
} as const;

test.each([
  [4, 0.5, 'on_track'],
  [4.9, 0.05, 'off_track'],
  [4.6, 0.2, 'at_risk'],
  [3, 1, 'reached'],
  [6, 0, 'off_track'],
])('churn at %f is %f of the way and %s', (value, share, status) => {
  const found = progressOf({ kpi: churn, value, ...reading });
  expect(found.share).toBeCloseTo(share);
  expect(found.status).toBe(status);
});

test('a forecast says more than the calendar', () => {
  const found = progressOf({ kpi: churn, value: 4.9, ...reading, chance: 0.8 });
  expect(found).toMatchObject({ status: 'on_track', reason: expect.stringContaining('80 %') });
});

test('a goal that was just set isn’t off its track yet', () => {
  const { status } = progressOf({
    kpi: churn,
    value: 4.9,
    ...reading,
    chance: 0.1,
    started_on: '2026-05-25',
  });
  expect(status).toBe('at_risk');
  expect(progressOf({ kpi: churn, value: 4.9, ...reading, chance: 0.1 }).status).toBe('off_track');
});

test('without a start value nothing is made up', () => {
  const found = progressOf({ kpi: { ...churn, baseline: null }, value: 4, ...reading });
  expect(found).toMatchObject({ share: null, status: 'unknown' });
});

test('a limit is held or not', () => {
  const limit: KpiSpec = { ...churn, direction: 'maintain', baseline: null, due: null, due_iso: null };
  expect(progressOf({ kpi: limit, value: 2, ...reading }).status).toBe('on_track');
  expect(progressOf({ kpi: limit, value: 4, ...reading }).status).toBe('off_track');
});

test('a change counts from the baseline', () => {
  const half: KpiSpec = { ...churn, target: null, baseline: 10, relative: { type: 'multiply', value: 0.5 } };
  expect(shareOf(half, 7.5)).toBe(0.5);
});

test('a share stays between nothing and all', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(number, number, number, (baseline, target, value) => {
      const share = shareOf({ ...churn, baseline, target }, value);
      expect(share === null || (share >= 0 && share <= 1)).toBe(true);
    }),
  );
});

test('a goal is as far as its KPIs that are known', () => {
  expect(completionOf([0.5, null, 1])).toBe(0.75);
  expect(completionOf([null])).toBeNull();
});
