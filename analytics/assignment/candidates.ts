import type { AssignmentModel } from './model.ts';

/** For each task the options worth trying, best first: those from `start[t]` to before `start[t + 1]`. */
export interface Candidates {
  start: Int32Array;
  option: Int32Array;
}

/** Fewer leave too little to choose among, more waste trials: measured on instances of 5 to 80 agents. */
export interface Width {
  least: number;
  most: number;
  /** Cost over the best one's over which an option beyond `least` is left out. */
  within: number;
}

/** @param costs by option: what they are ordered by; Infinity leaves one out unless it is the task's only one */
export function makeCandidates(model: AssignmentModel, costs: Float64Array, width: Width): Candidates {
  const start = new Int32Array(model.tasks + 1);
  const chosen: number[] = [];
  for (let task = 0; task < model.tasks; task += 1) {
    const sorted: number[] = [];
    for (
      let option = model.option_start[task] ?? 0;
      option < (model.option_start[task + 1] ?? 0);
      option += 1
    )
      sorted.push(option);
    sorted.sort((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0) || a - b);
    const best = costs[sorted[0] ?? 0] ?? 0;
    sorted.forEach((option, rank) => {
      const cost = costs[option] ?? 0;
      const near = cost - best <= width.within && cost < Number.POSITIVE_INFINITY;
      if (
        rank === 0 ||
        (near && rank < width.most) ||
        (rank < width.least && cost < Number.POSITIVE_INFINITY)
      )
        chosen.push(option);
    });
    start[task + 1] = chosen.length;
  }
  return { start, option: Int32Array.from(chosen) };
}

/** Up to here a table of agents × tasks is kept to find an option at once: 16 MB. */
const LARGEST_TABLE = 4_000_000;

/** Finds a task's (first) option with an agent, or -1. */
export function makeOptionFinder(model: AssignmentModel): (task: number, agent: number) => number {
  const { agents, tasks, option_start, option_agent } = model;
  if (agents * tasks > LARGEST_TABLE)
    return (task, agent) => {
      const end = option_start[task + 1] ?? 0;
      for (let option = option_start[task] ?? 0; option < end; option += 1)
        if (option_agent[option] === agent) return option;
      return -1;
    };
  const table = new Int32Array(agents * tasks).fill(-1);
  for (let task = 0; task < tasks; task += 1)
    for (let option = (option_start[task + 1] ?? 0) - 1; option >= (option_start[task] ?? 0); option -= 1)
      table[task * agents + (option_agent[option] ?? 0)] = option;
  return (task, agent) => table[task * agents + agent] ?? -1;
}
