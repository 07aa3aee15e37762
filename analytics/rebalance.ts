import type { IsoDate } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import { type Choice, costOfPlan, isAllowed } from './rebalance/cost.ts';
import { defaultRebalancePolicy, prices, type RebalancePolicy } from './rebalance/policy.ts';
import {
  type Candidate,
  makeProblem,
  type ProblemInput,
  type RebalanceProblem,
} from './rebalance/problem.ts';
import {
  effectOf,
  loadAfter,
  loadChanges,
  type Move,
  type MoveReason,
  type RebalanceResult,
} from './rebalance/result.ts';
import { shortfallsOf } from './rebalance/shortfall.ts';
import { defaultLimits, type PlanSolution, type SolveLimits, solvePlan } from './rebalance/solve.ts';
import type { LoadItem, PersonLoad } from './workload.ts';
import { tightestSpan } from './workload-weeks.ts';

export { defaultRebalancePolicy, type RebalancePolicy } from './rebalance/policy.ts';
export {
  type LoadChange,
  type Move,
  type MoveReason,
  type PlanQuality,
  partFor,
  type RebalanceResult,
} from './rebalance/result.ts';

export interface RebalanceInput {
  loads: readonly PersonLoad[];
  as_of: IsoDate;
  policy?: Partial<RebalancePolicy>;
  /** Only these are relieved; by default everybody overloaded. */
  relieve?: ReadonlySet<PersonId>;
  /** Hours that people received by executed proposals of late: who always gets the extra gets less of it. */
  past_received_hours?: ReadonlyMap<string, number>;
  limits?: Partial<SolveLimits>;
}

const problemInput = (input: RebalanceInput): ProblemInput => ({
  loads: input.loads,
  as_of: input.as_of,
  policy: { ...defaultRebalancePolicy, ...input.policy },
  ...(input.relieve === undefined ? {} : { relieve: input.relieve }),
  ...(input.past_received_hours === undefined ? {} : { past_received_hours: input.past_received_hours }),
});

/**
 * Moves of work away from people over the limit to colleagues who know it, have an account at the source and room for
 * it by each week's end: the plan that costs least, in hours, of overload, missed dates, handing over, lost context,
 * unfamiliarity and unfair shares. Relief worth less than `smallest_gain` is left out. Deterministic; says how far
 * from the best it can be at most, and of whomever it can't relieve what binds and what would do.
 */
export async function proposeMoves(input: RebalanceInput): Promise<RebalanceResult> {
  const asked = problemInput(input);
  const problem = makeProblem(asked);
  const limits = { ...defaultLimits, ...input.limits };
  const solved = await solvePlan(problem, limits);
  const kept = withoutSmallGains(problem, solved.choice);
  return {
    ...resultOf(problem, kept, input.loads, solved),
    unrelieved: shortfallsOf(asked, problem, kept),
  };
}

/**
 * The result of moves that were found earlier (record and receiver by id), as the loads are now and without a new look
 * at who is left over; null when one of them is no longer allowed.
 */
export function resultOfMoves(
  input: RebalanceInput,
  moves: readonly { record_id: string; to: string }[],
  quality: { proven: boolean; gap: number },
): RebalanceResult | null {
  const asked = problemInput(input);
  const problem = makeProblem(asked);
  const choice = new Int32Array(problem.candidates.length).fill(-1);
  for (const move of moves) {
    const index = problem.candidates.findIndex(({ item }) => item.record_id === move.record_id);
    const option = problem.candidates[index]?.options.findIndex(
      ({ taker }) => problem.takers[taker]?.load.person_id === move.to,
    );
    if (option === undefined || option < 0) return null;
    choice[index] = option;
  }
  if (!isAllowed(problem, choice)) return null;
  const cost = costOfPlan(problem, choice).total;
  const result = resultOf(problem, choice, input.loads, {
    choice,
    cost,
    bound: cost - quality.gap * Math.max(1, cost),
    ...quality,
    methods: [],
    reproducible: true,
    seconds: 0,
  });
  return { ...result, unrelieved: [] };
}

/** Leaves out the moves of whoever gains too little by them; other people's only gain room by that. */
function withoutSmallGains(problem: RebalanceProblem, choice: Choice): Choice {
  const kept = Int32Array.from(choice);
  const cost = costOfPlan(problem, choice).total;
  problem.givers.forEach((_, giver) => {
    const without = Int32Array.from(choice, (option, index) =>
      problem.candidates[index]?.giver === giver ? -1 : option,
    );
    // Costs of givers don't touch each other, so each gain can be told from the whole plan.
    if (costOfPlan(problem, without).total - cost >= problem.policy.smallest_gain) return;
    problem.candidates.forEach((candidate, index) => {
      if (candidate.giver === giver) kept[index] = -1;
    });
  });
  return kept;
}

function resultOf(
  problem: RebalanceProblem,
  choice: Choice,
  loads: readonly PersonLoad[],
  solved: PlanSolution,
): Omit<RebalanceResult, 'unrelieved'> {
  const after = costOfPlan(problem, choice);
  const moves = movesOf(problem, choice);
  const relieved = problem.givers
    .map(({ load }) => load)
    .filter((load) => moves.some((move) => move.from === load.person_id));
  const same = after.total <= solved.cost + 1e-6;
  return {
    moves,
    load: loadChanges(moves, loads, Math.max(1, ...relieved.map((load) => load.span_weeks))),
    predicted_effect: effectOf(moves, relieved),
    quality: {
      before: costOfPlan(problem, new Int32Array(choice.length).fill(-1)).total,
      after,
      bound: solved.bound,
      gap: same ? solved.gap : (after.total - solved.bound) / Math.max(1, after.total),
      // What was left out as too small makes room that another plan might use.
      proven: same && solved.proven,
      methods: solved.methods,
      reproducible: solved.reproducible,
      seconds: solved.seconds,
    },
  };
}

/** No due date is the latest of all. */
const dueOf = (item: LoadItem): string => item.due_on ?? '9999-12-31';

function reasonsOf({ item }: Candidate, load: PersonLoad, bySkill: boolean): MoveReason[] {
  const reasons: MoveReason[] = ['overloaded', 'has_room', bySkill ? 'skill_match' : 'own_history'];
  if (item.status_category === 'to_do') reasons.push('not_started');
  if (item.due_on === null || load.items.some((other) => dueOf(other) < dueOf(item)))
    reasons.push('due_later');
  return reasons;
}

/** By giver, what is due latest first. */
function movesOf(problem: RebalanceProblem, choice: Choice): Move[] {
  const moves = problem.candidates.flatMap((candidate, index): Move[] => {
    const option = candidate.options[choice[index] ?? -1];
    const from = problem.givers[candidate.giver]?.load;
    const to = option === undefined ? undefined : problem.takers[option.taker]?.load;
    if (option === undefined || from === undefined || to === undefined) return [];
    return [
      {
        item: candidate.item,
        from: from.person_id,
        to: to.person_id,
        hours: candidate.item.hours,
        to_hours: option.hours,
        handover_hours: prices.handover_hours,
        reasons: reasonsOf(candidate, from, option.by_skill),
        matched: option.matched,
        late: { before: candidate.late, after: option.late },
        cost: option.parts,
        figures: { from_ratio_before: from.ratio ?? 0, to_ratio_after: 0 },
      },
    ];
  });
  for (const move of moves) {
    const to = problem.takers.find(({ load }) => load.person_id === move.to)?.load;
    if (to !== undefined) move.figures.to_ratio_after = tightestSpan(loadAfter(to, moves)).ratio ?? 0;
  }
  return moves.sort(
    (a, b) =>
      b.figures.from_ratio_before - a.figures.from_ratio_before ||
      a.from.localeCompare(b.from) ||
      dueOf(b.item).localeCompare(dueOf(a.item)) ||
      b.hours - a.hours ||
      a.item.key.localeCompare(b.item.key),
  );
}
