import type { RunResult } from './result.ts';

/** What later runs are compared with: which case passed, without the texts, the times and what a run cost. */
export const baselineOf = (run: RunResult): RunResult => ({
  ...run,
  seconds: 0,
  usage: null,
  suites: run.suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((entry) => ({
      ...entry,
      description: '',
      input: '',
      evidence: '',
      output: '',
      milliseconds: 0,
    })),
  })),
});
