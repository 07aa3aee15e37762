import { z } from 'zod';
import { accountId } from './account.ts';
import { isoDate } from './date.ts';

const amount = z.int().nonnegative().nullable();
const hours = z
  .number()
  .min(0)
  .max(24 * 31)
  .nullable();

/**
 * Counts and times of somebody's messages, calls and meetings over some days; never what was said, nor to whom. What a
 * source doesn't tell is null, never 0.
 */
export const collaborationActivity = z.object({
  kind: z.literal('collaboration_activity'),
  account: accountId,
  from_day: isoDate,
  /** The last day, included. */
  to_day: isoDate,
  messages: amount,
  /** Of those, outside 8 to 18 o'clock of a working day in the person's own time zone. */
  messages_after_hours: amount,
  replies: amount,
  reactions: amount,
  calls: amount,
  meetings: amount,
  meeting_hours: hours,
});
export type CollaborationActivity = z.infer<typeof collaborationActivity>;
