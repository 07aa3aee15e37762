import { z } from 'zod';
import { forecast } from '#domain/assessment.ts';
import { isoDate, period } from '#domain/date.ts';
import { kpiSpec } from '#domain/goal.ts';
import { evidenceId } from '#domain/ids.ts';
import { subject } from '#domain/indicator.ts';

/** What is to be grounded, and for whom. */
export const groundRequest = z.object({
  kpi: kpiSpec,
  /** All that was said of the goal. */
  goal_text: z.string(),
  /** Whose number it is: the goal's owner. */
  subject,
  today: isoDate,
  /** The person's own choice of an indicator ("take the second"); null or left out: found by the words. */
  indicator_id: z.string().nullable().optional(),
});
export type GroundRequest = z.infer<typeof groundRequest>;

export const nearIndicator = z.object({
  indicator_id: z.string(),
  name: z.string(),
  /** 0 to 1. */
  score: z.number(),
});

/** What was observed, as it is cited. Values are in the KPI's unit and window. */
export const observedBaseline = z.object({
  value: z.number(),
  /** The KPI's unit; the indicator's where the KPI names none. */
  unit: z.string(),
  /** What one value spans, in words: "mean of 4 weeks", "end of the week", "items closed in up to 4 weeks". */
  window: z.string(),
  /** Items that it was computed from. */
  n: z.int().nonnegative(),
  /** Items that it takes to say anything. */
  minimum_n: z.int().positive(),
  /** Stored evidence of the observations behind it, the newest first. Readable by whoever may see the subject. */
  evidence_ids: z.array(evidenceId),
  /** First and last day observed. */
  period,
  fresh_until: isoDate.nullable(),
  /** Standard deviation of the weekly values of half a year; null with fewer than five. */
  spread: z.number().nullable(),
  /** What the observations are flagged with: partial_source, low_sample, low_coverage, stale, outlier. */
  flags: z.array(z.string()),
});
export type ObservedBaseline = z.infer<typeof observedBaseline>;

export const attainmentChance = z.object({
  /** 0 to 1. */
  probability: z.number().min(0).max(1),
  /** What the forecast expects at the date, in the KPI's unit. */
  mean: z.number(),
  interval80: z.tuple([z.number(), z.number()]),
  interval95: z.tuple([z.number(), z.number()]),
  /** The forecast's method. */
  method: z.string(),
  /** The day that it is said of: the due date, or the last week that the forecast reaches. */
  at: isoDate,
  /** Weeks ahead, and weeks with a value behind it. */
  weeks_ahead: z.int().positive(),
  weeks_known: z.int().positive(),
});
export type AttainmentChance = z.infer<typeof attainmentChance>;

/** Whether anything that the house measures is what a KPI means. */
export const groundingVerdict = z.enum([
  /** Sure enough to fill the baseline, which is said with its citation. */
  'measured',
  /** It might be the nearest one; to be asked. */
  'unsure',
  /** "I don't measure this yet." */
  'not_measured',
]);

/** What the organisation's own data say of a KPI. */
export const grounding = z.object({
  verdict: groundingVerdict,
  /** The indicator that measures it; null unless `measured`. */
  indicator_id: z.string().nullable(),
  indicator_name: z.string().nullable(),
  /** The indicator's own unit; null without one. */
  indicator_unit: z.string().nullable(),
  /** Which way the indicator is better; null without one. */
  indicator_direction: z.enum(['increase', 'decrease', 'corridor']).nullable(),
  /** The KPI counts what the indicator doesn't ("on time" against "late"): values are 100 minus the indicator's. */
  complement: z.boolean(),
  /** How surely, 0 to 1. */
  score: z.number(),
  /** The three that fit best, also where none fits well enough. */
  nearest: z.array(nearIndicator).max(3),
  /** A usual measure that no connected source gives, where that is what was meant ("churn rate"). */
  other_metric: z.object({ name: z.string(), sources: z.array(z.string()) }).nullable(),
  subject,
  /** Null: no data that the reader may see, or too little. `notes` says which. */
  baseline: observedBaseline.nullable(),
  /** Null: no target, no date, or not enough data. `notes` says which. */
  chance: attainmentChance.nullable(),
  /** Weekly, from the week after the last observed one, in the KPI's unit; null without enough data. */
  forecast: forecast.nullable(),
  /** Whether some of the subject's own work is in the indicator; null: not known. */
  owner_contributes: z.boolean().nullable(),
  /** Plain sentences with the figures: what was matched, what is missing and why. */
  notes: z.array(z.string()),
});
export type Grounding = z.infer<typeof grounding>;

/** Reads only what its reader may see. The same request over the same data gives the same answer. */
export type GroundKpi = (request: GroundRequest, signal?: AbortSignal) => Promise<Grounding>;
