import { costOfPlan, isAllowed } from '#analytics/rebalance/cost.ts';
import { defaultRebalancePolicy as policy } from '#analytics/rebalance/policy.ts';
import { makeProblem, type RebalanceProblem } from '#analytics/rebalance/problem.ts';
import { solvePlan } from '#analytics/rebalance/solve.ts';
import { proposeMoves } from '#analytics/rebalance.ts';
import { makeRandom } from '#analytics/series/random.ts';
import { LOADS_AS_OF, makeLoad, makeLoadItem, weekFor } from '#analytics/testing/loads.ts';
import { violations } from '#analytics/testing/plan-violations.ts';
import type { PersonLoad } from '#analytics/workload.ts';
import type { Suite } from '../runner.ts';

const TEAMS = 60;
/** More plans than this take longer to try than they tell. */
const MOST_PLANS = 20_000;
const DUES = ['2026-03-05', '2026-03-10', '2026-03-13', '2026-03-18', '2026-03-27', null] as const;

/** A team whose first person has too much, of a size that the seed says. */
function teamOf(seed: number): PersonLoad[] {
  const random = makeRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const itemsOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const due_on = DUES[below(DUES.length)] ?? null;
      return makeLoadItem(`${name}-${index}`, name, {
        hours: 1 + below(20),
        due_on,
        week: weekFor(due_on),
        status_category: below(4) === 0 ? 'in_progress' : 'to_do',
        blocked: below(10) === 0,
        labels: below(10) === 0 ? ['pinned'] : [],
        components: [below(3) === 0 ? 'tides' : 'payments'],
      });
    });
  const skills = () => (below(3) === 0 ? ['payments', 'tides'] : ['payments']);
  return [
    makeLoad('ann', itemsOf('ann', 4 + below(10)), { weekly: 8 + below(8) }),
    ...['bob', 'cleo', 'dan'].map((name) =>
      makeLoad(name, itemsOf(name, below(4)), { weekly: 10 + below(21), skills: skills() }),
    ),
  ];
}

/** The least that any allowed plan costs; null where there are too many to try. */
function cheapestByTrying(problem: RebalanceProblem): number | null {
  const counts = problem.candidates.map(({ options }) => options.length + 1);
  const all = counts.reduce((product, count) => product * count, 1);
  if (all > MOST_PLANS) return null;
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
  return cheapest;
}

/** Plans of work: within every limit, as cheap as can be, never worse than leaving things as they are. */
export const rebalancing: Suite = {
  name: 'rebalancing',
  describes:
    'Plans that move work keep every hard limit, cost no more than the best one, and never more than doing nothing.',
  floor: 1,
  zero_tolerance: ['keeps limits'],
  async run(runner) {
    for (let seed = 1; seed <= TEAMS; seed += 1) {
      const loads = teamOf(seed);
      const result = await proposeMoves({ loads, as_of: LOADS_AS_OF });
      const problem = makeProblem({ loads, as_of: LOADS_AS_OF, policy });
      const solved = await solvePlan(problem);
      const nothing = costOfPlan(problem, new Int32Array(problem.candidates.length).fill(-1)).total;
      const what = {
        description: `team ${seed}`,
        input: loads.map(({ person_id, items }) => `${person_id}: ${items.length} items`).join(', '),
      };
      const output = result.moves.map(({ item, to }) => `${item.key} → ${to}`).join(', ') || 'no moves';
      await runner.check(`limits/${seed}`, { ...what, kind: 'keeps limits' }, () => ({
        reasons: violations(loads, result),
        output,
      }));
      await runner.check(`worth/${seed}`, { ...what, kind: 'never worse than nothing' }, () => ({
        reasons:
          solved.cost <= nothing + 1e-6 ? [] : [`costs ${solved.cost}, doing nothing costs ${nothing}`],
        output,
      }));
      const cheapest = cheapestByTrying(problem);
      if (cheapest === null) continue;
      await runner.check(`best/${seed}`, { ...what, kind: 'as good as the best' }, () => ({
        reasons:
          Math.abs(solved.cost - cheapest) <= 1e-6 ? [] : [`costs ${solved.cost}, the best ${cheapest}`],
        output: `${output}; gap ${solved.gap}`,
      }));
    }
  },
};
