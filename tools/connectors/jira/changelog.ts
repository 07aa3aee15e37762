import { makePageGuard } from '#tools/http/paging.ts';
import { bulkChangelogAnswer, jiraIssue } from './answers.ts';
import type { JiraApi } from './api.ts';

/** Entries asked for at once; Jira allows up to 10,000. */
const BULK_PAGE = 1000;

/**
 * Jira embeds the newest entries only: 100 once, 40 with the search of today (faros-ai/airbyte-connectors#2003). So many
 * may be all, or be cut without a word.
 */
const EMBEDDED = 40;

/** Ids of issues whose changelog was cut, or may have been. */
function cutIssues(issues: readonly unknown[]): Set<string> {
  const shape = jiraIssue.pick({ id: true, changelog: true });
  return new Set(
    issues.flatMap((issue) => {
      const parsed = shape.safeParse(issue);
      if (!parsed.success) return [];
      const { total, histories } = parsed.data.changelog ?? {};
      const embedded = histories?.length ?? 0;
      return embedded >= EMBEDDED || (total ?? 0) > embedded ? [parsed.data.id] : [];
    }),
  );
}

/**
 * The issues with whole changelogs: of those that were cut, all entries that we use are fetched in one go. The bulk
 * request filters by field, so no description's old text crosses the wire.
 */
export async function completeChangelogs(
  api: JiraApi,
  issues: readonly unknown[],
  flaggedField: string | null,
  signal: AbortSignal,
): Promise<unknown[]> {
  const cut = cutIssues(issues);
  if (cut.size === 0) return [...issues];
  const entries = new Map<string, unknown[]>([...cut].map((id) => [id, []]));
  const guard = makePageGuard(`changelogs of ${api.host}`);
  let token: string | null = null;
  do {
    const body = {
      issueIdsOrKeys: [...cut],
      fieldIds: ['status', 'assignee', ...(flaggedField === null ? [] : [flaggedField])],
      maxResults: BULK_PAGE,
      ...(token === null ? {} : { nextPageToken: token }),
    };
    const answer: {
      issueChangeLogs?:
        | { issueId: string; changeHistories?: unknown[] | null | undefined }[]
        | null
        | undefined;
      nextPageToken?: string | null | undefined;
    } = await api.ask(bulkChangelogAnswer, '/rest/api/3/changelog/bulkfetch', body, signal);
    for (const { issueId, changeHistories } of answer.issueChangeLogs ?? [])
      entries.get(issueId)?.push(...(changeHistories ?? []));
    token = answer.nextPageToken ?? null;
    if (token !== null) guard.advance(token);
  } while (token !== null);
  return issues.map((issue) => withHistories(issue, entries));
}

function withHistories(issue: unknown, entries: ReadonlyMap<string, unknown[]>): unknown {
  if (issue === null || typeof issue !== 'object' || !('id' in issue)) return issue;
  const histories = entries.get(String(issue.id));
  return histories === undefined ? issue : { ...issue, changelog: { histories, total: histories.length } };
}
