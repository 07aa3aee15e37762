import { describe, expect, test } from 'vitest';
import { partFor, proposeMoves, type RebalanceInput } from './rebalance.ts';
import { LOADS_AS_OF as AS_OF, type LoadChanges, makeLoad, makeLoadItem } from './testing/loads.ts';
import { JIRA, personNamed } from './testing/records.ts';
import type { LoadItem, PersonLoad } from './workload.ts';

const many = (owner: string, count: number, changes: (index: number) => Partial<LoadItem> = () => ({})) =>
  Array.from({ length: count }, (_, index) => makeLoadItem(`${owner}-${index}`, owner, changes(index)));
const propose = (loads: readonly PersonLoad[], changes: Partial<RebalanceInput> = {}) =>
  proposeMoves({ loads, as_of: AS_OF, ...changes });
/** What keeps somebody over the limit without being movable. */
const stuck = (owner: string) =>
  many(owner, 8, () => ({ status_category: 'in_progress' })).map((item) => ({
    ...item,
    key: `${item.key}s`,
  }));

describe('moves', () => {
  test('bring an overloaded person down to the limit, and say what it takes', async () => {
    const dues = ['2026-03-09', '2026-03-13', '2026-03-10', '2026-03-15', ...Array(4).fill('2026-03-11')];
    const donor = makeLoad(
      'ann',
      many('ann', 8, (index) => ({ due_on: dues[index] ?? null })),
    );
    const result = await propose([donor, makeLoad('bob', [])]);
    expect(result.moves.map((move) => [move.item.key, move.to])).toEqual([
      ['ann-3', personNamed('bob')],
      ['ann-4', personNamed('bob')],
      ['ann-5', personNamed('bob')],
    ]);
    // Thirty hours go, half an hour for handing over stays with each item; two items would leave an hour too much.
    expect(result.load).toContainEqual({
      person_id: personNamed('ann'),
      capacity_hours: 60,
      before_hours: 80,
      after_hours: 51.5,
    });
    expect(result.predicted_effect?.before).toBeCloseTo(133.33, 1);
    expect(result.predicted_effect?.after).toBeCloseTo(85.83, 1);
    expect(result.quality).toMatchObject({ proven: true, gap: 0 });
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
    ['has hours that nothing tells', { hours: null }],
    ['is due tomorrow', { due_on: '2026-03-03' }],
    ['is not due within the horizon', { week: null, due_on: '2026-05-01' }],
    ['needs a skill that nobody has', { components: ['tides'] }],
    ['says nothing of the skill it needs', { components: [] }],
  ] as [string, Partial<LoadItem>][])('leave what %s', async (_why, changes) => {
    const items = [...many('ann', 8, () => changes), ...stuck('ann')];
    const result = await propose([makeLoad('ann', items), makeLoad('bob', [])]);
    expect(result).toMatchObject({ moves: [], load: [], predicted_effect: null });
    expect(result.unrelieved).toHaveLength(1);
  });

  test.each([
    ['is away', { weekly: 0 }],
    ['has a contract that isn’t known', { weekly: null }],
    ['has no account there', { accounts: {} }],
    ['is of another team', { team_id: null }],
    ['is nearly full', { other_due: [20, 30, 30, 25] }],
    ['lacks the skill', { skills: ['Tides'] }],
    ['has closed one such item only', { skills: [], closed: { payments: 1 } }],
  ] as [string, LoadChanges][])('never go to somebody who %s', async (_why, changes) => {
    const result = await propose([makeLoad('ann', many('ann', 8)), makeLoad('bob', [], changes)]);
    expect(result.moves).toEqual([]);
  });

  test('never go to somebody whose work is of unknown size, or who has enough under way', async () => {
    const unsized = makeLoad('bob', [makeLoadItem('b', 'bob', { hours: null })]);
    const busy = makeLoad(
      'cleo',
      many('cleo', 8, () => ({ status_category: 'in_progress', hours: 1 })),
    );
    const { moves, unrelieved } = await propose([makeLoad('ann', many('ann', 8)), unsized, busy]);
    expect(moves).toEqual([]);
    expect(unrelieved[0]?.relaxations.map(({ kind }) => kind)).toContain('raise_wip_limit');
  });

  test('accept having closed such items for a skill, and prefer whoever knows it better', async () => {
    const [ann, novice, expert] = [
      makeLoad('ann', many('ann', 8)),
      makeLoad('bob', [], { skills: [], closed: { payments: 2 } }),
      makeLoad('cleo', [], { skills: [], closed: { payments: 20 } }),
    ];
    const alone = await propose([ann, novice]);
    expect(alone.moves[0]?.reasons).toContain('own_history');
    expect(alone.moves[0]?.to_hours).toBeCloseTo(10 + 10 * 0.5 * (0.6 - 0.4) + 0.5);
    const both = await propose([ann, novice, expert]);
    expect(new Set(both.moves.map((move) => move.to))).toEqual(new Set([personNamed('cleo')]));
  });

  test('take what each week holds into account, not only the sum', async () => {
    // Bob has room in the end, and none before the third week.
    const bob = makeLoad('bob', [], { other_due: [27, 27, 0, 0] });
    const soon = await propose([makeLoad('ann', many('ann', 8)), bob]);
    expect(soon.moves).toEqual([]);
    const later = makeLoad(
      'ann',
      many('ann', 16, () => ({ due_on: '2026-03-20' })),
    );
    expect((await propose([later, bob])).moves.length).toBeGreaterThan(0);
  });

  test('go to whoever received less of late', async () => {
    const loads = [makeLoad('ann', many('ann', 8)), makeLoad('bob', []), makeLoad('cleo', [])];
    for (const [spared, taker] of [
      ['bob', 'cleo'],
      ['cleo', 'bob'],
    ] as const) {
      const { moves } = await propose(loads, {
        past_received_hours: new Map([[personNamed(spared) as string, 30]]),
      });
      expect(new Set(moves.map((move) => move.to))).toEqual(new Set([personNamed(taker)]));
    }
  });

  test('are not proposed for a gain that isn’t worth deciding on', async () => {
    const loads = [makeLoad('ann', many('ann', 8)), makeLoad('bob', [])];
    expect((await propose(loads, { policy: { smallest_gain: 1000 } })).moves).toEqual([]);
  });
});

describe('of somebody whom nothing relieves it says', () => {
  const kindsOf = async (loads: PersonLoad[], policy = {}) => {
    const { moves, unrelieved } = await propose(loads, { policy });
    const [shortfall] = unrelieved;
    return { moves, shortfall, binding: shortfall?.binding[0]?.constraint };
  };

  test('that nobody has the skill, and what would do', async () => {
    const ann = makeLoad(
      'ann',
      many('ann', 8, () => ({ components: ['tides'] })),
    );
    const { shortfall, binding } = await kindsOf([ann, makeLoad('bob', [])]);
    expect(binding).toBe('skills');
    expect(shortfall).toMatchObject({ over_hours: 20, week: 2, capacity_hours: 60 });
    expect(shortfall?.reasons.join(' ')).toContain('need tides');
    const ways = new Map(shortfall?.relaxations.map((one) => [one.kind, one]));
    // Two would leave an hour too much, for what handing them over takes.
    expect(ways.get('train')).toMatchObject({ sufficient: true, hours: 30 });
    expect(ways.get('defer')).toMatchObject({ sufficient: true, hours: 20 });
    expect(ways.get('defer')?.record_ids).toHaveLength(2);
    expect(ways.get('hire')).toMatchObject({ sufficient: true, hours: 10, weeks: 2, tags: ['tides'] });
  });

  test('that the team is full, and what an item would have to be split into', async () => {
    const ann = makeLoad(
      'ann',
      many('ann', 3, () => ({ hours: 30 })),
    );
    const bob = makeLoad('bob', [], { other_due: [27, 12, 27, 27] });
    const { shortfall, binding } = await kindsOf([ann, bob]);
    expect(binding).toBe('team_capacity');
    expect(shortfall?.relaxations.find((one) => one.kind === 'split')).toMatchObject({ hours: 15 });
  });

  test.each([
    ['started_work', 'move_started', { status_category: 'in_progress' }],
    ['pinned_work', 'move_pinned', { labels: ['pinned'] }],
    ['blocked_work', null, { blocked: true }],
    ['due_dates', null, { due_on: '2026-03-03', week: 0 }],
  ] as [string, string | null, Partial<LoadItem>][])('that it is %s', async (constraint, way, changes) => {
    const ann = makeLoad(
      'ann',
      many('ann', 8, () => changes),
    );
    const { shortfall, binding } = await kindsOf([ann, makeLoad('bob', [])]);
    expect(binding).toBe(constraint);
    if (way !== null) expect(shortfall?.relaxations.map(({ kind }) => kind)).toContain(way);
  });

  test('that the number of moves binds, or another team would do', async () => {
    const ann = makeLoad('ann', many('ann', 12));
    const bob = makeLoad('bob', []);
    const capped = await kindsOf([ann, bob], { max_moves: 1 });
    expect(capped.moves).toHaveLength(1);
    expect(capped.binding).toBe('number_of_moves');
    const { shortfall } = await kindsOf([ann, makeLoad('bob', [], { team_id: null })]);
    expect(shortfall?.relaxations.map(({ kind }) => kind)).toContain('cross_team');
  });
});

test('the part of one person shows the weeks in which they are over', async () => {
  const loads = [makeLoad('ann', many('ann', 8)), makeLoad('bob', [], { other_due: [0, 0, 30, 30] })];
  const result = await propose(loads);
  const part = partFor(result, personNamed('ann'), loads);
  expect(part.load.map((change) => [change.person_id, change.capacity_hours])).toEqual([
    [personNamed('ann'), 60],
    [personNamed('bob'), 60],
  ]);
  expect(part.moves[0]?.item.source_id).toBe(JIRA);
});
