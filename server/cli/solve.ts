import { text } from 'node:stream/consumers';
import { parseProblem } from '#analytics/assignment/problem.ts';
import { invalidInput } from '#domain/errors.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { inputArgument } from './json-lines.ts';
import type { World } from './world.ts';

const DEFAULT_SECONDS = 30;
const LONGEST_SECONDS = 86_400;

export const solveAssignmentCommand = defineCommand({
  summary: 'tasks to agents at the least cost within capacities (pure)',
  details:
    'One JSON problem in: {"agents":[{"id":"a1","capacity":36}],"tasks":[{"id":"t1"}],"load":[[8]],"cost":[[15]],"current":{"t1":"a1"}}; load[i][j] and cost[i][j] are what task j takes from agent i and costs there, null: not allowed; current is optional. One JSON plan out: status, objective, bound (proven), gap, assignment, moves against current, seconds.\nThe status is "optimal" or "infeasible" only when proven; why nothing is feasible is told on standard error. If the limit comes before a plan or a proof, nothing is printed and the exit status is 1. Ctrl-C gives the best plan so far.',
  args: {
    'time-limit': {
      type: 'string',
      description: `seconds until the best plan so far is printed; by default ${DEFAULT_SECONDS}`,
      valueHint: 'SECONDS',
    },
    json: { type: 'boolean', description: 'the result is JSON with or without it' },
    ...inputArgument,
  },
  examples: [
    `echo '{"agents":[{"id":"a1","capacity":9},{"id":"a2","capacity":5}],"tasks":[{"id":"t1"},{"id":"t2"}],"load":[[8,6],[5,4]],"cost":[[15,9],[17,20]]}' | fairlead solve assignment`,
    'fairlead solve assignment --input problem.json --time-limit 10 > plan.json',
  ],
  run: async ({ 'time-limit': limit, input }, world) => {
    if (input === '') throw new UsageError('--input needs a file.');
    const seconds = limit === undefined ? DEFAULT_SECONDS : secondsOf(limit);
    const began = performance.now();
    const problem = parseProblem(await readJson(world, input));
    // Here and not above: a wrong problem is told before the solver is loaded.
    const { solveAssignment } = await import('#analytics/assignment/answer.ts');
    const { answer, reason } = await solveAssignment(problem, {
      time_limit_seconds: Math.max(0.1, seconds - (performance.now() - began) / 1000),
      signal: world.signal,
      onIncumbent: ({ objective, bound, seconds: passed }) =>
        world.progress(
          `${passed.toFixed(1)} s: ${objective}, bound ${Number.isFinite(bound) ? bound : 'unknown'}`,
        ),
    });
    world.progress(null);
    if (reason !== null) world.tell(reason);
    world.print(JSON.stringify(answer));
    return exit.done;
  },
});

function secondsOf(words: string): number {
  const value = /^\d{1,5}(\.\d{1,3})?$/.test(words) ? Number(words) : Number.NaN;
  if (value > 0 && value <= LONGEST_SECONDS) return value;
  throw new UsageError(
    `--time-limit ${JSON.stringify(words)} is not valid. Valid: seconds over 0 up to ${LONGEST_SECONDS}, such as 10 or 2.5.`,
  );
}

async function readJson(world: World, input: string | undefined): Promise<unknown> {
  const stream = input === undefined || input === '-' ? world.stdin() : world.file(input);
  const words = await text(stream);
  try {
    return JSON.parse(words.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalidInput(
      `The problem is not JSON (${error instanceof Error ? error.message : error}). Valid: one JSON object.`,
    );
  }
}
