import { z } from 'zod';
import { isoDate, period } from './date.ts';
import { assessmentId, evidenceId, findingId, goalId, kpiId, personId, recordId, teamId } from './ids.ts';
import { subject } from './indicator.ts';
import { shortfall } from './workload.ts';

/** A forecast as contract 4.3 gives it; every list has the length of the horizon, or none when data is short. */
export const forecast = z.object({
  method: z.string(),
  mean: z.array(z.number()),
  lower80: z.array(z.number()),
  upper80: z.array(z.number()),
  lower95: z.array(z.number()),
  upper95: z.array(z.number()),
});
export type Forecast = z.infer<typeof forecast>;

export const changePoint = z.object({
  /** First day of the period from which the level differs. */
  at: isoDate,
  before: z.number(),
  after: z.number(),
  /** Probability-like weight of evidence for it, 0–1. */
  confidence: z.number().min(0).max(1),
});
export type ChangePoint = z.infer<typeof changePoint>;

export const trend = z.object({
  /** Change per period in the indicator's unit (Theil–Sen slope). */
  slope: z.number(),
  /** Two-sided p-value of the Mann–Kendall test. */
  p_value: z.number().min(0).max(1),
  /** `flat` unless the test finds a movement at 5 %. */
  direction: z.enum(['rising', 'falling', 'flat']),
  n: z.int().nonnegative(),
});
export type Trend = z.infer<typeof trend>;

/** What analytics say of one indicator of one subject. */
export const assessment = z.object({
  id: assessmentId,
  indicator_id: z.string(),
  subject,
  period,
  /** Mean of the last four observed weeks and of the weeks before; null where too few. */
  recent: z.number().nullable(),
  baseline: z.number().nullable(),
  trend: trend.nullable(),
  change_point: changePoint.nullable(),
  forecast: forecast.nullable(),
  /** Against the role framework's corridor. */
  standing: z.enum(['within', 'below', 'above', 'not_enough_data']),
  partial: z.boolean(),
});
export type Assessment = z.infer<typeof assessment>;

export const findingKind = z.enum([
  'overload',
  'indicator_slid',
  'recognition_overdue',
  'thin_evidence',
  'overdue_work',
  'blocked_work',
  'stale_review',
  'goal_at_risk',
  'check_in_due',
  'sustained_load',
  'several_strains',
]);
export type FindingKind = z.infer<typeof findingKind>;

/** What speaks of work goes into drafts; what is the beginning of a talk about a person stays with its proposal. */
const writtenOf: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'overload',
  'indicator_slid',
  'recognition_overdue',
  'thin_evidence',
  'overdue_work',
  'blocked_work',
]);
export const isForDrafts = (kind: FindingKind): boolean => writtenOf.has(kind);

/** What a detector noticed; deterministic, with its reasons and evidence. Only some kinds lead to a proposal. */
export const finding = z.object({
  id: findingId,
  kind: findingKind,
  team_id: teamId,
  person_id: personId.nullable(),
  /** Plain sentences with the figures, by code. */
  reasons: z.array(z.string()).min(1),
  evidence_ids: z.array(evidenceId),
  severity: z.enum(['note', 'attention', 'urgent']),
  /** The figures that the reasons rest on, for scorers and pages. */
  figures: z.record(z.string(), z.number()),
  /** What a proposal would act on. */
  about: z
    .object({
      record_ids: z.array(recordId),
      goal_id: goalId.nullable(),
      kpi_id: kpiId.nullable(),
      /** Days that the reasons name, by what they are. */
      days: z.record(z.string(), isoDate),
    })
    .optional(),
  /** Its back-test on the organisation's own history has too few cases to tell whether it is right. */
  unproven: z.boolean().optional(),
  /** Of an overload that no allowed move relieves: why, and what would. */
  shortfall: shortfall.optional(),
});
export type Finding = z.infer<typeof finding>;
