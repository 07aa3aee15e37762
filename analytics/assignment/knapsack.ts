import type { AssignmentModel } from './model.ts';

/**
 * The Lagrangian relaxation of "each task once" instead of the capacities: each task has a worth, and each agent fills
 * its capacity with what gains most. That is a knapsack an agent, solved exactly; the bound is that of Dantzig-Wolfe
 * column generation and often far above the linear relaxation's (Fisher, Jaikumar & Van Wassenhove 1986, Management
 * Science 32). For one capacity row with whole loads.
 */
export interface KnapsackBound {
  bound: number;
  /** By option: how much the bound rises if the option is taken. Infinity: in no plan. */
  merit: Float64Array;
}

interface Item {
  task: number;
  option: number;
  load: number;
  cost: number;
}

/** Cells of all knapsack tables: larger problems have a small gap already, and this would take their time. */
const MOST_CELLS = 40_000_000;
const LONGEST_TABLE = 20_000_000;
const DEFLECTION = 0.5;
const PATIENCE = 15;

export function knapsacksFit(model: AssignmentModel): boolean {
  if (model.rows !== 1 || !model.option_load.every(Number.isInteger)) return false;
  let cells = 0;
  const counts = new Float64Array(model.agents);
  for (const agent of model.option_agent) counts[agent] = (counts[agent] ?? 0) + 1;
  for (let agent = 0; agent < model.agents; agent += 1) {
    const table = (counts[agent] ?? 0) * ((model.capacity[agent] ?? 0) + 1);
    if (counts[agent] === 0) continue;
    if (!(table <= LONGEST_TABLE)) return false;
    cells += table;
  }
  return cells <= MOST_CELLS;
}

/**
 * @param start what each task is worth at first: its least cost at the prices of the other relaxation
 * @param upper cost of a plan, or somewhat above the bound
 */
export function knapsackBound(
  model: AssignmentModel,
  start: Float64Array,
  upper: number,
  steps: number,
  stop: () => boolean,
): KnapsackBound | null {
  const items = itemsByAgent(model);
  const worth = Float64Array.from(start);
  const best = { bound: Number.NEGATIVE_INFINITY, worth: Float64Array.from(start) };
  const count = new Int32Array(model.tasks);
  const direction = new Float64Array(model.tasks);
  let scale = 1;
  let since = 0;
  for (let step = 0; step < steps && scale > 1e-3 && !stop(); step += 1) {
    count.fill(0);
    let bound = worth.reduce((sum, value) => sum + value, 0);
    items.forEach((list, agent) => {
      bound -= fill(list, worth, Math.floor(model.capacity[agent] ?? 0), count);
    });
    if (bound > best.bound) {
      best.bound = bound;
      best.worth.set(worth);
      since = 0;
    } else if (++since >= PATIENCE) {
      scale /= 2;
      since = 0;
      worth.set(best.worth);
      direction.fill(0);
      continue;
    }
    let norm = 0;
    for (let task = 0; task < model.tasks; task += 1) {
      const turned = DEFLECTION * (direction[task] ?? 0) + 1 - (count[task] ?? 0);
      direction[task] = turned;
      norm += turned * turned;
    }
    if (norm === 0) break;
    const length = (scale * Math.max(upper - bound, 1e-6 * Math.abs(upper))) / norm;
    for (let task = 0; task < model.tasks; task += 1)
      worth[task] = (worth[task] ?? 0) + length * (direction[task] ?? 0);
  }
  if (best.bound === Number.NEGATIVE_INFINITY) return null;
  return { bound: best.bound, merit: meritOf(model, items, best.worth) };
}

function itemsByAgent(model: AssignmentModel): Item[][] {
  const items: Item[][] = Array.from({ length: model.agents }, () => []);
  for (let task = 0; task < model.tasks; task += 1)
    for (
      let option = model.option_start[task] ?? 0;
      option < (model.option_start[task + 1] ?? 0);
      option += 1
    )
      items[model.option_agent[option] ?? 0]?.push({
        task,
        option,
        load: model.option_load[option] ?? 0,
        cost: model.option_cost[option] ?? 0,
      });
  return items;
}

/** Fills one knapsack, counts the tasks in it and returns its gain. */
function fill(list: readonly Item[], worth: Float64Array, capacity: number, count: Int32Array): number {
  const useful = list.filter(({ task, cost, load }) => (worth[task] ?? 0) > cost && load <= capacity);
  const width = capacity + 1;
  const gain = new Float64Array(width);
  const taken = new Uint8Array(useful.length * width);
  useful.forEach(({ task, cost, load }, index) => {
    const value = (worth[task] ?? 0) - cost;
    const base = index * width;
    for (let room = capacity; room >= load; room -= 1) {
      const better = (gain[room - load] ?? 0) + value;
      if (better > (gain[room] ?? 0)) {
        gain[room] = better;
        taken[base + room] = 1;
      }
    }
  });
  let room = capacity;
  for (let index = useful.length - 1; index >= 0; index -= 1) {
    const item = useful[index];
    if (item === undefined || taken[index * width + room] !== 1) continue;
    count[item.task] = (count[item.task] ?? 0) + 1;
    room -= item.load;
  }
  return gain[capacity] ?? 0;
}

/** What each option costs its agent's knapsack when it is forced in: by tables from the front and from the back. */
function meritOf(model: AssignmentModel, items: readonly Item[][], worth: Float64Array): Float64Array {
  const merit = new Float64Array(model.option_agent.length).fill(Number.POSITIVE_INFINITY);
  items.forEach((list, agent) => {
    const capacity = Math.floor(model.capacity[agent] ?? 0);
    const width = capacity + 1;
    const useful = list.filter(({ task, cost, load }) => (worth[task] ?? 0) > cost && load <= capacity);
    const front = tables(useful, worth, width);
    const back = tables(useful.toReversed(), worth, width);
    const all = front.subarray(useful.length * width);
    const most = all[capacity] ?? 0;
    for (const { task, option, load, cost } of list)
      if (load <= capacity) merit[option] = most - ((worth[task] ?? 0) - cost) - (all[capacity - load] ?? 0);
    useful.forEach(({ task, option, load, cost }, index) => {
      const before = index * width;
      const after = (useful.length - 1 - index) * width;
      let rest = 0;
      for (let room = capacity - load; room >= 0; room -= 1) {
        const sum = (front[before + room] ?? 0) + (back[after + capacity - load - room] ?? 0);
        if (sum > rest) rest = sum;
      }
      merit[option] = Math.max(0, most - ((worth[task] ?? 0) - cost) - rest);
    });
  });
  return merit;
}

/** Row `i`: the best gain of the first `i` items by room. */
function tables(list: readonly Item[], worth: Float64Array, width: number): Float64Array {
  const table = new Float64Array((list.length + 1) * width);
  list.forEach(({ task, cost, load }, index) => {
    const value = (worth[task] ?? 0) - cost;
    const [before, here] = [index * width, (index + 1) * width];
    for (let room = 0; room < width; room += 1) {
      const without = table[before + room] ?? 0;
      const taken = room >= load ? (table[before + room - load] ?? 0) + value : 0;
      table[here + room] = taken > without ? taken : without;
    }
  });
  return table;
}
