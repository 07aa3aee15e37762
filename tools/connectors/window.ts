import type { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { ReadPage } from '#domain/source.ts';
import { parseInstant } from '#tools/instant.ts';
import { laterOf, nextUpdated, OVERLAP_MS, parseCursor, type UpdateCursor } from './cursor.ts';

/** A page of an incremental read, with the newest change on it as the source stamps it; null where it tells none. */
export interface WindowPage extends Omit<ReadPage, 'cursor' | 'window'> {
  newest: string | null;
  /**
   * With this page everything of the window before the mark was handed over, and nothing of it seems lost: a read that
   * is ended after it goes on from the mark.
   */
  done?: JsonValue;
  /** The window seems to lack records: it is read once more before it is believed. */
  short?: boolean;
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

/** A mark as its connector wrote it; null where there is none or it is one of another version. */
export function markOf<Schema extends z.ZodType>(
  schema: Schema,
  done: JsonValue | null,
): z.infer<Schema> | null {
  const parsed = schema.safeParse(done);
  return parsed.success ? parsed.data : null;
}

/**
 * An incremental read by a mark of change: everything since the last complete window less an overlap, so that nothing
 * falls between two reads. The end of the window moves only with the last page, which comes when all before it were
 * handed over; a window that is cut off goes on from its last mark (`done`), and keeps the time of its first beginning.
 * `pagesSince` gets null for a full read, and the mark to go on from.
 */
export async function* readWindow(
  question: { cursor: JsonValue | null; now(): string; overlap_ms?: number },
  pagesSince: (since: string | null, done: JsonValue | null) => AsyncIterable<WindowPage>,
): AsyncGenerator<ReadPage> {
  const from: UpdateCursor = parseCursor(question.cursor) ?? { updated: null };
  const started = from.filling?.started ?? question.now();
  const overlap = question.overlap_ms ?? OVERLAP_MS;
  const since = from.updated === null ? null : new Date(Date.parse(from.updated) - overlap).toISOString();
  let newest = from.filling?.newest ?? null;
  let unsure = from.filling?.unsure ?? false;
  let short = false;
  const window = (closed: boolean, sure: boolean) => ({ began: started, full: since === null, closed, sure });
  for await (const { newest: seen, done, short: lacking, ...page } of pagesSince(
    since,
    from.filling?.done ?? null,
  )) {
    if (seen !== null) newest = laterOf(newest, seen);
    short ||= lacking ?? false;
    unsure ||= page.faults.some(({ external_id }) => external_id === null);
    const filling = done === undefined ? null : { started, newest, done, unsure };
    const cursor = filling && { updated: from.updated, ...(from.short && { short: from.short }), filling };
    yield { ...page, cursor, window: window(false, !unsure) };
  }
  const again = short && from.short !== true;
  const cursor = again
    ? { updated: from.updated, short: true }
    : { updated: nextUpdated(from.updated, newest, started) };
  yield { ...emptyPage(), cursor, window: window(true, !short && !unsure) };
}
