import type { Board } from './board.ts';
import { costUnit, isClosed, liftBound } from './bounds.ts';
import { finish, relax, showExact } from './exact.ts';
import { growKernel } from './kernel.ts';
import type { Tell, ThreadInput } from './messages.ts';
import { startSearch } from './search-run.ts';

/** Kicks of the search that weigh as much as one node of branch and bound. */
const KICKS_A_NODE = 20;

/** One step after the other, each by counted work, so that a machine's speed changes nothing. */
export async function runSequence(input: ThreadInput, board: Board, tell: Tell): Promise<void> {
  const { model } = input;
  const seconds = () => (input.deadline - Date.now()) / 1000;
  const stop = () => board.stopped() || seconds() < 0.05;
  const { highs, taskOf, prices, bound, merit, infeasible } = await relax(input, board, tell, seconds);
  if (infeasible) return;
  const search = startSearch(input, prices, input.seed, 0, board, tell);
  search.reprice(prices, merit);
  const rounded = board.draft(3);
  if (rounded !== null && input.start === null) search.restart(rounded);
  tell({ kind: 'method', method: 'search' });
  const work = input.work_limit ?? 0;
  for (const share of [0.1, 0.3, 0.6]) {
    search.run(Math.ceil(share * work), stop);
    const best = search.best();
    if (best === null) board.show(2, 0, search.nearest());
    else search.restart(best.choice);
  }
  const unit = costUnit(model);
  const best = search.best();
  if (best !== null && isClosed(best.cost, liftBound(bound, unit), unit)) return;
  const searched = growKernel({
    highs,
    model,
    taskOf,
    merit,
    bound,
    unit,
    board,
    nodes: Math.ceil(work / KICKS_A_NODE),
    seconds,
    onPlan: (choice) => showExact(model, board, tell, choice),
    onBound: (proven) => tell({ kind: 'bound', bound: liftBound(proven, unit) }),
  });
  finish(searched, board, tell);
  if (stop()) tell({ kind: 'cut' });
}
