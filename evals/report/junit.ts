import type { RunResult } from '../result.ts';
import { escapeMarkup } from './text.ts';

/** The form that CI systems read. */
export function junitReport(run: RunResult): string {
  const suites = run.suites.map((suite) => {
    const failures = suite.cases.filter((entry) => !entry.passed).length;
    const cases = suite.cases.map((entry) => {
      const head = `    <testcase classname="${escapeMarkup(suite.suite)}.${escapeMarkup(entry.kind)}" name="${escapeMarkup(entry.id)}" time="${entry.milliseconds / 1000}"`;
      return entry.passed
        ? `${head}/>`
        : `${head}><failure message="${escapeMarkup(entry.reasons.join('; '))}">${escapeMarkup(entry.input)}</failure></testcase>`;
    });
    return [
      `  <testsuite name="${escapeMarkup(suite.suite)}" tests="${suite.cases.length}" failures="${failures}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fairlead evals">\n${suites.join('\n')}\n</testsuites>\n`;
}
