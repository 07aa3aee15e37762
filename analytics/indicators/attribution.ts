import type { PersonId } from '#domain/ids.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';

/** Whether `a` is to be kept over `b`, two versions of one record: the newest, and for a tie one that doesn't depend on order. */
function isNewer(a: StoredRecord, b: StoredRecord): boolean {
  const [changed, other] = [Date.parse(a.updated_at), Date.parse(b.updated_at)];
  if (changed !== other) return changed > other;
  const [fetched, otherFetched] = [Date.parse(a.fetched_at), Date.parse(b.fetched_at)];
  if (fetched !== otherFetched) return fetched > otherFetched;
  return a.payload_hash > b.payload_hash;
}

/** Each record once, in its newest version, without the deleted ones, in order of id. */
export function currentRecords(records: Iterable<StoredRecord>): StoredRecord[] {
  const newest = new Map<string, StoredRecord>();
  for (const record of records) {
    const kept = newest.get(record.id);
    if (kept === undefined || isNewer(record, kept)) newest.set(record.id, record);
  }
  return [...newest.values()]
    .filter((record) => !record.deleted)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

export type AccountOwner = Pick<Identity, 'source_id' | 'account' | 'person_id'>;

/** Finds the person of a source's account. */
export type PersonOf = (source: string, account: string | null) => PersonId | null;

/**
 * By the identity table where given; accounts that it doesn't hold are learnt from the records that storage has
 * already joined to a person.
 */
export function makePersonOf(
  records: readonly StoredRecord[],
  identities: readonly AccountOwner[] = [],
): PersonOf {
  const owners = new Map<string, PersonId | null>();
  const keyOf = (source: string, account: string) => `${source}\u0000${account}`;
  for (const record of records) {
    if (record.account !== null && record.person_id !== null)
      owners.set(keyOf(record.source_id, record.account), record.person_id);
  }
  for (const identity of identities)
    owners.set(keyOf(identity.source_id, identity.account), identity.person_id);
  return (source, account) => (account === null ? null : (owners.get(keyOf(source, account)) ?? null));
}
