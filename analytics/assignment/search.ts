import { makeRandom } from '../series/random.ts';
import { type Candidates, makeCandidates, makeOptionFinder } from './candidates.ts';
import type { AssignmentModel } from './model.ts';
import { assign, countBroken, makePlanState, type PlanState, penaltyChange, setPlan } from './plan-state.ts';

export interface Search {
  readonly state: PlanState;
  /** The cheapest plan within all capacities; null until there is one. */
  best(): { cost: number; choice: Int32Array } | null;
  /** The plan that lacked least so far. */
  nearest(): Int32Array;
  /** One annealing of this many trial moves. Stops early when `stop` says so. */
  anneal(moves: number, heat: number, stop: () => boolean): void;
  /** Goes on from this plan. */
  restart(choice: Int32Array): void;
  /** New prices: candidates and penalties follow them. */
  reprice(prices: Float64Array): void;
}

/** Trial moves between two looks at the penalties, the clock and the best plan's sum. */
const ROUND = 2_000;
const COLDEST = 0.02;

/**
 * Simulated annealing over single moves and exchanges, with overload allowed at a penalty that rises while a row stays
 * overfull and falls while nothing is (strategic oscillation, as in Yagiura, Ibaraki & Glover 2004, INFORMS Journal on
 * Computing 16). Options are tried by their reduced cost at the Lagrangian prices.
 */
export function makeSearch(
  model: AssignmentModel,
  start: Int32Array,
  startPrices: Float64Array,
  seed: number,
  onBest: (cost: number, choice: Int32Array) => void,
): Search {
  const random = makeRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const state = makePlanState(model, start);
  const optionOf = makeOptionFinder(model);
  const best = { cost: Number.POSITIVE_INFINITY, choice: new Int32Array(model.tasks) };
  const nearest = { missing: Number.POSITIVE_INFINITY, choice: Int32Array.from(start) };
  let prices = startPrices;
  let candidates: Candidates = { start: model.option_start, option: new Int32Array(0) };
  let unit = 1;

  function overload(): number {
    let sum = 0;
    for (let index = 0; index < state.usage.length; index += 1)
      sum += Math.max(0, (state.usage[index] ?? 0) - (state.limit[index] ?? 0));
    return sum;
  }

  function note(): void {
    if (state.broken > 0 || state.cost >= best.cost - 1e-9) return;
    best.cost = state.cost;
    best.choice.set(state.choice);
    onBest(best.cost, best.choice);
  }

  function reprice(fresh: Float64Array): void {
    prices = fresh;
    candidates = makeCandidates(model, prices, { least: 3, most: 12, within: Number.POSITIVE_INFINITY });
    for (let index = 0; index < prices.length; index += 1)
      state.penalty[index] = Math.max(state.penalty[index] ?? 0, 1.2 * (prices[index] ?? 0), 1e-6 * unit);
  }

  function tryShift(task: number, option: number, temperature: number): void {
    const old = state.choice[task] ?? 0;
    if (option === old) return;
    const [from, to] = [model.option_agent[old] ?? 0, model.option_agent[option] ?? 0];
    let delta = (model.option_cost[option] ?? 0) - (model.option_cost[old] ?? 0);
    delta +=
      from === to
        ? penaltyChange(state, from, old, option)
        : penaltyChange(state, from, old, -1) + penaltyChange(state, to, -1, option);
    if (delta <= 0 || random() < Math.exp(-delta / temperature)) {
      assign(state, task, option);
      note();
    }
  }

  function trySwap(task: number, option: number, temperature: number): void {
    const old = state.choice[task] ?? 0;
    const [from, to] = [model.option_agent[old] ?? 0, model.option_agent[option] ?? 0];
    const members = state.members[to] ?? [];
    if (from === to || members.length === 0) {
      tryShift(task, option, temperature);
      return;
    }
    const other = members[below(members.length)] ?? 0;
    const back = optionOf(other, from);
    if (back < 0) return;
    const theirs = state.choice[other] ?? 0;
    const delta =
      (model.option_cost[option] ?? 0) -
      (model.option_cost[old] ?? 0) +
      (model.option_cost[back] ?? 0) -
      (model.option_cost[theirs] ?? 0) +
      penaltyChange(state, from, old, back) +
      penaltyChange(state, to, theirs, option);
    if (delta <= 0 || random() < Math.exp(-delta / temperature)) {
      assign(state, task, option);
      assign(state, other, back);
      note();
    }
  }

  function adjustPenalties(): void {
    const factor = state.broken > 0 ? 1.06 : 0.97;
    for (let index = 0; index < state.penalty.length; index += 1) {
      const over = (state.usage[index] ?? 0) > (state.limit[index] ?? 0);
      if (state.broken > 0 && !over) continue;
      const floor = Math.max(1.02 * (prices[index] ?? 0), 1e-6 * unit);
      state.penalty[index] = Math.max(floor, (state.penalty[index] ?? 0) * factor);
    }
  }

  function anneal(moves: number, heat: number, stop: () => boolean): void {
    const cooling = (COLDEST / heat) ** (ROUND / Math.max(ROUND, moves));
    let temperature = heat * unit;
    for (let done = 0; done < moves && !stop(); done += ROUND) {
      for (let trial = 0; trial < ROUND; trial += 1) {
        const task = below(model.tasks);
        const first = candidates.start[task] ?? 0;
        const count = (candidates.start[task + 1] ?? 0) - first;
        // The better half of the candidates is tried more often.
        const option = candidates.option[first + Math.floor(random() * random() * count)] ?? 0;
        if (random() < 0.3) tryShift(task, option, temperature);
        else trySwap(task, option, temperature);
      }
      temperature *= cooling;
      adjustPenalties();
      if (!Number.isFinite(best.cost)) {
        const missing = overload();
        if (missing < nearest.missing) {
          nearest.missing = missing;
          nearest.choice.set(state.choice);
        }
      }
    }
    setPlan(state, state.choice.slice());
    countBroken(state);
  }

  unit = typicalStep(model);
  reprice(startPrices);
  note();
  return {
    state,
    best: () => (Number.isFinite(best.cost) ? best : null),
    nearest: () => nearest.choice,
    anneal,
    restart: (choice) => setPlan(state, choice),
    reprice,
  };
}

/** Middle difference between a task's two cheapest options: the scale of temperatures. */
function typicalStep(model: AssignmentModel): number {
  const steps: number[] = [];
  for (let task = 0; task < model.tasks; task += 1) {
    const costs = [
      ...model.option_cost.subarray(model.option_start[task] ?? 0, model.option_start[task + 1] ?? 0),
    ].sort((a, b) => a - b);
    const step = (costs[1] ?? 0) - (costs[0] ?? 0);
    if (costs.length > 1 && step > 0) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 1;
}
