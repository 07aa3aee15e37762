import { describe, expect, test } from 'vitest';
import { baselineText, comparable } from './baseline.ts';
import { compareRuns, isSignificantDrop } from './compare.ts';
import { type RunResult, runResult } from './result.ts';

const runOf = (passes: Record<string, boolean>): RunResult =>
  runResult.parse({
    writer: 'w',
    version: '0',
    repeat: 1,
    seconds: 1,
    passed: true,
    suites: [
      {
        suite: 's',
        describes: '',
        floor: 0,
        rate: 0,
        met: true,
        rates: [],
        cases: Object.entries(passes).map(([id, passed]) => ({
          id,
          passed,
          kind: 'k',
          description: 'd',
          reasons: [],
          input: 'secret',
          output: 'o',
          milliseconds: 3,
        })),
      },
    ],
  });

const many = (count: number, passed: boolean) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, passed]));

describe('comparing two runs', () => {
  test('names what became worse and better among the cases of both', () => {
    const [change] = compareRuns(
      runOf({ a: true, b: false, gone: true }),
      runOf({ a: false, b: true, new: false }),
    );
    expect(change).toMatchObject({ worse: ['a'], better: ['b'], p_value: 1 });
  });

  test('takes five cases lost of five for chance, and six for a drop', () => {
    const [five] = compareRuns(runOf(many(5, true)), runOf(many(5, false)));
    const [six] = compareRuns(runOf(many(6, true)), runOf(many(6, false)));
    expect([five, six].map((change) => change !== undefined && isSignificantDrop(change))).toEqual([
      false,
      true,
    ]);
  });

  test('takes a repeated case by most of its turns', () => {
    const before = runOf({ a: true, b: true });
    const after = runOf({ 'a#1': true, 'a#2': true, 'a#3': false, 'b#1': false, 'b#2': false, 'b#3': true });
    expect(compareRuns(before, after)[0]).toMatchObject({ worse: ['b'], better: [] });
  });

  test('finds a baseline equal to the run that it was made of, without its texts', () => {
    const run = runOf({ a: true, b: false });
    const [change] = compareRuns(comparable.parse(JSON.parse(baselineText(run))), run);
    expect(change).toMatchObject({ worse: [], better: [] });
    expect(baselineText(run)).not.toContain('secret');
  });
});
