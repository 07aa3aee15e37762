import { z } from 'zod';
import { accountId } from './account.ts';
import { isoDate, isoInstant } from './date.ts';

/** A move of a deal from one stage to another. */
export const stageChange = z.object({ at: isoInstant, stage: z.string().min(1) });

/** A deal. Counted for its owner. The customer's name is kept only where policy lists it. */
export const opportunity = z.object({
  kind: z.literal('opportunity'),
  /** The source's id, as people can find it there. */
  key: z.string().min(1),
  title: z.string().nullable(),
  owner: accountId.nullable(),
  pipeline: z.string().nullable(),
  stage: z.string().nullable(),
  state: z.enum(['open', 'won', 'lost']),
  /** What is sold: to somebody new, to keep somebody, or more to somebody; null where the source doesn't tell. */
  deal_type: z.enum(['new', 'renewal', 'expansion']).nullable(),
  /** In `currency`, never negative. */
  amount: z.number().nonnegative().nullable(),
  /** ISO 4217; null where the source has only one and doesn't name it. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  /** 0 to 1. */
  probability: z.number().min(0).max(1).nullable(),
  created_at: isoInstant,
  updated_at: isoInstant,
  expected_close_on: isoDate.nullable(),
  /** When it was won or lost; null while open. */
  closed_at: isoInstant.nullable(),
  /** In order of time; empty where the source tells no history. */
  stages: z.array(stageChange),
});
export type Opportunity = z.infer<typeof opportunity>;
