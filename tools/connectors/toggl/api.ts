import { z } from 'zod';
import { answerInvalid, ask, shaped } from '#tools/connectors/answer.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient, LimitQuestion } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { parseInstant } from '#tools/instant.ts';

/** Fewer calls of the hour's few; the default is 50. */
const PAGE_SIZE = 200;

/**
 * The hour's calls used up is a 402, with the seconds until there are new ones in a header
 * (support.toggl.com, "API webhook limits"). A 402 without it says that a feature isn't bought.
 */
export function togglLimit({ status, headers }: LimitQuestion): number | undefined {
  const seconds = Number(headers.get('x-toggl-quota-resets-in') ?? Number.NaN);
  return status === 402 && seconds >= 0 ? seconds * 1000 : undefined;
}

const reportRow = z.looseObject({
  row_number: z.number().int().nullish(),
  time_entries: z.array(z.unknown()),
});
const report = z.array(z.unknown());

/** A range of days, both included. */
export interface Range {
  start_date: string;
  end_date: string;
}

/** An entry with what its row says of it. */
export interface ReportEntry {
  entry: unknown;
  row: unknown;
}

export interface ReportPage {
  entries: ReportEntry[];
  /** Newest and oldest change on it. */
  newest: string | null;
  oldest: string | null;
  /** Whether it is in the order that was asked for. */
  ordered: boolean;
}

const changed = z.object({ at: z.string() });
const changeOf = ({ entry }: ReportEntry): string | null => {
  const parsed = changed.safeParse(entry);
  return parsed.success ? parseInstant(parsed.data.at) : null;
};

const headerNumber = (headers: Headers, name: string): number | null => {
  const number = Number(headers.get(name) ?? Number.NaN);
  return Number.isInteger(number) ? number : null;
};

/**
 * Pages of the detailed report, last change first (engineering.toggl.com/docs/track/reports/detailed_reports). The
 * marks of the next page come in headers and go back in the body; without them it was the last.
 */
export async function* reportPages(
  http: HttpClient,
  { workspace, range, enriched }: { workspace: string; range: Range; enriched: boolean },
  signal: AbortSignal,
): AsyncGenerator<ReportPage> {
  const path = `/reports/api/v3/workspace/${encodeURIComponent(workspace)}/search/time_entries`;
  const what = `${path} of ${http.host}`;
  const guard = makePageGuard(what);
  const repeats = makeRepeatGuard(what);
  let mark: Record<string, number> = {};
  for (;;) {
    const answer = await http.request({
      method: 'POST',
      path,
      body: {
        ...range,
        order_by: 'last_update',
        order_dir: 'DESC',
        page_size: PAGE_SIZE,
        hide_amounts: true,
        enrich_response: enriched,
        ...mark,
      },
      safe: true,
      signal,
    });
    const rows = shaped(http, report, path, answer.json).map((row) => ({
      row,
      parsed: reportRow.safeParse(row),
    }));
    const first = rows[0]?.parsed.data?.row_number ?? null;
    if (mark.first_row_number !== undefined && first !== null && first !== mark.first_row_number)
      throw answerInvalid(http, path, `row ${mark.first_row_number} was asked for and ${first} delivered`);
    const entries = rows.flatMap(({ row, parsed }): ReportEntry[] =>
      parsed.success ? parsed.data.time_entries.map((entry) => ({ entry, row })) : [{ entry: null, row }],
    );
    repeats(entries.map(({ entry }) => entry));
    yield toPage(entries);
    const [id, row, timestamp] = ['x-next-id', 'x-next-row-number', 'x-next-timestamp'].map((name) =>
      headerNumber(answer.headers, name),
    );
    if (typeof row !== 'number') return;
    guard.advance(`${id} ${row}`);
    mark = {
      first_row_number: row,
      ...(typeof id === 'number' ? { first_id: id } : {}),
      ...(typeof timestamp === 'number' ? { first_timestamp: timestamp } : {}),
    };
  }
}

function toPage(entries: ReportEntry[]): ReportPage {
  const told = entries.flatMap((entry) => changeOf(entry) ?? []);
  const changes = told.toSorted();
  return {
    entries,
    newest: changes.at(-1) ?? null,
    oldest: changes[0] ?? null,
    ordered: changes.toReversed().every((at, index) => at === told[index]),
  };
}

/** Changed at or after; what doesn't say when counts as changed. */
export const isSince = (entry: ReportEntry, since: string | null): boolean => {
  const at = changeOf(entry);
  return since === null || at === null || at >= since;
};

const users = z.array(z.unknown());

/** Everybody of a workspace, in one answer; those who are in it through a group too. */
export const workspaceUsers = (http: HttpClient, workspace: string, signal: AbortSignal) =>
  ask(http, users, {
    method: 'GET',
    path: `/api/v9/workspaces/${encodeURIComponent(workspace)}/workspace_users`,
    query: { includeIndirect: 'true' },
    signal,
  });
