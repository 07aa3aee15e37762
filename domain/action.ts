import { z } from 'zod';
import { accountId } from './account.ts';
import { isoDate, isoInstant } from './date.ts';
import { actionId, goalId, kpiId, personId, recordId, sourceId } from './ids.ts';
import { statusCategory } from './record.ts';

/** How the target looked when the proposal was made; anything else at execution voids the approval. */
export const expectedTarget = z.object({
  assignee: accountId.nullable(),
  status_category: statusCategory,
});

const target = {
  id: actionId,
  source_id: sourceId,
  record_id: recordId,
  /** The source's id of the work item. */
  external_id: z.string().min(1),
  /** What people call it. */
  key: z.string().min(1),
  title: z.string().nullable(),
  expected: expectedTarget,
};

export const reassignWorkItem = z.object({
  kind: z.literal('reassign_work_item'),
  ...target,
  from_person_id: personId,
  to_person_id: personId,
  from_account: accountId,
  to_account: accountId,
  hours: z.number().nonnegative().nullable(),
  /** What it takes the receiver, less familiar with it and with the handover; where it was reckoned. */
  receiver_hours: z.number().nonnegative().optional(),
  /** What handing it over leaves with the giver. */
  handover_hours: z.number().nonnegative().optional(),
});

export const commentOnWorkItem = z.object({
  kind: z.literal('comment_on_work_item'),
  ...target,
  /** Written by our own template, never by a model. */
  text: z.string().min(1).max(2000),
});

/** What two people are to talk about. */
export const conversationPurpose = z.enum([
  'check_in',
  'workload',
  'recognition',
  'retention',
  'goal_review',
]);
export type ConversationPurpose = z.infer<typeof conversationPurpose>;

/** A one-to-one with its topics, kept in Fairlead and shown to both people. */
export const scheduleConversation = z.object({
  kind: z.literal('schedule_conversation'),
  id: actionId,
  with_person_id: personId,
  host_person_id: personId,
  purpose: conversationPurpose,
  /** Written by our own templates, never by a model. */
  topics: z.array(z.string().min(1).max(300)).min(1).max(8),
  /** It should have happened by this day. */
  by: isoDate,
});

/** A KPI gets another target, another date, or both. */
export const reviseGoal = z.object({
  kind: z.literal('revise_goal'),
  id: actionId,
  goal_id: goalId,
  kpi_id: kpiId,
  /** What the KPI is called, for people. */
  title: z.string(),
  /** How it stood when the revision was proposed; anything else at execution voids the approval. */
  expected: z.object({ target: z.number().nullable(), due_iso: isoDate.nullable() }),
  target: z.number().nullable(),
  due_iso: isoDate.nullable(),
});

/**
 * The actions that Fairlead can take at all. Every id in one is of something that the database already holds;
 * a model never fills one in (design rule 3).
 */
export const action = z.discriminatedUnion('kind', [
  reassignWorkItem,
  commentOnWorkItem,
  scheduleConversation,
  reviseGoal,
]);
export type Action = z.infer<typeof action>;
export type ActionKind = Action['kind'];
export type ReassignWorkItem = z.infer<typeof reassignWorkItem>;
export type CommentOnWorkItem = z.infer<typeof commentOnWorkItem>;
export type ScheduleConversation = z.infer<typeof scheduleConversation>;
export type ReviseGoal = z.infer<typeof reviseGoal>;

/** Carried out by a connector, in the system where the work item lives. */
export type SourceAction = ReassignWorkItem | CommentOnWorkItem;
/** Carried out in Fairlead's own tables. */
export type HouseAction = ScheduleConversation | ReviseGoal;

export const isSourceAction = (one: Action): one is SourceAction =>
  one.kind === 'reassign_work_item' || one.kind === 'comment_on_work_item';

/**
 * Names an effect for ever: the same action of the same approved version always has the same key, so a second
 * attempt is recognised in our tables and, where the source can hold a key, in the source.
 */
export const effectKey = (interventionId: string, version: number, id: string): string =>
  `fairlead:${interventionId}:${version}:${id}`;

export const executionState = z.enum(['queued', 'leased', 'done', 'void', 'failed', 'unknown']);
export type ExecutionState = z.infer<typeof executionState>;

/** One row of the outbox with what came of it. */
export const execution = z.object({
  effect_key: z.string(),
  intervention_id: z.string(),
  version: z.int().positive(),
  action,
  state: executionState,
  attempts: z.int().nonnegative(),
  /** Grows with every lease: an attempt that lost its lease can no longer write its result. */
  fence: z.int().nonnegative(),
  leased_until: isoInstant.nullable(),
  external_ref: z.string().nullable(),
  reason: z.string().nullable(),
  done_at: isoInstant.nullable(),
});
export type Execution = z.infer<typeof execution>;

/** A row that somebody has just taken to act on it. */
export interface LeasedExecution extends Execution {
  /** An earlier attempt held it and never said how it ended: it may have reached the source. */
  interrupted: boolean;
}
