import { z } from 'zod';
import { type JsonValue, jsonValue } from '#domain/json.ts';

/**
 * How far before the saved point a read begins again, in ms. Jira's search lags behind its writes, its minutes are
 * cut, clocks differ: five minutes of repeats are harmless, a missed change is not.
 */
export const OVERLAP_MS = 5 * 60_000;

/** A window that was not read to its end yet. */
const filling = z.object({
  /** Our time when its first read began. */
  started: z.iso.datetime(),
  newest: z.iso.datetime().nullable(),
  /** The connector's own mark: everything before it was handed over. */
  done: jsonValue,
  /** Something of it may be missing without anybody knowing what. */
  unsure: z.boolean().optional(),
});

/**
 * Where an incremental read goes on: `updated` is the end of the last complete window, null before the first. `short`
 * says that the last window seemed to lack records and is read once more before it is believed.
 */
const updateCursor = z.object({
  updated: z.iso.datetime().nullable(),
  short: z.literal(true).optional(),
  filling: filling.optional(),
});
export type UpdateCursor = z.infer<typeof updateCursor>;

/** A cursor that we don't understand, of an older version say, means a full read. */
export function parseCursor(cursor: JsonValue | null): UpdateCursor | null {
  const parsed = updateCursor.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}

/** A full read was cut off, and would go on from here. */
export function isFullReadOpen(cursor: JsonValue | null): boolean {
  const parsed = parseCursor(cursor);
  return parsed?.updated === null && parsed.filling !== undefined;
}

/**
 * The next point to read from: the newest change seen, but never beyond this machine's time at the start of the
 * window (a record stamped in the future would make us pass over everything until then), and never backwards.
 */
export function nextUpdated(
  before: string | null,
  newestSeen: string | null,
  windowStart: string,
): string | null {
  if (newestSeen === null) return before;
  const reached = newestSeen < windowStart ? newestSeen : windowStart;
  return before !== null && before > reached ? before : reached;
}

export const laterOf = (a: string | null, b: string): string => (a === null || b > a ? b : a);
