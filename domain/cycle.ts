import { z } from 'zod';
import { isoDate, isoInstant, period } from './date.ts';
import { cycleId, draftId, findingId, interventionId, personId, teamId } from './ids.ts';
import { interventionKind } from './intervention.ts';

export const cycleState = z.enum(['queued', 'running', 'done', 'failed']);

/** A proposal that was not made, so that nobody is nagged. */
export const heldBack = z.object({
  kind: interventionKind,
  person_id: personId.nullable(),
  /** A plain sentence. */
  reason: z.string(),
});
export type HeldBack = z.infer<typeof heldBack>;

/** One run of the main job for a team. */
export const cycle = z.object({
  id: cycleId,
  team_id: teamId,
  state: cycleState,
  /** The weeks it looks at: complete ISO weeks before `as_of`. */
  period,
  as_of: isoDate,
  requested_by: z.union([personId, z.literal('fairlead'), z.literal('operator')]),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  result: z
    .object({
      people: z.int().nonnegative(),
      observations: z.int().nonnegative(),
      summary_ids: z.array(draftId),
      plan_ids: z.array(draftId),
      finding_ids: z.array(findingId),
      intervention_ids: z.array(interventionId),
      /** What was found and not proposed now, and why; the most urgent first. */
      held_back: z.array(heldBack).optional(),
      claims_kept: z.int().nonnegative(),
      claims_dropped: z.int().nonnegative(),
      fallbacks: z.int().nonnegative(),
      not_enough_data: z.int().nonnegative(),
      input_tokens: z.int().nonnegative(),
      output_tokens: z.int().nonnegative(),
      seconds: z.number().nonnegative(),
    })
    .nullable(),
  created_at: isoInstant,
  updated_at: isoInstant,
});
export type Cycle = z.infer<typeof cycle>;
export type CycleResult = NonNullable<Cycle['result']>;

/** Progress, as `GET /api/cycles/:id/events` streams it. */
export const cycleEvent = z.object({
  seq: z.int().positive(),
  at: isoInstant,
  step: z.enum(['load', 'assess', 'summarise', 'plan', 'detect', 'rebalance', 'propose', 'done', 'failed']),
  person_id: personId.nullable(),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  message: z.string(),
});
export type CycleEvent = z.infer<typeof cycleEvent>;

/** Complete weeks that a cycle looks at: a quarter, so that a weekly indicator has enough points for a trend. */
export const CYCLE_WEEKS = 13;
