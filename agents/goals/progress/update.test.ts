import { expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import { type Goal, goal, type KpiProgress } from '#domain/goal.ts';
import { evidenceId } from '#domain/ids.ts';
import type { Grounding, GroundKpi } from '../grounding/grounding.ts';
import { makeGoalProgress } from './update.ts';

const kpi = {
  goal_id: 'goal_a',
  metric: 'cycle time',
  direction: 'decrease',
  comparator: '<=',
  baseline: 10,
  target: 5,
  target_range: null,
  relative: null,
  unit: 'days',
  window: null,
  due: null,
  due_iso: '2026-06-30',
  baseline_evidence_id: null,
};
const active: Goal = goal.parse({
  id: 'goal_a',
  owner: { kind: 'team', id: 'team_a' },
  parent_id: null,
  objective: 'Faster',
  description: null,
  visibility: 'team',
  status: 'active',
  priority: null,
  kpis: [
    { ...kpi, id: 'kpi_measured', indicator_id: 'cycle_time_median' },
    { ...kpi, id: 'kpi_failing', indicator_id: 'gone' },
    { ...kpi, id: 'kpi_typed', indicator_id: null },
  ],
  created_by: 'per_a',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
});

const found = (at: string): Grounding => ({
  verdict: 'measured',
  indicator_id: 'cycle_time_median',
  indicator_name: 'median cycle time',
  indicator_unit: 'days',
  indicator_direction: 'decrease',
  complement: false,
  score: 1,
  nearest: [],
  other_metric: null,
  subject: active.owner,
  baseline: {
    value: 7.5,
    unit: 'days',
    window: 'mean of 4 weeks',
    n: 40,
    minimum_n: 4,
    evidence_ids: [evidenceId.parse('evd_1')],
    period: { from: '2026-02-01', to: '2026-02-28' },
    fresh_until: '2026-02-28',
    spread: 1,
    flags: [],
  },
  chance: {
    probability: 0.2,
    mean: 7,
    interval80: [6, 8],
    interval95: [5, 9],
    method: 'theta',
    at,
    weeks_ahead: 13,
    weeks_known: 26,
  },
  forecast: null,
  owner_contributes: true,
  notes: [],
});

async function runWith(ground: GroundKpi) {
  const saved: { kpi_id: string; progress: KpiProgress }[] = [];
  const told: string[] = [];
  const progress = makeGoalProgress({
    goals: {
      list: async () => ({ items: [active], next: null }),
      saveProgress: async (entries) => void saved.push(...entries),
    },
    ground,
    clock: makeClock(Date.now, '2026-03-02'),
    tell: (line) => told.push(line),
  });
  expect(await progress.all(new AbortController().signal)).toBe(saved.length);
  return { saved, told };
}

test('measured KPIs move by themselves; one that fails doesn’t stop the others', async () => {
  const { saved, told } = await runWith(async ({ indicator_id }) => {
    if (indicator_id === 'gone') throw new Error('no such indicator');
    return found('2026-07-05');
  });
  expect(saved).toMatchObject([
    {
      kpi_id: 'kpi_measured',
      progress: {
        value: 7.5,
        share: 0.5,
        status: 'off_track',
        chance: 0.2,
        by: 'indicator',
        as_of: '2026-02-28',
      },
    },
  ]);
  expect(told).toEqual(['progress of kpi_failing: no such indicator']);
});

test('a forecast that ends before the date says nothing of the date', async () => {
  const { saved } = await runWith(async ({ indicator_id }) => {
    if (indicator_id === 'gone') throw new Error('no such indicator');
    return found('2026-05-01');
  });
  expect(saved[0]?.progress).toMatchObject({ chance: null, status: 'on_track' });
});
