import { z } from 'zod';
import { isoInstant } from './date.ts';
import { contentHash, jsonValue } from './json.ts';

/** One line of the log. `hash` covers everything else in it, `previous_hash` included: a chain. */
export const auditEntry = z.object({
  seq: z.int().positive(),
  at: isoInstant,
  /** A person's id, `fairlead` for its own jobs, or `operator` for the command line. */
  actor: z.string(),
  /** Noun and verb: `intervention-approved`. */
  event: z.string().regex(/^[a-z]+(-[a-z]+)+$/),
  /** Id of what it happened to. */
  subject: z.string(),
  data: z.record(z.string(), jsonValue),
  previous_hash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'previous_hash' | 'hash'>;

/** What the first entry has as its predecessor. */
export const GENESIS_HASH = '0'.repeat(64);

/** What is known of the end of the chain apart from the entries, so that a cut tail shows. */
export const auditHead = z.object({ count: z.int().nonnegative(), hash: z.string() });
export type AuditHead = z.infer<typeof auditHead>;

export const auditHash = (entry: Omit<AuditEntry, 'hash'>): string =>
  contentHash({
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor,
    event: entry.event,
    subject: entry.subject,
    data: entry.data,
    previous_hash: entry.previous_hash,
  });

export function chainEntry(entry: NewAuditEntry, head: AuditHead): AuditEntry {
  const linked = { ...entry, seq: head.count + 1, previous_hash: head.hash };
  return { ...linked, hash: auditHash(linked) };
}

export type ChainVerdict =
  | { ok: true; entries: number; head_hash: string }
  | { ok: false; entries: number; broken_at: number; entry: AuditEntry | null; reason: string };

/**
 * Walks the chain and names the first entry that is changed, removed, swapped or inserted; with a head, also a
 * tail that was cut or added. Entries must come in the order in which they are stored. `start` is the end of what
 * was walked before, for a log that is read in pieces.
 */
export function verifyChain(
  entries: Iterable<AuditEntry>,
  head: AuditHead | null,
  start: AuditHead = { count: 0, hash: GENESIS_HASH },
): ChainVerdict {
  let previous = start.hash;
  let count = start.count;
  for (const entry of entries) {
    const broken = (reason: string): ChainVerdict => ({
      ok: false,
      entries: count,
      broken_at: count + 1,
      entry,
      reason,
    });
    if (entry.seq !== count + 1) return broken(`expected entry ${count + 1}, found entry ${entry.seq}`);
    if (entry.previous_hash !== previous)
      return broken(`entry ${entry.seq} does not follow the entry before it`);
    if (auditHash(entry) !== entry.hash) return broken(`entry ${entry.seq} was changed after it was written`);
    previous = entry.hash;
    count += 1;
  }
  if (head !== null && (head.count !== count || head.hash !== previous)) {
    const reason =
      head.count > count
        ? `the log ends at entry ${count}, but ${head.count} were written: its tail was cut`
        : `the log does not end as its head says (${head.count} entries)`;
    return { ok: false, entries: count, broken_at: count + 1, entry: null, reason };
  }
  return { ok: true, entries: count, head_hash: previous };
}
