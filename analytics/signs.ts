import { addDays, type IsoDate, weekStart, weeksOf } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { StoredRecord } from '#domain/record.ts';
import { isAbsence } from './indicators/absence.ts';
import { type AccountOwner, currentRecords, makePersonOf } from './indicators/attribution.ts';

/** What the time entries of somebody say besides how many hours there were. */
export interface PersonSigns {
  person_id: PersonId;
  /** Mondays of the looked-at weeks with hours written down for Saturday or Sunday. */
  weekend_weeks: IsoDate[];
  /** Complete weeks before `as_of` that were looked at for weekends. */
  weeks: number;
  /** First day of which anything is written down; null for nothing at all. */
  first_entry_on: IsoDate | null;
  /** Last working day with hours that aren't absence. */
  last_entry_on: IsoDate | null;
  /** Last day of the last leave of some length; null for none since `first_entry_on`. */
  last_leave_on: IsoDate | null;
  /** Whether absence of anybody is written down in these records at all. */
  absence_recorded: boolean;
}

export interface SignsInput {
  people: readonly Person[];
  records: readonly StoredRecord[];
  identities?: readonly AccountOwner[];
  as_of: IsoDate;
}

/** As far back as a habit shows. */
export const WEEKEND_WEEKS = 6;
/** An hour on a Sunday is a forgotten entry as often as work. */
const WEEKEND_HOURS = 2;
/** Three days off within a week: a public holiday or a cold is no rest that anybody planned. */
const LEAVE_DAYS = 3;

const isWeekend = (day: IsoDate): boolean => addDays(weekStart(day), 4) < day;

/** The last day by which at least three days off lay within a week; null for none. */
function lastLeave(days: readonly IsoDate[]): IsoDate | null {
  const sorted = [...new Set(days)].sort();
  for (let index = sorted.length - 1; index >= LEAVE_DAYS - 1; index -= 1) {
    const [first, last] = [sorted[index - LEAVE_DAYS + 1], sorted[index]];
    if (first !== undefined && last !== undefined && addDays(first, 6) >= last) return last;
  }
  return null;
}

/** Weekends and leave by the time entries dated before `as_of`. Independent of the order of records. */
export function signsOf({ people, records, identities, as_of }: SignsInput): PersonSigns[] {
  const current = currentRecords(records);
  const personOf = makePersonOf(current, identities);
  const entries = current.flatMap(({ payload, source_id }) => {
    if (payload.kind !== 'time_entry' || payload.running || payload.spent_on >= as_of) return [];
    const person = personOf(source_id, payload.account);
    return person === null
      ? []
      : [{ person, day: payload.spent_on, hours: payload.hours, off: isAbsence(payload) }];
  });
  const byPerson = Map.groupBy(entries, (entry) => entry.person);
  const absenceRecorded = entries.some((entry) => entry.off);
  const from = addDays(weekStart(as_of), -7 * WEEKEND_WEEKS);
  const weeks = weeksOf({ from, to: addDays(weekStart(as_of), -1) });
  return people.map((person) => {
    const own = byPerson.get(person.id) ?? [];
    const worked = own.filter((entry) => !entry.off && entry.hours > 0);
    const weekend = weeks.filter(
      (monday) =>
        worked
          .filter((entry) => isWeekend(entry.day) && weekStart(entry.day) === monday)
          .reduce((sum, entry) => sum + entry.hours, 0) >= WEEKEND_HOURS,
    );
    return {
      person_id: person.id,
      weekend_weeks: weekend,
      weeks: weeks.length,
      first_entry_on: own.map((entry) => entry.day).sort()[0] ?? null,
      last_entry_on:
        worked
          .map((entry) => entry.day)
          .sort()
          .at(-1) ?? null,
      last_leave_on: lastLeave(own.flatMap((entry) => (entry.off ? [entry.day] : []))),
      absence_recorded: absenceRecorded,
    };
  });
}
