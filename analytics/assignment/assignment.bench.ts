import { loadHighs } from './exact.ts';
import { type AssignmentModel, costOf, isComplete, type Solution, shortagesOf } from './model.ts';
import { taskOfOptions } from './program.ts';
import { solveModel } from './solve.ts';
import { solveWhole } from './whole.ts';

/** What a solver reached on an instance; `gap` against the best known cost, null without a plan. */
export interface Reached {
  objective: number | null;
  bound: number | null;
  gap: number | null;
  seconds: number;
  proven: boolean;
}

const gapTo = (best: number, objective: number | null): number | null =>
  objective === null ? null : objective / best - 1;

/** Fairlead's solver. @throws Error where a plan breaks a capacity or its cost isn't what is said */
export async function benchSolver(model: AssignmentModel, best: number, seconds: number): Promise<Reached> {
  const solution = await solveModel(model, { time_limit_seconds: seconds });
  checkPlan(model, solution);
  const { objective, bound, status } = solution;
  return {
    objective,
    bound,
    gap: gapTo(best, objective),
    seconds: solution.seconds,
    proven: status === 'optimal',
  };
}

function checkPlan(model: AssignmentModel, { choice, objective }: Solution): void {
  if (objective === null) return;
  if (
    !isComplete(model, choice) ||
    shortagesOf(model, choice).length > 0 ||
    costOf(model, choice) !== objective
  )
    throw new Error('The solver returned a plan that does not hold.');
}

/** HiGHS alone on the whole problem, within the same seconds, in this thread. */
export async function benchHighs(model: AssignmentModel, best: number, seconds: number): Promise<Reached> {
  const highs = await loadHighs();
  const began = performance.now();
  let objective: number | null = null;
  const note = (choice: Int32Array) => {
    if (!isComplete(model, choice) || shortagesOf(model, choice).length > 0) return;
    const cost = costOf(model, choice);
    if (objective === null || cost < objective) objective = cost;
  };
  const all = Int32Array.from(model.option_agent, (_, option) => option);
  const answer = solveWhole(highs, model, taskOfOptions(model), all, null, {
    seconds,
    nodes: null,
    precision: 0.99,
    onPlan: note,
    onBound: () => {},
    stop: () => false,
  });
  return {
    objective,
    bound: Number.isFinite(answer.bound) ? answer.bound : null,
    gap: gapTo(best, objective),
    seconds: (performance.now() - began) / 1000,
    proven: answer.finished,
  };
}
