import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Goal, goal } from './goal.ts';
import { goalTree } from './goal-tree.ts';

const goalOf = (name: string, parent: string | null, share: number | null, over: Partial<Goal> = {}): Goal =>
  goal.parse({
    id: `goal_${name}`,
    owner: { kind: 'person', id: 'per_a' },
    parent_id: parent === null ? null : `goal_${parent}`,
    objective: name,
    description: null,
    visibility: 'line',
    status: 'active',
    priority: null,
    stated_completion: share,
    kpis: [],
    created_by: 'per_a',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  });

test('a goal is as far as itself and what serves it; what was given up doesn’t count', () => {
  const nodes = goalTree([
    goalOf('top', null, null),
    goalOf('one', 'top', 1),
    goalOf('two', 'top', 0),
    goalOf('off', 'top', 0, { status: 'cancelled' }),
    goalOf('deep', 'two', 0.5),
  ]);
  expect(nodes.map(({ goal: { objective }, depth, completion }) => [objective, depth, completion])).toEqual([
    ['top', 0, 0.625],
    ['one', 1, 1],
    ['two', 1, 0.25],
    ['deep', 2, 0.5],
    ['off', 1, 0],
  ]);
});

test('every goal stands in the tree once, whatever its parents', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const parents = fc.array(fc.option(fc.constantFrom(...names, 'absent')), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(parents, (wanted) => {
      const nodes = goalTree(names.map((name, place) => goalOf(name, wanted[place] ?? null, 0.5)));
      expect(nodes.map(({ goal: { objective } }) => objective).sort()).toEqual(names);
    }),
  );
});
