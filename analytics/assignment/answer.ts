import { FairleadError } from '#domain/errors.ts';
import type { Incumbent, Infeasibility, Shortage, Solution } from './model.ts';
import { type AssignmentProblem, modelOfProblem } from './problem.ts';
import { solveModel } from './solve.ts';

/** Contract 4.2, as it goes out. Infeasible: objective, bound and gap are null, assignment and moves empty. */
export interface AssignmentAnswer {
  status: 'optimal' | 'feasible' | 'infeasible';
  objective: number | null;
  bound: number | null;
  /** `(objective - bound) / max(1, |objective|)`. */
  gap: number | null;
  /** Agent of each task. */
  assignment: Record<string, string>;
  /** Tasks whose agent differs from `current`. A task without a current agent doesn't move: it starts. */
  moves: { task: string; from: string; to: string }[];
  seconds: number;
}

export interface AssignmentOptions {
  time_limit_seconds: number;
  work_limit?: number;
  seed?: number;
  signal?: AbortSignal;
  onIncumbent?(incumbent: Incumbent): void;
}

/** Neither a plan nor a proof that there is none: no answer that the contract knows, so an error says it. */
export class NoPlanFound extends FairleadError {}

/**
 * Solves the bare problem.
 * @returns the answer, and for an infeasible one the reason in words
 * @throws NoPlanFound `no-plan-found` where the limit came before a plan or a proof
 */
export async function solveAssignment(
  problem: AssignmentProblem,
  options: AssignmentOptions,
): Promise<{ answer: AssignmentAnswer; reason: string | null }> {
  const model = modelOfProblem(problem);
  const solution = await solveModel(model, options);
  const { status, objective, bound, gap } = solution;
  if (status === 'unknown') throw noPlan(problem, solution, options.time_limit_seconds);
  const assignment: [string, string][] = [];
  const moves: AssignmentAnswer['moves'] = [];
  solution.choice.forEach((option, index) => {
    const [task, to] = [
      problem.tasks[index]?.id ?? '',
      problem.agents[model.option_agent[option] ?? 0]?.id ?? '',
    ];
    assignment.push([task, to]);
    const from =
      problem.current !== undefined && Object.hasOwn(problem.current, task) ? problem.current[task] : to;
    if (from !== undefined && from !== to) moves.push({ task, from, to });
  });
  const seconds = Math.round(1000 * solution.seconds) / 1000;
  return {
    // From entries, so that a task may be called "__proto__" too.
    answer: { status, objective, bound, gap, assignment: Object.fromEntries(assignment), moves, seconds },
    reason: solution.infeasibility === null ? null : reasonOf(problem, solution.infeasibility),
  };
}

/** Names listed before the rest is only counted. */
const MOST_NAMES = 8;
const rounded = (value: number) => String(Number(value.toPrecision(6)));

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, MOST_NAMES).join(', ');
  return ids.length > MOST_NAMES ? `${shown} and ${ids.length - MOST_NAMES} more` : shown;
}

function reasonOf({ agents, tasks }: AssignmentProblem, why: Infeasibility): string {
  if (why.stranded_tasks.length > 0)
    return `No agent can take ${named(why.stranded_tasks.map((task) => tasks[task]?.id ?? ''))}: not allowed, or more than the capacity even alone.`;
  if (why.binding.length === 0)
    return 'Every way to place the tasks was ruled out: together they fit into the capacities only in parts.';
  const who = named(why.binding.map(({ agent }) => agents[agent]?.id ?? ''));
  const equal = why.binding.every(({ weight }) => weight > 1 - 1e-6);
  const weighted = equal ? '' : ', weighted by how scarce they are';
  return `The capacities of ${who} are too small together${weighted}: with every task where it takes least, they need ${rounded(why.needed)} and have ${rounded(why.available)}, ${rounded(why.needed - why.available)} too little.`;
}

function noPlan({ agents }: AssignmentProblem, { nearest }: Solution, limit: number): NoPlanFound {
  const worst = (nearest?.shortages ?? []).toSorted((a, b) => b.missing - a.missing);
  const near = worst.length === 0 ? '' : ` The nearest one found lacks ${shortagesText(agents, worst)}.`;
  return new NoPlanFound(
    'no-plan-found',
    `No plan was found within ${limit} s, nor was it proven that there is none.${near} More time may help (--time-limit), or more capacity.`,
    { shortages: worst },
  );
}

const shortagesText = (agents: AssignmentProblem['agents'], shortages: readonly Shortage[]): string =>
  named(shortages.map(({ agent, missing }) => `${rounded(missing)} at ${agents[agent]?.id ?? ''}`));
