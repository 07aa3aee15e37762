import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { invalidInput } from '#domain/errors.ts';
import { contentHash } from '#domain/json.ts';
import type { Writer } from '#domain/writer.ts';
import { readComparable } from './baseline.ts';
import { COMPANY_SEED } from './company/simulated.ts';
import { compareRuns, isSignificantDrop, type SuiteChange } from './compare.ts';
import { makeProgress } from './progress.ts';
import { makeRecording } from './recording.ts';
import { htmlReport } from './report/html.ts';
import { junitReport } from './report/junit.ts';
import { markdownReport } from './report/markdown.ts';
import { promptfooReport } from './report/promptfoo.ts';
import type { RunResult, SuiteResult } from './result.ts';
import { runSuite, type Suite } from './runner.ts';
import { backTest } from './suites/back-test.ts';
import { claims } from './suites/claims.ts';
import { company } from './suites/company.ts';
import { abstention, drafting } from './suites/drafting.ts';
import { fairness } from './suites/fairness.ts';
import { goalsExtraction } from './suites/goals-extraction.ts';
import { groundedness } from './suites/groundedness.ts';
import { injectionSuite } from './suites/injection.ts';
import { privacy } from './suites/privacy.ts';
import { rebalancing } from './suites/rebalancing.ts';
import { retrieval } from './suites/retrieval.ts';
import { trajectory } from './suites/trajectory.ts';

export const suites: readonly Suite[] = [
  groundedness,
  claims,
  abstention,
  drafting,
  company,
  fairness,
  trajectory,
  injectionSuite,
  goalsExtraction,
  retrieval,
  backTest,
  rebalancing,
  privacy,
];

export interface RunOptions {
  /** Names; all when empty. */
  suites: readonly string[];
  writer: Writer;
  version: string;
  repeat: number;
  /** Folder for results.json, junit.xml, report.html, report.md and promptfoo.json; null writes none. */
  out: string | null;
  /** An earlier results.json: a significant drop against it is a gate too. */
  baseline: string | null;
  /** Takes the suites that an interrupted run of the same writer and version left finished in `out`. */
  resume?: boolean;
  tell(line: string): void;
  signal: AbortSignal;
}

/** Runs suites over a writer. `passed` is false when a gate isn't met. @throws UserError for an unknown suite. */
export async function runEvals(options: RunOptions): Promise<RunResult & { drops: string[] }> {
  const unknown = options.suites.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw invalidInput(
      `There is no suite ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}.`,
    );
  const wanted =
    options.suites.length === 0 ? suites : suites.filter((suite) => options.suites.includes(suite.name));
  const began = performance.now();
  const recording = makeRecording(options.writer);
  const results: SuiteResult[] = [];
  const progress = options.out === null ? null : makeProgress(options.out, options);
  const finished = options.resume ? ((await progress?.read()) ?? []) : [];
  for (const suite of wanted) {
    const earlier = finished.find((result) => result.suite === suite.name);
    const result = earlier ?? (await runSuite(suite, recording.writer, options.repeat, options.signal));
    const passed = result.cases.filter((entry) => entry.passed).length;
    options.tell(
      `${result.met ? 'met   ' : 'missed'} ${suite.name}: ${passed} of ${result.cases.length} (${(100 * result.rate).toFixed(1)} %, floor ${100 * suite.floor} %)`,
    );
    results.push(result);
    await progress?.write(results);
  }
  const run: RunResult = {
    writer: options.writer.name,
    version: options.version,
    seed: COMPANY_SEED,
    cases_hash: contentHash(
      results.flatMap(({ suite, cases }) => cases.map(({ id, input }) => [suite, id, input])),
    ),
    usage: recording.usage(),
    repeat: options.repeat,
    seconds: (performance.now() - began) / 1000,
    passed: results.every((result) => result.met),
    suites: results,
  };
  const before = options.baseline === null ? null : await readComparable(options.baseline);
  const changes = before === null ? [] : compareRuns(before, run);
  const drops = changes.filter(isSignificantDrop).map((change) => change.suite);
  for (const suite of drops) options.tell(`missed ${suite}: significantly worse than the baseline`);
  const judged = { ...run, passed: run.passed && drops.length === 0 };
  if (options.out !== null) await writeReports(options.out, judged, changes);
  await progress?.end();
  return { ...judged, drops };
}

async function writeReports(folder: string, run: RunResult, changes: readonly SuiteChange[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'results.json'), `${JSON.stringify(run, null, 2)}\n`);
  await writeFile(path.join(folder, 'junit.xml'), junitReport(run));
  await writeFile(path.join(folder, 'report.html'), htmlReport(run));
  await writeFile(path.join(folder, 'report.md'), markdownReport(run, changes));
  await writeFile(path.join(folder, 'promptfoo.json'), promptfooReport(run, new Date().toISOString()));
}
