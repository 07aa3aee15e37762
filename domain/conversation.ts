import { z } from 'zod';
import { conversationPurpose } from './action.ts';
import { isoDate, isoInstant } from './date.ts';
import { conversationId, interventionId, personId } from './ids.ts';

/** A one-to-one that an approved proposal planned. */
export const conversation = z.object({
  id: conversationId,
  with_person_id: personId,
  host_person_id: personId,
  purpose: conversationPurpose,
  topics: z.array(z.string()),
  /** It should have happened by this day. */
  due_on: isoDate,
  state: z.enum(['planned', 'held', 'cancelled']),
  /** The host's, when it was held or cancelled. */
  note: z.string().nullable(),
  intervention_id: interventionId,
  created_at: isoInstant,
  updated_at: isoInstant,
});
export type Conversation = z.infer<typeof conversation>;
