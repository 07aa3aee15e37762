import { describe, expect, test } from 'vitest';
import type { WorkItem } from '#domain/record.ts';
import { at, doneItem, itemRecord, makePerson, timeRecord } from './testing/records.ts';
import { type PersonLoad, type WorkloadInput, workloadOf } from './workload.ts';

const AS_OF = '2026-03-02';
const open = (key: string, item: Partial<WorkItem> = {}) =>
  itemRecord({ key, created_at: at('2026-02-20'), assignee: 'acc-ann', ...item });
const loadOfAnn = (records: WorkloadInput['records'], changes: Partial<WorkloadInput> = {}): PersonLoad => {
  const [load] = workloadOf({ people: [makePerson('ann')], records, as_of: AS_OF, ...changes });
  if (load === undefined) throw new Error('no load');
  return load;
};
const hoursOf = (item: Partial<WorkItem>, others: WorkloadInput['records'] = []) => {
  const found = loadOfAnn([open('K-1', item), ...others]).items.find((one) => one.key === 'K-1');
  return [found?.hours, found?.estimated_from];
};

describe('what an open item still takes', () => {
  const closed = [4, 6, 8, 10, 50].map((spent, index) =>
    doneItem(
      `D-${index}`,
      'ann',
      { created: at('2026-01-05'), started: at('2026-01-06'), resolved: at('2026-01-08') },
      { spent_hours: spent },
    ),
  );
  test('is what is remaining, else the estimate less what is spent', () => {
    expect(hoursOf({ remaining_hours: 5, estimate_hours: 9 })).toEqual([5, 'remaining']);
    expect(hoursOf({ estimate_hours: 9, spent_hours: 3 })).toEqual([6, 'estimate']);
    expect(hoursOf({ remaining_hours: 0, estimate_hours: 10, spent_hours: 12 })).toEqual([1, 'estimate']);
  });
  test('else the median of the person’s closed items, else of the team’s, else not known', () => {
    expect(hoursOf({}, closed)).toEqual([8, 'person_median']);
    expect(hoursOf({}, closed.slice(1))).toEqual([null, 'unknown']);
    const people = [makePerson('ann'), makePerson('bob')];
    const ofBob = closed.map((record) => ({
      ...record,
      account: 'acc-bob',
      person_id: makePerson('bob').id,
      payload: { ...record.payload, assignee: 'acc-bob' } as WorkItem,
    }));
    const [ann] = workloadOf({ people, records: [open('K-1'), ...ofBob], as_of: AS_OF });
    expect(ann?.items[0]).toMatchObject({ hours: 8, estimated_from: 'team_median' });
  });
});

describe('a person’s load', () => {
  test('is what is due in the horizon, overdue, under way or without date, against contract less leave', () => {
    const load = loadOfAnn([
      open('K-1', { remaining_hours: 10, due_on: '2026-03-15' }),
      open('K-2', { remaining_hours: 10, due_on: '2026-03-16' }),
      open('K-3', { remaining_hours: 10, due_on: '2026-04-01', status_category: 'in_progress' }),
      open('K-4', { remaining_hours: 10 }),
      open('K-5', { remaining_hours: 10, due_on: '2026-02-01' }),
      timeRecord('ann', '2026-03-09', 8, { task: 'Time off' }),
      timeRecord('ann', '2026-03-20', 8, { task: 'Time off' }),
    ]);
    // By week: 10 h each, the last also what has no date; 30 h less the leave for them.
    expect(load.weeks.map((week) => [week.due_hours, week.capacity_hours])).toEqual([
      [10, 30],
      [10, 24],
      [10, 24],
      [20, 30],
    ]);
    expect(load).toMatchObject({ span_weeks: 4, load_hours: 50, leave_hours: 16, capacity_hours: 108 });
    expect(load.ratio).toBeCloseTo(50 / 108);
  });

  test('leaves out what nobody has begun or touched for a quarter, unless it is due to come', () => {
    const old = { updated_at: at('2025-11-20'), created_at: at('2025-11-20'), remaining_hours: 10 };
    const load = loadOfAnn([
      open('K-1', old),
      open('K-2', { ...old, due_on: '2025-12-01' }),
      open('K-3', { ...old, due_on: '2026-03-05' }),
      open('K-4', { ...old, status_category: 'in_progress' }),
      open('K-5', { ...old, updated_at: at('2026-02-20') }),
    ]);
    expect(
      load.items
        .filter(({ week }) => week === null)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['K-1', 'K-2']);
    expect(load.weeks.reduce((sum, week) => sum + week.due_hours, 0)).toBe(30);
  });

  test('has no ratio where the contract isn’t known or nothing of it is left', () => {
    expect(loadOfAnn([open('K-1')], { people: [makePerson('ann', { weekly_hours: null })] })).toMatchObject({
      capacity_hours: null,
      ratio: null,
    });
    expect(
      loadOfAnn([open('K-1')], { people: [makePerson('ann', { end_date: '2026-03-01' })] }),
    ).toMatchObject({ capacity_hours: 0, ratio: null });
    expect(
      loadOfAnn([open('K-1')], { people: [makePerson('ann', { end_date: '2026-03-06' })] }),
    ).toMatchObject({ capacity_hours: 30 });
  });

  test('knows whom components are familiar to, and since when an item is blocked', () => {
    const work = (key: string, components: string[]) =>
      doneItem(
        key,
        'ann',
        { created: at('2026-01-05'), started: at('2026-01-06'), resolved: at('2026-01-08') },
        { components, labels: ['urgent'] },
      );
    const load = loadOfAnn([
      work('D-1', ['Berth-Plan', 'Tides']),
      work('D-2', ['berth plan']),
      open('K-1', { blocked: true, blocked_spans: [{ from: at('2026-02-21'), to: null }] }),
    ]);
    expect(
      load.proficiencies.map(({ tag, declared, closed_items }) => [tag, declared, closed_items]),
    ).toEqual([
      ['berth plan', false, 2],
      ['tides', false, 1],
    ]);
    const [often, once] = load.proficiencies;
    expect(often?.level).toBeGreaterThan(once?.level ?? 1);
    expect(load.items[0]).toMatchObject({ blocked: true, blocked_since: '2026-02-21' });
  });
});
