import { z } from 'zod';
import { isoInstant } from './date.ts';
import { actionId, personId, recordId, sourceId } from './ids.ts';
import { accountId, statusCategory } from './record.ts';

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
});

export const commentOnWorkItem = z.object({
  kind: z.literal('comment_on_work_item'),
  ...target,
  /** Written by our own template, never by a model. */
  text: z.string().min(1).max(2000),
});

/**
 * The actions that Fairlead can take at all. Every id in one is of something that the database already holds;
 * a model never fills one in (design rule 3).
 */
export const action = z.discriminatedUnion('kind', [reassignWorkItem, commentOnWorkItem]);
export type Action = z.infer<typeof action>;
export type ActionKind = Action['kind'];
export type ReassignWorkItem = z.infer<typeof reassignWorkItem>;
export type CommentOnWorkItem = z.infer<typeof commentOnWorkItem>;

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
