import { z } from 'zod';
import { isoDate, isoInstant } from './date.ts';
import type { InterventionId, PersonId } from './ids.ts';
import { interventionId, teamId } from './ids.ts';
import { interventionKind, interventionState, type Outcome, outcome } from './intervention.ts';

/**
 * `no_effect`: nothing that could be told from what happens anyway. `too_early`: carried out, its day has not come.
 * `not_measurable`: nothing was promised, what was to be measured is gone, or it was taken back meanwhile.
 */
export const verdict = z.enum(['helped', 'no_effect', 'worse', 'too_early', 'not_measurable']);
export type Verdict = z.infer<typeof verdict>;

/**
 * `done`: approved and carried out. `not_done`: proposed, then rejected or left to expire, and measured all the same:
 * what raised it often settles by itself (regression to the mean), and only these cases show how often.
 */
export const ledgerGroup = z.enum(['done', 'not_done']);
export type LedgerGroup = z.infer<typeof ledgerGroup>;

/**
 * What would have come without it, and by what that is told. `comparable_people`: the change over the same weeks of
 * people for whom nothing was done, at the same starting level; `comparable_items`: the same of items; `forecast`: what
 * was forecast when it was proposed; `nothing_planned`: without it there would have been none; `before`: nothing to
 * compare with, so only with how it stood.
 */
export const comparison = z.object({
  basis: z.enum(['comparable_people', 'comparable_items', 'forecast', 'nothing_planned', 'before']),
  /** People or items that were compared with. */
  n: z.int().nonnegative(),
  expected: z.number(),
  /** measured − expected; the ends hold 80 % and are null where nothing tells them. */
  effect: z.number(),
  lower80: z.number().nullable(),
  upper80: z.number().nullable(),
});
export type Comparison = z.infer<typeof comparison>;

/** One proposal: what was promised beside what came. */
export const ledgerEntry = z.object({
  intervention_id: interventionId,
  kind: interventionKind,
  team_id: teamId,
  title: z.string(),
  state: interventionState,
  group: ledgerGroup,
  /** The day from which the effect runs: carried out, or settled without being done. */
  since: isoDate,
  metric: z.string().nullable(),
  unit: z.string().nullable(),
  /** When it was proposed. */
  before: z.number().nullable(),
  predicted: z.number().nullable(),
  /** What was predicted before earlier measurements were taken into account: what these are learned against. */
  constructed: z.number().nullable(),
  lower80: z.number().nullable(),
  upper80: z.number().nullable(),
  /** null: not yet, or it could not be measured any more; never a guess. */
  measured: z.number().nullable(),
  comparison: comparison.nullable(),
  verdict,
  measured_at: isoInstant.nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** What is written down when a proposal is measured. */
export const ledgerRecord = outcome.extend({ group: ledgerGroup, comparison: comparison.nullable() });
export type LedgerRecord = z.infer<typeof ledgerRecord>;

/** As the outcome's table names it. */
export const verdictFrom = (stored: Outcome['verdict']): Verdict =>
  stored === 'not_enough_data' ? 'not_measurable' : stored;

/** The ledger, as measuring and later proposals use it. */
export interface LedgerPort {
  /** Written once; a repeat changes nothing. */
  record(entry: LedgerRecord): Promise<void>;
  /** Measured entries of the whole organisation that the reader may see, newest first, at most `LEDGER_AT_MOST`. */
  measured(): Promise<LedgerEntry[]>;
  /** Of these people those for whom something was carried out between these days. */
  touched(people: readonly PersonId[], from: string, to: string, except: InterventionId): Promise<PersonId[]>;
  /** Whether a later proposal took it back. */
  isUndone(id: InterventionId): Promise<boolean>;
  /** Rejected or expired ones with a promise that settled on that day or before and are not measured; oldest first. */
  leftUnmeasured(settledBy: string, limit: number): Promise<InterventionId[]>;
}

/** So many of the newest tell what proposals do now; older ones speak of another organisation. */
export const LEDGER_AT_MOST = 5000;

const interval95 = z.object({ mean: z.number(), lower95: z.number(), upper95: z.number() });
export type Interval95 = z.infer<typeof interval95>;

/** One metric of a kind, in its unit. */
export const metricSummary = z.object({
  metric: z.string(),
  unit: z.string(),
  n: z.int().nonnegative(),
  /** Means of what was promised, of what was seen, and of the effect against the comparison. */
  predicted_change: z.number(),
  measured_change: z.number(),
  effect: z.number(),
  /** Of the effect; null for fewer than two. */
  effect_interval: interval95.nullable(),
});

/** How proposals of one kind have fared. */
export const kindSummary = z.object({
  kind: interventionKind,
  /** Carried out: measured, too early, and not measurable. */
  done: z.int().nonnegative(),
  measured: z.int().nonnegative(),
  too_early: z.int().nonnegative(),
  not_measurable: z.int().nonnegative(),
  helped: z.int().nonnegative(),
  no_effect: z.int().nonnegative(),
  worse: z.int().nonnegative(),
  /** Effect as a share of the promise: 1 is as promised, 0 no effect. null where nothing was measured. */
  kept: interval95.nullable(),
  /** Rejected or expired ones that were measured all the same, and how much of the promise came by itself. */
  not_done: z.int().nonnegative(),
  kept_without: interval95.nullable(),
  /** kept by those done less kept by those not done, both by the plain change. */
  difference: interval95.nullable(),
  /** Measured values within the predicted interval, which should hold 80 %. */
  within: z
    .object({ hits: z.int(), n: z.int(), share: z.number(), lower95: z.number(), upper95: z.number() })
    .nullable(),
  /** `too_few`: nothing can be said yet. */
  helps: z.enum(['yes', 'not_shown', 'harms', 'too_few']),
  calibration: z.enum(['as_promised', 'too_high', 'too_low', 'too_few']),
  /** The state of knowledge in plain sentences. */
  words: z.string(),
  metrics: z.array(metricSummary),
});
export type KindSummary = z.infer<typeof kindSummary>;
