import type { AuditEntry } from '#domain/audit.ts';
import type { StoreAudit } from '#store/ports.ts';

/** What is looked for; each that is given must hold. */
export interface AuditWish {
  /** Ids of actors. */
  actors?: readonly string[];
  /** A part of the event's name: `approved`. */
  event?: string;
  /** Id of what it happened to. */
  subject?: string;
  /** First and last day, UTC. */
  from?: string;
  to?: string;
}

export interface AuditPage {
  items: AuditEntry[];
  /** Where to go on, in the direction that was asked for; null at the end. */
  next: string | null;
}

const PIECE = 1000;
/** Entries that one request looks through at most, times a thousand: then it answers with what it has found. */
const PIECES = 20;

const matches = (entry: AuditEntry, wish: AuditWish): boolean =>
  (wish.actors === undefined || wish.actors.includes(entry.actor)) &&
  (wish.event === undefined || entry.event.includes(wish.event)) &&
  (wish.subject === undefined || entry.subject === wish.subject) &&
  (wish.from === undefined || entry.at.slice(0, 10) >= wish.from) &&
  (wish.to === undefined || entry.at.slice(0, 10) <= wish.to);

type Log = Pick<StoreAudit, 'list' | 'head'>;
type Pieces = AsyncIterable<readonly AuditEntry[]>;

/** Entries after a number, oldest first. */
async function* forwards(log: Log, after: number, size: number): Pieces {
  for (let last: number | undefined = after; last !== undefined; ) {
    const { items, next } = await log.list({ after: last, limit: size });
    yield items;
    last = next === null ? undefined : Number(next);
  }
}

/** Entries before a number, newest first. Numbers have no gaps, so the piece before is found by counting. */
async function* backwards(log: Log, before: number, size: number): Pieces {
  for (let top = before - 1; top > 0; top -= size) {
    const from = Math.max(0, top - size);
    const { items } = await log.list({ after: from, limit: top - from });
    yield items.filter(({ seq }) => seq <= top).toReversed();
  }
}

/** Looks through the log from a place on. A page may have fewer items than the limit and still go on. */
async function search(pieces: Pieces, wish: AuditWish, limit: number): Promise<AuditPage> {
  const items: AuditEntry[] = [];
  let seen: number | null = null;
  let looked = 0;
  for await (const piece of pieces) {
    if (looked === PIECES) return { items, next: String(seen) };
    looked += 1;
    for (const entry of piece) {
      // One more is looked for than is answered, so that the last page says that it is the last.
      if (items.length === limit && matches(entry, wish)) return { items, next: String(seen) };
      if (matches(entry, wish)) items.push(entry);
      seen = entry.seq;
    }
  }
  return { items, next: null };
}

/** Without a wish no more is read than is answered. */
const sizeFor = (wish: AuditWish, limit: number) =>
  Object.keys(wish).length === 0 ? Math.min(PIECE, limit + 1) : PIECE;

export const oldestFirst = (log: Log, wish: AuditWish, limit: number, after: number) =>
  search(forwards(log, after, sizeFor(wish, limit)), wish, limit);

export async function newestFirst(log: Log, wish: AuditWish, limit: number, before?: number) {
  const from = before ?? (await log.head()).count + 1;
  return await search(backwards(log, from, sizeFor(wish, limit)), wish, limit);
}
