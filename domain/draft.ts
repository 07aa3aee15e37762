import { z } from 'zod';
import { isoDate, isoInstant, period } from './date.ts';
import { cycleId, draftId, personId } from './ids.ts';

/** One sentence and what it rests on. */
export const claim = z.object({
  text: z.string().min(1).max(1200),
  citations: z.array(z.string()),
});
export type Claim = z.infer<typeof claim>;

/** Headings of a summary and a plan, in the order they are read. */
export const claimSection = z.enum([
  'achieved',
  'against_role',
  'in_the_way',
  'to_discuss',
  'growth',
  'rationale',
]);
export type ClaimSection = z.infer<typeof claimSection>;

export const draftClaim = claim.extend({ section: claimSection });
export type DraftClaim = z.infer<typeof draftClaim>;

/** What the verifier takes: contract 4.4. */
export const verifiableDraft = z.object({
  subject: z.string().min(1),
  period,
  claims: z.array(claim),
});
export type VerifiableDraft = z.infer<typeof verifiableDraft>;

/** A growth area of a development plan; each text is verified like any claim. */
export const planArea = z.object({
  title: z.string().min(1).max(120),
  /** Why: rests on evidence. */
  reason: claim,
  /** What to do, concretely. */
  actions: z.array(z.string().min(1).max(400)).min(1).max(4),
  /** How both will know: an indicator with a level that its own history makes reachable. */
  measure: claim,
  review_on: isoDate,
});
export type PlanArea = z.infer<typeof planArea>;

/** Who wrote it and with what, so that it can be told and repeated. */
export const authorship = z.object({
  writer: z.string(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  prompt_hash: z.string().nullable(),
  /** Set when the model was asked and the offline writer had to take over: why. */
  fallback_reason: z.string().nullable(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
});
export type Authorship = z.infer<typeof authorship>;

export const draft = z.object({
  id: draftId,
  kind: z.enum(['summary', 'plan']),
  person_id: personId,
  cycle_id: cycleId.nullable(),
  period,
  /** `not_enough_data`: no claims, and the pages say so. */
  status: z.enum(['ready', 'not_enough_data', 'superseded']),
  claims: z.array(draftClaim),
  areas: z.array(planArea),
  /** Claims that verification dropped, with its reasons. */
  dropped: z.array(z.object({ text: z.string(), reasons: z.array(z.string()) })),
  authorship,
  created_at: isoInstant,
});
export type Draft = z.infer<typeof draft>;
