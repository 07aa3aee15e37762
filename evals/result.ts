import { z } from 'zod';

/** One case's result. `kind` groups cases for the rates: `number`, `faithful`, `abstention` … */
export const caseResult = z.object({
  id: z.string(),
  kind: z.string(),
  description: z.string(),
  passed: z.boolean(),
  /** Why it failed; empty when it passed. */
  reasons: z.array(z.string()),
  input: z.string(),
  evidence: z.string().default(''),
  output: z.string(),
  milliseconds: z.number(),
});
export type CaseResult = z.infer<typeof caseResult>;

export const rate = z.object({
  kind: z.string(),
  passed: z.int(),
  total: z.int(),
  rate: z.number(),
  /** 95 % Wilson score interval. */
  low: z.number(),
  high: z.number(),
});
export type Rate = z.infer<typeof rate>;

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
