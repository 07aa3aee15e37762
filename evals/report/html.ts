import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compareRuns, isSignificantDrop, type SuiteChange } from '../compare.ts';
import type { MetricRate, Rate, RunResult, SuiteResult } from '../result.ts';
import { percent, escapeMarkup as safe } from './text.ts';

const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Nothing is loaded, and no script runs but the page's own: what a case says cannot become one. */
const policyOf = (script: string): string =>
  `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * One page without any outside resource, for somebody who decides whether the writer may be used; with an earlier run,
 * the two side by side.
 */
export function htmlReport(run: RunResult, earlier: RunResult | null = null): string {
  const runs = earlier === null ? [run] : [earlier, run];
  const changes = earlier === null ? null : compareRuns(earlier, run);
  const title = earlier === null ? `Evaluation of the writer ${run.writer}` : 'Two evaluations side by side';
  const script = textOf('report.browser.js');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${safe(policyOf(script))}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(title)}</title><style>${textOf('report.css')}</style></head><body><main>
<h1>${safe(title)}</h1>
<p class="verdict">${changes === null ? verdict(run) : difference(changes)}</p>
<p>A suite's gate is a floor on the share of its cases that pass, and of the kinds marked ∅ not one may fail. The interval says where the true rate could lie, given how few cases there are (95 %, Wilson). Open a case to see what was given, what it rests on, what came out, and why it failed.</p>
${runs.map((one, index) => facts(one, earlier === null ? null : (labelsOf(runs)[index] ?? null))).join('\n')}
<div class="tools" id="tools" hidden><label>Cases <select id="show" autocomplete="off"><option value="all">all</option><option value="failed">failed</option>${earlier === null ? '' : '<option value="differing">that came out otherwise</option>'}</select></label><label>With the words <input id="words" type="search" autocomplete="off" placeholder="a name, a kind, a part of the text"></label></div>
<noscript><p>The cases themselves are shown by a script of this page; results.json holds them too.</p></noscript>
<section aria-label="All suites"><h2>Suites</h2><div class="wide" tabindex="0">${overview(run, changes)}</div></section>
${run.suites.map((suite) => section(suite, changes)).join('\n')}
</main>
<script type="application/json" id="cases">${casesOf(runs)}</script>
<script>${script}</script>
</body></html>
`;
}

/** Both may be of one writer and version: then they are told apart by when they were run. */
const labelsOf = (runs: readonly RunResult[]): string[] =>
  runs.length === 1 ? ['Result'] : ['Before', 'After'];

/** Every case of any run, with how it came out in each. In JSON `<` never stands as such: no tag can begin or end in it. */
function casesOf(runs: readonly RunResult[]): string {
  const suites = runs.at(-1)?.suites.map(({ suite }) => {
    const results = runs.map((run) => run.suites.find((one) => one.suite === suite)?.cases ?? []);
    const known = results.map((cases) => new Map(cases.map((one) => [one.id, one])));
    const all = new Map(results.flat().map((one) => [one.id, one]));
    const cases = [...all.values()].map(({ id, kind, description }) => ({
      id,
      kind,
      description,
      runs: known.map((byId) => byId.get(id) ?? null),
    }));
    return { suite, cases };
  });
  return JSON.stringify({ labels: labelsOf(runs), suites }).replaceAll('<', '\\u003c');
}

function verdict(run: RunResult): string {
  if (run.passed) return '<span class="met">Every gate is met.</span>';
  const missed = run.suites.filter((suite) => !suite.met).map((suite) => suite.suite);
  return `<span class="missed">${missed.length === 0 ? 'Significantly worse than the baseline.' : `Not met: ${safe(missed.join(', '))}.`}</span>`;
}

function difference(changes: readonly SuiteChange[]): string {
  const drops = changes.filter(isSignificantDrop).map(({ suite }) => suite);
  const [worse, better] = [changes.flatMap((one) => one.worse), changes.flatMap((one) => one.better)];
  const counted = `${worse.length} cases came out worse, ${better.length} better.`;
  return drops.length === 0
    ? `<span class="met">No suite dropped significantly.</span> ${counted}`
    : `<span class="missed">Significantly worse: ${safe(drops.join(', '))}.</span> ${counted}`;
}

function facts(run: RunResult, label: string | null): string {
  const { version, repeat, seconds, seed, usage, model } = run;
  const short = (hash: string | null) => (hash === null ? null : hash.slice(0, 12));
  const tokens = usage === null ? 0 : usage.input_tokens + usage.output_tokens;
  const list: [string, string | null][] = [
    ['Writer', run.writer],
    ['Fairlead', `${version}${run.code_hash === null ? '' : `, code ${short(run.code_hash)}`}`],
    [
      'Run on',
      run.started_at === null
        ? null
        : `${run.started_at.slice(0, 16).replace('T', ' ')} UTC, ${seconds.toFixed(1)} s`,
    ],
    ['Repeats', repeat === 1 ? null : String(repeat)],
    ['Model', model ?? (usage?.models.join(', ') || null)],
    [
      'Judges',
      run.judges
        .map(({ judge, model: by, decides }) => `${judge} (${by}, ${decides ? 'decides' : 'only comments'})`)
        .join(', ') || null,
    ],
    ['Answers', usage === null ? null : `${usage.answers}, ${usage.fallbacks} of them by the fallback`],
    ['Tokens', tokens === 0 ? null : `${usage?.input_tokens} in, ${usage?.output_tokens} out`],
    [
      'Prompts',
      Object.entries(usage?.prompts ?? {})
        .map(([prompt, hash]) => `${prompt} ${short(hash)}`)
        .join(', ') || null,
    ],
    ['Simulated company', seed],
    ['Hash of the cases', short(run.cases_hash)],
    ['Hash of the configuration', short(run.config_hash)],
  ];
  const line = [run.writer, run.started_at?.slice(0, 10) ?? null, `Fairlead ${version}`].filter(
    (one) => one !== null,
  );
  return `<details class="facts"><summary>${safe([...(label === null ? [] : [label]), ...line].join(' · '))}</summary><dl>${list.flatMap(([name, value]) => (value === null ? [] : [`<dt>${name}</dt><dd>${safe(value)}</dd>`])).join('')}</dl></details>`;
}

const mark = (met: boolean): string =>
  met ? '<span class="met">met</span>' : '<span class="missed">missed</span>';

const number = (value: number, text: string, side = false): string =>
  `<td class="number${side ? ' side' : ''}" data-value="${value}">${text}</td>`;

const passedIn = ({ cases }: SuiteResult): number => cases.filter(({ passed }) => passed).length;

function overview(run: RunResult, changes: readonly SuiteChange[] | null): string {
  const compared =
    changes === null
      ? ''
      : '<th scope="col" class="number">Before</th><th scope="col" class="number">Worse</th><th scope="col" class="number">Better</th><th scope="col" class="number side">p</th>';
  const rows = run.suites.map((suite) => {
    const change = changes?.find((one) => one.suite === suite.suite);
    const cells =
      changes === null
        ? ''
        : change === undefined
          ? '<td>new</td><td></td><td></td><td class="side"></td>'
          : `${number(change.before, percent(change.before))}${number(change.worse.length, String(change.worse.length))}${number(change.better.length, String(change.better.length))}${number(change.p_value, change.p_value.toFixed(3), true)}`;
    return `<tr><td><a href="#${safe(suite.suite)}">${safe(suite.suite)}</a></td><td>${mark(suite.met)}</td>${cells}${number(suite.rate, percent(suite.rate))}${number(suite.floor, percent(suite.floor))}${number(suite.cases.length, String(suite.cases.length), true)}${number(suite.cases.length - passedIn(suite), String(suite.cases.length - passedIn(suite)))}${number(suite.milliseconds, (suite.milliseconds / 1000).toFixed(1), true)}</tr>`;
  });
  return `<table class="sortable"><thead><tr><th scope="col">Suite</th><th scope="col">Gate</th>${compared}<th scope="col" class="number">${changes === null ? 'Passed' : 'After'}</th><th scope="col" class="number">Floor</th><th scope="col" class="number side">Cases</th><th scope="col" class="number">Failed</th><th scope="col" class="number side">Seconds</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function section(suite: SuiteResult, changes: readonly SuiteChange[] | null): string {
  const change = changes?.find((one) => one.suite === suite.suite);
  const told =
    change === undefined
      ? ''
      : `<span class="quiet">${percent(change.before)} before, ${percent(change.after)} after</span>`;
  return `<section id="${safe(suite.suite)}"><div class="head"><h2>${safe(suite.suite)}</h2><span>${passedIn(suite)} of ${suite.cases.length}, ${mark(suite.met)}</span>${told}</div><p>${safe(suite.describes)}</p>
<div class="wide" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Kind</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Interval</th></tr></thead><tbody>${suite.rates.map((rate) => rateRow(rate, suite)).join('')}</tbody></table></div>
${suite.metrics.length === 0 ? '' : `<div class="wide" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Metric</th><th scope="col" class="number">Held</th><th scope="col" class="number">Mean score</th><th scope="col" class="number">Interval</th></tr></thead><tbody>${suite.metrics.map(metricRow).join('')}</tbody></table></div>`}
<details data-suite="${safe(suite.suite)}"><summary>${suite.cases.length} cases</summary></details></section>`;
}

/** The gate of a kind by itself, as a reader of the table must know it. */
function gateOf(kind: string, { zero_tolerance, floors }: SuiteResult): string {
  if (zero_tolerance.includes(kind)) return ' ∅';
  const floor = floors[kind];
  return floor === undefined ? '' : ` ≥ ${percent(floor)}`;
}

const share = ({ passed, total, low, high }: Rate | MetricRate, rate: number, shown: string): string =>
  `${number(passed, `${passed} of ${total}`)}${number(rate, shown)}${number(low, `${percent(low)} to ${percent(high)}`)}`;

const rateRow = (rate: Rate, suite: SuiteResult): string =>
  `<tr><td>${safe(rate.kind)}${gateOf(rate.kind, suite)}</td>${share(rate, rate.rate, percent(rate.rate))}</tr>`;

const metricRow = (rate: MetricRate): string =>
  `<tr><td>${safe(rate.metric)}</td>${share(rate, rate.mean, rate.mean.toFixed(2))}</tr>`;
