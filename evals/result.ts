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
  /** Per case, over all cases of the suite. */
  rate: z.number(),
  met: z.boolean(),
  rates: z.array(rate),
  cases: z.array(caseResult),
});
export type SuiteResult = z.infer<typeof suiteResult>;

export const runResult = z.object({
  writer: z.string(),
  version: z.string(),
  repeat: z.int(),
  seconds: z.number(),
  passed: z.boolean(),
  suites: z.array(suiteResult),
});
export type RunResult = z.infer<typeof runResult>;
