import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { SourceAccount } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { laterOf, nextUpdated, OVERLAP_MS, parseCursor } from '#tools/connectors/cursor.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { countAnswer, searchAnswer } from './answers.ts';
import { type JiraApi, type JiraSite, readSite, wantedFields } from './api.ts';
import { completeChangelogs } from './changelog.ts';
import { orderedJql, windowJql } from './jql.ts';
import { normaliseIssue } from './normalise.ts';

/** Where a first read stands that has to be done again. */
const BEGINNING = '1990-01-01T00:00:00.000Z';

/** Issues of one page. Jira gives no more than 100 when fields are asked for. */
const PAGE_SIZE = 100;

export interface IssueReadOptions {
  policy_fields: ReadonlySet<string>;
  project_keys: readonly string[];
  now(): string;
}

/** One page's issues as records; a newer copy of an account wins over an older one of the same page. */
export function toReadPage(
  issues: readonly unknown[],
  site: Pick<JiraSite, 'statuses' | 'flagged_field'>,
  policyFields: ReadonlySet<string>,
): ReadPage {
  const page: ReadPage = { accounts: [], records: [], faults: [], cursor: null };
  const accounts = new Map<string, SourceAccount>();
  for (const issue of issues) {
    const result = normaliseIssue(issue, {
      fields: policyFields,
      statuses: site.statuses,
      flagged_field: site.flagged_field,
    });
    if (!result.ok) {
      page.faults.push(result.fault);
      continue;
    }
    page.records.push(result.record);
    for (const account of result.accounts) accounts.set(account.account, account);
  }
  page.accounts = [...accounts.values()];
  return page;
}

/** Pages of raw issues by `nextPageToken`. Ends at a missing token; `isLast` alone has been seen to lie. */
async function* searchPages(
  api: JiraApi,
  query: { condition: string; fields: string[]; history: boolean },
  signal: AbortSignal,
): AsyncGenerator<unknown[]> {
  const guard = makePageGuard(`issues of ${api.host}`);
  let token: string | null = null;
  do {
    const body = {
      jql: orderedJql(query.condition),
      fields: query.fields,
      maxResults: PAGE_SIZE,
      ...(query.history ? { expand: 'changelog' } : {}),
      ...(token === null ? {} : { nextPageToken: token }),
    };
    const answer: { issues: unknown[]; nextPageToken?: string | null | undefined } = await api.ask(
      searchAnswer,
      '/rest/api/3/search/jql',
      body,
      signal,
    );
    yield answer.issues;
    token = answer.nextPageToken ?? null;
    if (token !== null) guard.advance(token);
  } while (token !== null);
}

/**
 * Reads all issues that changed since the cursor, oldest change first. Jira's search has no total; its separate count
 * of the same question tells when a page was lost on the way: the window is then read again at the next sync, once,
 * because the count is only approximate.
 *
 * Deletions and issues that moved out of sight never show up in "updated since"; a full re-list (null cursor) refreshes
 * what is there, and an action's precheck finds what is gone.
 */
export async function* readIssues(
  api: JiraApi,
  options: IssueReadOptions,
  cursor: JsonValue | null,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const from = parseCursor(cursor);
  const started = options.now();
  const site = await readSite(api, signal);
  const window = {
    since: from === null ? null : Date.parse(from.updated) - OVERLAP_MS,
    time_zone: site.time_zone,
    project_keys: options.project_keys,
  };
  const condition = windowJql(window);
  const history = options.policy_fields.has('history');
  const fields = wantedFields(options.policy_fields, site.flagged_field);
  let newest: string | null = null;
  const seen = new Set<string>();
  let unnamed = 0;
  for await (const issues of searchPages(api, { condition, fields, history }, signal)) {
    const whole = history ? await completeChangelogs(api, issues, site.flagged_field, signal) : issues;
    const page = toReadPage(whole, site, options.policy_fields);
    for (const record of page.records) {
      newest = laterOf(newest, record.updated_at);
      seen.add(record.external_id);
    }
    unnamed += page.faults.length;
    yield page;
  }
  // Counted without what changed while we read: that would look like something lost.
  const settled = windowJql({ ...window, until: Date.parse(started) - OVERLAP_MS });
  const counted = await countIssues(api, settled, signal);
  const missing = counted === null ? 0 : counted - seen.size - unnamed;
  yield closingPage({ missing, from, updated: nextUpdated(from?.updated ?? null, newest, started) });
}

/** About how many issues the window holds; null where this Jira won't say, which is no reason to refuse what was read. */
async function countIssues(api: JiraApi, condition: string, signal: AbortSignal): Promise<number | null> {
  try {
    const path = '/rest/api/3/search/approximate-count';
    return (await api.ask(countAnswer, path, { jql: condition }, signal)).count;
  } catch (error) {
    if (error instanceof SourceError && !signal.aborted) return null;
    throw error;
  }
}

/** The page that closes the window: the new cursor, and a fault where issues seem to be missing. */
function closingPage(end: {
  missing: number;
  from: ReturnType<typeof parseCursor>;
  updated: string | null;
}): ReadPage {
  const page: ReadPage = { accounts: [], records: [], faults: [], cursor: null };
  const advanced = end.updated === null ? null : { updated: end.updated };
  if (end.missing <= 0) return { ...page, cursor: advanced };
  const fault = {
    external_id: null,
    reason: `Jira counts about ${end.missing} more issues in this window than it delivered; a page may have been lost`,
  };
  const again = { updated: end.from?.updated ?? BEGINNING, short: true };
  const believed = end.from?.short === true;
  return { ...page, faults: [fault], cursor: believed ? advanced : again };
}
