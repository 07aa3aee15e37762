import type { Board } from './board.ts';
import type { Tell, ThreadInput } from './messages.ts';
import { ascend, makePriced, price } from './relaxation.ts';
import { makeSearch, type Search } from './search.ts';

/** Enough for a sensible start; the exact thread's better prices follow. */
const FIRST_STEPS = 60;
const FIRST_KICKS = 500;
const MOST_KICKS = 100_000;
const MOST_RUNS = 10_000;

/** A search whose better plans are shown in the writer's place. */
export function startSearch(
  { model, start }: ThreadInput,
  prices: Float64Array,
  seed: number,
  writer: 0 | 1,
  board: Board,
  tell: Tell,
): Search {
  const priced = makePriced(model);
  price(model, prices, priced);
  return makeSearch(model, start ?? priced.choice, prices, seed, (cost, choice) => {
    if (board.cheapest(cost + 1e-9) !== null) return;
    board.show(writer, cost, choice);
    tell({ kind: 'plan' });
  });
}

/** Runs from the best plan so far, each longer than the last, until `ended`; called again, it goes on. */
export function makeSearching(search: Search, board: Board): (ended: () => boolean) => void {
  let version = 0;
  let kicks = FIRST_KICKS;
  let begun = false;
  return (ended) => {
    // Better prices are worth more than the run that they interrupt.
    const stop = () => ended() || board.version() !== version;
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
  };
}

/** The thread of good plans. */
export async function runSearch(input: ThreadInput, board: Board, tell: Tell): Promise<void> {
  const ended = () => board.stopped() || Date.now() > input.deadline;
  const { prices } = ascend(input.model, FIRST_STEPS, Number.POSITIVE_INFINITY, ended);
  const search = startSearch(input, prices, input.seed, 0, board, tell);
  tell({ kind: 'method', method: 'search' });
  makeSearching(search, board)(ended);
}
