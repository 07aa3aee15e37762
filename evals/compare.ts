import type { RunResult } from './result.ts';
import { mcnemar } from './statistics.ts';

export interface SuiteChange {
  suite: string;
  before: number;
  after: number;
  /** Cases that passed before and fail now, and the other way round; only cases that both runs have. */
  worse: string[];
  better: string[];
  p_value: number;
}

/** A drop that chance would give in one of twenty comparisons without any. */
const SIGNIFICANT = 0.05;

export const isSignificantDrop = (change: SuiteChange): boolean =>
  change.worse.length > change.better.length && change.p_value < SIGNIFICANT;

/** Two runs, suite by suite and case by case. */
export function compareRuns(before: RunResult, after: RunResult): SuiteChange[] {
  return after.suites.flatMap((suite) => {
    const old = before.suites.find((candidate) => candidate.suite === suite.suite);
    if (old === undefined) return [];
    const passedBefore = new Map(old.cases.map((entry) => [entry.id, entry.passed]));
    const both = suite.cases.filter((entry) => passedBefore.has(entry.id));
    const worse = both
      .filter((entry) => !entry.passed && passedBefore.get(entry.id))
      .map((entry) => entry.id);
    const better = both
      .filter((entry) => entry.passed && !passedBefore.get(entry.id))
      .map((entry) => entry.id);
    return [
      {
        suite: suite.suite,
        before: old.rate,
        after: suite.rate,
        worse,
        better,
        p_value: mcnemar(worse.length, better.length),
      },
    ];
  });
}
