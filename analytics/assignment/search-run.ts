import type { Board } from './board.ts';
import type { Tell } from './exact.ts';
import type { ThreadInput } from './messages.ts';
import { ascend, makePriced, price } from './relaxation.ts';
import { makeSearch, type Search } from './search.ts';

/** Enough for a sensible start; the exact thread's better prices follow. */
const FIRST_STEPS = 60;
const FIRST_KICKS = 500;
const MOST_KICKS = 100_000;
const MOST_RUNS = 10_000;

export function startSearch(
  { model, seed, start }: ThreadInput,
  prices: Float64Array,
  board: Board,
  tell: Tell,
): Search {
  const priced = makePriced(model);
  price(model, prices, priced);
  const search = makeSearch(model, start ?? priced.choice, prices, seed, (cost, choice) => {
    board.show(0, cost, choice);
    tell({ kind: 'plan' });
  });
  return search;
}

/** The thread of good plans: runs from the best plan so far, each longer than the last. */
export async function runSearch(input: ThreadInput, board: Board, tell: Tell): Promise<void> {
  let version = 0;
  const ended = () => board.stopped() || Date.now() > input.deadline;
  // Better prices are worth more than the run that they interrupt.
  const stop = () => ended() || board.version() !== version;
  const { prices } = ascend(input.model, FIRST_STEPS, Number.POSITIVE_INFINITY, stop);
  const search = startSearch(input, prices, board, tell);
  tell({ kind: 'method', method: 'search' });
  let kicks = FIRST_KICKS;
  let begun = false;
  for (let round = 0; round < MOST_RUNS && !ended(); round += 1) {
    const fresh = board.pricesSince(version);
    if (fresh !== null) {
      version = fresh.version;
      search.reprice(fresh.prices, fresh.merit);
      const rounded = board.draft(3);
      if (rounded !== null && !begun) {
        begun = true;
        search.restart(rounded);
      }
    }
    search.run(kicks, stop);
    kicks = Math.min(MOST_KICKS, 2 * kicks);
    const best = board.cheapest();
    if (best === null) board.show(2, 0, search.nearest());
    else search.restart(best.choice);
  }
}
