import type { JiraComment, JiraDataset, JiraIssue } from './datasets.ts';
import { commentsOf, findIssue } from './jira-view.ts';

/**
 * A change that a simulated vendor took, complete enough to be done again on a fresh copy of the data. The demo
 * keeps them in a file, so that an approved move outlives a restart.
 */
export type VendorMutation =
  | {
      vendor: 'jira';
      kind: 'assignee';
      issue_id: string;
      account: string | null;
      by: string;
      history_id: string;
      at: string;
    }
  | { vendor: 'jira'; kind: 'comment'; issue_id: string; comment: JiraComment };

/** Jira's way of writing an instant. */
export const jiraInstant = (date: Date): string => date.toISOString().replace('Z', '+0000');

const userOf = (dataset: JiraDataset, account: string) =>
  dataset.users.find((user) => user.accountId === account);

function assign(
  dataset: JiraDataset,
  issue: JiraIssue,
  change: Extract<VendorMutation, { kind: 'assignee' }>,
) {
  const before = issue.fields.assignee as { accountId?: string; displayName?: string } | null | undefined;
  const next = change.account === null ? null : userOf(dataset, change.account);
  const author = userOf(dataset, change.by);
  issue.changelog.histories.push({
    id: change.history_id,
    author: author ? { accountId: author.accountId, displayName: author.displayName } : null,
    created: change.at,
    items: [
      {
        field: 'assignee',
        fieldtype: 'jira',
        fieldId: 'assignee',
        from: before?.accountId ?? null,
        fromString: before?.displayName ?? null,
        to: next?.accountId ?? null,
        toString: next?.displayName ?? null,
      },
    ],
  });
  issue.fields.assignee = next ? { ...next } : null;
  issue.fields.updated = change.at;
}

/** Does a change on the data, in place. Doing it again is harmless; one for an issue that isn't there is passed over. */
export function applyMutation(dataset: JiraDataset, mutation: VendorMutation): void {
  const issue = findIssue(dataset, mutation.issue_id);
  if (issue === undefined) return;
  if (mutation.kind === 'assignee') {
    if (issue.changelog.histories.some(({ id }) => id === mutation.history_id)) return;
    assign(dataset, issue, mutation);
    return;
  }
  const comments = commentsOf(issue);
  if (comments.some(({ id }) => id === mutation.comment.id)) return;
  const all = [...comments, mutation.comment];
  issue.fields.comment = { comments: all, total: all.length };
  issue.fields.updated = mutation.comment.created;
}
