import { accepted, describeFault, idOf, type Normalised, refused } from '#tools/connectors/normalised.ts';
import { cleanName, TITLE_CAP } from '#tools/text.ts';
import {
  type GithubReviewAnswer,
  githubDeployment,
  githubDeploymentStatus,
  githubPull,
  githubReview,
  githubSize,
} from './answers.ts';
import { accountOf, instantOrNull, stampsOf } from './normalise.ts';

export interface PullQuestion {
  repository: string;
  fields: ReadonlySet<string>;
  /** The pull request by itself, for its size; null where policy doesn't list `change_size`. */
  whole: unknown;
  reviews: readonly unknown[];
}

const verdicts: Readonly<Record<string, 'approved' | 'changes_requested' | 'commented' | 'dismissed'>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** Reviews that were sent; a draft (`PENDING`) is seen by its writer only and counts for nothing. */
function sentReviews(raw: readonly unknown[]): {
  sent: (GithubReviewAnswer & { at: string })[];
  broken: unknown[];
} {
  const sent: (GithubReviewAnswer & { at: string })[] = [];
  const broken: unknown[] = [];
  for (const one of raw) {
    const parsed = githubReview.safeParse(one);
    const at = parsed.success ? instantOrNull(parsed.data.submitted_at) : null;
    if (parsed.success && parsed.data.state === 'PENDING') continue;
    if (parsed.success && at !== null && verdicts[parsed.data.state] !== undefined)
      sent.push({ ...parsed.data, at });
    else broken.push(one);
  }
  return { sent, broken };
}

/** A pull request and the reviews of it, of which the author's own answers are none. */
export function normalisePull(raw: unknown, question: PullQuestion): Normalised[] {
  const { repository, fields } = question;
  const parsed = githubPull.safeParse(raw);
  if (!parsed.success) return [refused(idOf(raw), describeFault(parsed.error))];
  const pull = parsed.data;
  const stamps = stampsOf(pull);
  if (!stamps.ok) return [refused(String(pull.id), stamps.reason)];
  const key = `${repository}#${pull.number}`;
  const author = accountOf(pull.user);
  const { sent, broken } = sentReviews(question.reviews);
  const others = sent.filter(({ user }) => author === null || accountOf(user) !== author);
  const size = githubSize.safeParse(question.whole ?? {});
  const merged = instantOrNull(pull.merged_at);
  const record = accepted({
    external_id: `pull:${pull.id}`,
    account: author,
    updated_at: stamps.updated_at,
    deleted: false,
    payload: {
      kind: 'pull_request',
      key,
      title: fields.has('title') ? cleanName(pull.title, TITLE_CAP) : null,
      repository,
      author,
      state: merged !== null ? 'merged' : pull.state === 'closed' ? 'closed' : 'open',
      draft: pull.draft ?? false,
      created_at: stamps.created_at,
      updated_at: stamps.updated_at,
      first_review_at: others.map(({ at }) => at).toSorted()[0] ?? null,
      merged_at: merged,
      closed_at: pull.state === 'closed' ? instantOrNull(pull.closed_at) : null,
      additions: size.success ? (size.data.additions ?? null) : null,
      deletions: size.success ? (size.data.deletions ?? null) : null,
      changed_files: size.success ? (size.data.changed_files ?? null) : null,
    },
  });
  const reviews = others.map(({ id, user, state, at }) =>
    accepted({
      external_id: `review:${id}`,
      account: accountOf(user),
      updated_at: at,
      deleted: false,
      payload: {
        kind: 'code_review',
        key,
        repository,
        reviewer: accountOf(user),
        verdict: verdicts[state] ?? 'commented',
        asked_at: stamps.created_at,
        submitted_at: at,
      },
    }),
  );
  return [record, ...reviews, ...broken.map((one) => refused(idOf(one), 'a review that cannot be read'))];
}

const failed = new Set(['failure', 'error']);

/** A deployment with its newest status. An `inactive` one has been replaced by a later one: it had succeeded. */
export function normaliseDeployment(
  raw: unknown,
  repository: string,
  statuses: readonly unknown[],
): Normalised {
  const parsed = githubDeployment.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const deployed = parsed.data;
  const stamps = stampsOf(deployed);
  if (!stamps.ok) return refused(String(deployed.id), stamps.reason);
  const newest = githubDeploymentStatus.safeParse(statuses[0]);
  const state = newest.success ? newest.data.state : 'pending';
  const environment = cleanName(deployed.environment) ?? 'unnamed';
  const at = (newest.success ? instantOrNull(newest.data.created_at) : null) ?? stamps.updated_at;
  const updatedAt = at > stamps.updated_at ? at : stamps.updated_at;
  return accepted({
    external_id: `deployment:${deployed.id}`,
    account: accountOf(deployed.creator),
    updated_at: updatedAt,
    deleted: false,
    payload: {
      kind: 'deployment',
      repository,
      environment,
      production: deployed.production_environment === true || /^prod/i.test(environment),
      creator: accountOf(deployed.creator),
      state: failed.has(state)
        ? 'failed'
        : state === 'success' || state === 'inactive'
          ? 'succeeded'
          : 'pending',
      created_at: stamps.created_at,
      updated_at: updatedAt,
    },
  });
}
