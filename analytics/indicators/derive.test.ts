import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '#domain/indicator.ts';
import { observation as observationSchema } from '#domain/indicator.ts';
import type { StoredRecord } from '#domain/record.ts';
import { makeCompany } from '../testing/company.ts';
import {
  at,
  doneItem,
  HARVEST,
  itemRecord,
  JIRA,
  makePerson,
  makeTeam,
  personNamed,
  TEAM,
  timeRecord,
} from '../testing/records.ts';
import { type DeriveInput, deriveObservations } from './derive.ts';

// Four weeks from Monday 2 to Sunday 29 March 2026.
const range = { from: '2026-03-02', to: '2026-03-29' };
const derive = (records: StoredRecord[], changes: Partial<DeriveInput> = {}) =>
  deriveObservations({
    people: [makePerson('ann'), makePerson('bob')],
    teams: [makeTeam()],
    records,
    range,
    ...changes,
  });
const find = (all: Observation[], indicator: string, subject: string, from: string) =>
  all.find((one) => one.indicator_id === indicator && one.subject.id === subject && one.period.from === from);
const ann = personNamed('ann');
const bob = personNamed('bob');
const done = (key: string, name: string, started: string, resolved: string, extra = {}) =>
  doneItem(key, name, { created: at('2026-02-20'), started: at(started), resolved: at(resolved) }, extra);

describe('observations', () => {
  test('count what was closed in the week, nought where nothing was', () => {
    const all = derive([
      done('K-1', 'ann', '2026-03-02', '2026-03-04'),
      done('K-2', 'ann', '2026-03-03', '2026-03-08'),
    ]);
    expect(find(all, 'throughput', ann, '2026-03-02')).toMatchObject({
      value: 2,
      n: 2,
      coverage: 1,
      flags: [],
    });
    expect(find(all, 'throughput', ann, '2026-03-09')).toMatchObject({ value: 0, n: 0 });
    expect(find(all, 'throughput', TEAM, '2026-03-02')).toMatchObject({ value: 2 });
    expect(all.every((one) => observationSchema.safeParse(one).success)).toBe(true);
  });

  test('belong to whoever had it when it was resolved, not to whom it was given later', () => {
    const handedOver = done('K-1', 'ann', '2026-03-02', '2026-03-04', {
      assignee: 'acc-ann',
      assignments: [{ at: at('2026-03-20'), from: 'acc-bob', to: 'acc-ann' }],
    });
    const all = derive([handedOver, done('K-2', 'bob', '2026-03-02', '2026-03-10')]);
    expect(find(all, 'throughput', bob, '2026-03-02')?.value).toBe(1);
    expect(find(all, 'throughput', ann, '2026-03-02')?.value ?? 0).toBe(0);
  });

  test('end the week on Sunday 24:00 UTC', () => {
    const all = derive([
      doneItem('K-1', 'ann', {
        created: at('2026-03-01'),
        started: at('2026-03-02'),
        resolved: '2026-03-08T23:59:59.999Z',
      }),
      doneItem('K-2', 'ann', {
        created: at('2026-03-01'),
        started: at('2026-03-02'),
        resolved: '2026-03-09T00:00:00.000Z',
      }),
    ]);
    expect(find(all, 'throughput', ann, '2026-03-02')?.value).toBe(1);
    expect(find(all, 'throughput', ann, '2026-03-09')?.value).toBe(1);
  });

  test('a median reaches back week by week until it has four items, and says nothing with fewer', () => {
    const two = [
      done('K-1', 'ann', '2026-03-02', '2026-03-04'),
      done('K-2', 'ann', '2026-03-02', '2026-03-06'),
    ];
    expect(find(derive(two), 'cycle_time_median', ann, '2026-03-02')).toMatchObject({
      value: null,
      n: 2,
      flags: ['low_sample'],
    });
    const four = [
      ...two,
      done('K-3', 'ann', '2026-03-02', '2026-03-10'),
      done('K-4', 'ann', '2026-03-02', '2026-03-12'),
    ];
    // Days 2, 4, 8, 10.
    expect(find(derive(four), 'cycle_time_median', ann, '2026-03-09')).toMatchObject({
      value: 6,
      n: 4,
      coverage: 1,
    });
  });

  test('coverage tells how many items lacked what the formula needs', () => {
    const records = ['1', '2', '3', '4'].map((n) => done(`K-${n}`, 'ann', '2026-03-02', '2026-03-04'));
    const unstarted = ['5', '6', '7', '8', '9'].map((n) =>
      done(`K-${n}`, 'ann', '2026-03-02', '2026-03-04', { started_at: null }),
    );
    expect(find(derive([...records, ...unstarted]), 'cycle_time_median', ann, '2026-03-02')).toMatchObject({
      value: 2,
      n: 4,
      coverage: 0.444444,
      flags: ['low_coverage'],
    });
  });

  test('work in progress, overdue and blocked are read off the history', () => {
    const open = itemRecord({
      key: 'K-1',
      created_at: at('2026-02-25'),
      started_at: at('2026-03-03'),
      status_category: 'in_progress',
      assignee: 'acc-ann',
      due_on: '2026-03-12',
      transitions: [
        {
          at: at('2026-03-03'),
          from: 'To do',
          to: 'Doing',
          from_category: 'to_do',
          to_category: 'in_progress',
        },
      ],
      blocked_spans: [{ from: at('2026-03-06', '00:00'), to: at('2026-03-10', '00:00') }],
    });
    const waiting = ['2', '3', '4'].map((n) =>
      itemRecord({ key: `K-${n}`, created_at: at('2026-02-25'), assignee: 'acc-ann', due_on: '2026-04-30' }),
    );
    const all = derive([open, ...waiting]);
    expect(find(all, 'work_in_progress', ann, '2026-03-02')).toMatchObject({ value: 1, n: 4 });
    expect(find(all, 'open_items', ann, '2026-03-02')?.value).toBe(4);
    expect(find(all, 'overdue_share', ann, '2026-03-02')?.value).toBe(0);
    expect(find(all, 'overdue_share', ann, '2026-03-09')?.value).toBe(25);
    expect(find(all, 'blocked_time', ann, '2026-03-02')?.value).toBe(3);
    expect(find(all, 'blocked_time', ann, '2026-03-09')?.value).toBe(1);
    expect(find(all, 'blocked_time', ann, '2026-03-16')?.value).toBe(0);
  });

  test('without a history what was under way is not known, and isn’t guessed', () => {
    const bare = itemRecord({
      key: 'K-1',
      created_at: at('2026-03-01'),
      assignee: 'acc-ann',
      status_category: 'in_progress',
      history_known: false,
    });
    const all = derive([bare]);
    expect(find(all, 'open_items', ann, '2026-03-02')?.value).toBe(1);
    expect(find(all, 'work_in_progress', ann, '2026-03-02')).toMatchObject({ value: null, coverage: 0 });
  });

  test('a reopened item counts against its completion from the week in which it came back', () => {
    const back = itemRecord({
      key: 'K-0',
      created_at: at('2026-02-25'),
      started_at: at('2026-03-02'),
      status_category: 'in_progress',
      assignee: 'acc-ann',
      transitions: [
        { at: at('2026-03-02'), from: 'a', to: 'b', from_category: 'to_do', to_category: 'in_progress' },
        { at: at('2026-03-03'), from: 'b', to: 'c', from_category: 'in_progress', to_category: 'done' },
        { at: at('2026-03-11'), from: 'c', to: 'b', from_category: 'done', to_category: 'in_progress' },
      ],
    });
    const others = ['1', '2', '3'].map((n) => done(`K-${n}`, 'ann', '2026-03-02', '2026-03-05'));
    const all = derive([back, ...others]);
    expect(find(all, 'reopen_rate', ann, '2026-03-02')).toMatchObject({ value: 0, n: 4 });
    expect(find(all, 'reopen_rate', ann, '2026-03-09')).toMatchObject({ value: 25, n: 4 });
    expect(find(all, 'throughput', ann, '2026-03-02')?.value).toBe(3);
  });

  test('estimates are compared both ways', () => {
    const pairs: [number, number][] = [
      [8, 4],
      [4, 8],
      [8, 8],
      [10, 10],
      [0, 5],
    ];
    const records = pairs.map(([estimate, spent], n) =>
      done(`K-${n}`, 'ann', '2026-03-02', '2026-03-05', { estimate_hours: estimate, spent_hours: spent }),
    );
    expect(find(derive(records), 'estimate_accuracy', ann, '2026-03-02')).toMatchObject({
      value: 75,
      n: 4,
      coverage: 0.8,
    });
  });

  test('hours stand against the contract less absence; running timers have none', () => {
    const people = [makePerson('ann', { weekly_hours: 20 }), makePerson('bob', { weekly_hours: null })];
    const records = [
      timeRecord('ann', '2026-03-03', 12),
      timeRecord('ann', '2026-03-04', 4, { task: 'Time off' }),
      timeRecord('ann', '2026-03-05', 3, { running: true }),
      timeRecord('bob', '2026-03-03', 30),
    ];
    const all = derive(records, { people });
    expect(find(all, 'hours_logged', ann, '2026-03-02')?.value).toBe(12);
    expect(find(all, 'hours_against_capacity', ann, '2026-03-02')?.value).toBe(75);
    expect(find(all, 'hours_against_capacity', bob, '2026-03-02')).toMatchObject({
      value: null,
      flags: ['low_sample', 'low_coverage'],
    });
    expect(find(all, 'hours_against_capacity', TEAM, '2026-03-02')).toMatchObject({
      value: 75,
      n: 1,
      coverage: 0.5,
    });
  });

  test('weeks before somebody came and after they left hold nothing', () => {
    const people = [makePerson('ann', { start_date: '2026-03-11', end_date: '2026-03-20' })];
    const all = derive([done('K-1', 'ann', '2026-03-01', '2026-03-12')], { people });
    expect([...new Set(all.map((one) => one.period.from))]).toEqual(['2026-03-09', '2026-03-16']);
  });

  test('a partial source and one that fell silent are flagged', () => {
    const partial = derive([done('K-1', 'ann', '2026-03-02', '2026-03-04')], { partial_sources: [JIRA] });
    expect(find(partial, 'throughput', ann, '2026-03-02')?.flags).toEqual(['partial_source']);
    expect(find(partial, 'throughput', ann, '2026-03-16')).toMatchObject({
      fresh_until: '2026-03-04',
      flags: ['partial_source', 'stale'],
    });
    const other = derive(
      [done('K-1', 'ann', '2026-03-02', '2026-03-04'), timeRecord('ann', '2026-03-03', 1)],
      {
        partial_sources: [HARVEST],
      },
    );
    expect(find(other, 'throughput', ann, '2026-03-02')?.flags).toEqual([]);
  });

  test('the newest version of a record counts, and a deleted one not at all', () => {
    const first = done('K-1', 'ann', '2026-03-02', '2026-03-04');
    const gone = { ...first, updated_at: at('2026-03-06'), deleted: true };
    expect(derive([gone, first])).toEqual(derive([]));
    expect(derive([first, { ...gone, updated_at: at('2026-03-01') }])).toEqual(derive([first]));
  });
});

describe('the order of input', () => {
  const company = makeCompany(6, 6, '2026-02-16', 3);
  const expected = deriveObservations({ ...company, range });

  test('never matters, nor do repeats, older versions and paging', () => {
    expect(expected.length).toBeGreaterThan(200);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(company.records, { minLength: company.records.length }),
        fc.array(fc.nat(company.records.length - 1), { maxLength: 20 }),
        (shuffled, repeats) => {
          const older = repeats.flatMap((index) => {
            const record = company.records[index];
            return record === undefined
              ? []
              : [record, { ...record, updated_at: at('2020-01-01'), deleted: index % 2 === 0 }];
          });
          const people = company.people.toReversed();
          expect(deriveObservations({ ...company, people, records: [...older, ...shuffled], range })).toEqual(
            expected,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
