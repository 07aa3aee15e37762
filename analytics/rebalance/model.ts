import type { AssignmentModel } from '../assignment/model.ts';
import { type Choice, dueUnder, overloadQuanta, plainQuanta, QUANTUM_HOURS, reliefOf } from './cost.ts';
import { prices } from './policy.ts';
import type { RebalanceProblem } from './problem.ts';

/** A rebalancing as a bare assignment problem, and how the two translate. */
export interface RebalanceModel {
  model: AssignmentModel;
  /** A plan as options of the model. */
  toModel(choice: Choice): Int32Array;
  /** What the model's options say of the plan. */
  fromModel(options: Int32Array): Choice;
}

interface Token {
  giver: number;
  week: number;
  quanta: number;
  urgent: boolean;
}

/** 1, 2, 4 … and what is left: of these every whole number up to `count` can be put together. */
function binaryParts(count: number): number[] {
  const parts: number[] = [];
  let left = count;
  for (let size = 1; left > 0; size *= 2) {
    parts.push(Math.min(size, left));
    left -= size;
  }
  return parts;
}

/** Overload is allowed and has its price, which a capacity can't say: tokens fill it unless it is paid for. */
function tokensOf({ givers }: RebalanceProblem): Token[] {
  return givers.flatMap((giver, index) =>
    giver.due.flatMap((due, week) => {
      const { plain, urgent } = overloadQuanta(giver, week, due);
      const of = (count: number, isUrgent: boolean) =>
        binaryParts(count).map((quanta): Token => ({ giver: index, week, quanta, urgent: isUrgent }));
      return [...of(plain, false), ...of(urgent, true)];
    }),
  );
}

/**
 * Agents: the givers, the takers, and overtime. Rows: one for each week's end, and one for places. Tasks: the items
 * that may move, then the tokens, each of which either fills some of a giver's overload or is paid for as overtime.
 * @param movePrice added to every move: the multiplier of the limit on moves.
 */
export function makeModel(problem: RebalanceProblem, movePrice: number): RebalanceModel {
  const { givers, takers, candidates } = problem;
  const weeks = givers[0]?.limits.length ?? takers[0]?.room.length ?? 0;
  const rows = weeks + 1;
  const tokens = tokensOf(problem);
  const overtime = givers.length + takers.length;
  const capacity = new Float64Array((overtime + 1) * rows).fill(Number.POSITIVE_INFINITY);
  // What is due to each giver were everything to leave that may.
  const least = dueUnder(problem, new Int32Array(candidates.length));
  givers.forEach((giver, index) => {
    for (let week = 0; week < weeks; week += 1) {
      const { plain, urgent } = overloadQuanta(giver, week, giver.due[week] ?? 0);
      if (plain + urgent === 0) continue;
      const whole = (giver.limits[week] ?? 0) + QUANTUM_HOURS * (plain + urgent);
      capacity[index * rows + week] = Math.max(0, whole - (least[index]?.[week] ?? 0));
    }
  });
  takers.forEach((taker, index) => {
    const base = (givers.length + index) * rows;
    taker.room.forEach((room, week) => {
      capacity[base + week] = room;
    });
    capacity[base + weeks] = taker.places;
  });

  const optionCount = candidates.reduce((sum, { options }) => sum + 1 + options.length, 2 * tokens.length);
  const start = new Int32Array(candidates.length + tokens.length + 1);
  const agent = new Int32Array(optionCount);
  const cost = new Float64Array(optionCount);
  const load = new Float64Array(optionCount * rows);
  let next = 0;
  const put = (who: number, price: number, fill: (row: number) => number) => {
    agent[next] = who;
    cost[next] = price;
    for (let row = 0; row < rows; row += 1) load[next * rows + row] = fill(row);
    next += 1;
  };
  candidates.forEach((candidate, task) => {
    start[task] = next;
    const { week } = candidate.item;
    const relief = reliefOf(candidate);
    put(candidate.giver, candidate.stay_cost, (row) => (row >= week && row < weeks ? relief : 0));
    for (const option of candidate.options)
      put(givers.length + option.taker, option.cost + movePrice, (row) =>
        row === weeks ? 1 : row >= week ? option.hours : 0,
      );
  });
  tokens.forEach(({ giver, week, quanta, urgent }, index) => {
    start[candidates.length + index] = next;
    const hours = QUANTUM_HOURS * quanta;
    put(giver, 0, (row) => (row === week ? hours : 0));
    put(overtime, urgent ? prices.urgent * hours : hours, () => 0);
  });
  start[candidates.length + tokens.length] = next;

  const model: AssignmentModel = {
    agents: overtime + 1,
    tasks: candidates.length + tokens.length,
    rows,
    capacity,
    option_start: start,
    option_agent: agent,
    option_cost: cost,
    option_load: load,
  };
  return {
    model,
    fromModel: (options) =>
      Int32Array.from(candidates, (_, task) => (options[task] ?? 0) - (start[task] ?? 0) - 1),
    toModel: (choice) => {
      const paid = paidTokens(problem, choice, tokens);
      return Int32Array.from({ length: model.tasks }, (_, task) => {
        const first = start[task] ?? 0;
        if (task < candidates.length) return first + 1 + (choice[task] ?? -1);
        return first + (paid[task - candidates.length] === true ? 1 : 0);
      });
    },
  };
}

/** Tokens that a plan's overload pays for: plain ones first, as they are cheaper. */
function paidTokens(problem: RebalanceProblem, choice: Choice, tokens: readonly Token[]): boolean[] {
  const due = dueUnder(problem, choice);
  const left = new Map<string, number>();
  problem.givers.forEach((giver, index) => {
    giver.due.forEach((_, week) => {
      const { plain, urgent } = overloadQuanta(giver, week, due[index]?.[week] ?? 0);
      left.set(`${index} ${week} false`, Math.min(plain, plainQuanta(giver, week)));
      left.set(`${index} ${week} true`, urgent);
    });
  });
  // The largest first: of 1, 2, 4 … that always comes out even, but for the last part, which costs at most itself.
  const paid = tokens.map(() => false);
  const order = tokens
    .map((_, index) => index)
    .sort((a, b) => (tokens[b]?.quanta ?? 0) - (tokens[a]?.quanta ?? 0));
  for (const index of order) {
    const token = tokens[index];
    if (token === undefined) continue;
    const key = `${token.giver} ${token.week} ${token.urgent}`;
    const open = left.get(key) ?? 0;
    if (token.quanta > open) continue;
    paid[index] = true;
    left.set(key, open - token.quanta);
  }
  return paid;
}
