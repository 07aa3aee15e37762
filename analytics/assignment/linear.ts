import type { Highs, Model } from 'highs';
import { makeCandidates } from './candidates.ts';
import type { AssignmentModel } from './model.ts';
import { type Columns, makeProgram, optionColumns, type Program } from './program.ts';
import { makePriced, price, pricedCost, reducedCosts } from './relaxation.ts';

export interface Relaxed {
  /** Proven: computed from the prices by our own sums, not taken from the solver. */
  bound: number;
  prices: Float64Array;
  /** Options that the relaxation uses, with their shares; empty if it didn't finish. */
  shares: { option: number; share: number }[];
  /** Sum over capacities of what even shares of tasks can't fit in; above 0 proves that nothing is feasible. */
  overload: number;
  finished: boolean;
}

/** Options that a task may add in one round of pricing. */
const ADDED_PER_TASK = 3;
const MOST_ROUNDS = 60;

export interface RelaxationLimits {
  /** Seconds left, asked before each round. */
  seconds(): number;
  /** Dear enough that no plan within the capacities is passed over. */
  overload_cost: number;
}

/**
 * The linear relaxation by column generation: it starts with each task's few best options at `start` prices and adds
 * those that the duals say are missing. Capacities may be overfilled at a cost, so that it always has a solution.
 */
export function solveRelaxation(
  highs: Highs,
  model: AssignmentModel,
  taskOf: Int32Array,
  start: { bound: number; prices: Float64Array },
  limits: RelaxationLimits,
): Relaxed {
  const width = { least: 3, most: 6, within: Number.POSITIVE_INFINITY };
  const options = [...makeCandidates(model, reducedCosts(model, start.prices), width).option.toSorted()];
  const program = makeProgram(model, taskOf, Int32Array.from(options), {
    whole: false,
    overload_cost: limits.overload_cost,
  });
  const result: Relaxed = { ...start, shares: [], overload: 0, finished: false };
  const solver = highs.createModel(program.data);
  try {
    solver.options.set({ output_flag: false });
    for (let round = 0; round < MOST_ROUNDS && limits.seconds() > 0.05; round += 1) {
      solver.zeroAllClocks();
      solver.options.set({ time_limit: limits.seconds() });
      solver.run();
      if (solver.getModelStatus() !== highs.constants.modelStatus.optimal) return result;
      const { rowDual } = solver.getSolution();
      const closed = takePrices(model, program, rowDual, solver.getObjectiveValue(), result);
      const added = closed ? [] : missingOptions(model, result.prices, rowDual, options);
      if (added.length === 0) {
        readShares(solver, program, options, result);
        return result;
      }
      const count = added.length;
      const columns = optionColumns(model, taskOf, program.rowOf, added);
      solver.addCols({
        cost: Float64Array.from(added, (option) => model.option_cost[option] ?? 0),
        lower: new Float64Array(count),
        upper: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
        matrix: makeMatrix(columns, program.data.numRows, count),
      });
      options.push(...added);
    }
    return result;
  } finally {
    solver.dispose();
  }
}

const makeMatrix = ({ starts, indices, values }: Columns, numRows: number, numCols: number) => ({
  format: 'csc' as const,
  numRows,
  numCols,
  starts: Int32Array.from(starts),
  indices: Int32Array.from(indices),
  values: Float64Array.from(values),
});

/** Reads the prices off the duals and keeps the better bound. Returns whether it meets the program's own value. */
function takePrices(
  model: AssignmentModel,
  program: Program,
  rowDual: Float64Array,
  objective: number,
  result: Relaxed,
): boolean {
  const prices = new Float64Array(model.capacity.length);
  program.capacityRows.forEach((index, place) => {
    prices[index] = Math.max(0, -(rowDual[model.tasks + place] ?? 0));
  });
  const priced = makePriced(model);
  price(model, prices, priced);
  result.prices = prices;
  result.bound = Math.max(result.bound, priced.bound);
  return objective - priced.bound <= 1e-7 * Math.max(1, Math.abs(objective));
}

/** Options outside the program that would make it cheaper, the best few of each task. */
function missingOptions(
  model: AssignmentModel,
  prices: Float64Array,
  rowDual: Float64Array,
  options: readonly number[],
): number[] {
  const known = new Set(options);
  const added: number[] = [];
  for (let task = 0; task < model.tasks; task += 1) {
    const worth = rowDual[task] ?? 0;
    const found: { option: number; cost: number }[] = [];
    const end = model.option_start[task + 1] ?? 0;
    for (let option = model.option_start[task] ?? 0; option < end; option += 1) {
      const cost = pricedCost(model, prices, option) - worth;
      if (cost < -1e-7 && !known.has(option)) found.push({ option, cost });
    }
    found.sort((a, b) => a.cost - b.cost || a.option - b.option);
    for (const { option } of found.slice(0, ADDED_PER_TASK)) added.push(option);
  }
  return added;
}

function readShares(solver: Model, program: Program, options: readonly number[], result: Relaxed): void {
  const { colValue } = solver.getSolution();
  result.shares = options.flatMap((option, index) => {
    const share = colValue[program.elastic + index] ?? 0;
    return share > 1e-7 ? [{ option, share }] : [];
  });
  result.overload = colValue.subarray(0, program.elastic).reduce((sum, value) => sum + value, 0);
  result.finished = true;
}
