import { z } from 'zod';
import { findingKind } from './assessment.ts';
import { isoDate } from './date.ts';
import { interventionKind } from './intervention.ts';

const interval = z.object({ value: z.number(), lower80: z.number(), upper80: z.number() });

/**
 * `proven`: better than the base rate on this organisation's own history. `unproven`: too few cases to tell, or better
 * but not surely; it speaks with a mark. `silent`: no better than the base rate, so nothing is proposed on it. `fact`:
 * says what is, not what will be.
 */
export const detectorVerdict = z.enum(['proven', 'unproven', 'silent', 'fact']);
export type DetectorVerdict = z.infer<typeof detectorVerdict>;

/** What a detector would have said in past weeks, against what then happened. */
export const detectorTest = z.object({
  detector: findingKind,
  /** What it leads to; null: nothing but a remark. */
  intervention: interventionKind.nullable(),
  /** What counts as having been right. */
  outcome: z.string(),
  /** People of whom there are cases. */
  people: z.int().nonnegative(),
  /** Past weeks of a person (or of an item) in which it could have spoken and it is known what came. */
  cases: z.int().nonnegative(),
  spoke: z.int().nonnegative(),
  /** Cases in which the outcome came, and of those in which it spoke. */
  came: z.int().nonnegative(),
  right: z.int().nonnegative(),
  /** Share of the cases in which the outcome came, whatever it said. */
  base_rate: z.number().nullable(),
  precision: interval.nullable(),
  recall: interval.nullable(),
  /** Mean squared error of the chance that it gives, and of the base rate alone. */
  brier: z.number().nullable(),
  brier_base: z.number().nullable(),
  /** 1 − brier / brier_base, with an interval by people drawn anew. */
  skill: interval.nullable(),
  verdict: detectorVerdict,
  /** The verdict in a sentence. */
  why: z.string(),
});
export type DetectorTest = z.infer<typeof detectorTest>;

export const backtestReport = z.object({
  /** Raised when detectors, outcomes or scores changed: an older report is made anew. */
  version: z.int().positive(),
  as_of: isoDate,
  /** Past weeks that were looked at again. */
  weeks: z.int().nonnegative(),
  /** People whose history was walked, of how many. */
  people: z.int().nonnegative(),
  people_of: z.int().nonnegative(),
  tests: z.array(detectorTest),
});
export type BacktestReport = z.infer<typeof backtestReport>;
