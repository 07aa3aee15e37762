import type { SolveModel } from '../assignment/model.ts';
import { solveModel } from '../assignment/solve.ts';
import { type Choice, costOfPlan, dueUnder, isAllowed, overloadCost, reliefOf } from './cost.ts';
import { exactPlan, greedyPlan } from './exact.ts';
import { makeModel } from './model.ts';
import type { RebalanceProblem } from './problem.ts';

export interface SolveLimits {
  /** For the whole solve. */
  time_limit_seconds: number;
  /** Trial moves of the search, by which the plan is the same on every machine. */
  work_limit: number;
  signal?: AbortSignal;
  onIncumbent?(incumbent: { cost: number; bound: number; seconds: number }): void;
  /** Left out by default; tests and benchmarks may hand in another. */
  solve?: SolveModel;
}

export const defaultLimits: SolveLimits = { time_limit_seconds: 1.5, work_limit: 20_000 };

export interface PlanSolution {
  choice: Choice;
  /** Hours, see `costOfPlan`. */
  cost: number;
  /** Proven: no plan within the limits costs less. */
  bound: number;
  /** (cost - bound) / max(1, cost). */
  gap: number;
  proven: boolean;
  /** Of the steps that were taken: `greedy`, `exact`, and those of the assignment solver. */
  methods: string[];
  reproducible: boolean;
  seconds: number;
}

/** Costs are sums of a few hundred rounded figures. */
const EPSILON = 1e-6;
/** Prices tried for a move where there are more of them than allowed: doubling finds one, halving refines it. */
const PRICE_STEPS = 6;

/**
 * The cheapest plan. Small ones are proven by trying everything; the others go to the assignment solver, with the
 * greedy plan to start from. Where that wants more moves than allowed, each move is given a price until it doesn't:
 * the relaxation's bound less what the prices brought in is still a bound (Geoffrion 1974).
 */
export async function solvePlan(
  problem: RebalanceProblem,
  limits: SolveLimits = defaultLimits,
): Promise<PlanSolution> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const greedy = greedyPlan(problem);
  const start = { choice: greedy, cost: costOfPlan(problem, greedy).total };
  const done = (
    plan: { choice: Choice },
    bound: number,
    methods: string[],
    reproducible = true,
  ): PlanSolution => {
    const cost = costOfPlan(problem, plan.choice).total;
    const proven = cost - bound <= EPSILON * Math.max(1, cost);
    const low = proven ? cost : Math.min(bound, cost);
    const gap = (cost - low) / Math.max(1, cost);
    return { choice: plan.choice, cost, bound: low, gap, proven, methods, reproducible, seconds: seconds() };
  };
  if (problem.candidates.length === 0) return done(start, start.cost, []);
  const exact = exactPlan(problem, start);
  if (exact !== null) return done(exact, exact.cost, ['greedy', 'exact']);

  let best = start;
  let bound = 0;
  let reproducible = true;
  const methods = new Set(['greedy']);
  const ask = async (price: number): Promise<number> => {
    const { model, toModel, fromModel } = makeModel(problem, price);
    const left = limits.time_limit_seconds - seconds();
    if (left <= 0.05) return -1;
    const solution = await (limits.solve ?? solveModel)(model, {
      time_limit_seconds: left,
      work_limit: limits.work_limit,
      seed: 1,
      warm_start: toModel(best.choice),
      ...(limits.signal === undefined ? {} : { signal: limits.signal }),
      onIncumbent: (one) =>
        limits.onIncumbent?.({ cost: Math.min(best.cost, one.objective), bound, seconds: seconds() }),
    });
    for (const method of solution.methods) methods.add(method);
    reproducible &&= solution.reproducible;
    if (solution.bound !== null) bound = Math.max(bound, solution.bound - price * problem.policy.max_moves);
    if (solution.choice.length === 0) return -1;
    const found = fromModel(solution.choice);
    const moves = found.reduce((sum, option) => sum + (option >= 0 ? 1 : 0), 0);
    for (const choice of [found, withFewerMoves(problem, found)]) {
      if (!isAllowed(problem, choice)) continue;
      const cost = costOfPlan(problem, choice).total;
      if (cost < best.cost - EPSILON) best = { choice, cost };
    }
    return moves;
  };
  const limit = problem.policy.max_moves;
  let [low, high] = [0, 0];
  let moves = await ask(0);
  for (let step = 0; step < PRICE_STEPS && moves > limit; step += 1) {
    low = high;
    high = high === 0 ? 4 : 2 * high;
    moves = await ask(high);
  }
  for (let step = 0; step < PRICE_STEPS && high > 0 && moves >= 0 && moves !== limit; step += 1) {
    const price = (low + high) / 2;
    moves = await ask(price);
    if (moves > limit) low = price;
    else high = price;
    if (best.cost - bound <= EPSILON) break;
  }
  return done(best, bound, [...methods], reproducible);
}

/** Takes back what saves least until no more than allowed move. Receivers only gain room by it. */
export function withFewerMoves(problem: RebalanceProblem, choice: Choice): Choice {
  const { givers, candidates, policy } = problem;
  const kept = Int32Array.from(choice);
  const due = dueUnder(problem, kept);
  const moved = [...kept.keys()].filter((index) => (kept[index] ?? -1) >= 0);
  /** What it costs more if an item goes back. */
  const loss = (index: number): number => {
    const candidate = candidates[index];
    const giver = candidate === undefined ? undefined : givers[candidate.giver];
    const own = candidate === undefined ? undefined : due[candidate.giver];
    if (candidate === undefined || giver === undefined || own === undefined) return 0;
    const back = own.map((hours, week) => (week < candidate.item.week ? hours : hours + reliefOf(candidate)));
    const move = candidate.options[kept[index] ?? -1]?.cost ?? 0;
    return overloadCost(giver, back) - overloadCost(giver, own) + candidate.stay_cost - move;
  };
  while (moved.length > policy.max_moves) {
    let least = { loss: Number.POSITIVE_INFINITY, place: 0 };
    moved.forEach((index, place) => {
      const found = loss(index);
      if (found < least.loss - EPSILON) least = { loss: found, place };
    });
    const [index] = moved.splice(least.place, 1);
    const candidate = candidates[index ?? -1];
    const own = candidate === undefined ? undefined : due[candidate.giver];
    if (index === undefined || candidate === undefined || own === undefined) break;
    kept[index] = -1;
    for (let week = candidate.item.week; week < own.length; week += 1)
      own[week] = (own[week] ?? 0) + reliefOf(candidate);
  }
  return kept;
}
