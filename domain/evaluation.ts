import { z } from 'zod';
import { isoInstant, period } from './date.ts';
import { claim } from './draft.ts';
import { evidenceItem } from './evidence.ts';
import { draftId, evaluationCaseId, evaluationRunId, interventionId, personId } from './ids.ts';

/** A run of evaluation suites, asked for in the pages. */
export const evaluationState = z.enum(['queued', 'running', 'done', 'failed']);

/** A share with its 95 % interval. */
export const evaluationRate = z.object({
  kind: z.string(),
  passed: z.int(),
  total: z.int(),
  rate: z.number(),
  low: z.number(),
  high: z.number(),
});

/** A suite's result without its cases: what a list shows. */
export const suiteSummary = z.object({
  suite: z.string(),
  describes: z.string(),
  floor: z.number(),
  rate: z.number(),
  met: z.boolean(),
  zero_tolerance: z.array(z.string()).default([]),
  rates: z.array(evaluationRate),
  passed: z.int(),
  total: z.int(),
});
export type SuiteSummary = z.infer<typeof suiteSummary>;

export const evaluationCaseResult = z.object({
  suite: z.string(),
  id: z.string(),
  kind: z.string(),
  description: z.string(),
  passed: z.boolean(),
  reasons: z.array(z.string()),
  input: z.string(),
  evidence: z.string().default(''),
  output: z.string(),
  milliseconds: z.number(),
});
export type EvaluationCaseResult = z.infer<typeof evaluationCaseResult>;

export const evaluationRun = z.object({
  id: evaluationRunId,
  state: evaluationState,
  /** Names; all where empty. */
  suites: z.array(z.string()),
  repeat: z.int().min(1),
  requested_by: z.union([personId, z.literal('operator')]),
  requested_at: isoInstant,
  finished_at: isoInstant.nullable(),
  /** The last line that the run told: which suite has just ended. */
  progress: z.string().nullable(),
  error: z.string().nullable(),
  writer: z.string().nullable(),
  version: z.string().nullable(),
  /** Whether every gate was met; null until it is done. */
  passed: z.boolean().nullable(),
  seconds: z.number().nullable(),
  results: z.array(suiteSummary),
});
export type EvaluationRun = z.infer<typeof evaluationRun>;

/** How a suite fares in two runs: McNemar's exact test over the cases that both have. */
export const suiteComparison = z.object({
  suite: z.string(),
  before: z.number(),
  after: z.number(),
  worse: z.array(z.string()),
  better: z.array(z.string()),
  p_value: z.number(),
});
export type SuiteComparison = z.infer<typeof suiteComparison>;

/** A case in the field's usual words, as suites read it. */
export const claimCase = z.object({
  id: z.string().min(1),
  description: z.string(),
  vars: z.object({ subject: z.string(), period, evidence: z.array(evidenceItem), claim }),
  assert: z.array(z.object({ type: z.enum(['supported', 'unsupported']) })).min(1),
  tags: z.array(z.string()).min(1),
  provenance: z.string(),
});
export type ClaimCase = z.infer<typeof claimCase>;

/** What a person said of a sentence: that it is wrong, or right as it stands (or as they put it). */
export const sentenceVerdict = z.enum(['wrong', 'right']);

/** Which sentence, by where it stands. */
export const sentencePlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft'), id: draftId, claim: z.int().nonnegative() }),
  z.object({ kind: z.literal('intervention'), id: interventionId, claim: z.int().nonnegative() }),
]);
export type SentencePlace = z.infer<typeof sentencePlace>;

/**
 * A case made of what a person did, without names, addresses and ticket keys. It joins a suite only after somebody else
 * has read it.
 */
export const capturedCase = z.object({
  id: evaluationCaseId,
  state: z.enum(['captured', 'accepted', 'discarded']),
  /** Where the sentence stood. */
  place: sentencePlace,
  verdict: sentenceVerdict,
  case: claimCase,
  captured_by: personId,
  captured_at: isoInstant,
  reviewed_by: personId.nullable(),
  reviewed_at: isoInstant.nullable(),
});
export type CapturedCase = z.infer<typeof capturedCase>;
