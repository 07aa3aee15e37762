import type { CaseResult, Rate, RunResult, SuiteResult } from '../result.ts';
import { percent, escapeMarkup as safe } from './text.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, 'DejaVu Sans', sans-serif; --line: #8885; --soft: #8881; --missed: #b3261e; --met: #1d6b3a; }
body { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; } h3 { font-size: .85rem; margin: .75rem 0 .25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; }
details { border-bottom: 1px solid var(--line); } details details { margin-left: 1.25rem; border-bottom: 0; }
summary { cursor: pointer; padding: 6px 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: 10px; border-radius: 6px; margin: 0; font-size: .85rem; }
.missed { color: var(--missed); font-weight: 600; } .met { color: var(--met); font-weight: 600; } .quiet { opacity: .75; font-size: .875rem; }
@media (prefers-color-scheme: dark) { :root { --missed: #ff8f86; --met: #7fd69c; } }
`;

/** One page without any outside resource, for somebody who decides whether the writer may be used. */
export function htmlReport(run: RunResult): string {
  const missed = run.suites.filter((suite) => !suite.met).map((suite) => suite.suite);
  const verdict = run.passed
    ? '<span class="met">every gate is met</span>'
    : `<span class="missed">${missed.length === 0 ? 'significantly worse than the baseline' : `not met: ${safe(missed.join(', '))}`}</span>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation of ${safe(run.writer)}</title><style>${style}</style></head><body>
<h1>Evaluation of the writer ${safe(run.writer)}: ${verdict}</h1>
<p>${facts(run)}</p>
<p>A suite's gate is a floor on the share of its cases that pass; of kinds marked ∅ not one may fail. Intervals are 95 % Wilson intervals: where the true rate could lie, given how few cases there are. Open a line to see what was given, what it rests on, what came out, and why it failed.</p>
<div class="wide"><table><thead><tr><th>Suite</th><th>What it asks</th><th class="number">Cases</th><th class="number">Passed</th><th class="number">Floor</th><th>Gate</th></tr></thead><tbody>${run.suites.map(overview).join('')}</tbody></table></div>
${run.suites.map(section).join('\n')}
</body></html>
`;
}

function facts({ version, repeat, seconds, seed, cases_hash, usage }: RunResult): string {
  const told = [
    `Fairlead ${version}`,
    repeat === 1 ? 'one run' : `${repeat} runs`,
    `${seconds.toFixed(1)} s`,
    ...(seed === null ? [] : [`company ${seed}`]),
    ...(cases_hash === null ? [] : [`cases ${cases_hash.slice(0, 12)}`]),
  ];
  if (usage !== null) {
    told.push(`${usage.answers} answers, ${usage.fallbacks} of them by the fallback`);
    if (usage.models.length > 0) told.push(`model ${usage.models.join(', ')}`);
    const tokens = usage.input_tokens + usage.output_tokens;
    if (tokens > 0) told.push(`${usage.input_tokens} tokens in, ${usage.output_tokens} out`);
    for (const [prompt, hash] of Object.entries(usage.prompts)) told.push(`${prompt} ${hash.slice(0, 12)}`);
  }
  return told.map(safe).join(' · ');
}

const mark = (met: boolean): string =>
  met ? '<span class="met">met</span>' : '<span class="missed">missed</span>';

const passedIn = ({ cases }: SuiteResult): number => cases.filter(({ passed }) => passed).length;

const overview = (suite: SuiteResult): string =>
  `<tr><td><a href="#${safe(suite.suite)}">${safe(suite.suite)}</a></td><td>${safe(suite.describes)}</td><td class="number">${suite.cases.length}</td><td class="number">${percent(suite.rate)}</td><td class="number">${percent(suite.floor)}</td><td>${mark(suite.met)}</td></tr>`;

function section(suite: SuiteResult): string {
  const byKind = Map.groupBy(suite.cases, ({ kind }) => kind);
  const failed = suite.cases.filter(({ passed }) => !passed);
  return `<h2 id="${safe(suite.suite)}">${safe(suite.suite)}: ${passedIn(suite)} of ${suite.cases.length}, ${mark(suite.met)}</h2><p>${safe(suite.describes)}</p>
<div class="wide"><table><thead><tr><th>Kind</th><th class="number">Passed</th><th class="number">Rate</th><th class="number">Interval</th></tr></thead><tbody>${suite.rates.map((rate) => rateRow(rate, suite)).join('')}</tbody></table></div>
${failed.length === 0 ? '' : `<h3>What failed</h3>${failed.map(detail).join('\n')}`}
<h3>All cases</h3>
${[...byKind].map(([kind, cases]) => `<details><summary>${safe(kind)}: ${cases.length} cases</summary>${cases.map(detail).join('\n')}</details>`).join('\n')}`;
}

/** The gate of a kind by itself, as a reader of the table must know it. */
function gateOf(kind: string, { zero_tolerance, floors }: SuiteResult): string {
  if (zero_tolerance.includes(kind)) return ' ∅';
  const floor = floors[kind];
  return floor === undefined ? '' : ` ≥ ${percent(floor)}`;
}

const rateRow = (rate: Rate, suite: SuiteResult): string =>
  `<tr><td>${safe(rate.kind)}${gateOf(rate.kind, suite)}</td><td class="number">${rate.passed} of ${rate.total}</td><td class="number">${percent(rate.rate)}</td><td class="number">${percent(rate.low)} to ${percent(rate.high)}</td></tr>`;

const part = (title: string, text: string): string =>
  text === '' ? '' : `<h3>${title}</h3><pre>${safe(text)}</pre>`;

const detail = (entry: CaseResult): string =>
  `<details><summary>${mark(entry.passed).replace('>met<', '>passed<').replace('>missed<', '>failed<')} ${safe(entry.description)} <span class="quiet">${safe(entry.id)}</span></summary>
${part('Why it failed', entry.reasons.join('\n'))}${part('Given', entry.input)}${part('Evidence', entry.evidence)}${part('Output', entry.output)}</details>`;
