import type { JsonValue } from '#domain/json.ts';
import type { ReadPage } from '#domain/source.ts';
import { parseInstant } from '#tools/instant.ts';
import { laterOf, nextUpdated, OVERLAP_MS, parseCursor } from './cursor.ts';

/** A page of an incremental read, with the newest change on it as the source stamps it; null where it tells none. */
export interface WindowPage extends Omit<ReadPage, 'cursor'> {
  newest: string | null;
}

export const emptyPage = (): Omit<ReadPage, 'cursor'> => ({ accounts: [], records: [], faults: [] });

/** The newest of the instants that items carry under this name. */
export function newestOf(items: readonly unknown[], name: string): string | null {
  let newest: string | null = null;
  for (const item of items) {
    const value: unknown =
      item === null || typeof item !== 'object' ? null : Object.getOwnPropertyDescriptor(item, name)?.value;
    const at = typeof value === 'string' || typeof value === 'number' ? parseInstant(value) : null;
    if (at !== null) newest = laterOf(newest, at);
  }
  return newest;
}

/**
 * An incremental read by a mark of change: everything since the last complete window less an overlap, so that nothing
 * falls between two reads. Pages carry no cursor until the last, which comes only when all before it were handed over.
 * `pagesSince` gets null for a full read.
 */
export async function* readWindow(
  question: { cursor: JsonValue | null; now(): string; overlap_ms?: number },
  pagesSince: (since: string | null) => AsyncIterable<WindowPage>,
): AsyncGenerator<ReadPage> {
  const from = parseCursor(question.cursor);
  const started = question.now();
  const overlap = question.overlap_ms ?? OVERLAP_MS;
  const since = from === null ? null : new Date(Date.parse(from.updated) - overlap).toISOString();
  let newest: string | null = null;
  for await (const { newest: seen, ...page } of pagesSince(since)) {
    if (seen !== null) newest = laterOf(newest, seen);
    yield { ...page, cursor: null };
  }
  const updated = nextUpdated(from?.updated ?? null, newest, started);
  yield { ...emptyPage(), cursor: updated === null ? null : { updated } };
}
