import type { Candidates } from './candidates.ts';
import { assign, type PlanState } from './plan-state.ts';

/** Moves in one exchange: measured; longer ones are rarely found where these aren't, and each costs another pass. */
const DEPTH = 4;
/** Less is rounding. */
const LEAST_GAIN = 1e-9;

/** A chain of moves of which each puts a task where the next one leaves: `task`, last in `layer`, takes `option`. */
interface Exchange {
  gain: number;
  layer: number;
  task: number;
  option: number;
}

/** What an exchange is judged by. All may change between two calls. */
export interface ExchangeView {
  /** By option: what it costs more than its task's cheapest at the prices. */
  reduced: Float64Array;
  /** By row: what a free unit costs. */
  idle: Float64Array;
  /** By row: what a unit over the limit costs. */
  over: Float64Array;
  candidates: Candidates;
  /** By task: 1 keeps it where it is. */
  locked: Uint8Array;
  /** Chains that are followed further at each length: the best so many. */
  beam: number;
}

/** What so much free room costs, or missing room (below 0). A row without a limit has the price 0. */
const roomCost = (free: number, idle: number, over: number): number =>
  free < 0 ? -over * free : idle > 0 ? idle * free : 0;

export interface Exchanger {
  /**
   * Looks at all chains and cycles up to `DEPTH` moves over different agents at once (a multi-exchange in the
   * improvement graph; Ahuja, Orlin & Sharma 2001) and makes those that improve and don't touch each other.
   * @param from tasks that a chain may start with; null: any
   * @returns how many were made
   */
  improve(view: ExchangeView, from: readonly number[] | null): number;
  /** Tasks that the last call moved, with the options that they had before. */
  readonly moved: { task: number; before: number }[];
}

export function makeExchanger(
  state: PlanState,
  optionOf: (task: number, agent: number) => number,
): Exchanger {
  const { model } = state;
  const { tasks, agents, rows, option_agent, option_load } = model;
  const layers = Array.from({ length: DEPTH + 1 }, () => ({
    value: new Float64Array(tasks),
    before: new Int32Array(tasks),
    // The option by which the task before takes this one's place.
    via: new Int32Array(tasks),
    first: new Int32Array(tasks),
    /** Tasks with a value. */
    reached: [] as number[],
  }));
  for (const layer of layers) layer.value.fill(Number.POSITIVE_INFINITY);
  const standing = new Float64Array(agents);
  const touched = new Uint8Array(agents);
  const moved: { task: number; before: number }[] = [];
  const all = Array.from({ length: tasks }, (_, task) => task);

  /** What the agent's free or missing room costs when `out` (or -1) leaves and `into` (or -1) joins. */
  function room(view: ExchangeView, agent: number, out: number, into: number): number {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      const at = agent * rows + row;
      let used = state.usage[at] ?? 0;
      if (out >= 0) used -= option_load[out * rows + row] ?? 0;
      if (into >= 0) used += option_load[into * rows + row] ?? 0;
      sum += roomCost((state.limit[at] ?? 0) - used, view.idle[at] ?? 0, view.over[at] ?? 0);
    }
    return sum;
  }

  const agentOf = (task: number) => option_agent[state.choice[task] ?? 0] ?? 0;

  /** Whether the chain that ends with `task` at `layer` has touched the agent. */
  function visits(layer: number, task: number, agent: number): boolean {
    let at = task;
    for (let depth = layer; ; depth -= 1) {
      if (agentOf(at) === agent) return true;
      if (depth === 0) return false;
      at = layers[depth]?.before[at] ?? 0;
    }
  }

  function improve(view: ExchangeView, from: readonly number[] | null): number {
    const { reduced, candidates, locked, beam } = view;
    const found: Exchange[] = [];
    for (let agent = 0; agent < agents; agent += 1) standing[agent] = room(view, agent, -1, -1);
    const [start] = layers;
    if (start === undefined) return 0;
    start.reached = [...(from ?? all)];
    for (const task of start.reached) {
      start.value[task] = 0;
      start.first[task] = task;
    }
    for (let layer = 0; layer <= DEPTH; layer += 1) {
      const here = layers[layer];
      const next = layers[layer + 1];
      if (here === undefined) break;
      if (layer > 0 && here.reached.length > beam) {
        keepLeast(here.reached, here.value, beam);
        for (let index = beam; index < here.reached.length; index += 1)
          here.value[here.reached[index] ?? 0] = Number.POSITIVE_INFINITY;
        here.reached.length = beam;
      }
      for (const task of here.reached) {
        if (locked[task] === 1) continue;
        const value = here.value[task] ?? 0;
        const now = state.choice[task] ?? 0;
        const own = option_agent[now] ?? 0;
        const first: number = here.first[task] ?? 0;
        const firstOption: number = state.choice[first] ?? 0;
        const firstAgent: number = option_agent[firstOption] ?? 0;
        const leaving = room(view, firstAgent, firstOption, -1) - (standing[firstAgent] ?? 0);
        let bestGain = -LEAST_GAIN;
        let bestOption = -1;
        if (layer > 0) {
          const back = optionOf(task, firstAgent);
          if (back >= 0) {
            const gain =
              value +
              (reduced[back] ?? 0) -
              (reduced[now] ?? 0) +
              room(view, firstAgent, firstOption, back) -
              (standing[firstAgent] ?? 0);
            if (gain < bestGain) {
              bestGain = gain;
              bestOption = back;
            }
          }
        }
        const end = candidates.start[task + 1] ?? 0;
        for (let place = candidates.start[task] ?? 0; place < end; place += 1) {
          const option = candidates.option[place] ?? 0;
          const onto = option_agent[option] ?? 0;
          if (onto === own) continue;
          const step = value + (reduced[option] ?? 0) - (reduced[now] ?? 0);
          if (onto !== firstAgent) {
            const gain = step + leaving + room(view, onto, -1, option) - (standing[onto] ?? 0);
            if (gain < bestGain && !visits(layer, task, onto)) {
              bestGain = gain;
              bestOption = option;
            }
          }
          if (next === undefined || layer === DEPTH || visits(layer, task, onto)) continue;
          const base = step - (standing[onto] ?? 0);
          // Room never costs less than nothing.
          if (base >= -LEAST_GAIN) continue;
          const members: number[] = state.members[onto] ?? [];
          // One row is what most of the time goes into: no call for each task then.
          const free = (state.limit[onto] ?? 0) - (state.usage[onto] ?? 0) - (option_load[option] ?? 0);
          const [idle, over] = [view.idle[onto] ?? 0, view.over[onto] ?? 0];
          for (let index = 0; index < members.length; index += 1) {
            const other = members[index] ?? 0;
            if (locked[other] === 1) continue;
            const leaves = state.choice[other] ?? 0;
            const cost =
              rows === 1
                ? roomCost(free + (option_load[leaves] ?? 0), idle, over)
                : room(view, onto, leaves, option);
            const reached = base + cost;
            if (reached < -LEAST_GAIN && reached < (next.value[other] ?? 0)) {
              if (next.value[other] === Number.POSITIVE_INFINITY) next.reached.push(other);
              next.value[other] = reached;
              next.before[other] = task;
              next.via[other] = option;
              next.first[other] = first;
            }
          }
        }
        if (bestOption >= 0) found.push({ gain: bestGain, layer, task, option: bestOption });
      }
    }
    for (const layer of layers) {
      for (const task of layer.reached) layer.value[task] = Number.POSITIVE_INFINITY;
      layer.reached.length = 0;
    }
    return carryOut(found);
  }

  /** Whether no agent of the exchange is touched by one that was made. */
  function isFree({ layer, task, option }: Exchange): boolean {
    if (touched[option_agent[option] ?? 0] === 1) return false;
    let at = task;
    for (let depth = layer; ; depth -= 1) {
      if (touched[agentOf(at)] === 1) return false;
      if (depth === 0) return true;
      at = layers[depth]?.before[at] ?? 0;
    }
  }

  /** The exchange's moves from its last task back to its first. */
  function make({ layer, task, option }: Exchange): void {
    let [at, onto] = [task, option];
    for (let depth = layer; ; depth -= 1) {
      const before = state.choice[at] ?? 0;
      moved.push({ task: at, before });
      touched[option_agent[before] ?? 0] = 1;
      touched[option_agent[onto] ?? 0] = 1;
      assign(state, at, onto);
      if (depth === 0) return;
      const via = layers[depth]?.via[at] ?? 0;
      at = layers[depth]?.before[at] ?? 0;
      onto = via;
    }
  }

  function carryOut(found: Exchange[]): number {
    found.sort((a, b) => a.gain - b.gain);
    touched.fill(0);
    let made = 0;
    moved.length = 0;
    for (const exchange of found) {
      if (!isFree(exchange)) continue;
      make(exchange);
      made += 1;
    }
    return made;
  }

  return { improve, moved };
}

/** Puts the `count` items of least value first, in no order (Hoare's selection). */
function keepLeast(items: number[], value: Float64Array, count: number): void {
  let [from, to] = [0, items.length - 1];
  while (from < to) {
    const pivot = value[items[(from + to) >> 1] ?? 0] ?? 0;
    let [left, right] = [from, to];
    while (left <= right) {
      while ((value[items[left] ?? 0] ?? 0) < pivot) left += 1;
      while ((value[items[right] ?? 0] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const swapped = items[left] ?? 0;
      items[left] = items[right] ?? 0;
      items[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (count - 1 <= right) to = right;
    else if (count - 1 >= left) from = left;
    else return;
  }
}
