import { z } from 'zod';
import { isoDate, period } from './date.ts';
import { observationId, personId, teamId } from './ids.ts';
import { jobFunction } from './person.ts';
import { recordKind } from './record.ts';

export const unit = z.enum(['count', 'hours', 'days', 'percent', 'ratio', 'points']);
export type Unit = z.infer<typeof unit>;

/** A defined measure, as data. */
export const indicatorDefinition = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** As it stands in a sentence: "issues closed". */
  name: z.string().min(1),
  unit,
  /** Which way is better; `corridor` means neither, but a range (hours against capacity). */
  direction: z.enum(['increase', 'decrease', 'corridor']),
  /** In words, exact enough to compute it by hand. */
  formula: z.string().min(1),
  /** The kind of record it is computed from. */
  record_kind: recordKind,
  /** Where the definition comes from: a paper, a book, a vendor's page. */
  source: z.string().min(1),
  job_functions: z.array(jobFunction),
  /** Fewer items than this in the window give "not enough data". */
  minimum_n: z.int().positive(),
  /** `flow` sums or averages what ended in the week; `stock` counts what stood open at its end. */
  kind: z.enum(['flow', 'stock']),
  /** Weeks that a value may look back for its sample. */
  window_weeks: z.int().positive().default(4),
  /** The indicator that tells how many of its items each week had; null where nothing does. */
  counted_by: z.string().nullable().default(null),
  /** Told of teams only, unless policy allows it of people: it is of how somebody works, not of what comes of it. */
  team_only: z.boolean().default(false),
});
export type IndicatorDefinition = z.infer<typeof indicatorDefinition>;

/** Of whom: a person or a team. */
export const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: personId }),
  z.object({ kind: z.literal('team'), id: teamId }),
]);
export type Subject = z.infer<typeof subject>;

/** An indicator's value for a subject over one period (an ISO week unless said otherwise). */
export const observation = z.object({
  id: observationId,
  indicator_id: z.string(),
  subject,
  period,
  /** null: not enough data. Never a guess. */
  value: z.number().nullable(),
  unit,
  /** Items that it was computed from. */
  n: z.int().nonnegative(),
  /** Share (0–1) of the items in question that had the fields it needs. */
  coverage: z.number().min(0).max(1),
  /** Day of the newest record that it could have seen. */
  fresh_until: isoDate.nullable(),
  flags: z.array(z.enum(['partial_source', 'low_sample', 'low_coverage', 'stale', 'outlier'])),
});
export type Observation = z.infer<typeof observation>;

/** Which indicators count for a job function. */
export const roleFramework = z.object({
  job_function: jobFunction,
  entries: z.array(
    z.object({
      indicator_id: z.string(),
      /** Relative importance; a framework's weights add up to 1. */
      weight: z.number().min(0).max(1),
      /** The healthy corridor, in the indicator's unit; an open end is null. */
      corridor: z.object({ low: z.number().nullable(), high: z.number().nullable() }),
    }),
  ),
});
export type RoleFramework = z.infer<typeof roleFramework>;
