import { HORIZON_WEEKS, type PersonLoad, workloadOf } from '#analytics/workload.ts';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { Person } from '#domain/person.ts';
import type { IdentitiesPort, RecordsPort } from '#domain/ports.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';

/** Half a year tells what somebody is familiar with. */
const HISTORY_DAYS = 182;

export interface TeamWorkload {
  loads: PersonLoad[];
  records: StoredRecord[];
  identities: Identity[];
}

/** The coming weeks of these people: open work, leave and capacity, with what they have done before. */
export async function teamWorkload(
  { records, identities }: { records: RecordsPort; identities: IdentitiesPort },
  people: readonly Person[],
  asOf: IsoDate,
): Promise<TeamWorkload> {
  const ids = people.map((person) => person.id);
  const range = { from: addDays(asOf, -HISTORY_DAYS), to: addDays(asOf, 7 * HORIZON_WEEKS) };
  const [found, accounts] = await Promise.all([records.ofPeople(ids, range), identities.ofPeople(ids)]);
  return {
    loads: workloadOf({ people, records: found, identities: accounts, as_of: asOf }),
    records: found,
    identities: accounts,
  };
}
