import { type AssignmentModel, withTolerance } from './model.ts';

/**
 * A plan under change: choices, uses and who has which task, with what a change would cost at penalties for overload.
 * Indices are trusted: this is the inner loop of the search.
 */
export interface PlanState {
  readonly model: AssignmentModel;
  readonly choice: Int32Array;
  readonly usage: Float64Array;
  /** Capacity of each row including rounding. */
  readonly limit: Float64Array;
  /** Cost of a unit of overload in each row. */
  readonly penalty: Float64Array;
  readonly members: number[][];
  readonly position: Int32Array;
  cost: number;
  /** Rows over their limit. */
  broken: number;
}

export function makePlanState(model: AssignmentModel, choice: Int32Array): PlanState {
  const state: PlanState = {
    model,
    choice: new Int32Array(model.tasks).fill(-1),
    usage: new Float64Array(model.agents * model.rows),
    limit: model.capacity.map(withTolerance),
    penalty: new Float64Array(model.agents * model.rows),
    members: Array.from({ length: model.agents }, () => []),
    position: new Int32Array(model.tasks),
    cost: 0,
    broken: 0,
  };
  setPlan(state, choice);
  return state;
}

/** Starts over from this plan; also wipes what rounding has gathered in the uses. */
export function setPlan(state: PlanState, choice: Int32Array): void {
  const { model, usage, members } = state;
  usage.fill(0);
  state.cost = 0;
  for (const list of members) list.length = 0;
  for (let task = 0; task < model.tasks; task += 1) {
    const option = choice[task] ?? 0;
    state.choice[task] = option;
    enter(state, task, model.option_agent[option] ?? 0);
    state.cost += model.option_cost[option] ?? 0;
    addLoad(state, option, 1);
  }
  countBroken(state);
}

export function countBroken(state: PlanState): void {
  let broken = 0;
  for (let index = 0; index < state.usage.length; index += 1)
    if ((state.usage[index] ?? 0) > (state.limit[index] ?? 0)) broken += 1;
  state.broken = broken;
}

function enter(state: PlanState, task: number, agent: number): void {
  const list = state.members[agent] ?? [];
  state.position[task] = list.length;
  list.push(task);
}

function leave(state: PlanState, task: number, agent: number): void {
  const list = state.members[agent] ?? [];
  const last = list.pop() ?? 0;
  const at = state.position[task] ?? 0;
  if (last !== task) {
    list[at] = last;
    state.position[last] = at;
  }
}

function addLoad({ model, usage }: PlanState, option: number, sign: number): void {
  const { rows } = model;
  const base = (model.option_agent[option] ?? 0) * rows;
  for (let row = 0; row < rows; row += 1)
    usage[base + row] = (usage[base + row] ?? 0) + sign * (model.option_load[option * rows + row] ?? 0);
}

/** Puts the task on this option. */
export function assign(state: PlanState, task: number, option: number): void {
  const { model, usage, limit } = state;
  const { rows } = model;
  const old = state.choice[task] ?? 0;
  const [from, to] = [model.option_agent[old] ?? 0, model.option_agent[option] ?? 0];
  for (let row = 0; row < rows; row += 1) {
    const at = from * rows + row;
    const before = usage[at] ?? 0;
    const after = before - (model.option_load[old * rows + row] ?? 0);
    const most = limit[at] ?? 0;
    if (before > most && after <= most) state.broken -= 1;
    usage[at] = after;
  }
  for (let row = 0; row < rows; row += 1) {
    const at = to * rows + row;
    const before = usage[at] ?? 0;
    const after = before + (model.option_load[option * rows + row] ?? 0);
    const most = limit[at] ?? 0;
    if (before <= most && after > most) state.broken += 1;
    usage[at] = after;
  }
  if (from !== to) {
    leave(state, task, from);
    enter(state, task, to);
  }
  state.cost += (model.option_cost[option] ?? 0) - (model.option_cost[old] ?? 0);
  state.choice[task] = option;
}

/** Change of the penalty when `out` (or -1) leaves and `into` (or -1) joins this agent. */
export function penaltyChange(state: PlanState, agent: number, out: number, into: number): number {
  const { model, usage, limit, penalty } = state;
  const { rows, option_load } = model;
  let change = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = agent * rows + row;
    const before = usage[at] ?? 0;
    let after = before;
    if (out >= 0) after -= option_load[out * rows + row] ?? 0;
    if (into >= 0) after += option_load[into * rows + row] ?? 0;
    const most = limit[at] ?? 0;
    const over = (after > most ? after - most : 0) - (before > most ? before - most : 0);
    if (over !== 0) change += over * (penalty[at] ?? 0);
  }
  return change;
}
