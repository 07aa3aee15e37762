import { type Choice, overloadCost, reliefOf } from './cost.ts';
import type { RebalanceProblem, TakeOption } from './problem.ts';

/** Plans tried in part before the general solver takes over: about a tenth of a second. */
const NODE_LIMIT = 60_000;
const EPSILON = 1e-9;

interface Standing {
  room: Float64Array[];
  places: number[];
  moves: number;
}

const standingOf = ({ takers }: RebalanceProblem): Standing => ({
  room: takers.map((taker) => Float64Array.from(taker.room)),
  places: takers.map((taker) => taker.places),
  moves: 0,
});

function canTake(standing: Standing, option: TakeOption, week: number): boolean {
  if ((standing.places[option.taker] ?? 0) < 1) return false;
  const room = standing.room[option.taker];
  if (room === undefined) return false;
  for (let later = week; later < room.length; later += 1)
    if (option.hours > (room[later] ?? 0) + EPSILON) return false;
  return true;
}

/** @param sign 1: the taker gets the item; -1: it is taken back. */
function apply(standing: Standing, option: TakeOption, week: number, sign: 1 | -1): void {
  standing.moves += sign;
  standing.places[option.taker] = (standing.places[option.taker] ?? 0) - sign;
  const room = standing.room[option.taker];
  if (room === undefined) return;
  for (let later = week; later < room.length; later += 1)
    room[later] = (room[later] ?? 0) - sign * option.hours;
}

/** Adds hours to what is due from a week on. */
function add(due: Float64Array | undefined, week: number, hours: number): void {
  if (due === undefined) return;
  for (let later = week; later < due.length; later += 1) due[later] = (due[later] ?? 0) + hours;
}

/** The move that saves most, again and again, until none saves anything. */
export function greedyPlan(problem: RebalanceProblem): Choice {
  const { candidates, givers, policy } = problem;
  const choice = new Int32Array(candidates.length).fill(-1);
  const standing = standingOf(problem);
  const due = givers.map((giver) => Float64Array.from(giver.due));
  const overload = givers.map((giver) => overloadCost(giver, giver.due));
  for (let turn = 0; turn < policy.max_moves; turn += 1) {
    let best = { saves: EPSILON, index: -1, option: -1 };
    candidates.forEach((candidate, index) => {
      const giver = givers[candidate.giver];
      const own = due[candidate.giver];
      if (choice[index] !== -1 || giver === undefined || own === undefined) return;
      add(own, candidate.item.week, -reliefOf(candidate));
      const relief = (overload[candidate.giver] ?? 0) - overloadCost(giver, own);
      add(own, candidate.item.week, reliefOf(candidate));
      if (relief + candidate.stay_cost <= best.saves) return;
      candidate.options.forEach((option, place) => {
        const saves = relief + candidate.stay_cost - option.cost;
        if (saves > best.saves + EPSILON && canTake(standing, option, candidate.item.week))
          best = { saves, index, option: place };
      });
    });
    const candidate = candidates[best.index];
    const option = candidate?.options[best.option];
    const giver = candidate === undefined ? undefined : givers[candidate.giver];
    if (candidate === undefined || option === undefined || giver === undefined) break;
    choice[best.index] = best.option;
    apply(standing, option, candidate.item.week, 1);
    add(due[candidate.giver], candidate.item.week, -reliefOf(candidate));
    overload[candidate.giver] = overloadCost(giver, due[candidate.giver] ?? []);
  }
  return choice;
}

/**
 * The cheapest plan by depth-first branch and bound, with what is left undecided taken at its cheapest and as if all of
 * it left; null when the node limit didn't suffice. @param start a plan within the limits, and its cost.
 */
export function exactPlan(
  problem: RebalanceProblem,
  start: { choice: Choice; cost: number },
): { choice: Choice; cost: number } | null {
  const { givers, policy } = problem;
  // A giver's items together, the largest first: what decides most is decided early.
  const order = problem.candidates
    .map((candidate, index) => ({ candidate, index }))
    .sort(
      (a, b) =>
        a.candidate.giver - b.candidate.giver ||
        b.candidate.item.hours - a.candidate.item.hours ||
        a.index - b.index,
    );
  const cheapest = order.map(({ candidate }) =>
    Math.min(candidate.stay_cost, ...candidate.options.map((option) => option.cost)),
  );
  const rest = new Float64Array(order.length + 1);
  for (let depth = order.length - 1; depth >= 0; depth -= 1)
    rest[depth] = (rest[depth + 1] ?? 0) + (cheapest[depth] ?? 0);
  const standing = standingOf(problem);
  const due = givers.map((giver) => Float64Array.from(giver.due));
  for (const { candidate } of order) add(due[candidate.giver], candidate.item.week, -reliefOf(candidate));
  const overload = givers.map((giver, index) => overloadCost(giver, due[index] ?? []));
  const choice = new Int32Array(order.length).fill(-1);
  let best = { ...start };
  let nodes = 0;

  const visit = (depth: number, cost: number): boolean => {
    nodes += 1;
    if (nodes > NODE_LIMIT) return false;
    const sum = overload.reduce((total, one) => total + one, 0);
    if (cost + (rest[depth] ?? 0) + sum >= best.cost - EPSILON) return true;
    const entry = order[depth];
    if (entry === undefined) {
      best = { choice: Int32Array.from(choice), cost: cost + sum };
      return true;
    }
    const { candidate, index } = entry;
    const { week } = candidate.item;
    if (standing.moves < policy.max_moves) {
      for (const [place, option] of candidate.options.entries()) {
        if (!canTake(standing, option, week)) continue;
        apply(standing, option, week, 1);
        choice[index] = place;
        const finished = visit(depth + 1, cost + option.cost);
        choice[index] = -1;
        apply(standing, option, week, -1);
        if (!finished) return false;
      }
    }
    const giver = givers[candidate.giver];
    const own = due[candidate.giver];
    if (giver === undefined || own === undefined) return true;
    const before = overload[candidate.giver] ?? 0;
    add(own, week, reliefOf(candidate));
    overload[candidate.giver] = overloadCost(giver, own);
    const finished = visit(depth + 1, cost + candidate.stay_cost);
    add(own, week, -reliefOf(candidate));
    overload[candidate.giver] = before;
    return finished;
  };
  return visit(0, 0) ? best : null;
}
