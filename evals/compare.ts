import type { Comparable } from './baseline.ts';
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

/** The case that a repeat is a turn of. */
const caseOf = (id: string): string => id.replace(/#\d+$/, '');

/** Whether each case passed; one that was repeated passed where most of its turns did. */
function passedByCase(cases: Comparable['suites'][number]['cases']): Map<string, boolean> {
  const turns = Map.groupBy(cases, ({ id }) => caseOf(id));
  return new Map(
    [...turns].map(([id, entries]) => [
      id,
      entries.filter(({ passed }) => passed).length * 2 > entries.length,
    ]),
  );
}

/** Two runs, suite by suite and case by case; a suite that the earlier one didn't have is left out. */
export function compareRuns(before: Comparable, after: Comparable): SuiteChange[] {
  return after.suites.flatMap((suite) => {
    const old = before.suites.find((candidate) => candidate.suite === suite.suite);
    if (old === undefined) return [];
    const passedBefore = passedByCase(old.cases);
    const both = [...passedByCase(suite.cases)].filter(([id]) => passedBefore.has(id));
    const worse = both.filter(([id, passed]) => !passed && passedBefore.get(id)).map(([id]) => id);
    const better = both.filter(([id, passed]) => passed && !passedBefore.get(id)).map(([id]) => id);
    const p_value = mcnemar(worse.length, better.length);
    return [{ suite: suite.suite, before: old.rate, after: suite.rate, worse, better, p_value }];
  });
}
