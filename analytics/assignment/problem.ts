import { z } from 'zod';
import { invalidInput, type UserError } from '#domain/errors.ts';
import { type AssignmentModel, LOAD_TOLERANCE } from './model.ts';

const id = z.string().min(1);
const cell = z.number().nullable();

/** Contract 4.2, as it comes in. Sizes, signs and references are checked by `parseProblem`, which says which cell. */
export const assignmentProblemSchema = z.object({
  agents: z.array(z.object({ id, capacity: z.number().nonnegative() })),
  tasks: z.array(z.object({ id })),
  /** `load[i][j]`: what task j takes from agent i; null: not allowed. */
  load: z.array(z.array(cell)),
  cost: z.array(z.array(cell)),
  current: z.record(z.string(), z.string()).optional(),
});

export type AssignmentProblem = z.infer<typeof assignmentProblemSchema>;

/** @throws UserError `invalid-input` that names the agent, the task or the cell and what is wrong with it */
export function parseProblem(value: unknown): AssignmentProblem {
  const parsed = assignmentProblemSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = (issue?.path ?? []).map((part) =>
      typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
    );
    const place = where.join('').replace(/^\./, '') || 'The problem';
    throw fault(`${place}: ${issue?.message ?? 'is not valid'}`);
  }
  const problem = parsed.data;
  checkIds('agents', problem.agents);
  checkIds('tasks', problem.tasks);
  checkMatrix('load', problem);
  checkMatrix('cost', problem);
  checkCurrent(problem);
  return problem;
}

const fault = (message: string): UserError =>
  invalidInput(
    `${message}. Valid: {"agents":[{"id","capacity"}],"tasks":[{"id"}],"load":[[…]],"cost":[[…]],"current":{task: agent}}, load and cost with a row for each agent and in it a number or null for each task.`,
  );

function checkIds(kind: 'agents' | 'tasks', items: readonly { id: string }[]): void {
  const seen = new Map<string, number>();
  items.forEach((item, index) => {
    const before = seen.get(item.id);
    if (before !== undefined)
      throw fault(`${kind}[${index}].id ${JSON.stringify(item.id)} is also the id of ${kind}[${before}]`);
    seen.set(item.id, index);
  });
}

function checkMatrix(name: 'load' | 'cost', { agents, tasks, [name]: matrix }: AssignmentProblem): void {
  if (matrix.length !== agents.length)
    throw fault(`${name} has ${matrix.length} row(s) for ${agents.length} agent(s)`);
  matrix.forEach((row, agent) => {
    if (row.length !== tasks.length)
      throw fault(
        `${name}[${agent}] (agent ${JSON.stringify(agents[agent]?.id)}) has ${row.length} value(s) for ${tasks.length} task(s)`,
      );
    row.forEach((value, task) => {
      if (name === 'load' && value !== null && value < 0)
        throw fault(
          `load[${agent}][${task}] (agent ${JSON.stringify(agents[agent]?.id)}, task ${JSON.stringify(tasks[task]?.id)}) is ${value}, below 0`,
        );
    });
  });
}

function checkCurrent({ agents, tasks, current }: AssignmentProblem): void {
  if (current === undefined) return;
  const [agentIds, taskIds] = [new Set(agents.map(({ id }) => id)), new Set(tasks.map(({ id }) => id))];
  for (const [task, agent] of Object.entries(current)) {
    if (!taskIds.has(task))
      throw fault(`current names the task ${JSON.stringify(task)}, which is not in tasks`);
    if (!agentIds.has(agent))
      throw fault(`current.${task} names the agent ${JSON.stringify(agent)}, which is not in agents`);
  }
}

/**
 * The problem in the core's form: an option for each allowed pair. A pair whose load alone is over the agent's
 * capacity is in no plan and left out.
 */
export function modelOfProblem({ agents, tasks, load, cost }: AssignmentProblem): AssignmentModel {
  const start = new Int32Array(tasks.length + 1);
  const [optionAgent, optionCost, optionLoad]: number[][] = [[], [], []];
  for (let task = 0; task < tasks.length; task += 1) {
    agents.forEach(({ capacity }, agent) => {
      const [taken, price] = [load[agent]?.[task] ?? null, cost[agent]?.[task] ?? null];
      if (taken === null || price === null) return;
      if (taken > capacity + LOAD_TOLERANCE * Math.max(1, capacity)) return;
      optionAgent?.push(agent);
      optionCost?.push(price);
      optionLoad?.push(taken);
    });
    start[task + 1] = optionAgent?.length ?? 0;
  }
  return {
    agents: agents.length,
    tasks: tasks.length,
    rows: 1,
    capacity: Float64Array.from(agents, ({ capacity }) => capacity),
    option_start: start,
    option_agent: Int32Array.from(optionAgent ?? []),
    option_cost: Float64Array.from(optionCost ?? []),
    option_load: Float64Array.from(optionLoad ?? []),
  };
}
