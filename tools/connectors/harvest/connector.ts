import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { Connector, Source } from '#domain/source.ts';
import { ask } from '#tools/connectors/answer.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
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
   * What changed since the cursor. Harvest doesn't tell of deletions: a full re-list (null cursor) refreshes what is
   * there. It does tell a total, so a page lost on the way is an error and the window is read again.
   */
  async function* pagesSince(
    stream: HarvestStream,
    since: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const guard = makePageGuard(`${stream} of ${http.host}`);
    const query = { per_page: String(PAGE_SIZE), ...(since === null ? {} : { updated_since: since }) };
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
      const link: string | null = answer.links?.next ?? null;
      const page: number | null = answer.next_page ?? null;
      if (link !== null) next = { path: link, query: {} };
      else next = page === null ? null : { path: `/v2/${stream}`, query: { ...query, page: String(page) } };
      if (next !== null) guard.advance(link ?? String(page));
    }
    if (expected !== null && seen.size < expected)
      throw invalid(stream, `${expected} records were announced and ${seen.size} delivered`);
  }

  return {
    vendor: 'harvest',
    relists: ['time_entries'],
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
      return readWindow({ cursor, now }, (since) => pagesSince(known, since, signal));
    },
  };
}
