/**
 * The core of every workload problem: each task takes exactly one of its options; an option belongs to an agent and
 * takes something of each of that agent's capacity rows. Sparse and in typed arrays: 1,000 agents × 10,000 tasks with
 * 20 options each are 200,000 options, some 10 MB at five rows.
 *
 * The bare generalized assignment problem has one row; the product has one for each week's end (what is due until
 * then must fit in until then) and one for work in progress.
 */
export interface AssignmentModel {
  agents: number;
  tasks: number;
  /** Capacity rows of each agent, at least 1. */
  rows: number;
  /** `agents × rows`, row `r` of agent `a` at `a * rows + r`; Infinity: no limit. Never negative. */
  capacity: Float64Array;
  /** `tasks + 1`: the options of task `t` are those from `option_start[t]` to before `option_start[t + 1]`. */
  option_start: Int32Array;
  /** Each option's agent; a task may have several options with the same agent (other weeks, say). */
  option_agent: Int32Array;
  /** Finite; may be negative. */
  option_cost: Float64Array;
  /** `options × rows`, finite, never negative. */
  option_load: Float64Array;
}

export interface SolveOptions {
  /** Wall-clock seconds within which the answer comes, whatever has been found until then. */
  time_limit_seconds: number;
  /**
   * Kicks of the search (a task put elsewhere and the plan mended after it; 2,000 are plenty for 200 tasks, 20,000
   * for 10,000). With it the steps run one after the other by counted work instead of the clock, so
   * that the same model, seed and limit give the same plan on every machine (`reproducible` says whether the clock
   * had to cut in after all).
   */
  work_limit?: number;
  seed?: number;
  /** One option per task, as an index into the options; may break capacities. */
  warm_start?: Int32Array;
  /** Aborting gives what has been found so far. */
  signal?: AbortSignal;
  onIncumbent?(incumbent: Incumbent): void;
}

export interface Incumbent {
  objective: number;
  /** Proven lower bound so far. */
  bound: number;
  seconds: number;
}

/**
 * `optimal` and `infeasible` are proven; `unknown`: no plan was found within the limit, and none was proven
 * impossible.
 */
export type SolveStatus = 'optimal' | 'feasible' | 'infeasible' | 'unknown';

/** One capacity row and by how much it falls short. */
export interface Shortage {
  agent: number;
  row: number;
  /** In the row's unit. */
  missing: number;
}

/** Why there is no plan, as figures. */
export interface Infeasibility {
  /** Tasks that fit nowhere even alone. */
  stranded_tasks: number[];
  /**
   * Rows that are too small together, with the weights (highest is 1) that prove it: were each task put where it takes
   * the least weighted capacity, they would need `needed` of the `available` weighted capacity. Empty if only the
   * search through all plans proved it.
   */
  binding: { agent: number; row: number; weight: number }[];
  needed: number;
  available: number;
}

export interface Solution {
  status: SolveStatus;
  /** Cost of the plan; null without one. */
  objective: number | null;
  /** Proven lower bound of every plan's cost; null where nothing is feasible. */
  bound: number | null;
  /** `(objective - bound) / max(1, |objective|)`; null without a plan. */
  gap: number | null;
  /** Option of each task; empty without a plan. */
  choice: Int32Array;
  /** Without a plan: the one found that lacks least, and what it lacks. That is the relaxation that would do. */
  nearest: { choice: Int32Array; shortages: Shortage[] } | null;
  /** Set where infeasible. */
  infeasibility: Infeasibility | null;
  seconds: number;
  /** What was used, in order: `search`, `lagrangian`, `lp`, `knapsacks`, `mip`, `parts`. */
  methods: string[];
  /** True where counted work alone decided. */
  reproducible: boolean;
}

/** What sums of loads may miss a capacity by: rounding of binary fractions, never a real quantity. */
export const LOAD_TOLERANCE = 1e-9;

/** The largest use of a row that still counts as within its capacity. */
export const withTolerance = (capacity: number): number =>
  capacity === Number.POSITIVE_INFINITY ? capacity : capacity + LOAD_TOLERANCE * Math.max(1, capacity);

/** Use of each row (`agents × rows`) under a plan. */
export function usageOf(model: AssignmentModel, choice: Int32Array): Float64Array {
  const usage = new Float64Array(model.agents * model.rows);
  for (const option of choice) {
    const base = (model.option_agent[option] ?? 0) * model.rows;
    for (let row = 0; row < model.rows; row += 1)
      usage[base + row] = (usage[base + row] ?? 0) + (model.option_load[option * model.rows + row] ?? 0);
  }
  return usage;
}

export function costOf(model: AssignmentModel, choice: Int32Array): number {
  let cost = 0;
  for (const option of choice) cost += model.option_cost[option] ?? 0;
  return cost;
}

/** Rows that a plan overfills; empty: it respects every capacity. */
export function shortagesOf(model: AssignmentModel, choice: Int32Array): Shortage[] {
  const shortages: Shortage[] = [];
  usageOf(model, choice).forEach((used, index) => {
    const capacity = model.capacity[index] ?? 0;
    if (used > withTolerance(capacity))
      shortages.push({
        agent: Math.floor(index / model.rows),
        row: index % model.rows,
        missing: used - capacity,
      });
  });
  return shortages;
}

/** Whether each task has one of its own options. */
export function isComplete(model: AssignmentModel, choice: Int32Array): boolean {
  if (choice.length !== model.tasks) return false;
  return choice.every(
    (option, task) =>
      option >= (model.option_start[task] ?? 0) && option < (model.option_start[task + 1] ?? 0),
  );
}

/**
 * `solveModel` of `solve.ts`: the cheapest plan within the limits, with a proven lower bound. Works in worker threads,
 * which have ended when it resolves; the calling thread stays free.
 */
export type SolveModel = (model: AssignmentModel, options: SolveOptions) => Promise<Solution>;
