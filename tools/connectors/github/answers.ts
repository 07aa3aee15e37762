import { z } from 'zod';

/** The parts of GitHub's answers that we use. Accounts are joined by their number: a login can be renamed. */
const id = z.number().int().nonnegative();

export const githubAccount = z.object({
  id,
  login: z.string().nullish(),
  type: z.string().nullish(),
});
export type GithubAccount = z.infer<typeof githubAccount>;

/** `/users/{login}` tells the name and the address that somebody shows to everybody. */
export const githubProfile = githubAccount.extend({
  name: z.string().nullish(),
  email: z.string().nullish(),
});

/** Null where the account was deleted; GitHub shows its doings under a "ghost". */
const who = githubAccount.nullish();

export const githubIssue = z.object({
  id,
  number: id,
  title: z.string().nullish(),
  state: z.string(),
  state_reason: z.string().nullish(),
  user: who,
  assignee: who,
  assignees: z.array(githubAccount).nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).nullish(),
  milestone: z.object({ due_on: z.string().nullish() }).nullish(),
  type: z.object({ name: z.string().nullish() }).nullish(),
  comments: z.number().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
});
export type GithubIssueAnswer = z.infer<typeof githubIssue>;

export const githubPull = z.object({
  id,
  number: id,
  title: z.string().nullish(),
  state: z.string(),
  draft: z.boolean().nullish(),
  user: who,
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  merged_at: z.string().nullish(),
});

/** Only a pull request asked for by itself tells its size; the list doesn't. */
export const githubSize = z.object({
  additions: z.number().int().nonnegative().nullish(),
  deletions: z.number().int().nonnegative().nullish(),
  changed_files: z.number().int().nonnegative().nullish(),
});

export const githubReview = z.object({
  id,
  user: who,
  state: z.string(),
  /** Null while the review is a draft. */
  submitted_at: z.string().nullish(),
});
export type GithubReviewAnswer = z.infer<typeof githubReview>;

export const githubDeployment = z.object({
  id,
  environment: z.string().nullish(),
  production_environment: z.boolean().nullish(),
  creator: who,
  created_at: z.string(),
  updated_at: z.string(),
});

export const githubDeploymentStatus = z.object({ state: z.string(), created_at: z.string() });

/** Of an issue's timeline. */
export const githubEvent = z.object({
  event: z.string().nullish(),
  actor: who,
  assignee: who,
  label: z.object({ name: z.string().nullish() }).nullish(),
  created_at: z.string().nullish(),
});

export const githubComment = z.object({ id, body: z.string().nullish() });
