import type { Highs } from 'highs';
import { solveRelaxation } from './linear.ts';
import { type AssignmentModel, type Infeasibility, withTolerance } from './model.ts';
import { makePriced, price } from './relaxation.ts';

/** Tasks that no option could hold even if they were alone. */
export function strandedTasks(model: AssignmentModel): number[] {
  const { rows, option_start, option_agent, option_load, capacity } = model;
  const fits = (option: number) => {
    for (let row = 0; row < rows; row += 1)
      if (
        (option_load[option * rows + row] ?? 0) >
        withTolerance(capacity[(option_agent[option] ?? 0) * rows + row] ?? 0)
      )
        return false;
    return true;
  };
  const stranded: number[] = [];
  for (let task = 0; task < model.tasks; task += 1) {
    let held = false;
    for (let option = option_start[task] ?? 0; option < (option_start[task + 1] ?? 0) && !held; option += 1)
      held = fits(option);
    if (!held) stranded.push(task);
  }
  return stranded;
}

/** What must be missing, as a share of what is there, before rounding is ruled out as its cause. */
const CERTAIN = 1e-7;

/**
 * Looks for weights of the capacity rows by which even the least loads need more than there is (Farkas' lemma); by
 * our own sums, so that no solver's tolerance is part of the proof. Null: there are none.
 */
export function bindingRows(
  highs: Highs,
  model: AssignmentModel,
  taskOf: Int32Array,
  seconds: () => number,
): Infeasibility | null {
  const free: AssignmentModel = { ...model, option_cost: new Float64Array(model.option_cost.length) };
  const start = { bound: Number.NEGATIVE_INFINITY, prices: new Float64Array(model.capacity.length) };
  const { prices } = solveRelaxation(highs, free, taskOf, start, { seconds, overload_cost: 1 });
  const priced = makePriced(free);
  price(free, prices, priced);
  const highest = prices.reduce((most, value) => Math.max(most, value), 0);
  const available = prices.reduce(
    (sum, value, index) => sum + (value > 0 ? value * (model.capacity[index] ?? 0) : 0),
    0,
  );
  const needed = priced.bound + available;
  if (highest === 0 || needed - available <= CERTAIN * Math.max(1, available)) return null;
  const binding = [...prices.entries()]
    .filter(([, weight]) => weight > CERTAIN * highest)
    .map(([index, weight]) => ({
      agent: Math.floor(index / model.rows),
      row: index % model.rows,
      weight: weight / highest,
    }));
  return { stranded_tasks: [], binding, needed: needed / highest, available: available / highest };
}
