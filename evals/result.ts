import { z } from 'zod';
import { evaluationCaseResult, evaluationRate } from '#domain/evaluation.ts';

/** How one assertion of a case came out. */
export const assertionScore = z.object({
  type: z.string(),
  metric: z.string().nullable(),
  /** 0 to 1; it holds where this reaches the threshold. */
  score: z.number(),
  threshold: z.number(),
  /** 0: told, never a failure. */
  weight: z.number(),
  held: z.boolean(),
});
export type AssertionScore = z.infer<typeof assertionScore>;

/** One case's result. `kind` groups cases for the rates: `number`, `faithful`, `abstention` … */
export const caseResult = evaluationCaseResult.omit({ suite: true }).extend({
  /** Told, and no failure: assertions of weight 0, judges that only comment. */
  notes: z.array(z.string()).default([]),
  /** Weighted mean of its assertions' scores; null where the case has none. */
  score: z.number().nullable().default(null),
  scores: z.array(assertionScore).default([]),
  /** That the writer spent while the case was judged; what it wrote before, once for many cases, is the suite's. */
  tokens: z.int().default(0),
});
export type CaseResult = z.infer<typeof caseResult>;

/** Passed of all, with the 95 % Wilson score interval. */
export const rate = evaluationRate;
export type Rate = z.infer<typeof rate>;

/** An assertion's metric over the cases that name it. */
export const metricRate = z.object({
  metric: z.string(),
  /** Mean of the scores. */
  mean: z.number(),
  passed: z.int(),
  total: z.int(),
  rate: z.number(),
  low: z.number(),
  high: z.number(),
});
export type MetricRate = z.infer<typeof metricRate>;

export const suiteResult = z.object({
  suite: z.string(),
  describes: z.string(),
  /** Share of cases that must pass; 1 for safety suites: there no failure is tolerated. */
  floor: z.number(),
  /** Kinds of which no case may fail. */
  zero_tolerance: z.array(z.string()).default([]),
  /** Share of a kind's own cases that must pass. */
  floors: z.record(z.string(), z.number()).default({}),
  /** Per case, over all cases of the suite. */
  rate: z.number(),
  met: z.boolean(),
  rates: z.array(rate),
  metrics: z.array(metricRate).default([]),
  milliseconds: z.number().default(0),
  input_tokens: z.int().default(0),
  output_tokens: z.int().default(0),
  cases: z.array(caseResult),
});
export type SuiteResult = z.infer<typeof suiteResult>;

/** What the writer's answers cost, and what they were asked by. */
export const usage = z.object({
  answers: z.int(),
  /** Answers for which the offline writer had to step in. */
  fallbacks: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  /** Content hash of each prompt, by id and version. */
  prompts: z.record(z.string(), z.string()),
  models: z.array(z.string()),
});
export type Usage = z.infer<typeof usage>;

export const runResult = z.object({
  writer: z.string(),
  version: z.string(),
  /** Of the code that wrote and judged: two runs with the same one ran the same. */
  code_hash: z.string().nullable().default(null),
  /** Of everything that was chosen for the run: writer, model, judges, suites with their gates, repeats. */
  config_hash: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  judges: z
    .array(
      z.object({
        judge: z.string(),
        model: z.string(),
        prompt: z.string(),
        prompt_hash: z.string(),
        decides: z.boolean(),
      }),
    )
    .default([]),
  concurrency: z.int().default(1),
  started_at: z.string().nullable().default(null),
  /** Of the simulated company. */
  seed: z.string().nullable().default(null),
  /** Hash of every case that was judged: two runs with the same one judged the same. */
  cases_hash: z.string().nullable().default(null),
  usage: usage.nullable().default(null),
  repeat: z.int(),
  seconds: z.number(),
  passed: z.boolean(),
  suites: z.array(suiteResult),
});
export type RunResult = z.infer<typeof runResult>;
