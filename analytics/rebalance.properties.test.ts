import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfPlan, isAllowed } from './rebalance/cost.ts';
import { defaultRebalancePolicy as policy } from './rebalance/policy.ts';
import { makeProblem } from './rebalance/problem.ts';
import { solvePlan } from './rebalance/solve.ts';
import { proposeMoves, type RebalanceResult } from './rebalance.ts';
import { LOADS_AS_OF as AS_OF, makeLoad, makeLoadItem, weekFor } from './testing/loads.ts';
import { violations } from './testing/plan-violations.ts';
import { JIRA } from './testing/records.ts';
import type { PersonLoad } from './workload.ts';

const NAMES = ['ann', 'bob', 'cleo', 'dan'] as const;

/** What a drawn item is; its owner and key come with its place. */
interface Drawn {
  hours: number | null;
  due_on: string | null;
  status: 'to_do' | 'in_progress';
  pinned: boolean;
  blocked: boolean;
  component: 'payments' | 'tides' | 'none';
}

const drawnItem: fc.Arbitrary<Drawn> = fc.record({
  hours: fc.option(fc.integer({ min: 1, max: 24 }), { freq: 12 }),
  due_on: fc.option(
    fc.constantFrom(
      '2026-03-03',
      '2026-03-05',
      '2026-03-10',
      '2026-03-13',
      '2026-03-18',
      '2026-03-27',
      '2026-05-01',
    ),
    { freq: 8 },
  ),
  status: fc.constantFrom('to_do', 'to_do', 'to_do', 'in_progress'),
  pinned: fc.integer({ min: 0, max: 9 }).map((luck) => luck === 0),
  blocked: fc.integer({ min: 0, max: 9 }).map((luck) => luck === 0),
  component: fc.constantFrom('payments', 'payments', 'tides', 'none'),
});

interface DrawnPerson {
  items: Drawn[];
  weekly: number | null;
  skills: string[];
  reachable: boolean;
}

const drawnPerson = (most: number): fc.Arbitrary<DrawnPerson> =>
  fc.record({
    items: fc.array(drawnItem, { maxLength: most }),
    weekly: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 12 }),
    skills: fc.subarray(['payments', 'tides']),
    reachable: fc.integer({ min: 0, max: 9 }).map((luck) => luck > 0),
  });

/** The first is mostly overloaded, so that something happens. */
const drawnTeam = (most: number) =>
  fc.tuple(
    fc.record({
      items: fc.array(drawnItem, { minLength: Math.min(5, most), maxLength: most }),
      weekly: fc.constant<number | null>(8),
      skills: fc.constant<string[]>(['payments']),
      reachable: fc.constant(true),
    }),
    ...NAMES.slice(1).map(() => drawnPerson(3)),
  );

const loadOf = (name: string, drawn: DrawnPerson): PersonLoad =>
  makeLoad(
    name,
    drawn.items.map((item, index) =>
      makeLoadItem(`${name}-${index}`, name, {
        hours: item.hours,
        due_on: item.due_on,
        week: weekFor(item.due_on),
        status_category: item.status,
        blocked: item.blocked,
        labels: item.pinned ? ['pinned'] : [],
        components: item.component === 'none' ? [] : [item.component],
      }),
    ),
    {
      weekly: drawn.weekly,
      skills: drawn.skills,
      accounts: drawn.reachable ? { [JIRA]: `acc-${name}` } : {},
    },
  );

const teamOf = (drawn: readonly DrawnPerson[], names: readonly string[] = NAMES): PersonLoad[] =>
  drawn.map((person, index) => loadOf(names[index] ?? `p${index}`, person));

const propose = (loads: readonly PersonLoad[]): Promise<RebalanceResult> =>
  proposeMoves({ loads, as_of: AS_OF });

describe('every plan', () => {
  test('keeps every hard limit', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(drawnTeam(9), async (drawn) => {
        const loads = teamOf(drawn);
        const result = await propose(loads);
        moved += result.moves.length;
        expect(violations(loads, result)).toEqual([]);
      }),
      { numRuns: 150, seed: 4 },
    );
    // It would prove nothing about plans that never move anything.
    expect(moved).toBeGreaterThan(100);
  });

  test('of a small team is the cheapest of all that are allowed', async () => {
    await fc.assert(
      fc.asyncProperty(drawnTeam(5), async (drawn) => {
        const problem = makeProblem({ loads: teamOf(drawn), as_of: AS_OF, policy });
        const counts = problem.candidates.map(({ options }) => options.length + 1);
        const all = counts.reduce((product, count) => product * count, 1);
        fc.pre(all > 1 && all < 5000);
        let cheapest = Number.POSITIVE_INFINITY;
        for (let number = 0; number < all; number += 1) {
          let rest = number;
          const choice = Int32Array.from(counts, (count) => {
            const option = (rest % count) - 1;
            rest = Math.floor(rest / count);
            return option;
          });
          if (isAllowed(problem, choice)) cheapest = Math.min(cheapest, costOfPlan(problem, choice).total);
        }
        const solved = await solvePlan(problem);
        expect(isAllowed(problem, solved.choice)).toBe(true);
        expect(solved.cost).toBeCloseTo(cheapest, 6);
        expect(solved.bound).toBeLessThanOrEqual(cheapest + 1e-6);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  test('is no worse where somebody who takes has more time', async () => {
    const costWith = async (drawn: readonly DrawnPerson[]) => {
      const solved = await solvePlan(makeProblem({ loads: teamOf(drawn), as_of: AS_OF, policy }));
      return solved;
    };
    await fc.assert(
      fc.asyncProperty(drawnTeam(6), fc.integer({ min: 1, max: 10 }), async (drawn, more) => {
        const [giver, ...others] = drawn;
        // Whoever had no place to take anything may become a giver or taker: only room grows here.
        const takers = others.filter(
          ({ items, weekly }) => items.length === 0 && weekly !== null && weekly > 0,
        );
        fc.pre(giver !== undefined && takers.length > 0);
        const before = await costWith([giver, ...takers]);
        const wider = takers.map((taker) => ({ ...taker, weekly: (taker.weekly ?? 0) + more }));
        const after = await costWith([giver, ...wider]);
        expect(after.cost).toBeLessThanOrEqual(before.cost + 1e-6);
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  test('is as good whatever people are called and in which order they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawnTeam(6),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        async (drawn, order) => {
          const cost = async (loads: PersonLoad[]) =>
            (await solvePlan(makeProblem({ loads, as_of: AS_OF, policy }))).cost;
          const usual = await cost(teamOf(drawn));
          const renamed = teamOf(drawn, ['zoe', 'yan', 'xia', 'wim']);
          expect(await cost(order.flatMap((at) => renamed[at] ?? []))).toBeCloseTo(usual, 6);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  });
});

test('a solve ends when its time is up or it is called off, with a plan that is allowed', async () => {
  const many = Array.from({ length: 60 }, (_, index) =>
    makeLoadItem(`ann-${index}`, 'ann', { hours: 1 + (index % 7), due_on: '2026-03-20', week: 2 }),
  );
  const team = [
    makeLoad('ann', many),
    ...Array.from({ length: 12 }, (_, index) => makeLoad(`p${index}`, [])),
  ];
  const problem = makeProblem({ loads: team, as_of: AS_OF, policy: { ...policy, max_moves: 40 } });
  const stopped = new AbortController();
  stopped.abort();
  for (const limits of [
    { time_limit_seconds: 0.01, work_limit: 1_000 },
    { time_limit_seconds: 5, work_limit: 1_000, signal: stopped.signal },
  ]) {
    const solved = await solvePlan(problem, limits);
    expect(isAllowed(problem, solved.choice)).toBe(true);
    expect(solved.bound).toBeLessThanOrEqual(solved.cost + 1e-6);
  }
});
