import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { SourceAccount } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { laterOf, OVERLAP_MS } from '#tools/connectors/cursor.ts';
import { emptyPage, markOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { countAnswer, searchAnswer } from './answers.ts';
import { type JiraApi, type JiraSite, readSite, wantedFields } from './api.ts';
import { completeChangelogs } from './changelog.ts';
import { orderedJql, windowJql } from './jql.ts';
import { normaliseIssue } from './normalise.ts';

/** Issues of one page. Jira gives no more than 100 when fields are asked for. */
const PAGE_SIZE = 100;
const MINUTE_MS = 60_000;
/** Pages after which a read asks whether all came until here: one more request, and no more than these are ever read twice. */
const PORTION_PAGES = 10;

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
): Omit<WindowPage, 'newest'> {
  const page = emptyPage();
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

/** Where a read stands: every issue that changed before was handed over. */
const reachedMark = z.object({ reached: z.iso.datetime() });

interface Read {
  api: JiraApi;
  site: JiraSite;
  options: IssueReadOptions;
  signal: AbortSignal;
}

/** Issues of a window, oldest change first, with a mark behind each portion that is sure. */
async function* issuesSince(
  { api, site, options, signal }: Read,
  window: { since: number | null; started: string },
): AsyncGenerator<WindowPage> {
  const asked = { time_zone: site.time_zone, project_keys: options.project_keys };
  const history = options.policy_fields.has('history');
  const fields = wantedFields(options.policy_fields, site.flagged_field);
  const condition = windowJql({ ...asked, since: window.since });
  const seen = new Set<string>();
  let unnamed = 0;
  /** How many more Jira counts of what changed until then than came. */
  const missingUntil = async (until: number, later: number): Promise<number> => {
    const counted = await countIssues(api, windowJql({ ...asked, since: window.since, until }), signal);
    return counted === null ? 0 : counted - (seen.size - later) - unnamed;
  };
  let reachedBefore = window.since ?? 0;
  let pages = 0;
  for await (const issues of searchPages(api, { condition, fields, history }, signal)) {
    const whole = history ? await completeChangelogs(api, issues, site.flagged_field, signal) : issues;
    const page: WindowPage = { ...toReadPage(whole, site, options.policy_fields), newest: null };
    for (const record of page.records) {
      page.newest = laterOf(page.newest, record.updated_at);
      seen.add(record.external_id);
    }
    unnamed += page.faults.length;
    pages += 1;
    // Others of the newest minute may come with the next page.
    const reached = page.newest === null ? 0 : Math.floor(Date.parse(page.newest) / MINUTE_MS) * MINUTE_MS;
    const later = page.records.filter(({ updated_at }) => Date.parse(updated_at) >= reached).length;
    // A stamp in the future says nothing of what will change until then.
    const further = reached > reachedBefore && reached <= Date.parse(window.started);
    if (pages >= PORTION_PAGES && further) {
      if ((await missingUntil(reached, later)) <= 0) page.done = { reached: new Date(reached).toISOString() };
      [reachedBefore, pages] = [reached, 0];
    }
    yield page;
  }
  // Counted without what changed while we read: that would look like something lost.
  const missing = await missingUntil(Date.parse(window.started) - OVERLAP_MS, 0);
  if (missing <= 0) return;
  const reason = `Jira counts about ${missing} more issues in this window than it delivered; a page may have been lost`;
  yield { ...emptyPage(), newest: null, faults: [{ external_id: null, reason }], short: true };
}

/**
 * Reads all issues that changed since the cursor, oldest change first. Jira's search has no total; its separate count
 * of the same question tells when a page was lost on the way: the window is then read again at the next sync, once,
 * because the count is only approximate. A read that is cut off goes on behind the last portion that was counted.
 *
 * Deletions and issues that moved out of sight never show up in "updated since"; a full re-list (null cursor) shows what
 * is there, and an action's precheck finds what is gone.
 */
export function readIssues(
  api: JiraApi,
  options: IssueReadOptions,
  cursor: JsonValue | null,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const started = options.now();
  return readWindow({ cursor, now: () => started }, async function* (since, done) {
    const site = await readSite(api, signal);
    const reached = markOf(reachedMark, done)?.reached ?? since;
    const window = { since: reached === null ? null : Date.parse(reached), started };
    yield* issuesSince({ api, site, options, signal }, window);
  });
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
