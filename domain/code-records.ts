import { z } from 'zod';
import { accountId } from './account.ts';
import { isoInstant } from './date.ts';

/** A proposed change of code. Counted for its author. */
export const pullRequest = z.object({
  kind: z.literal('pull_request'),
  /** `owner/repository#12`. */
  key: z.string().min(1),
  title: z.string().nullable(),
  repository: z.string().min(1),
  /** null where the account was deleted. */
  author: accountId.nullable(),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  created_at: isoInstant,
  updated_at: isoInstant,
  /** The first review by somebody other than the author; null where there is none yet, or reviews weren't read. */
  first_review_at: isoInstant.nullable(),
  merged_at: isoInstant.nullable(),
  closed_at: isoInstant.nullable(),
  /** Lines; null where the source's list doesn't tell. */
  additions: z.int().nonnegative().nullable(),
  deletions: z.int().nonnegative().nullable(),
  changed_files: z.int().nonnegative().nullable(),
});
export type PullRequest = z.infer<typeof pullRequest>;

/** Somebody's verdict on a pull request. Counted for the reviewer; the text is never kept. */
export const codeReview = z.object({
  kind: z.literal('code_review'),
  /** Of the pull request. */
  key: z.string().min(1),
  repository: z.string().min(1),
  reviewer: accountId.nullable(),
  verdict: z.enum(['approved', 'changes_requested', 'commented', 'dismissed']),
  /** When the pull request was opened, or review was asked for where the source tells: turnaround counts from here. */
  asked_at: isoInstant,
  submitted_at: isoInstant,
});
export type CodeReview = z.infer<typeof codeReview>;

/** Software put into service. Counted for whoever started it. */
export const deployment = z.object({
  kind: z.literal('deployment'),
  repository: z.string().min(1),
  environment: z.string().min(1),
  production: z.boolean(),
  creator: accountId.nullable(),
  state: z.enum(['pending', 'succeeded', 'failed']),
  created_at: isoInstant,
  updated_at: isoInstant,
});
export type Deployment = z.infer<typeof deployment>;
