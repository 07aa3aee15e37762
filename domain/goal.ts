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

/** How far a KPI has come, as last computed. */
export const kpiProgress = z.object({
  /** The newest value in the KPI's unit; null where only a share was reported. */
  value: z.number().nullable(),
  /** Share of the way from baseline to target, 0 to 1; null where no baseline tells how long the way is. */
  share: z.number().min(0).max(1).nullable(),
  status: z.enum(['on_track', 'at_risk', 'off_track', 'reached', 'unknown']),
  /** Why it has that status, in a plain sentence with the figures. */
  reason: z.string().max(500),
  /** Chance of attainment from the forecast, 0 to 1; null without a forecast that reaches the date. */
  chance: z.number().min(0).max(1).nullable(),
  /** Whence the value: the indicator, what somebody typed in, or a file. */
  by: z.enum(['indicator', 'check_in', 'import']),
  /** The day that the value is of. */
  as_of: isoDate,
});
export type KpiProgress = z.infer<typeof kpiProgress>;

export const kpi = kpiSpec.extend({
  id: kpiId,
  goal_id: goalId,
  /** The indicator that measures it, once found. */
  indicator_id: z.string().nullable(),
  baseline_evidence_id: evidenceId.nullable(),
  /** As a file named it; null: its fields name it. */
  title: z.string().min(1).max(500).nullable().optional(),
  /** Kept by Fairlead beside the goal; what a caller sends is passed over. */
  progress: kpiProgress.nullable().optional(),
});
export type Kpi = z.infer<typeof kpi>;

/**
 * Who may read a goal besides its owner: nobody (`owner`; of a team's goal its managers), the managers above (`line`,
 * which files call `manager_line`), also the owner's team, or everyone.
 */
export const goalVisibility = z.enum(['owner', 'line', 'team', 'everyone']);
export const goalStatus = z.enum(['draft', 'active', 'paused', 'achieved', 'missed', 'cancelled']);

export const goal = z.object({
  id: goalId,
  owner: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), id: personId }),
    z.object({ kind: z.literal('team'), id: teamId }),
  ]),
  parent_id: goalId.nullable(),
  objective: z.string().min(1),
  description: z.string().nullable(),
  visibility: goalVisibility,
  status: goalStatus,
  priority: z.int().min(1).max(5).nullable(),
  /** A day of its own, where no KPI has one. */
  due_on: isoDate.nullable().optional(),
  /** As a file stated it, 0 to 1, until something is measured; null: it follows from the KPIs. */
  stated_completion: z.number().min(0).max(1).nullable().optional(),
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
  /** How sure the author is that it will be reached: 1 (hardly) to 10 (certain). */
  confidence: z.int().min(1).max(10).nullable().optional(),
  author: z.union([personId, z.literal('fairlead')]),
  at: isoInstant,
});
export type CheckIn = z.infer<typeof checkIn>;

/** One state of a goal that was kept; the newest is how it stands. */
export const goalVersion = z.object({
  version: z.int().positive(),
  goal,
  /** Who made it so, and when. */
  changed_by: z.string(),
  changed_at: isoInstant,
  /** The version that an undo brought back; null for a change. */
  restored_from: z.int().positive().nullable(),
});
export type GoalVersion = z.infer<typeof goalVersion>;

/** A KPI of an active goal that is out of its corridor, with the figures that say so. */
export const kpiAtRisk = z.object({
  goal_id: goalId,
  kpi_id: kpiId,
  owner: goal.shape.owner,
  objective: z.string(),
  metric: z.string(),
  direction: kpiSpec.shape.direction,
  comparator: kpiSpec.shape.comparator,
  unit: z.string().nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  value: z.number().nullable(),
  /** Share of the way made, and the share of the time that is gone; 0 to 1. */
  share: z.number().nullable(),
  elapsed: z.number().nullable(),
  chance: z.number().nullable(),
  status: z.enum(['at_risk', 'off_track']),
  reason: z.string(),
  due_iso: isoDate.nullable(),
  as_of: isoDate,
  indicator_id: z.string().nullable(),
  evidence_ids: z.array(evidenceId),
});
export type KpiAtRisk = z.infer<typeof kpiAtRisk>;
