import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { ask } from '#tools/connectors/answer.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { cleanName } from '#tools/text.ts';
import { isSince, type Range, reportPages, workspaceUsers } from './api.ts';
import { normaliseEntry, normaliseUser } from './normalise.ts';

export const togglStreams = ['users', 'time_entries'] as const;

/** A report may span a year (engineering.toggl.com/docs/reports_start); a day less is on the safe side of leap years. */
const RANGE_DAYS = 364;
/** More years than Toggl has been there. */
const MAX_DAYS = 30 * 365;
/** Ranges of a first read are such that one costs about so many calls, which even few an hour allow. */
const CALLS_A_RANGE = 100;
const ENTRIES_A_CALL = 200;
const ENTRIES_A_DAY = 3;
const SHORTEST_RANGE_DAYS = 7;
const LONGEST_RANGE_DAYS = 91;

/** How many days one range of a first read has: fewer where more people write down their time. */
export const daysOfRange = (people: number): number =>
  Math.min(
    LONGEST_RANGE_DAYS,
    Math.max(
      SHORTEST_RANGE_DAYS,
      Math.floor((CALLS_A_RANGE * ENTRIES_A_CALL) / (ENTRIES_A_DAY * Math.max(1, people))),
    ),
  );

/** Where a first read stands: everything from that day on was handed over. */
const rangeMark = z.object({ from: z.iso.date() });

export interface TogglConnectorDeps {
  source: Source;
  http: HttpClient;
  workspace: string;
  /** Ids of users that belong to no person. */
  bots: readonly string[];
  /** First day of a full read; a year ago where it is null. */
  from: string | null;
  /** `source_fields.toggl` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** Ranges of so many days up to the last one, the newest first, until the first day is in one. */
export function rangesOf(last: IsoDate, first: IsoDate, days: number): Range[] {
  const ranges: Range[] = [];
  for (let end_date = last; end_date >= first; end_date = addDays(end_date, -days)) {
    const start = addDays(end_date, 1 - days);
    ranges.push({ start_date: start < first ? first : start, end_date });
  }
  return ranges;
}

/**
 * Toggl Track: people by API v9, time by Reports API v3. Read only. Calls are few (30 an hour without a plan), so a
 * read costs one for people and one for 200 entries that changed; entries that were deleted show by a full read alone.
 */
export function makeTogglConnector(deps: TogglConnectorDeps): Connector {
  const { source, http, workspace, now } = deps;
  const fields = new Set(deps.fields);
  const bots = new Set(deps.bots);
  const enriched = fields.has('project') || fields.has('task');
  let zones: Map<string, string | null> | null = null;

  async function people(signal: AbortSignal): Promise<WindowPage> {
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of await workspaceUsers(http, workspace, signal)) {
      const user = normaliseUser(item, bots);
      if (user.ok) page.accounts.push(user.account);
      else page.faults.push(user.fault);
    }
    zones = new Map(page.accounts.map(({ account, time_zone }) => [account, time_zone]));
    return page;
  }

  async function* users(signal: AbortSignal): AsyncGenerator<WindowPage> {
    yield await people(signal);
  }

  // Somewhere it is tomorrow already.
  const tomorrow = () => addDays(now().slice(0, 10), 1);
  const aYearAgo = () => addDays(tomorrow(), -RANGE_DAYS);

  /** First day of a full read. */
  function firstDay(): IsoDate {
    const earliest = addDays(tomorrow(), -MAX_DAYS);
    const first = deps.from ?? aYearAgo();
    return first < earliest ? earliest : first;
  }

  /** What is to be asked for: of a read that goes on, what lies before the day that it reached. */
  function rangesToRead(since: string | null, done: JsonValue | null): Range[] {
    // What changed of entries that are older than a year is left to the next full read.
    if (since !== null) return [{ start_date: aYearAgo(), end_date: tomorrow() }];
    const reached = markOf(rangeMark, done)?.from;
    const last = reached === undefined ? tomorrow() : addDays(reached, -1);
    return rangesOf(last, firstDay(), daysOfRange(zones?.size ?? 0));
  }

  async function* entries(
    since: string | null,
    done: JsonValue | null,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    if (zones === null) await people(signal);
    const zoneOf = (account: string) => zones?.get(account) ?? null;
    for (const range of rangesToRead(since, done)) {
      let before: string | null = null;
      let ordered = true;
      for await (const found of reportPages(http, { workspace, range, enriched }, signal)) {
        const page: WindowPage = { ...emptyPage(), newest: found.newest };
        for (const each of found.entries) {
          if (!isSince(each, since)) continue;
          const entry = normaliseEntry(each, { fields, zoneOf });
          if (entry.ok) page.records.push(entry.record);
          else page.faults.push(entry.fault);
        }
        yield page;
        // The rest is older, as long as the order that was asked for is kept.
        ordered &&= found.ordered && (before === null || found.newest === null || found.newest <= before);
        before = found.oldest ?? before;
        if (ordered && since !== null && found.oldest !== null && found.oldest < since) break;
      }
      if (since === null) yield { ...emptyPage(), newest: null, done: { from: range.start_date } };
    }
  }

  return {
    vendor: 'toggl',
    // Its first days are the asker's, and what is stored has the person's.
    relists: { time_entries: { kind: 'time_entry', from: addDays(firstDay(), 2) } },
    ...readOnly(source, 'Toggl'),
    streams: togglStreams,
    check: async (signal) => {
      const me = z.object({ id: z.number().nullish(), email: z.string().nullish() });
      const answer = await ask(http, me, { method: 'GET', path: '/api/v9/me', signal });
      return { account: cleanName(answer.email) ?? String(answer.id ?? 'unknown') };
    },
    read: (stream, cursor, signal) => {
      const known = togglStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, togglStreams);
      return readWindow({ cursor, now }, (since, done) =>
        known === 'users' ? users(signal) : entries(since, done, signal),
      );
    },
  };
}
