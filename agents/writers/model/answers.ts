import { z } from 'zod';
import { claimSection, draftClaim } from '#domain/draft.ts';

// What a model is asked for (strict JSON Schema: every field required, nothing optional) and what we accept of it.
// The wire shape carries no lengths, because not every server's strict mode knows them; ours does.

/** Headings that a summary may use; the others belong to plans and proposals. */
export const summarySections = ['achieved', 'against_role', 'in_the_way', 'to_discuss'] as const;

/** Twice what was asked for is somebody else's text. */
const MOST_CLAIMS = 24;
const MOST_CITATIONS = 12;
const MOST_AREAS = 6;
const MOST_ACTIONS = 6;

const cited = z.object({
  text: draftClaim.shape.text,
  citations: z.array(z.string().max(60)).max(MOST_CITATIONS),
});

export const summaryAnswer = z.object({
  claims: z.array(cited.extend({ section: claimSection.extract([...summarySections]) })).max(MOST_CLAIMS),
});
export type SummaryAnswer = z.infer<typeof summaryAnswer>;

export const planAnswer = z.object({
  areas: z
    .array(
      z.object({
        title: z.string().min(1).max(120),
        reason: cited,
        actions: z.array(z.string().min(1).max(400)).min(1).max(MOST_ACTIONS),
        measure: cited,
        review_on: z.string().max(40),
      }),
    )
    .max(MOST_AREAS),
});
export type PlanAnswer = z.infer<typeof planAnswer>;

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const strict = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const listOf = (items: unknown) => ({ type: 'array', items });
const sentence = strict({ text, citations: texts });

/** The same shapes on the wire. */
export const summaryWire = strict({
  claims: listOf(strict({ section: { type: 'string', enum: [...summarySections] }, text, citations: texts })),
});
export const planWire = strict({
  areas: listOf(
    strict({ title: text, reason: sentence, actions: texts, measure: sentence, review_on: text }),
  ),
});
