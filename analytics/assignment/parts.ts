import type { Highs } from 'highs';
import { makeRandom } from '../series/random.ts';
import type { Board } from './board.ts';
import { type AssignmentModel, costOf } from './model.ts';
import { taskOfOptions } from './program.ts';
import { solveWhole, type WholeAnswer } from './whole.ts';

export interface PartsInput {
  highs: Highs;
  model: AssignmentModel;
  /** By option: by how much the bound rises if it is taken. */
  merit: Float64Array;
  /** The bound that merits are counted from, unlifted. */
  bound: number;
  unit: number;
  board: Board;
  seed: number;
  /** Seconds left. */
  seconds(): number;
  onPlan(choice: Int32Array): void;
}

/** Options a task with the agents of its part, besides the one it has. */
const WIDTH = 5;
/** Tasks of the first part; then as many as a tree can handle in time. */
const FIRST_TASKS = 60;
const [FEWEST_TASKS, MOST_TASKS] = [20, 600];
/** Longest tree: what isn't found until then is found sooner in another part. */
const TREE_SECONDS = 1.5;
/** A tree that ends within this was too small. */
const QUICK_SECONDS = 0.4;
const [GROW, SHRINK] = [1.3, 0.8];
/** Without a better plan for this long, or this share of the time that there was, another way is the better one. */
const [PATIENT_SECONDS, PATIENT_SHARE] = [2, 0.25];
const MOST_PARTS = 100_000;

/**
 * Large neighbourhood search (Shaw 1998, CP '98): the plan is kept but for the tasks of a few agents that have much to
 * do with each other, and these are planned anew among those agents by branch and bound. Ends when that helps no more.
 */
export function improveParts(input: PartsInput): void {
  const { board, unit } = input;
  const random = makeRandom(input.seed);
  const patience = Math.max(PATIENT_SECONDS, PATIENT_SHARE * input.seconds());
  let until = input.seconds() - patience;
  let size = FIRST_TASKS;
  for (let count = 0; count < MOST_PARTS && input.seconds() > Math.max(0.1, until); count += 1) {
    const known = board.cheapest();
    if (known === null || board.stopped()) return;
    // What a cheaper plan may use at most.
    const useful = known.cost - input.bound - unit * (1 - 1e-6);
    const part = partOf(input, known.choice, chooseAgents(input, known.choice, useful, size, random), useful);
    const began = input.seconds();
    const { finished } = solvePart(input, part, known.choice, () => {
      until = input.seconds() - patience;
    });
    if (!finished) size = Math.max(FEWEST_TASKS, SHRINK * size);
    else if (began - input.seconds() < QUICK_SECONDS) size = Math.min(MOST_TASKS, GROW * size);
  }
}

/** Plans the part anew; each better plan of it is shown as one of the whole. */
function solvePart(input: PartsInput, part: Part, plan: Int32Array, onBetter: () => void): WholeAnswer {
  const { highs, board, unit } = input;
  return solveWhole(highs, part.model, taskOfOptions(part.model), allOptions(part.model), part.start, {
    seconds: Math.min(TREE_SECONDS, input.seconds()),
    nodes: null,
    precision: unit > 0 ? 0.99 * unit : 1e-9,
    onPlan: (choice) => {
      const better = plan.slice();
      choice.forEach((option, index) => {
        better[part.tasks[index] ?? 0] = part.original[option] ?? 0;
      });
      if (costOf(input.model, better) < costOf(input.model, plan)) onBetter();
      input.onPlan(better);
    },
    onBound: () => {},
    stop: () => board.stopped(),
  });
}

/** Options that cost about this share of what a better plan may cost above the bound tie agents half as much. */
const TIE = 0.1;

/** Agents around a random one: mostly those that share useful options with the tasks gathered so far. */
function chooseAgents(
  { model, merit }: PartsInput,
  plan: Int32Array,
  useful: number,
  size: number,
  random: () => number,
): Set<number> {
  const members: number[][] = Array.from({ length: model.agents }, () => []);
  plan.forEach((option, task) => {
    members[model.option_agent[option] ?? 0]?.push(task);
  });
  const ties = new Float64Array(model.agents).fill(1e-3);
  const group = new Set<number>();
  let tasks = 0;
  for (let agent = Math.floor(random() * model.agents); agent >= 0; agent = nextAgent(ties, group, random)) {
    group.add(agent);
    const list = members[agent] ?? [];
    tasks += list.length;
    if (tasks >= size && group.size >= 2) break;
    for (const task of list)
      for (
        let option = model.option_start[task] ?? 0;
        option < (model.option_start[task + 1] ?? 0);
        option += 1
      ) {
        const cost = merit[option] ?? 0;
        if (cost > useful) continue;
        const at = model.option_agent[option] ?? 0;
        ties[at] = (ties[at] ?? 0) + 1 / (1 + cost / Math.max(TIE * useful, 1e-9));
      }
  }
  return group;
}

/** The outside agent with the strongest ties, each weakened by chance; -1: all are inside. */
function nextAgent(ties: Float64Array, group: ReadonlySet<number>, random: () => number): number {
  let [next, most] = [-1, -1];
  ties.forEach((tie, agent) => {
    if (group.has(agent)) return;
    const value = tie * random();
    if (value <= most) return;
    most = value;
    next = agent;
  });
  return next;
}

interface Part {
  model: AssignmentModel;
  /** The plan's choices among the part's options. */
  start: Int32Array;
  /** The whole model's task of each task, and option of each option. */
  tasks: number[];
  original: number[];
}

/** The problem of these agents' tasks among them, with the options worth trying. */
function partOf(
  { model, merit }: PartsInput,
  plan: Int32Array,
  group: ReadonlySet<number>,
  useful: number,
): Part {
  const agents = [...group].sort((a, b) => a - b);
  const tasks: number[] = [];
  const original: number[] = [];
  const start: number[] = [];
  const optionStart = [0];
  plan.forEach((chosen, task) => {
    if (!group.has(model.option_agent[chosen] ?? 0)) return;
    const found: number[] = [];
    for (
      let option = model.option_start[task] ?? 0;
      option < (model.option_start[task + 1] ?? 0);
      option += 1
    )
      if (option !== chosen && group.has(model.option_agent[option] ?? 0) && (merit[option] ?? 0) <= useful)
        found.push(option);
    found.sort((a, b) => (merit[a] ?? 0) - (merit[b] ?? 0) || a - b);
    start.push(original.length);
    original.push(chosen, ...found.slice(0, WIDTH));
    tasks.push(task);
    optionStart.push(original.length);
  });
  return {
    model: modelOfPart(model, agents, optionStart, original),
    start: Int32Array.from(start),
    tasks,
    original,
  };
}

function modelOfPart(
  model: AssignmentModel,
  agents: readonly number[],
  optionStart: readonly number[],
  original: readonly number[],
): AssignmentModel {
  const { rows } = model;
  const place = new Map(agents.map((agent, index) => [agent, index]));
  const rowsOf = (values: Float64Array, index: number) => [
    ...values.subarray(index * rows, (index + 1) * rows),
  ];
  return {
    agents: agents.length,
    tasks: optionStart.length - 1,
    rows,
    capacity: Float64Array.from(agents.flatMap((agent) => rowsOf(model.capacity, agent))),
    option_start: Int32Array.from(optionStart),
    option_agent: Int32Array.from(original, (option) => place.get(model.option_agent[option] ?? 0) ?? 0),
    option_cost: Float64Array.from(original, (option) => model.option_cost[option] ?? 0),
    option_load: Float64Array.from(original.flatMap((option) => rowsOf(model.option_load, option))),
  };
}

const allOptions = ({ option_agent }: AssignmentModel): Int32Array => Int32Array.from(option_agent.keys());
