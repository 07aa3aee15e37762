import { z } from 'zod';
import { personId, recordId } from './ids.ts';

/** What stands in the way of relieving somebody. */
export const workloadConstraint = z.enum([
  'skills',
  'team_capacity',
  'wip_limit',
  'accounts',
  'unknown_hours',
  'started_work',
  'pinned_work',
  'blocked_work',
  'due_dates',
  'number_of_moves',
  'not_worth_it',
]);
export type WorkloadConstraint = z.infer<typeof workloadConstraint>;

/** What would relieve somebody, if a person decided it. */
export const relaxation = z.object({
  kind: z.enum([
    'defer',
    'descope',
    'split',
    'cross_team',
    'hire',
    'train',
    'move_started',
    'move_pinned',
    'fuller_receivers',
    'more_moves',
    'raise_wip_limit',
  ]),
  /** Whether it would bring the person to the limit by itself; tried out, not guessed. */
  sufficient: z.boolean(),
  /** Hours that it is about; of `hire`: hours of work a week. */
  hours: z.number().nonnegative(),
  /** Weeks that `hire` is needed for, from now. */
  weeks: z.int().positive().nullable(),
  record_ids: z.array(recordId),
  keys: z.array(z.string()),
  /** What somebody would have to know. */
  tags: z.array(z.string()),
  /** A plain sentence with the figures. */
  sentence: z.string(),
});
export type Relaxation = z.infer<typeof relaxation>;

/** Somebody over the limit whom no allowed move relieves enough: what binds, and the least that would do. */
export const shortfall = z.object({
  person_id: personId,
  /** Hours over the limit at the end of the worst week, with everything moved that may. */
  over_hours: z.number().nonnegative(),
  /** That week, counted from 1. */
  week: z.int().positive(),
  /** Until the end of that week. */
  capacity_hours: z.number().nonnegative(),
  /** The hours of work that each constraint holds, the most first. */
  binding: z.array(
    z.object({
      constraint: workloadConstraint,
      hours: z.number().nonnegative(),
      items: z.int().nonnegative(),
      tags: z.array(z.string()),
    }),
  ),
  /** Those that do by themselves first. */
  relaxations: z.array(relaxation),
  /** Plain sentences: what is too much and what binds. */
  reasons: z.array(z.string()).min(1),
});
export type Shortfall = z.infer<typeof shortfall>;
