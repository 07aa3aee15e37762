import { z } from 'zod';
import { SourceError, SystemError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, ReadPage, Source } from '#domain/source.ts';
import { laterOf, nextUpdated, OVERLAP_MS, parseCursor } from '#tools/connectors/cursor.ts';
import { describeFault } from '#tools/connectors/jira/normalise.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { parseInstant } from '#tools/instant.ts';
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
function toReadPage(stream: HarvestStream, items: readonly unknown[], fields: ReadonlySet<string>): ReadPage {
  const page: ReadPage = { accounts: [], records: [], faults: [], cursor: null };
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

/** The newest `updated_at` of a page's items, also of users, whose accounts don't carry it. */
function newestOf(items: readonly unknown[]): string | null {
  let newest: string | null = null;
  for (const item of items) {
    if (item === null || typeof item !== 'object' || !('updated_at' in item)) continue;
    const at = typeof item.updated_at === 'string' ? parseInstant(item.updated_at) : null;
    if (at !== null) newest = laterOf(newest, at);
  }
  return newest;
}

const idsOf = (items: readonly unknown[]): string[] =>
  items.map((item, index) =>
    item !== null && typeof item === 'object' && 'id' in item ? String(item.id) : `without id ${index}`,
  );

/** Harvest by its API v2: people and their time. Read only. */
export function makeHarvestConnector({ source, http, fields, now }: HarvestConnectorDeps): Connector {
  const policyFields = new Set(fields);

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>> {
    const { json } = await http.request({ method: 'GET', path, query, signal });
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new SourceError(
      'source-answer-invalid',
      `${http.host}: the answer is not what Harvest describes: ${describeFault(parsed.error)}.`,
      { host: http.host },
    );
  }

  const invalid = (stream: string, what: string) =>
    new SourceError('source-answer-invalid', `Reading ${stream} of ${http.host}: ${what}.`, {
      host: http.host,
      stream,
    });

  /**
   * What changed since the cursor. Harvest doesn't tell of deletions: a full re-list (null cursor) refreshes what is
   * there. It does tell a total, so a page lost on the way is an error and the window is read again.
   */
  async function* readStream(
    stream: HarvestStream,
    cursor: JsonValue | null,
    signal: AbortSignal,
  ): AsyncGenerator<ReadPage> {
    const from = parseCursor(cursor);
    const started = now();
    const guard = makePageGuard(`${stream} of ${http.host}`);
    const since =
      from === null ? {} : { updated_since: new Date(Date.parse(from.updated) - OVERLAP_MS).toISOString() };
    const query = { per_page: String(PAGE_SIZE), ...since };
    let newest: string | null = null;
    let expected: number | null = null;
    const seen = new Set<string>();
    let next: { path: string; query: Record<string, string> } | null = { path: `/v2/${stream}`, query };
    while (next !== null) {
      const answer: z.infer<typeof pageAnswer> = await ask(pageAnswer, next.path, next.query, signal);
      const items = answer[stream];
      if (items === undefined) throw invalid(stream, `the answer has no list "${stream}"`);
      const ids = idsOf(items);
      if (ids.length > 0 && seen.size > 0 && ids.every((id) => seen.has(id)))
        throw invalid(stream, 'a page repeats the records of an earlier one');
      for (const id of ids) seen.add(id);
      expected ??= answer.total_entries ?? null;
      newest = newestOf(items) === null ? newest : laterOf(newest, newestOf(items) ?? '');
      yield toReadPage(stream, items, policyFields);
      const link: string | null = answer.links?.next ?? null;
      const page: number | null = answer.next_page ?? null;
      if (link !== null) next = { path: link, query: {} };
      else next = page === null ? null : { path: `/v2/${stream}`, query: { ...query, page: String(page) } };
      if (next !== null) guard.advance(link ?? String(page));
    }
    if (expected !== null && seen.size < expected)
      throw invalid(stream, `${expected} records were announced and ${seen.size} delivered`);
    const updated = nextUpdated(from?.updated ?? null, newest, started);
    yield { accounts: [], records: [], faults: [], cursor: updated === null ? null : { updated } };
  }

  const readOnly = () =>
    new SystemError('internal', `Source ${source.name}: Harvest is only read; it takes no actions.`, {
      source: source.name,
    });

  return {
    vendor: 'harvest',
    effect: 'read',
    streams: harvestStreams,
    actions: [],
    check: async (signal) => {
      const me = z.object({ email: z.string().nullish(), id: z.number() });
      const answer = await ask(me, '/v2/users/me', {}, signal);
      return { account: cleanName(answer.email) ?? String(answer.id) };
    },
    read: (stream, cursor, signal) => {
      const known = harvestStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, harvestStreams);
      return readStream(known, cursor, signal);
    },
    precheck: () => Promise.reject(readOnly()),
    execute: () => Promise.reject(readOnly()),
  };
}
