import type { AssignmentModel } from './model.ts';

/**
 * The Lagrangian relaxation of the capacities: each row has a price, each task takes its cheapest option at cost plus
 * priced load, and the priced capacity is taken off again. Any prices ≥ 0 give a proven lower bound (Fisher 1981,
 * Management Science 27); with the best ones it equals the linear relaxation's.
 */
export interface Priced {
  bound: number;
  /** Each task's cheapest option at these prices. */
  choice: Int32Array;
  /** Each task's cost plus priced load at that option. */
  least: Float64Array;
  /** Use of each row by these choices. */
  usage: Float64Array;
}

export const makePriced = (model: AssignmentModel): Priced => ({
  bound: Number.NEGATIVE_INFINITY,
  choice: new Int32Array(model.tasks),
  least: new Float64Array(model.tasks),
  usage: new Float64Array(model.agents * model.rows),
});

/** An option's cost plus its priced load. */
export function pricedCost(model: AssignmentModel, prices: Float64Array, option: number): number {
  const { rows } = model;
  const base = (model.option_agent[option] ?? 0) * rows;
  let cost = model.option_cost[option] ?? 0;
  for (let row = 0; row < rows; row += 1)
    cost += (prices[base + row] ?? 0) * (model.option_load[option * rows + row] ?? 0);
  return cost;
}

/** Fills `priced` for these prices. A row without a limit must have the price 0. */
export function price(model: AssignmentModel, prices: Float64Array, priced: Priced): void {
  const { rows, option_start, option_agent, option_load } = model;
  const { choice, least, usage } = priced;
  usage.fill(0);
  let bound = 0;
  for (let task = 0; task < model.tasks; task += 1) {
    let best = Number.POSITIVE_INFINITY;
    let chosen = -1;
    const end = option_start[task + 1] ?? 0;
    for (let option = option_start[task] ?? 0; option < end; option += 1) {
      const cost = pricedCost(model, prices, option);
      if (cost < best) {
        best = cost;
        chosen = option;
      }
    }
    choice[task] = chosen;
    least[task] = best;
    bound += best;
    const base = (option_agent[chosen] ?? 0) * rows;
    for (let row = 0; row < rows; row += 1)
      usage[base + row] = (usage[base + row] ?? 0) + (option_load[chosen * rows + row] ?? 0);
  }
  for (let index = 0; index < prices.length; index += 1) {
    const value = prices[index] ?? 0;
    if (value > 0) bound -= value * (model.capacity[index] ?? 0);
  }
  priced.bound = bound;
}

/** Without an upper bound the step aims this far above the best bound: too far only costs steps, too near stalls. */
const AIM_ABOVE = 0.02;
/** Share of the last direction that is kept, which damps the zigzag (Camerini, Fratta & Maffioli 1975). */
const DEFLECTION = 0.6;
/** Steps without a better bound after which the step is halved. */
const PATIENCE = 12;

export interface Prices {
  bound: number;
  prices: Float64Array;
}

/**
 * Prices by deflected subgradient steps (Polyak's step length), from 0 or `start`.
 * @param upper cost of a known plan, or Infinity
 */
export function ascend(
  model: AssignmentModel,
  steps: number,
  upper: number,
  stop: () => boolean,
  start?: Float64Array,
): Prices {
  const size = model.agents * model.rows;
  const prices = start === undefined ? new Float64Array(size) : Float64Array.from(start);
  const direction = new Float64Array(size);
  const priced = makePriced(model);
  const best: Prices = { bound: Number.NEGATIVE_INFINITY, prices: Float64Array.from(prices) };
  let scale = 1;
  let since = 0;
  for (let step = 0; step < steps && scale > 1e-4 && !stop(); step += 1) {
    price(model, prices, priced);
    if (priced.bound > best.bound) {
      best.bound = priced.bound;
      best.prices.set(prices);
      since = 0;
    } else if (++since >= PATIENCE) {
      scale /= 2;
      since = 0;
      prices.set(best.prices);
      direction.fill(0);
      continue;
    }
    const norm = deflect(model, priced.usage, prices, direction);
    if (norm === 0) break;
    const aim = Number.isFinite(upper) ? upper : best.bound + AIM_ABOVE * Math.max(1, Math.abs(best.bound));
    const length = (scale * Math.max(aim - priced.bound, 1e-6 * Math.max(1, Math.abs(aim)))) / norm;
    for (let index = 0; index < size; index += 1)
      prices[index] = Math.max(0, (prices[index] ?? 0) + length * (direction[index] ?? 0));
  }
  return best;
}

/** Turns the direction towards the subgradient; returns its squared length. */
function deflect(
  model: AssignmentModel,
  usage: Float64Array,
  prices: Float64Array,
  direction: Float64Array,
): number {
  let norm = 0;
  for (let index = 0; index < direction.length; index += 1) {
    const capacity = model.capacity[index] ?? 0;
    if (capacity === Number.POSITIVE_INFINITY) continue;
    const steep = (usage[index] ?? 0) - capacity;
    const kept = DEFLECTION * (direction[index] ?? 0) + steep;
    // A price of 0 can't fall further: leaving it in would only shorten the others' steps.
    const used = kept < 0 && (prices[index] ?? 0) === 0 ? 0 : kept;
    direction[index] = used;
    norm += used * used;
  }
  return norm;
}

/** By option: how much dearer the relaxation gets at these prices if it is taken. */
export function reducedCosts(model: AssignmentModel, prices: Float64Array): Float64Array {
  const priced = makePriced(model);
  price(model, prices, priced);
  const reduced = new Float64Array(model.option_agent.length);
  for (let task = 0; task < model.tasks; task += 1)
    for (
      let option = model.option_start[task] ?? 0;
      option < (model.option_start[task + 1] ?? 0);
      option += 1
    )
      reduced[option] = pricedCost(model, prices, option) - (priced.least[task] ?? 0);
  return reduced;
}
