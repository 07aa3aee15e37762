import type { AssignmentModel } from './model.ts';

/**
 * What the threads of one solve share. Whoever is stopped at any moment leaves the best plan behind here, so a time
 * limit costs nothing that was found. Each writer has two slots and changes only the one that isn't shown.
 */
export interface Board {
  readonly buffer: SharedArrayBuffer;
  /** Shows a plan in the writer's place. */
  show(writer: Writer, cost: number, choice: Int32Array): void;
  /** The cheapest plan shown, or null where none is cheaper than `below`. */
  cheapest(below?: number): { cost: number; choice: Int32Array } | null;
  /** The plan of a writer that no capacity binds; null while none was shown. */
  draft(writer: 2 | 3): Int32Array | null;
  /** Prices of the capacities, and by option what taking it costs above the bound. */
  setPrices(prices: Float64Array, merit: Float64Array): void;
  /** Prices newer than `version`, with their own; null: none. */
  pricesSince(version: number): { version: number; prices: Float64Array; merit: Float64Array } | null;
  version(): number;
  stop(): void;
  stopped(): boolean;
}

/**
 * 0: the search; 1: the exact methods; 2: the plan that lacks least, while there is no other; 3: the relaxation's
 * shares, rounded.
 */
export type Writer = 0 | 1 | 2 | 3;

const [STOP, VERSION, SHOWN] = [0, 1, 2];
const WRITERS = 4;
const CONTROLS = 8;

export function makeBoard(model: AssignmentModel, shared?: SharedArrayBuffer): Board {
  const prices = model.agents * model.rows;
  const options = model.option_agent.length;
  const size = 8 * (2 * WRITERS + prices + options) + 4 * (CONTROLS + 2 * WRITERS * model.tasks);
  const buffer = shared ?? new SharedArrayBuffer(size);
  const costs = new Float64Array(buffer, 0, 2 * WRITERS);
  const priceList = new Float64Array(buffer, 8 * 2 * WRITERS, prices);
  const merits = new Float64Array(buffer, 8 * (2 * WRITERS + prices), options);
  const rest = 8 * (2 * WRITERS + prices + options);
  const control = new Int32Array(buffer, rest, CONTROLS);
  const slot = (index: number) =>
    new Int32Array(buffer, rest + 4 * (CONTROLS + index * model.tasks), model.tasks);
  if (shared === undefined) costs.fill(Number.POSITIVE_INFINITY);
  const shownBy = (writer: Writer) => 2 * writer + Atomics.load(control, SHOWN + writer);
  return {
    buffer,
    show(writer, cost, choice) {
      const hidden = 1 - Atomics.load(control, SHOWN + writer);
      slot(2 * writer + hidden).set(choice);
      costs[2 * writer + hidden] = cost;
      Atomics.store(control, SHOWN + writer, hidden);
    },
    cheapest(below = Number.POSITIVE_INFINITY) {
      const [first, second] = [shownBy(0), shownBy(1)];
      const [firstCost, secondCost] = [costs[first] ?? 0, costs[second] ?? 0];
      const cost = Math.min(firstCost, secondCost);
      if (!(cost < below)) return null;
      return { cost, choice: slot(firstCost <= secondCost ? first : second).slice() };
    },
    draft: (writer) => (Number.isFinite(costs[shownBy(writer)] ?? 0) ? slot(shownBy(writer)).slice() : null),
    setPrices(fresh, merit) {
      priceList.set(fresh);
      merits.set(merit);
      Atomics.add(control, VERSION, 1);
    },
    pricesSince(version) {
      const now = Atomics.load(control, VERSION);
      return now === version ? null : { version: now, prices: priceList.slice(), merit: merits.slice() };
    },
    version: () => Atomics.load(control, VERSION),
    stop: () => void Atomics.store(control, STOP, 1),
    stopped: () => Atomics.load(control, STOP) === 1,
  };
}

/** The same model on memory that threads share: 200,000 options are passed to a thread without a copy. */
export function sharedModel(model: AssignmentModel): AssignmentModel {
  const floats = (from: Float64Array) => {
    const to = new Float64Array(new SharedArrayBuffer(from.byteLength));
    to.set(from);
    return to;
  };
  const integers = (from: Int32Array) => {
    const to = new Int32Array(new SharedArrayBuffer(from.byteLength));
    to.set(from);
    return to;
  };
  return {
    agents: model.agents,
    tasks: model.tasks,
    rows: model.rows,
    capacity: floats(model.capacity),
    option_start: integers(model.option_start),
    option_agent: integers(model.option_agent),
    option_cost: floats(model.option_cost),
    option_load: floats(model.option_load),
  };
}
