import type { SuiteChange } from '../compare.ts';
import type { RunResult, SuiteResult } from '../result.ts';
import { escapeMarkup, percent } from './text.ts';

/** Failed cases shown of a suite; the whole list is in report.html. */
const SHOWN = 10;

/** A cell: no markup of its own, no line break, and no bar that would end it. */
const cell = (text: string): string =>
  escapeMarkup(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'").trim();

const gate = (suite: SuiteResult): string => (suite.met ? 'met' : '**missed**');

function change(suite: string, changes: readonly SuiteChange[]): string {
  const found = changes.find((candidate) => candidate.suite === suite);
  if (found === undefined) return 'new';
  const { worse, better, p_value } = found;
  if (worse.length + better.length === 0) return 'same';
  return `${worse.length} worse, ${better.length} better (p ${p_value.toFixed(3)})`;
}

function failures(suite: SuiteResult): string {
  const failed = suite.cases.filter((entry) => !entry.passed);
  if (failed.length === 0) return '';
  const lines = failed
    .slice(0, SHOWN)
    .map((entry) => `- \`${cell(entry.id)}\`: ${cell(entry.reasons.join('; ')).slice(0, 300)}`);
  const more = failed.length > SHOWN ? [`- and ${failed.length - SHOWN} more`] : [];
  return [
    '',
    `<details><summary>${suite.suite}: ${failed.length} failed</summary>`,
    '',
    ...lines,
    ...more,
    '',
    '</details>',
  ].join('\n');
}

function metrics({ suites }: RunResult): string[] {
  const rows = suites.flatMap((suite) =>
    suite.metrics.map(
      ({ metric, mean, passed, total, low, high }) =>
        `| ${cell(suite.suite)} | ${cell(metric)} | ${mean.toFixed(2)} | ${passed} of ${total} | ${percent(low)} to ${percent(high)} |`,
    ),
  );
  const heads = ['', '| suite | metric | mean score | held | interval |', '|---|---|---:|---:|---:|'];
  return rows.length === 0 ? [] : [...heads, ...rows];
}

/** A run for a pull request: a line a suite, what changed against the baseline, and what failed. */
export function markdownReport(run: RunResult, changes: readonly SuiteChange[]): string {
  const rows = run.suites.map((suite) => {
    const passed = suite.cases.filter((entry) => entry.passed).length;
    return `| ${cell(suite.suite)} | ${gate(suite)} | ${passed} of ${suite.cases.length} | ${percent(suite.rate)} | ${percent(suite.floor)} | ${change(suite.suite, changes)} |`;
  });
  return [
    `### Evaluations: ${run.passed ? 'every gate is met' : 'a gate is not met'}`,
    '',
    `Writer ${cell(run.writer)}, version ${cell(run.version)}, ${run.seconds.toFixed(1)} s. Rates are per case.`,
    '',
    '| suite | gate | passed | rate | floor | against the baseline |',
    '|---|---|---:|---:|---:|---|',
    ...rows,
    ...metrics(run),
    ...run.suites.map(failures).filter((text) => text !== ''),
    '',
  ].join('\n');
}
