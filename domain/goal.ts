import { z } from 'zod';
import { isoDate, isoInstant } from './date.ts';
import { checkInId, evidenceId, goalId, kpiId, personId, teamId } from './ids.ts';

export const relativeChange = z.object({
  type: z.enum(['percent_change', 'multiply', 'absolute_change', 'percentage_points']),
  value: z.number().nonnegative(),
});

/** A measurable result: contract 4.1. Nothing the speaker didn't state is filled in. */
export const kpiSpec = z.object({
  metric: z.string().min(1),
  direction: z.enum(['increase', 'decrease', 'maintain', 'achieve']),
  comparator: z.enum(['>=', '<=', '=', 'between']).nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  target_range: z.tuple([z.number(), z.number()]).nullable(),
  relative: relativeChange.nullable(),
  unit: z.string().nullable(),
  window: z.string().nullable(),
  due: z.string().nullable(),
  due_iso: isoDate.nullable(),
});
export type KpiSpec = z.infer<typeof kpiSpec>;

export const clarifiable = z.enum(['metric', 'target', 'baseline', 'due']);

export const parsedGoal = z.object({
  id: z.string(),
  text: z.string(),
  objective: z.string(),
  measurable: z.boolean(),
  kpis: z.array(kpiSpec),
  needs_clarification: z.array(clarifiable),
  questions: z.array(z.object({ field: clarifiable, ask: z.string() })),
  writer: z.string(),
});
export type ParsedGoal = z.infer<typeof parsedGoal>;

export const kpi = kpiSpec.extend({
  id: kpiId,
  goal_id: goalId,
  /** The indicator that measures it, once found. */
  indicator_id: z.string().nullable(),
  baseline_evidence_id: evidenceId.nullable(),
});
export type Kpi = z.infer<typeof kpi>;

export const goal = z.object({
  id: goalId,
  owner: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), id: personId }),
    z.object({ kind: z.literal('team'), id: teamId }),
  ]),
  parent_id: goalId.nullable(),
  objective: z.string().min(1),
  description: z.string().nullable(),
  visibility: z.enum(['owner', 'line', 'team', 'everyone']),
  status: z.enum(['draft', 'active', 'achieved', 'missed', 'cancelled']),
  priority: z.int().min(1).max(5).nullable(),
  kpis: z.array(kpi),
  created_by: personId,
  created_at: isoInstant,
  updated_at: isoInstant,
});
export type Goal = z.infer<typeof goal>;

export const checkIn = z.object({
  id: checkInId,
  kpi_id: kpiId,
  /** In the KPI's unit. */
  value: z.number(),
  comment: z.string().nullable(),
  author: z.union([personId, z.literal('fairlead')]),
  at: isoInstant,
});
export type CheckIn = z.infer<typeof checkIn>;
