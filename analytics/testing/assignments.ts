import { type AssignmentModel, withTolerance } from '../assignment/model.ts';
import { makeRandom } from '../series/random.ts';

/** The least cost over all plans within the capacities by trying each; null: there is none. For a handful of tasks. */
export function bruteForce(model: AssignmentModel): number | null {
  const usage = new Float64Array(model.agents * model.rows);
  let best: number | null = null;
  const place = (task: number, cost: number): void => {
    if (task === model.tasks) {
      if (best === null || cost < best) best = cost;
      return;
    }
    const end = model.option_start[task + 1] ?? 0;
    for (let option = model.option_start[task] ?? 0; option < end; option += 1) {
      const base = (model.option_agent[option] ?? 0) * model.rows;
      const loads = model.option_load.subarray(option * model.rows, (option + 1) * model.rows);
      loads.forEach((load, row) => {
        usage[base + row] = (usage[base + row] ?? 0) + load;
      });
      if (loads.every((_, row) => (usage[base + row] ?? 0) <= withTolerance(model.capacity[base + row] ?? 0)))
        place(task + 1, cost + (model.option_cost[option] ?? 0));
      loads.forEach((load, row) => {
        usage[base + row] = (usage[base + row] ?? 0) - load;
      });
    }
  };
  place(0, 0);
  return best;
}

/**
 * A problem shaped as the product's: people with week-prefix capacities, items due in some week with a few people who
 * could do them, dearer the further from their skills. About 80 % of the capacity is needed.
 */
export function productShaped(
  agents: number,
  tasks: number,
  { weeks = 4, choices = 20, seed = 1 } = {},
): AssignmentModel {
  const random = makeRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const count = Math.min(choices, agents);
  const capacity = new Float64Array(agents * weeks);
  const [agent, cost, load]: number[][] = [[], [], []];
  const start = new Int32Array(tasks + 1);
  let hours = 0;
  for (let task = 0; task < tasks; task += 1) {
    const due = below(weeks);
    const effort = 2 + below(30);
    hours += effort;
    const able = new Set<number>();
    while (able.size < count) able.add(below(agents));
    for (const person of [...able].sort((a, b) => a - b)) {
      const unfamiliar = random();
      agent?.push(person);
      cost?.push(Math.round(100 * unfamiliar) + below(10));
      for (let week = 0; week < weeks; week += 1)
        load?.push(week >= due ? Math.round(effort * (1 + 0.5 * unfamiliar)) : 0);
    }
    start[task + 1] = agent?.length ?? 0;
  }
  // What is due until a week's end must fit in until then; the last week holds everything.
  const whole = (hours * 1.5) / agents;
  for (let person = 0; person < agents; person += 1)
    for (let week = 0; week < weeks; week += 1)
      capacity[person * weeks + week] = Math.ceil((whole * (week + 1)) / weeks);
  return {
    agents,
    tasks,
    rows: weeks,
    capacity,
    option_start: start,
    option_agent: Int32Array.from(agent ?? []),
    option_cost: Float64Array.from(cost ?? []),
    option_load: Float64Array.from(load ?? []),
  };
}
