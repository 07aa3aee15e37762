import type { Clock } from '#domain/clock.ts';
import { FairleadError, SourceError, SystemError } from '#domain/errors.ts';
import { changedIdentities, matchAccounts } from '#domain/identity.ts';
import { mapLimited } from '#domain/limited.ts';
import type { IngestPort, PeoplePort } from '#domain/ports.ts';
import type { Identity, SourceAccount } from '#domain/record.ts';
import type { Connector, ReadPage, Relisted, Source } from '#domain/source.ts';
import { isFullReadOpen } from './connectors/cursor.ts';

/** What one stream's read came to. `error` null: it reached its end. */
export interface StreamResult {
  stream: string;
  /** Records, also those that were rejected; accounts where a stream gives nothing else. */
  seen: number;
  stored: number;
  unchanged: number;
  rejected: number;
  /** Records that a full read no longer found: deleted at the source, or out of sight. */
  gone: number;
  error: { code: string; message: string } | null;
}

export interface SyncResult {
  source: string;
  streams: StreamResult[];
  /** Accounts joined to a person, and accounts of people (bots left out) that are not. */
  matched: number;
  unmatched: number;
  /** A stream ended early or left records out. */
  partial: boolean;
  started_at: string;
  finished_at: string;
}

export interface SyncProgress {
  source: string;
  stream: string;
  seen: number;
  stored: number;
  rejected: number;
}

export interface SyncDeps {
  ingest: IngestPort;
  people: Pick<PeoplePort, 'list'>;
  clock: Clock;
  onProgress?: (progress: SyncProgress) => void;
}

/** A fault of ours (a stream that doesn't exist, say) ends everything; one of the source ends only the stream. */
const isOurs = (error: unknown): boolean => error instanceof SystemError && error.code !== 'config-invalid';

const describe = (error: unknown): { code: string; message: string } =>
  error instanceof FairleadError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: error instanceof Error ? error.message : String(error) };

/** An account as far as it is known, from all places that show it: a ticket often leaves out the e-mail. */
function mergeAccount(known: Identity | SourceAccount | undefined, seen: SourceAccount): SourceAccount {
  return {
    ...seen,
    display_name: seen.display_name ?? known?.display_name ?? null,
    email: seen.email ?? known?.email ?? null,
    bot: seen.bot || (known?.bot ?? false),
  };
}

const isNews = (known: Identity | SourceAccount | undefined, account: SourceAccount): boolean =>
  known === undefined ||
  known.display_name !== account.display_name ||
  known.email !== account.email ||
  known.active !== account.active ||
  known.bot !== account.bot;

/** Completes each page's accounts by what is known of them, and leaves out those that say nothing new. */
function makeAccountFilter(identities: readonly Identity[]) {
  const known = new Map<string, Identity | SourceAccount>(
    identities.map((identity) => [identity.account, identity]),
  );
  return (page: ReadPage): ReadPage => {
    const accounts = page.accounts.flatMap((account) => {
      const merged = mergeAccount(known.get(account.account), account);
      if (!isNews(known.get(account.account), merged)) return [];
      known.set(account.account, merged);
      return [merged];
    });
    return { ...page, accounts };
  };
}

/**
 * Stores a stream's pages one by one. May be ended at any moment and begun again: pages are stored whole, repeats
 * change nothing, and the cursor moves only with a page behind which a read can go on.
 */
async function storePages(
  source: Source,
  stream: string,
  pages: AsyncIterable<ReadPage>,
  deps: Pick<SyncDeps, 'ingest' | 'onProgress'>,
  relisted: Relisted | null = null,
): Promise<StreamResult> {
  const result: StreamResult = {
    stream,
    seen: 0,
    stored: 0,
    unchanged: 0,
    rejected: 0,
    gone: 0,
    error: null,
  };
  const withNews = makeAccountFilter(await deps.ingest.accounts(source.id));
  let saving = false;
  try {
    for await (const page of pages) {
      saving = true;
      const { window } = page;
      const listed = window?.full === true ? relisted : null;
      const saved = await deps.ingest.savePage(source.id, stream, withNews(page), listed?.kind);
      if (listed !== null && window?.closed === true && window.sure)
        result.gone += await deps.ingest.markGone(source.id, listed, window.began);
      saving = false;
      result.seen += (page.records.length || page.accounts.length) + page.faults.length;
      result.stored += saved.stored;
      result.unchanged += saved.unchanged;
      result.rejected += page.faults.length;
      const { seen, stored, rejected } = result;
      deps.onProgress?.({ source: source.name, stream, seen, stored, rejected });
    }
  } catch (error) {
    // Storage that fails is not the source's fault, and the next page would fare no better.
    if (saving || isOurs(error)) throw error;
    result.error = describe(error);
  }
  const { error, seen, rejected } = result;
  await deps.ingest.finish(source.id, stream, { error, seen, rejected });
  return result;
}

/** Joins the source's accounts to people by the rules of `matchAccounts`, writing only what differs. */
export async function matchIdentities(
  source: Source,
  { ingest, people }: Pick<SyncDeps, 'ingest' | 'people'>,
): Promise<{ matched: number; unmatched: number }> {
  const before = await ingest.accounts(source.id);
  const after = matchAccounts(before, await people.list());
  const changed = changedIdentities(before, after);
  if (changed.length > 0) await ingest.saveIdentities(changed);
  return {
    matched: after.filter(({ person_id }) => person_id !== null).length,
    unmatched: after.filter(({ person_id, bot }) => person_id === null && !bot).length,
  };
}

async function conclude(
  source: Source,
  streams: StreamResult[],
  startedAt: string,
  deps: SyncDeps,
): Promise<SyncResult> {
  const counts = await matchIdentities(source, deps);
  return {
    source: source.name,
    streams,
    ...counts,
    partial: streams.some(({ error, rejected }) => error !== null || rejected > 0),
    started_at: startedAt,
    finished_at: deps.clock.now(),
  };
}

const MINUTE_MS = 60_000;

/** The same pages, until behind the first mark after the time is over: a read that ends before one would begin anew. */
async function* withinTime(
  pages: AsyncIterable<ReadPage>,
  { minutes, began, clock }: { minutes: number; began: string; clock: Clock },
): AsyncGenerator<ReadPage> {
  const end = Date.parse(began) + minutes * MINUTE_MS;
  for await (const page of pages) {
    yield page;
    const isMark = page.cursor !== null && page.window?.closed !== true;
    if (isMark && Date.parse(clock.now()) >= end)
      throw new SourceError(
        'source-rate-limited',
        `The ${minutes} minutes that one sync may take are over; the next one goes on from here.`,
        { minutes },
      );
  }
}

/**
 * Cursors are passed over and everything is read anew; what a source that lists everything no longer shows is marked as
 * gone. `or_go_on`: a full read that is under way goes on instead, or one that takes longer than from one to the next
 * would never end.
 */
export type FullRead = boolean | 'or_go_on';

interface SyncRequest extends SyncDeps {
  signal: AbortSignal;
  full?: FullRead;
  /** After so many a source's streams end, each at its next mark; without it they are read to the end. */
  minutes?: number;
}

/** Reads every stream of a source into storage. A fault in one stream is recorded and never stops another. */
export async function syncSource(
  request: { source: Source; connector: Connector } & SyncRequest,
): Promise<SyncResult> {
  const { source, connector, signal, ingest, clock, full = false } = request;
  const { minutes = Number.POSITIVE_INFINITY } = request;
  const startedAt = clock.now();
  const streams: StreamResult[] = [];
  for (const stream of connector.streams) {
    if (signal.aborted) break;
    const known = await ingest.cursor(source.id, stream);
    const goesOn = full === false || (full === 'or_go_on' && isFullReadOpen(known));
    const relisted = connector.relists?.[stream] ?? null;
    const pages = connector.read(stream, goesOn ? known : null, signal);
    const timed = withinTime(pages, { minutes, began: startedAt, clock });
    streams.push(await storePages(source, stream, timed, request, relisted));
  }
  return await conclude(source, streams, startedAt, request);
}

/** Stores pages that don't come from a connector (an export file), by the same way as a sync. */
export async function storeFile(
  request: { source: Source; stream: string; pages: AsyncIterable<ReadPage> } & SyncDeps,
): Promise<SyncResult> {
  const startedAt = request.clock.now();
  const result = await storePages(request.source, request.stream, request.pages, request);
  return await conclude(request.source, [result], startedAt, request);
}

/** Sources that are read at once: each waits mostly for its own vendor's limits. */
const SOURCES_AT_ONCE = 4;

/** What a source came to that could not even be begun. */
const unread = (source: Source, error: unknown, startedAt: string, clock: Clock): SyncResult => ({
  source: source.name,
  streams: [{ stream: '*', seen: 0, stored: 0, unchanged: 0, rejected: 0, gone: 0, error: describe(error) }],
  matched: 0,
  unmatched: 0,
  partial: true,
  started_at: startedAt,
  finished_at: clock.now(),
});

/** Syncs several sources, a few at once; whatever befalls one, the others are read. Results stand in the sources' order. */
export async function syncSources(
  request: {
    sources: readonly Source[];
    connectorOf(source: Source): Promise<Connector>;
  } & SyncRequest,
): Promise<SyncResult[]> {
  const failing = new AbortController();
  const signal = AbortSignal.any([request.signal, failing.signal]);
  const results = await mapLimited(request.sources, SOURCES_AT_ONCE, async (source) => {
    if (signal.aborted) return null;
    const startedAt = request.clock.now();
    try {
      const connector = await request.connectorOf(source);
      return await syncSource({ ...request, signal, source, connector });
    } catch (error) {
      if (!isOurs(error)) return unread(source, error, startedAt, request.clock);
      failing.abort();
      throw error;
    }
  });
  return results.filter((result) => result !== null);
}
