import type { Board } from './board.ts';
import type { Tell } from './exact.ts';
import type { ThreadInput } from './messages.ts';
import { ascend, makePriced, price } from './relaxation.ts';
import { makeSearch, type Search } from './search.ts';

/** Enough for a sensible start; the exact thread's better prices follow. */
const FIRST_STEPS = 60;
const FIRST_MOVES = 200_000;
const MOST_MOVES = 50_000_000;
const HEAT = 0.5;
const MOST_ANNEALINGS = 10_000;

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

/** The thread of good plans: annealings from the best plan so far, each longer than the last. */
export async function runSearch(input: ThreadInput, board: Board, tell: Tell): Promise<void> {
  const stop = () => board.stopped() || Date.now() > input.deadline;
  let { prices } = ascend(input.model, FIRST_STEPS, Number.POSITIVE_INFINITY, stop);
  const search = startSearch(input, prices, board, tell);
  tell({ kind: 'method', method: 'search' });
  let version = 0;
  let moves = FIRST_MOVES;
  for (let round = 0; round < MOST_ANNEALINGS && !stop(); round += 1) {
    const fresh = board.pricesSince(version);
    if (fresh !== null) {
      ({ version, prices } = fresh);
      search.reprice(prices);
    }
    search.anneal(moves, HEAT, stop);
    moves = Math.min(MOST_MOVES, 2 * moves);
    const best = board.cheapest();
    if (best === null) board.show(2, 0, search.nearest());
    else search.restart(best.choice);
  }
}
