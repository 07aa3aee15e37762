import type { CaseResult, RunResult, SuiteResult } from '../result.ts';
import { percent, escapeMarkup as safe } from './text.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, 'DejaVu Sans', sans-serif; }
body { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid #8886; vertical-align: top; }
summary { cursor: pointer; padding: 4px 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #8881; padding: 10px; border-radius: 6px; }
.missed { color: #b3261e; font-weight: 600; } .met { color: #1d6b3a; font-weight: 600; }
@media (prefers-color-scheme: dark) { .missed { color: #ff8f86; } .met { color: #7fd69c; } }
`;

/** One page without any outside resource, for somebody who decides whether the writer may be used. */
export function htmlReport(run: RunResult): string {
  const verdict = run.passed
    ? '<span class="met">every gate is met</span>'
    : '<span class="missed">a gate is not met</span>';
  const rows = run.suites.map(
    (suite) =>
      `<tr><td><a href="#${safe(suite.suite)}">${safe(suite.suite)}</a></td><td>${safe(suite.describes)}</td><td>${suite.cases.length}</td><td>${percent(suite.rate)}</td><td>${percent(suite.floor)}</td><td>${mark(suite.met)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation of ${safe(run.writer)}</title><style>${style}</style></head><body>
<h1>Evaluation of the writer ${safe(run.writer)}: ${verdict}</h1>
<p>Fairlead ${safe(run.version)}, ${run.repeat === 1 ? 'one run' : `${run.repeat} runs`}, ${run.seconds.toFixed(1)} s. Rates are per case; intervals are 95 % Wilson intervals.</p>
<table><thead><tr><th>Suite</th><th>What it asks</th><th>Cases</th><th>Passed</th><th>Floor</th><th>Gate</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${run.suites.map(section).join('\n')}
</body></html>
`;
}

const mark = (met: boolean): string =>
  met ? '<span class="met">met</span>' : '<span class="missed">missed</span>';

function section(suite: SuiteResult): string {
  const rates = suite.rates.map(
    (rate) =>
      `<tr><td>${safe(rate.kind)}</td><td>${rate.passed} of ${rate.total}</td><td>${percent(rate.rate)}</td><td>${percent(rate.low)} to ${percent(rate.high)}</td></tr>`,
  );
  // What failed is what a reader wants to see first.
  const cases = [...suite.cases].sort((a, b) => Number(a.passed) - Number(b.passed));
  return `<h2 id="${safe(suite.suite)}">${safe(suite.suite)}</h2><p>${safe(suite.describes)}</p>
<table><thead><tr><th>Kind</th><th>Passed</th><th>Rate</th><th>Interval</th></tr></thead><tbody>${rates.join('')}</tbody></table>
${cases.map(detail).join('\n')}`;
}

const detail = (entry: CaseResult): string =>
  `<details><summary>${entry.passed ? 'passed' : '<span class="missed">failed</span>'} · ${safe(entry.id)} · ${safe(entry.description)}</summary>
<pre>${safe(entry.input)}</pre><pre>${safe(entry.output)}</pre>${entry.reasons.length > 0 ? `<pre>${safe(entry.reasons.join('\n'))}</pre>` : ''}</details>`;
