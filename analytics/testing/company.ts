import { addDays, type IsoDate } from '#domain/date.ts';
import { teamId } from '#domain/ids.ts';
import type { Person, Team } from '#domain/person.ts';
import type { StoredRecord } from '#domain/record.ts';
import { makeRandom } from '../series/random.ts';
import { at, doneItem, itemRecord, makePerson, makeTeam, timeRecord } from './records.ts';

export interface Company {
  people: Person[];
  teams: Team[];
  records: StoredRecord[];
}

/** People in teams of ten who close about four items a week and log hours daily; by seed, for tests of scale. */
export function makeCompany(size: number, weeks: number, monday: IsoDate, seed = 1): Company {
  const random = makeRandom(seed);
  const people: Person[] = [];
  const teams: Team[] = [];
  const records: StoredRecord[] = [];
  for (let index = 0; index < size; index += 1) {
    const team = teamId.parse(`team_t${Math.floor(index / 10)}`);
    if (index % 10 === 0) teams.push(makeTeam({ id: team, name: team }));
    const name = `p${index}`;
    people.push(makePerson(name, { team_id: team, weekly_hours: index % 7 === 0 ? 20 : 40 }));
    for (let week = 0; week < weeks; week += 1) {
      const day = (offset: number) => addDays(monday, week * 7 + offset);
      for (let item = 0; item < 4; item += 1) {
        const resolved = Math.floor(random() * 5);
        const key = `K${index}-${week}-${item}`;
        const days = {
          created: at(day(resolved - 6 - Math.floor(random() * 6))),
          started: at(day(resolved - Math.floor(random() * 6)), '08:00'),
          resolved: at(day(resolved), '15:00'),
        };
        const extra = {
          due_on: day(resolved + Math.floor(random() * 8) - 3),
          estimate_hours: 8,
          spent_hours: 4 + 10 * random(),
        };
        if (random() < 0.95) records.push(doneItem(key, name, days, extra));
        else
          records.push(
            itemRecord({ key, created_at: days.created, assignee: `acc-${name}`, due_on: extra.due_on }),
          );
      }
      records.push(timeRecord(name, day(1), 20 + 15 * random()));
    }
  }
  return { people, teams, records };
}
