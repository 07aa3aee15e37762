import { describe, expect, test } from 'vitest';
import { NoPlanFound, solveAssignment } from './answer.ts';
import { costUnit, isClosed, liftBound } from './bounds.ts';
import { parseProblem } from './problem.ts';

const problem = {
  agents: [
    { id: 'a1', capacity: 9 },
    { id: 'a2', capacity: 5 },
  ],
  tasks: [{ id: 't1' }, { id: 't2' }],
  load: [
    [8, 6],
    [5, 4],
  ],
  cost: [
    [15, 9],
    [17, 20],
  ],
};

describe('parseProblem says which part is wrong', () => {
  test.each([
    ['no list of agents', { ...problem, agents: 3 }, /agents/],
    [
      'two agents of one id',
      { ...problem, agents: [problem.agents[0], problem.agents[0]] },
      /agents\[1\]\.id "a1"/,
    ],
    ['two tasks of one id', { ...problem, tasks: [{ id: 't1' }, { id: 't1' }] }, /tasks\[1\]\.id "t1"/],
    ['a row too few', { ...problem, load: [[8, 6]] }, /load has 1 row\(s\) for 2 agent/],
    [
      'a value too many',
      {
        ...problem,
        cost: [
          [1, 2],
          [1, 2, 3],
        ],
      },
      /cost\[1\] \(agent "a2"\) has 3 value/,
    ],
    [
      'a load below 0',
      {
        ...problem,
        load: [
          [8, -6],
          [5, 4],
        ],
      },
      /load\[0\]\[1\] \(agent "a1", task "t2"\) is -6/,
    ],
    [
      'a cell that is no number',
      {
        ...problem,
        cost: [
          [15, 'x'],
          [17, 20],
        ],
      },
      /cost\[0\]\[1\]/,
    ],
    [
      'not a number',
      {
        ...problem,
        cost: [
          [15, Number.NaN],
          [17, 20],
        ],
      },
      /cost\[0\]\[1\]/,
    ],
    [
      'a capacity below 0',
      { ...problem, agents: [{ id: 'a1', capacity: -1 }, problem.agents[1]] },
      /capacity/,
    ],
    ['a current task that is unknown', { ...problem, current: { t9: 'a1' } }, /"t9"/],
    ['a current agent that is unknown', { ...problem, current: { t1: 'a9' } }, /"a9"/],
  ])('%s', (_, wrong, message) => {
    expect(() => parseProblem(wrong)).toThrow(message);
  });
});

describe('solveAssignment', () => {
  test('gives the plan as the contract has it, with the moves against the current one', async () => {
    const current = { t1: 'a1', t2: 'a1' };
    const { answer, reason } = await solveAssignment(parseProblem({ ...problem, current }), {
      time_limit_seconds: 30,
    });
    expect(answer).toEqual({
      status: 'optimal',
      objective: 26,
      bound: 26,
      gap: 0,
      assignment: { t1: 'a2', t2: 'a1' },
      moves: [{ task: 't1', from: 'a1', to: 'a2' }],
      seconds: expect.any(Number),
    });
    expect(reason).toBeNull();
  });

  test('says in figures why nothing fits', async () => {
    const agents = [
      { id: 'a1', capacity: 6 },
      { id: 'a2', capacity: 3 },
    ];
    const { answer, reason } = await solveAssignment(parseProblem({ ...problem, agents }), {
      time_limit_seconds: 30,
    });
    expect(answer).toMatchObject({ status: 'infeasible', objective: null, assignment: {}, moves: [] });
    expect(reason).toMatch(/No agent can take t1/);
  });

  test('is no answer but an error where there was no time at all', async () => {
    await expect(solveAssignment(parseProblem(problem), { time_limit_seconds: 0.001 })).rejects.toThrow(
      NoPlanFound,
    );
  });
});

describe('bounds', () => {
  const modelWith = (costs: number[]) => ({
    agents: 1,
    tasks: costs.length,
    rows: 1,
    capacity: new Float64Array(1),
    option_start: Int32Array.from(costs.keys()),
    option_agent: new Int32Array(costs.length),
    option_cost: Float64Array.from(costs),
    option_load: new Float64Array(costs.length),
  });

  test('the unit of costs is their largest common step', () => {
    expect(costUnit(modelWith([4, 6, 10]))).toBe(2);
    expect(costUnit(modelWith([1.5, 0.2]))).toBeCloseTo(0.1);
    expect(costUnit(modelWith([Math.PI, 1]))).toBe(0);
    expect(costUnit(modelWith([0, 0]))).toBe(1);
  });

  test('a bound is lifted to the next cost that there can be, never past it', () => {
    expect(liftBound(260.2, 1)).toBe(261);
    expect(liftBound(261.0000001, 1)).toBe(261);
    expect(liftBound(-3.5, 1)).toBe(-3);
    expect(isClosed(261, liftBound(260.01, 1), 1)).toBe(true);
    expect(isClosed(261, liftBound(259.99, 1), 1)).toBe(false);
  });
});
