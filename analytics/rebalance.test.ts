import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordId } from '#domain/ids.ts';
import { defaultRebalancePolicy, partFor, proposeMoves, type RebalanceResult } from './rebalance.ts';
import { JIRA, personNamed, TEAM } from './testing/records.ts';
import type { LoadItem, PersonLoad } from './workload.ts';

const AS_OF = '2026-03-02';

const makeItem = (key: string, owner: string, changes: Partial<LoadItem> = {}): LoadItem => ({
  record_id: recordId.parse(`rec_${key}`),
  source_id: JIRA,
  external_id: key,
  key,
  title: null,
  person_id: personNamed(owner),
  account: `acc-${owner}`,
  status_category: 'to_do',
  hours: 10,
  estimated_from: 'remaining',
  due_on: '2026-03-12',
  priority_rank: null,
  blocked: false,
  blocked_since: null,
  labels: [],
  components: ['payments'],
  in_horizon: true,
  ...changes,
});

function makeLoad(name: string, items: LoadItem[], changes: Partial<PersonLoad> = {}): PersonLoad {
  const load = items.reduce((sum, item) => sum + (item.in_horizon ? (item.hours ?? 0) : 0), 0);
  const capacity = changes.capacity_hours === undefined ? 60 : changes.capacity_hours;
  return {
    person_id: personNamed(name),
    team_id: TEAM,
    capacity_hours: capacity,
    leave_hours: 0,
    load_hours: load,
    ratio: capacity === null || capacity === 0 ? null : load / capacity,
    items,
    unknown_items: items.filter((item) => item.in_horizon && item.hours === null).length,
    skills: ['Payments'],
    familiar: [],
    accounts: { [JIRA]: `acc-${name}` },
    ...changes,
  };
}

const many = (owner: string, count: number, changes: (index: number) => Partial<LoadItem> = () => ({})) =>
  Array.from({ length: count }, (_, index) => makeItem(`${owner}-${index}`, owner, changes(index)));

describe('moves', () => {
  test('bring an overloaded person down to capacity, latest due first, with as few items as do', () => {
    const dues = [
      '2026-03-05',
      '2026-03-20',
      '2026-03-10',
      null,
      '2026-03-06',
      '2026-03-06',
      '2026-03-06',
      '2026-03-06',
    ];
    const donor = makeLoad(
      'ann',
      many('ann', 8, (index) => ({ due_on: dues[index] ?? null })),
    );
    const result = proposeMoves({ loads: [donor, makeLoad('bob', [])], as_of: AS_OF });
    expect(result.moves.map((move) => [move.item.key, move.to])).toEqual([
      ['ann-3', personNamed('bob')],
      ['ann-1', personNamed('bob')],
    ]);
    expect(result.load).toContainEqual({
      person_id: personNamed('ann'),
      capacity_hours: 60,
      before_hours: 80,
      after_hours: 60,
    });
    expect(result.predicted_effect?.before).toBeCloseTo(133.33, 1);
    expect(result.predicted_effect?.after).toBe(100);
    expect(result.moves[0]?.reasons).toEqual([
      'overloaded',
      'has_room',
      'skill_match',
      'not_started',
      'due_later',
    ]);
  });

  test.each([
    ['is under way', { status_category: 'in_progress' }],
    ['is blocked', { blocked: true }],
    ['is pinned', { labels: ['Pinned'] }],
    ['has no stated hours', { estimated_from: 'team_median' }],
    ['is due tomorrow', { due_on: '2026-03-03' }],
    ['is not due within the horizon', { in_horizon: false }],
    ['needs a skill that nobody has', { components: ['tides'] }],
    ['says nothing of the skill it needs', { components: [] }],
  ] as [string, Partial<LoadItem>][])('leave what %s', (_why, changes) => {
    const items = [
      ...many('ann', 8, () => changes),
      ...many('amy', 8, () => ({ status_category: 'in_progress' })),
    ];
    const result = proposeMoves({ loads: [makeLoad('ann', items), makeLoad('bob', [])], as_of: AS_OF });
    expect(result).toEqual({ moves: [], load: [], predicted_effect: null });
  });

  test.each([
    ['is away', { capacity_hours: 0 }],
    ['has a contract that isn’t known', { capacity_hours: null }],
    ['has no account there', { accounts: {} }],
    ['is of another team', { team_id: null }],
    ['has work of unknown size', { unknown_items: 1 }],
    ['is nearly full', { load_hours: 50 }],
    ['lacks the skill', { skills: ['Tides'] }],
  ] as [string, Partial<PersonLoad>][])('never go to somebody who %s', (_why, changes) => {
    const loads = [makeLoad('ann', many('ann', 8)), makeLoad('bob', [], changes)];
    expect(proposeMoves({ loads, as_of: AS_OF }).moves).toEqual([]);
  });

  test('accept having closed such items for a skill', () => {
    const loads = [
      makeLoad('ann', many('ann', 8)),
      makeLoad('bob', [], { skills: [], familiar: ['payments'] }),
    ];
    expect(proposeMoves({ loads, as_of: AS_OF }).moves[0]?.reasons).toContain('own_history');
  });
});

const place = fc.record({
  capacity: fc.constantFrom(0, 20, 33, 60),
  skills: fc.subarray(['payments', 'search', 'mobile'], { minLength: 1 }),
  hours: fc.array(
    fc.record({
      hours: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 12 }),
      component: fc.constantFrom('payments', 'search', 'mobile'),
      due: fc.constantFrom(null, '2026-02-20', '2026-03-03', '2026-03-09', '2026-03-14'),
      category: fc.constantFrom('to_do', 'to_do', 'to_do', 'in_progress'),
      blocked: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 9 },
  ),
});

const teamOfLoads = fc.array(place, { minLength: 2, maxLength: 7 }).map((places) =>
  places.map(({ capacity, skills, hours }, person) =>
    makeLoad(
      `p${person}`,
      hours.map((one, index) =>
        makeItem(`K${person}-${index}`, `p${person}`, {
          // A hundredth apart, so that no two loads are equal and no tie is left to ids.
          hours: one.hours === null ? null : one.hours + (person * 10 + index) / 97,
          components: [one.component],
          due_on: one.due,
          status_category: one.category as LoadItem['status_category'],
          blocked: one.blocked,
        }),
      ),
      // Of two people who are alike in everything the id decides; so no two are.
      { capacity_hours: capacity === 0 ? 0 : capacity + person / 1000, skills },
    ),
  ),
);

const total = (result: RebalanceResult, side: 'before_hours' | 'after_hours') =>
  result.load.reduce((sum, one) => sum + one[side], 0);

describe('whatever the team', () => {
  test('nobody is brought over the limit, nothing moves twice, and only what may move does', () => {
    fc.assert(
      fc.property(teamOfLoads, (loads) => {
        const result = proposeMoves({ loads, as_of: AS_OF });
        expect(new Set(result.moves.map((move) => move.item.record_id)).size).toBe(result.moves.length);
        expect(result.moves.length).toBeLessThanOrEqual(defaultRebalancePolicy.max_moves);
        for (const move of result.moves) {
          const from = loads.find((load) => load.person_id === move.from);
          const to = loads.find((load) => load.person_id === move.to);
          expect(from?.items).toContain(move.item);
          expect(from?.ratio ?? 0).toBeGreaterThan(defaultRebalancePolicy.overload_ratio);
          expect(to?.skills).toEqual(expect.arrayContaining(move.item.components));
          expect([move.item.status_category, move.item.blocked]).toEqual(['to_do', false]);
        }
        for (const change of result.load) {
          const gave = result.moves.some((move) => move.from === change.person_id);
          if (gave) expect(change.after_hours).toBeLessThan(change.before_hours);
          else
            expect(change.after_hours).toBeLessThanOrEqual(
              defaultRebalancePolicy.receiver_ratio * change.capacity_hours + 1e-9,
            );
        }
        expect(total(result, 'after_hours')).toBeCloseTo(total(result, 'before_hours'), 6);
        if (result.predicted_effect !== null)
          expect(result.predicted_effect.after).toBeLessThan(result.predicted_effect.before);
      }),
      { numRuns: 300 },
    );
  });

  test('the parts of a result make up the whole', () => {
    fc.assert(
      fc.property(teamOfLoads, (loads) => {
        const result = proposeMoves({ loads, as_of: AS_OF });
        const donors = [...new Set(result.moves.map((move) => move.from))];
        const parts = donors.map((donor) => partFor(result, donor, loads));
        expect(parts.flatMap((part) => part.moves)).toHaveLength(result.moves.length);
        for (const change of result.load) {
          const own = parts.flatMap((part) => part.load.filter((one) => one.person_id === change.person_id));
          const moved = own.reduce((sum, one) => sum + one.after_hours - one.before_hours, 0);
          expect(moved).toBeCloseTo(change.after_hours - change.before_hours, 6);
        }
        for (const part of parts)
          expect(part.predicted_effect?.after).toBeLessThan(part.predicted_effect?.before ?? 0);
      }),
      { numRuns: 200 },
    );
  });

  test('the order of people and items, and their ids, change nothing', () => {
    fc.assert(
      fc.property(teamOfLoads, (loads) => {
        const renamed = (id: string) => personNamed(`z${99 - Number(id.slice('per_p'.length))}`);
        const other = loads.toReversed().map((load) => ({
          ...load,
          person_id: renamed(load.person_id),
          items: load.items.toReversed().map((item) => ({ ...item, person_id: renamed(item.person_id) })),
        }));
        const shape = (result: RebalanceResult, rename: (id: string) => string) =>
          result.moves.map((move) => `${move.item.key} ${rename(move.from)} ${rename(move.to)}`).sort();
        expect(shape(proposeMoves({ loads: other, as_of: AS_OF }), (id) => id)).toEqual(
          shape(proposeMoves({ loads, as_of: AS_OF }), renamed),
        );
      }),
      { numRuns: 200 },
    );
  });
});
