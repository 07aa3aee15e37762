import { Worker } from 'node:worker_threads';
import { invalidInput } from '#domain/errors.ts';
import { type Board, makeBoard, sharedModel } from './board.ts';
import { costUnit, isClosed } from './bounds.ts';
import { strandedTasks } from './infeasibility.ts';
import type { ThreadInput, ThreadNews } from './messages.ts';
import {
  type AssignmentModel,
  costOf,
  type Infeasibility,
  isComplete,
  type Solution,
  type SolveModel,
  type SolveOptions,
  shortagesOf,
} from './model.ts';

/** Kept back for stopping the threads and reading the board. */
const CLOSING_SECONDS = 0.05;

/** @throws UserError `invalid-input` where the arrays don't fit each other or hold what the model forbids. */
export const solveModel: SolveModel = async (model, options) => {
  const began = performance.now();
  checkModel(model, options);
  const seconds = () => (performance.now() - began) / 1000;
  const stranded = strandedTasks(model);
  if (stranded.length > 0)
    return withoutPlan(model, null, seconds(), {
      stranded_tasks: stranded,
      binding: [],
      needed: 0,
      available: 0,
    });
  if (model.tasks === 0) return trivial(seconds());
  const shared = sharedModel(model);
  const board = makeBoard(shared);
  const found = await runThreads(shared, board, options, seconds);
  return answer(shared, board, found, seconds());
};

interface Found {
  bound: number;
  infeasibility: Infeasibility | null;
  methods: string[];
  reproducible: boolean;
}

/** Runs the threads until the plan is proven, the time is up or the caller has had enough. They have ended then. */
async function runThreads(
  model: AssignmentModel,
  board: Board,
  options: SolveOptions,
  seconds: () => number,
): Promise<Found> {
  const unit = costUnit(model);
  const found: Found = {
    bound: Number.NEGATIVE_INFINITY,
    infeasibility: null,
    methods: [],
    reproducible: options.work_limit !== undefined,
  };
  const remaining = Math.max(0, options.time_limit_seconds - CLOSING_SECONDS - seconds());
  const roles: ThreadInput['role'][] = options.work_limit === undefined ? ['exact', 'search'] : ['sequence'];
  const deadline = Date.now() + 1000 * remaining;
  const workers: Worker[] = [];
  let told = Number.POSITIVE_INFINITY;
  await new Promise<void>((resolve, reject) => {
    const stop = (cut: boolean) => {
      if (cut) found.reproducible = false;
      board.stop();
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
      resolve();
    };
    const cancel = () => stop(true);
    const timer = setTimeout(cancel, 1000 * remaining);
    if (options.signal?.aborted === true) return cancel();
    options.signal?.addEventListener('abort', cancel);
    const hear = (news: ThreadNews, role: ThreadInput['role']) => {
      if (news.kind === 'method' && !found.methods.includes(news.method)) found.methods.push(news.method);
      if (news.kind === 'infeasible') {
        found.infeasibility = news.infeasibility;
        return stop(false);
      }
      if (news.kind === 'cut') found.reproducible = false;
      if (news.kind === 'bound' && news.bound > found.bound) found.bound = news.bound;
      const cost = board.cheapest()?.cost ?? Number.POSITIVE_INFINITY;
      if (cost < told) {
        told = cost;
        options.onIncumbent?.({ objective: cost, bound: Math.min(found.bound, cost), seconds: seconds() });
      }
      // A sequence ends by itself: stopping it at a message would depend on the machine's speed.
      if (role !== 'sequence' && Number.isFinite(cost) && isClosed(cost, found.bound, unit))
        return stop(false);
      if (news.kind === 'done' && role === 'sequence') stop(false);
    };
    for (const role of roles) {
      const workerData: ThreadInput = {
        role,
        model,
        board: board.buffer,
        seed: options.seed ?? 1,
        deadline,
        work_limit: options.work_limit ?? null,
        start: options.warm_start ?? null,
      };
      const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
      workers.push(worker);
      worker.on('message', (news: ThreadNews) => hear(news, role));
      worker.on('error', (error) => {
        found.methods.push(`${role}-failed`);
        // One thread may run out of memory; the other still has the plan or the bound.
        if (roles.length === 1 || found.methods.filter((name) => name.endsWith('-failed')).length === 2) {
          stop(true);
          reject(error);
        }
      });
    }
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
  return found;
}

function answer(model: AssignmentModel, board: Board, found: Found, seconds: number): Solution {
  const { bound, methods, reproducible } = found;
  const best = board.cheapest();
  // A thread may have been stopped while it wrote: only what holds by our own sums counts.
  if (best === null || !isComplete(model, best.choice) || shortagesOf(model, best.choice).length > 0)
    return {
      ...withoutPlan(model, board.draft(2), seconds, found.infeasibility, bound),
      methods,
      reproducible,
    };
  const objective = costOf(model, best.choice);
  const unit = costUnit(model);
  const closed = isClosed(objective, bound, unit);
  const proven = closed ? objective : Math.min(bound, objective);
  return {
    status: closed ? 'optimal' : 'feasible',
    objective,
    bound: Number.isFinite(proven) ? proven : null,
    gap: Number.isFinite(proven) ? (objective - proven) / Math.max(1, Math.abs(objective)) : null,
    choice: best.choice,
    nearest: null,
    infeasibility: null,
    seconds,
    methods,
    reproducible,
  };
}

function withoutPlan(
  model: AssignmentModel,
  nearest: Int32Array | null,
  seconds: number,
  infeasibility: Infeasibility | null,
  bound = Number.NEGATIVE_INFINITY,
): Solution {
  const known = nearest !== null && isComplete(model, nearest) ? nearest : null;
  return {
    status: infeasibility === null ? 'unknown' : 'infeasible',
    objective: null,
    bound: infeasibility === null && Number.isFinite(bound) ? bound : null,
    gap: null,
    choice: new Int32Array(0),
    nearest: known === null ? null : { choice: known, shortages: shortagesOf(model, known) },
    infeasibility,
    seconds,
    methods: [],
    reproducible: true,
  };
}

const trivial = (seconds: number): Solution => ({
  status: 'optimal',
  objective: 0,
  bound: 0,
  gap: 0,
  choice: new Int32Array(0),
  nearest: null,
  infeasibility: null,
  seconds,
  methods: [],
  reproducible: true,
});

function checkModel(model: AssignmentModel, options: SolveOptions): void {
  const { agents, tasks, rows, option_start } = model;
  const count = option_start[tasks] ?? -1;
  const wrong =
    rows < 1
      ? 'rows must be at least 1'
      : model.capacity.length !== agents * rows
        ? `capacity must have ${agents * rows} values (agents × rows), not ${model.capacity.length}`
        : option_start.length !== tasks + 1
          ? `option_start must have ${tasks + 1} values (tasks + 1), not ${option_start.length}`
          : model.option_agent.length !== count || model.option_cost.length !== count
            ? `option_agent and option_cost must have ${count} values, as option_start says`
            : model.option_load.length !== count * rows
              ? `option_load must have ${count * rows} values (options × rows), not ${model.option_load.length}`
              : !model.option_cost.every(Number.isFinite)
                ? 'option_cost must be finite'
                : !model.option_load.every((load) => load >= 0 && load < Number.POSITIVE_INFINITY)
                  ? 'option_load must be finite and not below 0'
                  : !model.capacity.every((capacity) => capacity >= 0)
                    ? 'capacity must not be below 0 nor NaN'
                    : options.warm_start !== undefined && !isComplete(model, options.warm_start)
                      ? 'warm_start must have one option of each task'
                      : null;
  if (wrong !== null) throw invalidInput(`The assignment model is not valid: ${wrong}.`);
}
