import { z } from 'zod';
import {
  type AuditEntry,
  type AuditHead,
  auditEntry,
  type ChainVerdict,
  GENESIS_HASH,
  verifyChain,
} from '#domain/audit.ts';
import { invalidInput } from '#domain/errors.ts';

/** First line of an export: how many entries follow and the hash of the last, so that a cut tail shows. */
export const exportHeader = z.object({
  kind: z.literal('fairlead-audit'),
  version: z.literal(1),
  count: z.int().nonnegative(),
  head_hash: z.string(),
});

interface StoredLog {
  head(): Promise<AuditHead>;
  /** Oldest first. */
  entriesAfter(seq: number, limit: number): Promise<AuditEntry[]>;
}

/** Entries read at once: about a megabyte. */
const PIECE = 1000;

/**
 * The log as JSON Lines. Entries are never changed once written, so the pieces make one consistent view up to the
 * head that was read first.
 */
export async function* exportLines(log: StoredLog): AsyncIterable<string> {
  const head = await log.head();
  const header = { kind: 'fairlead-audit', version: 1, count: head.count, head_hash: head.hash };
  yield JSON.stringify(header);
  for await (const entry of entriesOf(log, head.count)) yield JSON.stringify(entry);
}

async function* entriesOf(log: StoredLog, upTo: number): AsyncIterable<AuditEntry> {
  for (let last = 0; last < upTo; ) {
    const piece = await log.entriesAfter(last, PIECE);
    for (const entry of piece) if (entry.seq <= upTo) yield entry;
    const next = piece.at(-1)?.seq;
    if (next === undefined) return;
    last = next;
  }
}

/** The stored chain against its stored head: also entries that stand behind the head. */
export async function verifyStored(log: StoredLog): Promise<ChainVerdict> {
  const head = await log.head();
  const walk = new ChainWalk();
  for await (const entry of entriesOf(log, head.count)) {
    const broken = walk.take(entry);
    if (broken) return broken;
  }
  // Read before the head is read again: an entry that was appended meanwhile has moved it.
  const [behind] = await log.entriesAfter(head.count, 1);
  if (behind !== undefined && behind.seq > (await log.head()).count) {
    const reason = `entry ${behind.seq} stands behind the log's head: it was inserted`;
    return { ok: false, entries: head.count, broken_at: behind.seq, entry: behind, reason };
  }
  return walk.end(head);
}

export type ExportVerdict = ChainVerdict & {
  /** False for a file without header: nothing then says whether entries are missing at its end. */
  tail_vouched_for: boolean;
};

/**
 * Checks an exported log, line by line, with nothing but the file. Finds the first entry that was changed, removed,
 * swapped or inserted, and with the header a tail that was cut.
 * @throws UserError `invalid-input` for a line that is neither header nor entry, with its number.
 */
export async function verifyExport(lines: AsyncIterable<string> | Iterable<string>): Promise<ExportVerdict> {
  const walk = new ChainWalk();
  let head: AuditHead | null = null;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = parseLine(line, number);
    if (walk.entries === 0 && head === null) {
      head = headOf(value);
      if (head !== null) continue;
    }
    const broken = walk.take(entryOf(value, number));
    if (broken) return { ...broken, tail_vouched_for: head !== null };
  }
  return { ...walk.end(head), tail_vouched_for: head !== null };
}

function headOf(value: unknown): AuditHead | null {
  const header = exportHeader.safeParse(value);
  return header.success ? { count: header.data.count, hash: header.data.head_hash } : null;
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw invalidInput(`Line ${number} is not JSON: an audit export has one JSON object a line.`, {
      line: number,
    });
  }
}

function entryOf(value: unknown, number: number): AuditEntry {
  const parsed = auditEntry.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'the entry';
  throw invalidInput(`Line ${number} is not an audit entry: ${where}: ${issue?.message}.`, {
    line: number,
    field: where,
  });
}

/**
 * `verifyChain` one entry at a time: a log of millions needn't fit in memory. Each step checks one entry as the
 * first of a chain that begins where the last one ended.
 */
class ChainWalk {
  entries = 0;
  #hash = GENESIS_HASH;

  take(entry: AuditEntry): Extract<ChainVerdict, { ok: false }> | null {
    const verdict = verifyChain([entry], null, { count: this.entries, hash: this.#hash });
    if (!verdict.ok) return verdict;
    this.entries += 1;
    this.#hash = entry.hash;
    return null;
  }

  end(head: AuditHead | null): ChainVerdict {
    return verifyChain([], head, { count: this.entries, hash: this.#hash });
  }
}
