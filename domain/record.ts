import { z } from 'zod';
import { accountId } from './account.ts';
import { codeReview, deployment, pullRequest } from './code-records.ts';
import { collaborationActivity } from './collaboration-records.ts';
import { isoDate, isoInstant } from './date.ts';
import { personId, recordId, sourceId } from './ids.ts';
import { opportunity } from './sales-records.ts';
import { satisfactionRating, supportTicket } from './support-records.ts';

export const statusCategory = z.enum(['to_do', 'in_progress', 'done']);
export type StatusCategory = z.infer<typeof statusCategory>;

export const statusTransition = z.object({
  at: isoInstant,
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** null when the source names a status whose category it doesn't tell. */
  from_category: statusCategory.nullable(),
  to_category: statusCategory.nullable(),
});

export const assignment = z.object({ at: isoInstant, from: accountId.nullable(), to: accountId.nullable() });

/** A ticket, task or issue. Hours are decimal hours. */
export const workItem = z.object({
  kind: z.literal('work_item'),
  /** What people call it, e.g. `PAY-42`. */
  key: z.string().min(1),
  title: z.string().nullable(),
  project: z.string().nullable(),
  type: z.string().nullable(),
  status: z.string().nullable(),
  status_category: statusCategory,
  priority: z.string().nullable(),
  /** 1 is the most urgent of five; null when the source has no priority. */
  priority_rank: z.int().min(1).max(5).nullable(),
  assignee: accountId.nullable(),
  reporter: accountId.nullable(),
  created_at: isoInstant,
  updated_at: isoInstant,
  /** First move into an `in_progress` status; null when the history isn't known. */
  started_at: isoInstant.nullable(),
  resolved_at: isoInstant.nullable(),
  due_on: isoDate.nullable(),
  estimate_hours: z.number().nonnegative().nullable(),
  remaining_hours: z.number().nonnegative().nullable(),
  spent_hours: z.number().nonnegative().nullable(),
  labels: z.array(z.string()),
  components: z.array(z.string()),
  blocked: z.boolean(),
  comment_count: z.int().nonnegative().nullable(),
  parent_key: z.string().nullable(),
  /** In order of time; empty when the source tells no history (`history_known` false). */
  transitions: z.array(statusTransition),
  assignments: z.array(assignment),
  /** Stretches during which it was flagged or in a blocked status; `to` null while it still is. */
  blocked_spans: z.array(z.object({ from: isoInstant, to: isoInstant.nullable() })),
  history_known: z.boolean(),
});
export type WorkItem = z.infer<typeof workItem>;

/** Time somebody wrote down. A running timer (`running`) has no final hours and is never counted. */
export const timeEntry = z.object({
  kind: z.literal('time_entry'),
  account: accountId,
  spent_on: isoDate,
  hours: z
    .number()
    .min(0)
    .max(24 * 31),
  project: z.string().nullable(),
  task: z.string().nullable(),
  /** Key of the work item that it names, when it names one. */
  work_item_key: z.string().nullable(),
  billable: z.boolean().nullable(),
  running: z.boolean(),
  created_at: isoInstant.nullable(),
  updated_at: isoInstant.nullable(),
});
export type TimeEntry = z.infer<typeof timeEntry>;

export const recordPayload = z.discriminatedUnion('kind', [
  workItem,
  timeEntry,
  pullRequest,
  codeReview,
  deployment,
  opportunity,
  supportTicket,
  satisfactionRating,
  collaborationActivity,
]);
export type RecordPayload = z.infer<typeof recordPayload>;
export const recordKind = z.enum([
  'work_item',
  'time_entry',
  'pull_request',
  'code_review',
  'deployment',
  'opportunity',
  'support_ticket',
  'satisfaction_rating',
  'collaboration_activity',
]);
export type RecordKind = RecordPayload['kind'];

/** One normalised thing read from a source, as a connector hands it over. */
export const sourceRecord = z.object({
  external_id: z.string().min(1).max(300),
  /** The account that it is counted for: a work item's assignee, a pull request's author, a deal's owner. */
  account: accountId.nullable(),
  /** When it last changed at the source; storage keeps the newest. */
  updated_at: isoInstant,
  /** The source reported it gone. */
  deleted: z.boolean(),
  payload: recordPayload,
});
export type SourceRecord = z.infer<typeof sourceRecord>;

/** As stored: with the person whom the identity table names for its account. */
export const storedRecord = sourceRecord.extend({
  id: recordId,
  source_id: sourceId,
  person_id: personId.nullable(),
  /** Of the payload's canonical JSON. */
  payload_hash: z.string(),
  fetched_at: isoInstant,
});
export type StoredRecord = z.infer<typeof storedRecord>;

/** A user account at a source. */
export const sourceAccount = z.object({
  account: accountId,
  display_name: z.string().nullable(),
  email: z.string().nullable(),
  active: z.boolean(),
  /** Apps and bots are kept off the unmatched list. */
  bot: z.boolean(),
  time_zone: z.string().nullable(),
});
export type SourceAccount = z.infer<typeof sourceAccount>;

/** Links a source's account to one person; `method` says on what ground. */
export const identity = z.object({
  source_id: sourceId,
  account: accountId,
  display_name: z.string().nullable(),
  email: z.string().nullable(),
  active: z.boolean(),
  bot: z.boolean(),
  person_id: personId.nullable(),
  /** `released`: somebody said that it isn't whose it was taken for; only a person joins it again. */
  method: z.enum(['email', 'employee_id', 'confirmed', 'released', 'none']),
  /** A person with the same name, shown for confirmation and never used until confirmed. */
  suggested_person_id: personId.nullable(),
});
export type Identity = z.infer<typeof identity>;
