import { prices } from './policy.ts';
import type { Candidate, Giver, RebalanceProblem } from './problem.ts';

/** For each candidate the index of its option; -1: it stays. */
export type Choice = Int32Array;

/** Overload is counted in started hours: no estimate is finer, and whole numbers can be proven. */
export const QUANTUM_HOURS = 1;

/** Started hours over the limit, up to the urgent ratio and beyond it. */
export function overloadQuanta(giver: Giver, week: number, due: number): { plain: number; urgent: number } {
  const over = due - (giver.limits[week] ?? 0);
  const quanta = Math.max(0, Math.ceil(over / QUANTUM_HOURS - 1e-9));
  const plain = Math.min(quanta, plainQuanta(giver, week));
  return { plain, urgent: quanta - plain };
}

/** How many of a week's quanta count plainly. */
export const plainQuanta = (giver: Giver, week: number): number =>
  Math.floor((giver.until_urgent[week] ?? 0) / QUANTUM_HOURS);

/** Cost of what is due to somebody by each week's end. */
export function overloadCost(giver: Giver, due: ArrayLike<number>): number {
  let cost = 0;
  for (let week = 0; week < giver.limits.length; week += 1) {
    const { plain, urgent } = overloadQuanta(giver, week, due[week] ?? 0);
    cost += QUANTUM_HOURS * (plain + prices.urgent * urgent);
  }
  return cost;
}

/** Hours that leave the giver with an item: the handover stays. */
export const reliefOf = (candidate: Candidate): number => candidate.item.hours - prices.handover_hours;

/** What each giver has due by each week's end under a plan. */
export function dueUnder({ givers, candidates }: RebalanceProblem, choice: Choice): Float64Array[] {
  const due = givers.map((giver) => Float64Array.from(giver.due));
  candidates.forEach((candidate, index) => {
    if ((choice[index] ?? -1) < 0) return;
    const own = due[candidate.giver];
    if (own === undefined) return;
    for (let week = candidate.item.week; week < own.length; week += 1)
      own[week] = (own[week] ?? 0) - reliefOf(candidate);
  });
  return due;
}

export interface PlanCost {
  /** All of it, in hours. */
  total: number;
  overload: number;
  late: number;
  handover: number;
  context: number;
  unfamiliar: number;
  fairness: number;
}

/** What a plan costs. */
export function costOfPlan(problem: RebalanceProblem, choice: Choice): PlanCost {
  const due = dueUnder(problem, choice);
  const cost: PlanCost = {
    total: 0,
    overload: 0,
    late: 0,
    handover: 0,
    context: 0,
    unfamiliar: 0,
    fairness: 0,
  };
  problem.givers.forEach((giver, index) => {
    cost.overload += overloadCost(giver, due[index] ?? []);
  });
  problem.candidates.forEach((candidate, index) => {
    const option = candidate.options[choice[index] ?? -1];
    if (option === undefined) cost.late += candidate.stay_cost;
    else
      for (const [part, value] of Object.entries(option.parts))
        cost[part as keyof typeof option.parts] += value;
  });
  cost.total = cost.overload + cost.late + cost.handover + cost.context + cost.unfamiliar + cost.fairness;
  return cost;
}

/** Whether a plan keeps every limit: room of receivers by each week's end, their places, the number of moves. */
export function isAllowed({ takers, candidates, policy }: RebalanceProblem, choice: Choice): boolean {
  const added = takers.map((taker) => ({ hours: new Float64Array(taker.room.length), items: 0 }));
  let moves = 0;
  candidates.forEach((candidate, index) => {
    const option = candidate.options[choice[index] ?? -1];
    const own = option === undefined ? undefined : added[option.taker];
    if (option === undefined || own === undefined) return;
    moves += 1;
    own.items += 1;
    for (let week = candidate.item.week; week < own.hours.length; week += 1)
      own.hours[week] = (own.hours[week] ?? 0) + option.hours;
  });
  if (moves > policy.max_moves) return false;
  return takers.every((taker, index) => {
    const own = added[index];
    if (own === undefined) return true;
    return (
      own.items <= taker.places && taker.room.every((room, week) => (own.hours[week] ?? 0) <= room + 1e-9)
    );
  });
}
