import { z } from 'zod';
import { accountId } from './account.ts';
import { isoInstant } from './date.ts';

/** What a customer asked for. Counted for whoever it is assigned to. Never its text, never the customer. */
export const supportTicket = z.object({
  kind: z.literal('support_ticket'),
  key: z.string().min(1),
  assignee: accountId.nullable(),
  group: z.string().nullable(),
  channel: z.string().nullable(),
  priority_rank: z.int().min(1).max(5).nullable(),
  state: z.enum(['new', 'open', 'waiting', 'solved']),
  created_at: isoInstant,
  updated_at: isoInstant,
  /** First answer by a person of ours; null where there is none yet, or the source doesn't tell. */
  first_response_at: isoInstant.nullable(),
  /** Last time that it was solved; null while it isn't. */
  solved_at: isoInstant.nullable(),
  /** Times that it was opened again; null where the source doesn't tell. */
  reopens: z.int().nonnegative().nullable(),
});
export type SupportTicket = z.infer<typeof supportTicket>;

/** How a customer judged. Counted for whoever had the ticket. The comment is never kept. */
export const satisfactionRating = z.object({
  kind: z.literal('satisfaction_rating'),
  /** Who is judged by it; null where the source names nobody. */
  account: accountId.nullable(),
  /** The ticket that it is about, where it is about one. */
  ticket_key: z.string().nullable(),
  /** CSAT: content or not, or on a scale; NPS: 0 to 10; CES: effort. */
  measure: z.enum(['csat', 'nps', 'ces']),
  /** On the source's scale, whose ends are `low` and `high`. */
  score: z.number(),
  low: z.number(),
  high: z.number(),
  rated_at: isoInstant,
  updated_at: isoInstant,
});
export type SatisfactionRating = z.infer<typeof satisfactionRating>;
