import type { Highs } from 'highs';
import type { Board } from './board.ts';
import { costUnit, liftBound } from './bounds.ts';
import { bindingRows } from './infeasibility.ts';
import { growKernel } from './kernel.ts';
import { knapsackBound, knapsacksFit } from './knapsack.ts';
import { type Relaxed, solveRelaxation } from './linear.ts';
import type { Tell, ThreadInput } from './messages.ts';
import { type AssignmentModel, costOf, isComplete, shortagesOf } from './model.ts';
import { improveParts } from './parts.ts';
import { taskOfOptions } from './program.ts';
import { ascend, makePriced, type Prices, price, reducedCosts } from './relaxation.ts';
import { makeSearching, startSearch } from './search-run.ts';

/** Loaded when a solve needs it: megabytes of WebAssembly that no other command should wait for. */
export async function loadHighs(): Promise<Highs> {
  // The package's types describe its CommonJS build; what `import` finds exports the loader itself.
  const { default: load } = (await import('highs')) as unknown as { default: () => Promise<Highs> };
  return load();
}

const SUBGRADIENT_STEPS = 600;
const KNAPSACK_STEPS = 400;
const KNAPSACK_SHARE = 0.2;
/** How far above the linear bound the knapsack bound's steps aim: plans are usually nearer than that. */
const KNAPSACK_AIM = 0.005;

/** Dearer than any plan can gain by overfilling a row by the smallest load. */
export function overloadCost(model: AssignmentModel): number {
  let [dearest, cheapest, least] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const cost of model.option_cost) {
    dearest = Math.max(dearest, cost);
    cheapest = Math.min(cheapest, cost);
  }
  for (const load of model.option_load) if (load > 0) least = Math.min(least, load);
  return (10 * Math.max(1, dearest - cheapest)) / Math.max(1e-3, Math.min(1, least));
}

export interface Relaxation {
  highs: Highs;
  taskOf: Int32Array;
  bound: number;
  /** By option: by how much the bound rises if it is taken. */
  merit: Float64Array;
  prices: Float64Array;
  infeasible: boolean;
}

/** Prices and bound, first by subgradient steps, then by the linear program; both are told and shown as they come. */
export async function relax(
  input: ThreadInput,
  board: Board,
  tell: Tell,
  seconds: () => number,
): Promise<Relaxation> {
  const { model } = input;
  const unit = costUnit(model);
  const stop = () => board.stopped() || seconds() < 0.05;
  const show = ({ bound, prices }: Prices, method: string) => {
    board.setPrices(prices, reducedCosts(model, prices));
    tell({ kind: 'method', method });
    tell({ kind: 'bound', bound: liftBound(bound, unit) });
  };
  const prices = ascend(model, SUBGRADIENT_STEPS, Number.POSITIVE_INFINITY, stop);
  show(prices, 'lagrangian');
  const highs = await loadHighs();
  const taskOf = taskOfOptions(model);
  const limits = { seconds, overload_cost: overloadCost(model) };
  const relaxed = solveRelaxation(highs, model, taskOf, prices, limits);
  if (relaxed.finished) {
    board.show(3, 0, roundShares(model, taskOf, relaxed));
    show(relaxed, 'lp');
  }
  const infeasibility = relaxed.overload > 1e-7 ? bindingRows(highs, model, taskOf, seconds) : null;
  if (infeasibility !== null) tell({ kind: 'infeasible', infeasibility });
  const linear = { bound: relaxed.bound, merit: reducedCosts(model, relaxed.prices) };
  const known = { highs, taskOf, prices: relaxed.prices, infeasible: infeasibility !== null };
  if (known.infeasible || !knapsacksFit(model)) return { ...known, ...linear };
  const priced = makePriced(model);
  price(model, relaxed.prices, priced);
  const upper = relaxed.bound + KNAPSACK_AIM * Math.abs(relaxed.bound);
  const latest = (1 - KNAPSACK_SHARE) * seconds();
  const late = () => stop() || (input.work_limit === null && seconds() < latest);
  const sacks = knapsackBound(model, priced.least, upper, KNAPSACK_STEPS, late);
  if (sacks === null || sacks.bound <= relaxed.bound) return { ...known, ...linear };
  board.setPrices(relaxed.prices, sacks.merit);
  tell({ kind: 'method', method: 'knapsacks' });
  tell({ kind: 'bound', bound: liftBound(sacks.bound, unit) });
  return { ...known, ...sacks };
}

/** Each task's largest share: nearly a plan, since few tasks are shared. */
function roundShares(model: AssignmentModel, taskOf: Int32Array, { shares }: Relaxed): Int32Array {
  const largest = new Float64Array(model.tasks);
  const choice = model.option_start.slice(0, model.tasks);
  for (const { option, share } of shares) {
    const task = taskOf[option] ?? 0;
    if (share <= (largest[task] ?? 0)) continue;
    largest[task] = share;
    choice[task] = option;
  }
  return choice;
}

/** Shows a plan of the exact methods if it holds by our own sums: the solver's tolerances are wider than ours. */
export function showExact(model: AssignmentModel, board: Board, tell: Tell, choice: Int32Array): void {
  if (!isComplete(model, choice) || shortagesOf(model, choice).length > 0) return;
  const cost = costOf(model, choice);
  if (board.cheapest(cost + 1e-9) !== null) return;
  board.show(1, cost, choice);
  tell({ kind: 'plan' });
}

/** Share of the time left that branch and bound may take; the rest is for better plans, unless it is proven then. */
const TREE_SHARE = 0.5;
/** From so many tasks on no tree gets anywhere in minutes (measured, 20 × 400 and larger). */
const LARGEST_TREE = 600;
/** If more of the options could be in a better plan, trees find none (measured, class d); few options always do. */
const TREE_OPTIONS = { share: 0.9, few: 1_200 };

/** Share of the time left in which the second search may first bring about that the bound rules out more. */
const WARM_SHARE = 0.15;

/** Whether the bound rules out too little for any tree to be of use within seconds. */
function isTreeHopeless(merit: Float64Array, bound: number, unit: number, board: Board): boolean {
  const known = board.cheapest();
  if (known === null || merit.length <= TREE_OPTIONS.few) return false;
  const useful = known.cost - bound - unit;
  return (
    merit.reduce((count, cost) => count + (cost <= useful ? 1 : 0), 0) > TREE_OPTIONS.share * merit.length
  );
}

/** The thread of the proven bound: relaxations, branch and bound, then of parts, then a second search. */
export async function runExact(input: ThreadInput, board: Board, tell: Tell): Promise<void> {
  const { model } = input;
  const seconds = () => (input.deadline - Date.now()) / 1000;
  const { infeasible, prices, ...relaxed } = await relax(input, board, tell, seconds);
  if (infeasible) return;
  const unit = costUnit(model);
  const ended = () => board.stopped() || seconds() <= 0;
  const search = startSearch(input, prices, input.seed + 1, 1, board, tell);
  const searching = makeSearching(search, board);
  const hopeless = () => isTreeHopeless(relaxed.merit, relaxed.bound, unit, board);
  if (hopeless()) {
    // The plan may only be a poor one yet.
    const latest = (1 - WARM_SHARE) * seconds();
    searching(() => ended() || seconds() < latest);
  }
  if (hopeless()) return searching(ended);
  const onPlan = (choice: Int32Array) => showExact(model, board, tell, choice);
  if (model.tasks <= LARGEST_TREE) {
    const total = seconds();
    // Without a plan the tree is the one that can prove that there is none.
    const reserve = () => (board.cheapest() === null ? 0 : (1 - TREE_SHARE) * total);
    const searched = growKernel({
      ...relaxed,
      model,
      unit,
      board,
      nodes: null,
      seconds: () => seconds() - reserve(),
      onPlan,
      onBound: (proven) => tell({ kind: 'bound', bound: liftBound(proven, unit) }),
    });
    finish(searched, board, tell);
    if (searched) return;
  }
  tell({ kind: 'method', method: 'parts' });
  improveParts({ ...relaxed, model, unit, board, seed: input.seed + 1, seconds, onPlan });
  searching(ended);
}

/** After a search through all plans: without one on the board there is none. */
export function finish(searched: boolean, board: Board, tell: Tell): void {
  tell({ kind: 'method', method: 'mip' });
  if (!searched || board.cheapest() !== null) return;
  const infeasibility = { stranded_tasks: [], binding: [], needed: 0, available: 0 };
  tell({ kind: 'infeasible', infeasibility });
}
