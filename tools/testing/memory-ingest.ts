import type { SourceId } from '#domain/ids.ts';
import type { JsonValue } from '#domain/json.ts';
import { contentHash } from '#domain/json.ts';
import type { IngestPort } from '#domain/ports.ts';
import type { Identity, SourceRecord } from '#domain/record.ts';
import { daysOfRecord } from '#domain/record-days.ts';
import type { RecordFault } from '#domain/source.ts';

/** Storage in memory, as the port says it must behave; for tests of what writes through it. */
export interface MemoryIngest extends IngestPort {
  records: Map<string, SourceRecord>;
  identities: Map<string, Identity>;
  cursors: Map<string, JsonValue>;
  /** What pages of the full read that began then showed. */
  listed: { since: string; ids: Set<string> } | null;
  faults: RecordFault[];
  finished: { stream: string; code: string | null; seen: number; rejected: number }[];
  /** Pages saved since the beginning. */
  pages: number;
  /** The next page fails, as when the process dies. */
  failAt: number | null;
}

export function makeMemoryIngest(): MemoryIngest {
  const name = (source: SourceId, stream: string) => `${source} ${stream}`;
  const ingest: MemoryIngest = {
    records: new Map(),
    identities: new Map(),
    cursors: new Map(),
    listed: null,
    faults: [],
    finished: [],
    pages: 0,
    failAt: null,
    cursor: async (source, stream) => ingest.cursors.get(name(source, stream)) ?? null,
    savePage: async (source, stream, page, listed = null) => {
      ingest.pages += 1;
      if (ingest.pages === ingest.failAt) throw new Error('the process died');
      for (const account of page.accounts) {
        const before = ingest.identities.get(account.account);
        const joined = { person_id: null, method: 'none' as const, suggested_person_id: null };
        const { time_zone: _zone, ...fields } = account;
        ingest.identities.set(account.account, { ...joined, ...before, ...fields, source_id: source });
      }
      let stored = 0;
      for (const record of page.records) {
        const before = ingest.records.get(record.external_id);
        if (before !== undefined && before.updated_at > record.updated_at) continue;
        if (before !== undefined && contentHash(before) === contentHash(record)) continue;
        ingest.records.set(record.external_id, record);
        stored += 1;
      }
      if (listed !== null && page.window !== undefined) {
        if (ingest.listed?.since !== page.window.began)
          ingest.listed = { since: page.window.began, ids: new Set() };
        for (const { external_id } of [...page.records, ...page.faults])
          if (external_id !== null) ingest.listed.ids.add(external_id);
      }
      ingest.faults.push(...page.faults);
      if (page.cursor !== null) ingest.cursors.set(name(source, stream), page.cursor);
      return { stored, unchanged: page.records.length - stored };
    },
    finish: async (_source, stream, { error, seen, rejected }) => {
      ingest.finished.push({ stream, code: error?.code ?? null, seen, rejected });
    },
    markGone: async (_source, { kind, from = '' }) => {
      const kept = ingest.listed?.ids ?? new Set();
      let gone = 0;
      if (kept.size === 0) return gone;
      for (const [id, record] of ingest.records) {
        if (record.payload.kind !== kind || record.deleted || kept.has(id)) continue;
        if (daysOfRecord(record.payload).first < from) continue;
        ingest.records.set(id, { ...record, deleted: true });
        gone += 1;
      }
      ingest.listed = null;
      return gone;
    },
    accounts: async () => [...ingest.identities.values()],
    saveIdentities: async (identities) => {
      for (const identity of identities) ingest.identities.set(identity.account, identity);
    },
  };
  return ingest;
}
