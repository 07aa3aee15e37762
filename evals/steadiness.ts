import type { RunResult } from './result.ts';

/** How often a suite came out otherwise, over runs of one unchanged writer. */
export interface Steadiness {
  suite: string;
  runs: number;
  cases: number;
  /** Runs in which its gate was missed, and in which it was significantly worse than the baseline. */
  missed: number;
  drops: number;
  lowest: number;
  highest: number;
  /** Cases that passed in some runs and failed in others. */
  wavering: string[];
}

/** A line a suite. A gate that an unchanged writer fails now and then says nothing when it fails. */
export function steadinessOf(runs: readonly (RunResult & { drops: string[] })[]): Steadiness[] {
  const names = [...new Set(runs.flatMap(({ suites }) => suites.map(({ suite }) => suite)))];
  return names.map((suite) => {
    const results = runs.flatMap(({ suites }) => suites.filter((one) => one.suite === suite));
    const outcomes = Map.groupBy(
      results.flatMap(({ cases }) => cases),
      ({ id }) => id,
    );
    const rates = results.map(({ rate }) => rate);
    return {
      suite,
      runs: results.length,
      cases: outcomes.size,
      missed: results.filter(({ met }) => !met).length,
      drops: runs.filter(({ drops }) => drops.includes(suite)).length,
      lowest: Math.min(...rates),
      highest: Math.max(...rates),
      wavering: [...outcomes]
        .filter(([, cases]) => new Set(cases.map(({ passed }) => passed)).size > 1)
        .map(([id]) => id),
    };
  });
}
