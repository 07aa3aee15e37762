import { z } from 'zod';
import { addDays, daysBetween, type IsoDate } from '#domain/date.ts';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { ask } from '#tools/connectors/answer.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { cleanName } from '#tools/text.ts';
import { normaliseTimeEntry, normaliseUser } from './normalise.ts';

export const harvestStreams = ['users', 'time_entries'] as const;
type HarvestStream = (typeof harvestStreams)[number];

/** Harvest's own maximum. */
const PAGE_SIZE = 2000;

const pageAnswer = z.object({
  users: z.array(z.unknown()).optional(),
  time_entries: z.array(z.unknown()).optional(),
  total_entries: z.number().int().min(0).nullish(),
  next_page: z.number().int().nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

export interface HarvestConnectorDeps {
  source: Source;
  http: HttpClient;
  /** `source_fields.harvest` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** One page of either stream as ours. */
function toWindowPage(
  stream: HarvestStream,
  items: readonly unknown[],
  fields: ReadonlySet<string>,
): WindowPage {
  const page: WindowPage = { accounts: [], records: [], faults: [], newest: newestOf(items, 'updated_at') };
  for (const item of items) {
    if (stream === 'users') {
      const user = normaliseUser(item);
      if (user.ok) page.accounts.push(user.account);
      else page.faults.push(user.fault);
    } else {
      const entry = normaliseTimeEntry(item, fields);
      if (entry.ok) page.records.push(entry.record);
      else page.faults.push(entry.fault);
    }
  }
  return page;
}

/** Where a full read stands: all time before that day was handed over. */
const periodMark = z.object({ before: z.iso.date() });

/** So many entries are read at one go: ten requests, repeated where it is cut off. */
const PORTION = 10 * PAGE_SIZE;
/** What is more is read by quarters of ten years, and all before at once. */
const QUARTER_DAYS = 91;
const QUARTERS = 40;
/** Quarters begin on the same days whenever a read goes on. */
const A_MONDAY: IsoDate = '2001-01-01';

/**
 * All days in periods, the oldest first, each with the query that asks for it. `before` is the day after it; null of the
 * last, which has no end: people note tomorrow's time.
 */
export function periodsUntil(today: IsoDate): { before: IsoDate | null; query: Record<string, string> }[] {
  const current = Math.floor(daysBetween(A_MONDAY, today) / QUARTER_DAYS);
  const startOf = (back: number) => addDays(A_MONDAY, (current - back) * QUARTER_DAYS);
  const borders = Array.from({ length: QUARTERS }, (_, index) => startOf(QUARTERS - 1 - index));
  return [null, ...borders].map((from, index) => {
    const before = borders[index] ?? null;
    const to = before === null ? {} : { to: addDays(before, -1) };
    return { before, query: { ...(from === null ? {} : { from }), ...to } };
  });
}

const idsOf = (items: readonly unknown[]): string[] =>
  items.map((item, index) =>
    item !== null && typeof item === 'object' && 'id' in item ? String(item.id) : `without id ${index}`,
  );

/** Harvest by its API v2: people and their time. Read only. */
export function makeHarvestConnector({ source, http, fields, now }: HarvestConnectorDeps): Connector {
  const policyFields = new Set(fields);

  const invalid = (stream: string, what: string) =>
    new SourceError('source-answer-invalid', `Reading ${stream} of ${http.host}: ${what}.`, {
      host: http.host,
      stream,
    });

  /**
   * What the query finds; false, and the first page alone, where that is more than `most`. Harvest tells a total, so a
   * page lost on the way is an error and all of it is read again.
   */
  async function* pagesOf(
    stream: HarvestStream,
    asked: Record<string, string>,
    signal: AbortSignal,
    most = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<WindowPage, boolean> {
    const guard = makePageGuard(`${stream} of ${http.host}`);
    const query = { per_page: String(PAGE_SIZE), ...asked };
    let expected: number | null = null;
    const seen = new Set<string>();
    let next: { path: string; query: Record<string, string> } | null = { path: `/v2/${stream}`, query };
    while (next !== null) {
      const answer: z.infer<typeof pageAnswer> = await ask(http, pageAnswer, {
        method: 'GET',
        ...next,
        signal,
      });
      const items = answer[stream];
      if (items === undefined) throw invalid(stream, `the answer has no list "${stream}"`);
      const ids = idsOf(items);
      if (ids.length > 0 && seen.size > 0 && ids.every((id) => seen.has(id)))
        throw invalid(stream, 'a page repeats the records of an earlier one');
      for (const id of ids) seen.add(id);
      expected ??= answer.total_entries ?? null;
      yield toWindowPage(stream, items, policyFields);
      if (expected !== null && expected > most) return false;
      const link: string | null = answer.links?.next ?? null;
      const page: number | null = answer.next_page ?? null;
      if (link !== null) next = { path: link, query: {} };
      else next = page === null ? null : { path: `/v2/${stream}`, query: { ...query, page: String(page) } };
      if (next !== null) guard.advance(link ?? String(page));
    }
    if (expected !== null && seen.size < expected)
      throw invalid(stream, `${expected} records were announced and ${seen.size} delivered`);
    return true;
  }

  /** Everything: at one go where it is little, else period by period, so that a read that is cut off goes on. */
  async function* entries(done: JsonValue | null, signal: AbortSignal): AsyncGenerator<WindowPage> {
    const behind = markOf(periodMark, done)?.before;
    if (behind === undefined && (yield* pagesOf('time_entries', {}, signal, PORTION))) return;
    for (const { before, query } of periodsUntil(now().slice(0, 10))) {
      if (before !== null && behind !== undefined && before <= behind) continue;
      yield* pagesOf('time_entries', query, signal);
      if (before !== null) yield { ...emptyPage(), newest: null, done: { before } };
    }
  }

  return {
    vendor: 'harvest',
    relists: { time_entries: { kind: 'time_entry' } },
    ...readOnly(source, 'Harvest'),
    streams: harvestStreams,
    check: async (signal) => {
      const me = z.object({ email: z.string().nullish(), id: z.number() });
      const answer = await ask(http, me, { method: 'GET', path: '/v2/users/me', signal });
      return { account: cleanName(answer.email) ?? String(answer.id) };
    },
    read: (stream, cursor, signal) => {
      const known = harvestStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, harvestStreams);
      return readWindow({ cursor, now }, (since, done) => {
        if (since !== null) return pagesOf(known, { updated_since: since }, signal);
        return known === 'users' ? pagesOf(known, {}, signal) : entries(done, signal);
      });
    },
  };
}
