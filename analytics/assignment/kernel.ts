import type { Highs } from 'highs';
import type { Board } from './board.ts';
import { isClosed, liftBound } from './bounds.ts';
import type { AssignmentModel } from './model.ts';
import { solveWhole } from './whole.ts';

export interface KernelInput {
  highs: Highs;
  model: AssignmentModel;
  taskOf: Int32Array;
  /** By option: by how much the bound rises if it is taken. */
  merit: Float64Array;
  /** The bound that merits are counted from, unlifted. */
  bound: number;
  unit: number;
  board: Board;
  /** Nodes of each tree; null: no limit. */
  nodes: number | null;
  seconds(): number;
  onPlan(choice: Int32Array): void;
  onBound(bound: number): void;
}

/** Options a task that the first kernel has on average; each further one has twice the reduced cost within. */
const FIRST_WIDTH = 4;
/** So few useful options aren't worth a first try with less: it would only be done twice. */
const SMALL_KERNEL = 1_200;
const MOST_KERNELS = 40;

/**
 * Branch and bound over growing kernels: the options that raise the bound little. A plan with any option
 * left out costs at least the bound plus what that option raises it by, so that a finished
 * kernel proves a bound for the whole problem.
 * @returns whether all plans have been searched: the board's plan is the cheapest, or there is none
 */
export function growKernel(input: KernelInput): boolean {
  const { model, board, unit } = input;
  const { merit } = input;
  const sorted = merit.toSorted();
  const at = (count: number) => sorted[Math.min(sorted.length, count) - 1] ?? 0;
  let count = FIRST_WIDTH * model.tasks;
  for (let kernel = 0; kernel < MOST_KERNELS && input.seconds() > 0.05 && !board.stopped(); kernel += 1) {
    const known = board.cheapest();
    // What a cheaper plan may use at most; everything dearer is fixed at 0.
    const useful = known === null ? Number.POSITIVE_INFINITY : known.cost - input.bound - unit * (1 - 1e-6);
    const few = sorted.findLastIndex((cost) => cost <= useful) < SMALL_KERNEL;
    const within = Math.min(useful + 1e-9, few ? Number.MAX_VALUE : at(count));
    const all = within >= Math.min(useful, sorted.at(-1) ?? 0);
    const kept = new Set(known?.choice ?? []);
    const options: number[] = [];
    merit.forEach((cost, option) => {
      if (cost <= within || kept.has(option)) options.push(option);
    });
    const outside = all ? Number.POSITIVE_INFINITY : input.bound + within;
    const answer = solveWhole(
      input.highs,
      model,
      input.taskOf,
      Int32Array.from(options),
      known?.choice ?? null,
      {
        seconds: input.seconds(),
        nodes: input.nodes,
        precision: unit > 0 ? 0.99 * unit : 1e-9,
        onPlan: input.onPlan,
        onBound: (bound) => input.onBound(Math.min(bound, outside)),
        stop: () => board.stopped(),
      },
    );
    const best = board.cheapest()?.cost ?? Number.POSITIVE_INFINITY;
    if (answer.finished) {
      input.onBound(Math.min(answer.bound, outside, best));
      if (all || isClosed(best, liftBound(Math.min(answer.bound, outside), unit), unit)) return true;
    } else if (input.nodes !== null) return false;
    count *= 2;
  }
  return false;
}
