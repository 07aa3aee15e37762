import type { CycleDeps } from '#agents/cycle/deps.ts';
import { makeDeriveObservations } from '#agents/cycle/derive-observations.ts';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import {
  at,
  doneItem,
  itemRecord,
  JIRA,
  makePerson,
  makeTeam,
  personNamed,
  TEAM,
} from '#analytics/testing/records.ts';
import { makeClock } from '#domain/clock.ts';
import type { Cycle } from '#domain/cycle.ts';
import { addDays, completeWeeksBefore, weeksOf } from '#domain/date.ts';
import { cycleId } from '#domain/ids.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';
import type { Writer } from '#domain/writer.ts';
import { makeMemoryPorts, makeTables, type Tables } from './memory-ports.ts';

export const TODAY = '2026-04-08';
export const CYCLE = cycleId.parse('cyc_test');
const period = completeWeeksBefore(TODAY, 13);

/** What a test may want otherwise in every ticket, such as its title. */
export type Retitle = (key: string) => string;

function closedWork(name: string, prefix: number, retitle: Retitle): StoredRecord[] {
  return weeksOf(period).flatMap((monday, week) =>
    [0, 2].map((weekday) => {
      const key = `PAY-${prefix + week * 3 + weekday}`;
      const days = {
        created: at(addDays(monday, weekday - 9)),
        started: at(addDays(monday, weekday), '08:00'),
        resolved: at(addDays(monday, weekday + 1), '15:00'),
      };
      return doneItem(key, name, days, {
        title: retitle(key),
        components: ['ledger'],
        estimate_hours: 8,
        spent_hours: 7,
        due_on: addDays(monday, weekday + 2),
      });
    }),
  );
}

const openWork = (name: string, prefix: number, count: number, retitle: Retitle): StoredRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const key = `PAY-${prefix + index}`;
    return itemRecord({
      key,
      title: retitle(key),
      created_at: at('2026-03-16'),
      assignee: `acc-${name}`,
      components: ['ledger'],
      estimate_hours: 10,
      remaining_hours: 10,
      due_on: addDays(TODAY, 8 + (index % 4)),
    });
  });

const accountOf = (name: string): Identity => ({
  source_id: JIRA,
  account: `acc-${name}`,
  display_name: name,
  email: null,
  active: true,
  bot: false,
  person_id: personNamed(name),
  method: 'email',
  suggested_person_id: null,
});

/**
 * Ada has 140 hours of open work before her and Bob, who knows the same component, next to none; Cleo joined last week
 * and Mia leads all three.
 */
export function makeBusyTeam(retitle: Retitle = (key) => `Ledger work ${key}`): Tables {
  const mia = personNamed('Mia');
  const skilled = { manager_id: mia, skills: [{ name: 'ledger', level: 4 }] };
  const cycle: Cycle = {
    id: CYCLE,
    team_id: TEAM,
    state: 'queued',
    period,
    as_of: TODAY,
    requested_by: 'fairlead',
    error: null,
    result: null,
    created_at: `${TODAY}T08:00:00.000Z`,
    updated_at: `${TODAY}T08:00:00.000Z`,
  };
  return makeTables({
    people: [
      makePerson('Ada', { ...skilled, name: 'Ada Byron' }),
      makePerson('Bob', { ...skilled, name: 'Bob Stone' }),
      makePerson('Cleo', { ...skilled, name: 'Cleo Marsh', start_date: '2026-03-30', skills: [] }),
      makePerson('Mia', { name: 'Mia Lund', team_id: null }),
    ],
    teams: [makeTeam({ name: 'Payments', manager_id: mia })],
    records: [
      ...closedWork('Ada', 100, retitle),
      ...closedWork('Bob', 300, retitle),
      ...openWork('Ada', 500, 14, retitle),
      ...openWork('Bob', 600, 1, retitle),
    ],
    identities: ['Ada', 'Bob', 'Cleo'].map(accountOf),
    cycles: new Map([[CYCLE, cycle]]),
  });
}

/** The parts of a cycle over these tables. @param onCall as `makeMemoryPorts` takes it. */
export function cycleDeps(
  tables: Tables,
  writer: Writer = makeOfflineWriter(),
  onCall: (what: string, inputs: readonly unknown[]) => void = () => {},
): CycleDeps {
  const ports = makeMemoryPorts(tables, onCall);
  return {
    ...ports,
    derive: makeDeriveObservations(ports),
    writer,
    offline: makeOfflineWriter(),
    clock: makeClock(() => Date.parse(`${TODAY}T09:00:00Z`), TODAY),
  };
}
