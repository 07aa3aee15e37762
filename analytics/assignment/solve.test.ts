import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bruteForce, productShaped } from '../testing/assignments.ts';
import { type AssignmentModel, costOf, isComplete, shortagesOf } from './model.ts';
import { modelOfProblem, parseProblem } from './problem.ts';
import { solveModel } from './solve.ts';

/** Starting threads costs most of a small solve, so a law is tried on this many problems, each larger than trivial. */
const RUNS = { numRuns: 25 };
const LONG = { time_limit_seconds: 60 };

const cells = (agents: number, tasks: number, most: number) =>
  fc.array(fc.array(fc.integer({ min: 1, max: most }), { minLength: tasks, maxLength: tasks }), {
    minLength: agents,
    maxLength: agents,
  });

/** Small problems of which some are infeasible, with forbidden pairs. */
const problems = fc
  .record({ agents: fc.integer({ min: 1, max: 4 }), tasks: fc.integer({ min: 1, max: 6 }) })
  .chain(({ agents, tasks }) =>
    fc.record({
      capacity: fc.array(fc.integer({ min: 3, max: 18 }), { minLength: agents, maxLength: agents }),
      load: cells(agents, tasks, 9),
      cost: cells(agents, tasks, 30),
      forbidden: cells(agents, tasks, 8),
    }),
  )
  .map(({ capacity, load, cost, forbidden }) => ({
    agents: capacity.map((room, index) => ({ id: `a${index}`, capacity: room })),
    tasks: (load[0] ?? []).map((_, index) => ({ id: `t${index}` })),
    load: load.map((row, agent) => row.map((value, task) => (forbidden[agent]?.[task] === 1 ? null : value))),
    cost,
  }));

const modelOf = (problem: unknown): AssignmentModel => modelOfProblem(parseProblem(problem));

const respects = (model: AssignmentModel, choice: Int32Array) =>
  isComplete(model, choice) && shortagesOf(model, choice).length === 0;

describe('solveModel', () => {
  test('agrees with trying every plan, and says infeasible exactly when none fits', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const model = modelOf(problem);
        const truth = bruteForce(model);
        const solution = await solveModel(model, LONG);
        expect(solution.status).toBe(truth === null ? 'infeasible' : 'optimal');
        expect(solution.objective).toBe(truth);
        expect(solution.bound).toBe(truth);
        if (truth !== null) expect(respects(model, solution.choice)).toBe(true);
      }),
      RUNS,
    );
  });

  test('holds several capacity rows of an agent at once', async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const model = productShaped(3, 7, { weeks: 3, choices: 3, seed });
      const solution = await solveModel(model, LONG);
      expect(solution.objective).toBe(bruteForce(model));
      if (solution.objective !== null) expect(respects(model, solution.choice)).toBe(true);
    }
  });

  test('is never made worse by more capacity', async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.nat(5), async (problem, more) => {
        const agents = problem.agents.map((agent) => ({ ...agent, capacity: agent.capacity + more }));
        const [tight, wide] = [
          await solveModel(modelOf(problem), LONG),
          await solveModel(modelOf({ ...problem, agents }), LONG),
        ];
        if (tight.objective !== null) expect(wide.objective).toBeLessThanOrEqual(tight.objective);
      }),
      { numRuns: 12 },
    );
  });

  test('finds the same optimum whatever agents and tasks are called and however they are ordered', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const turned = {
          agents: problem.agents.toReversed(),
          tasks: problem.tasks.toReversed(),
          load: problem.load.toReversed().map((row) => row.toReversed()),
          cost: problem.cost.toReversed().map((row) => row.toReversed()),
        };
        const [one, other] = [
          await solveModel(modelOf(problem), LONG),
          await solveModel(modelOf(turned), LONG),
        ];
        expect(other.status).toBe(one.status);
        expect(other.objective).toBe(one.objective);
      }),
      { numRuns: 12 },
    );
  });

  test('gives the same plan for the same seed and counted work', async () => {
    const model = productShaped(8, 60, { weeks: 2, seed: 3 });
    const options = { time_limit_seconds: 100, work_limit: 200, seed: 5 };
    const [one, other] = [await solveModel(model, options), await solveModel(model, options)];
    expect(one.reproducible).toBe(true);
    expect(other.choice).toEqual(one.choice);
    expect(respects(model, one.choice)).toBe(true);
  });

  test('never claims a bound above what is reached, and its plan holds, when the time is short', async () => {
    const model = productShaped(40, 800, { seed: 2 });
    const began = performance.now();
    const solution = await solveModel(model, { time_limit_seconds: 2 });
    // Loosely: machines share their cores.
    expect(performance.now() - began).toBeLessThan(12_000);
    if (solution.objective === null) return;
    expect(respects(model, solution.choice)).toBe(true);
    expect(solution.objective).toBe(costOf(model, solution.choice));
    expect(solution.bound).toBeLessThanOrEqual(solution.objective);
  });

  test('ends when it is cancelled, with what it has', async () => {
    const stop = new AbortController();
    const model = productShaped(40, 800, { seed: 4 });
    const incumbents: number[] = [];
    const solution = await solveModel(model, {
      time_limit_seconds: 600,
      signal: stop.signal,
      onIncumbent: ({ objective }) => {
        incumbents.push(objective);
        stop.abort();
      },
    });
    expect(incumbents.length).toBeGreaterThan(0);
    expect(solution.objective).toBeLessThanOrEqual(incumbents[0] ?? 0);
    expect(respects(model, solution.choice)).toBe(true);
  });

  test('proves that whole tasks do not fit where parts of them would', async () => {
    const model = modelOf({
      agents: [
        { id: 'a1', capacity: 10 },
        { id: 'a2', capacity: 10 },
        { id: 'a3', capacity: 100 },
      ],
      tasks: [{ id: 't1' }, { id: 't2' }, { id: 't3' }, { id: 't4' }],
      load: [
        [6, 6, 6, 6],
        [6, 6, 6, 6],
        [null, null, null, 9],
      ],
      cost: [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ],
    });
    const { status, infeasibility } = await solveModel(model, LONG);
    expect(status).toBe('infeasible');
    // Three tasks of 6 need 18 of 20, yet each agent holds only one.
    expect(infeasibility?.binding).toEqual([]);
  });

  test('names the tasks that fit nowhere', async () => {
    const model = modelOf({
      agents: [{ id: 'a1', capacity: 3 }],
      tasks: [{ id: 't1' }, { id: 't2' }],
      load: [[2, 4]],
      cost: [[1, 1]],
    });
    const solution = await solveModel(model, LONG);
    expect(solution.status).toBe('infeasible');
    expect(solution.infeasibility?.stranded_tasks).toEqual([1]);
  });

  test('says which rows lack how much where even parts of tasks do not fit', async () => {
    const model = modelOf({
      agents: [
        { id: 'a1', capacity: 4 },
        { id: 'a2', capacity: 50 },
      ],
      tasks: [{ id: 't1' }, { id: 't2' }],
      load: [
        [3, 3],
        [null, null],
      ],
      cost: [
        [1, 1],
        [1, 1],
      ],
    });
    const { infeasibility } = await solveModel(model, LONG);
    expect(infeasibility?.binding).toEqual([{ agent: 0, row: 0, weight: 1 }]);
    expect(infeasibility?.needed).toBeCloseTo(6);
    expect(infeasibility?.available).toBeCloseTo(4);
  });

  test('refuses arrays that do not fit each other', async () => {
    const model = { ...productShaped(3, 5), capacity: new Float64Array(2) };
    await expect(solveModel(model, LONG)).rejects.toThrow(/capacity must have 12 values/);
  });

  test('an empty problem costs nothing', async () => {
    const model = modelOf({ agents: [], tasks: [], load: [], cost: [] });
    expect(await solveModel(model, LONG)).toMatchObject({ status: 'optimal', objective: 0, bound: 0 });
  });
});
