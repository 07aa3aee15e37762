import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { invalidInput } from '#domain/errors.ts';
import { contentHash } from '#domain/json.ts';
import { mapLimited } from '#domain/limited.ts';
import type { Writer } from '#domain/writer.ts';
import { readComparable } from './baseline.ts';
import { COMPANY_SEED } from './company/simulated.ts';
import { compareRuns, isSignificantDrop, type SuiteChange } from './compare.ts';
import { configurationOf } from './configuration.ts';
import { readCalibrations } from './judges/calibration.ts';
import type { Judge } from './judges/judge.ts';
import { makeProgress } from './progress.ts';
import { makeRecording } from './recording.ts';
import { htmlReport } from './report/html.ts';
import { junitReport } from './report/junit.ts';
import { markdownReport } from './report/markdown.ts';
import { promptfooReport } from './report/promptfoo.ts';
import type { RunResult, SuiteResult } from './result.ts';
import { runSuite, type Suite } from './runner.ts';
import { makeStatus } from './status.ts';
import { suites } from './suites/all.ts';
import { makeJudgedSuite } from './suites/judged.ts';
export interface RunOptions {
  /** Names; all when empty. */
  suites: readonly string[];
  writer: Writer;
  version: string;
  /** Of the writer; null: offline. */
  model?: string | null;
  /** Models that judge what the writer says: an own suite, `judged`. */
  judges?: readonly Judge[];
  repeat: number;
  /** Suites at once, and cases of each at once; 1 when left out. The figures are the same. */
  concurrency?: number;
  /** Folder for results.json, junit.xml, report.html, report.md and promptfoo.json; null writes none. */
  out: string | null;
  /** An earlier results.json: a significant drop against it is a gate too. */
  baseline: string | null;
  /** Takes the suites that an interrupted run of the same writer, code and configuration left finished in `out`. */
  resume?: boolean;
  tell(line: string): void;
  /** Rewrites one line on a terminal; null clears it. */
  progress?(text: string | null): void;
  signal: AbortSignal;
}

function chosenOf({ suites: names, judges = [] }: RunOptions): Suite[] {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw invalidInput(
      `There is no suite ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}.`,
    );
  const wanted = names.length === 0 ? suites : suites.filter((suite) => names.includes(suite.name));
  return judges.length === 0 ? [...wanted] : [...wanted, makeJudgedSuite(judges, readCalibrations())];
}

/** Runs suites over a writer. `passed` is false when a gate isn't met. @throws UserError for an unknown suite. */
export async function runEvals(options: RunOptions): Promise<RunResult & { drops: string[] }> {
  const wanted = chosenOf(options);
  const { writer, repeat, signal, concurrency = 1 } = options;
  const [began, started_at] = [performance.now(), new Date().toISOString()];
  const chosen = configurationOf(options, wanted);
  const recording = makeRecording(writer);
  const progress = options.out === null ? null : makeProgress(options.out, options, chosen);
  const finished = options.resume ? ((await progress?.read()) ?? []) : [];
  const line = makeStatus(options.progress ?? (() => {}), wanted.length);
  const done: (SuiteResult | undefined)[] = [];
  const suiteResults = await mapLimited(wanted, concurrency, async (suite, place) => {
    const earlier = finished.find((result) => result.suite === suite.name);
    const own = recording.part();
    const judged = (count: number) => line.judged(suite.name, count);
    const fresh = () => runSuite(suite, { writer: own.writer, repeat, signal, concurrency, judged });
    const result = earlier ?? { ...(await fresh()), ...own.tokens() };
    line.ended(suite.name);
    options.tell(lineOf(result));
    done[place] = result;
    await progress?.write(done.filter((one) => one !== undefined));
    return result;
  });
  line.clear();
  const run: RunResult = {
    writer: writer.name,
    version: options.version,
    ...chosen,
    started_at,
    seed: COMPANY_SEED,
    cases_hash: contentHash(
      suiteResults.flatMap(({ suite, cases }) => cases.map(({ id, input }) => [suite, id, input])),
    ),
    usage: recording.usage(),
    repeat,
    concurrency,
    seconds: (performance.now() - began) / 1000,
    passed: suiteResults.every((result) => result.met),
    suites: suiteResults,
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

function lineOf({ suite, met, rate, floor, cases }: SuiteResult): string {
  const passed = cases.filter((entry) => entry.passed).length;
  return `${met ? 'met   ' : 'missed'} ${suite}: ${passed} of ${cases.length} (${(100 * rate).toFixed(1)} %, floor ${100 * floor} %)`;
}

async function writeReports(folder: string, run: RunResult, changes: readonly SuiteChange[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'results.json'), `${JSON.stringify(run, null, 2)}\n`);
  await writeFile(path.join(folder, 'junit.xml'), junitReport(run));
  await writeFile(path.join(folder, 'report.html'), htmlReport(run));
  await writeFile(path.join(folder, 'report.md'), markdownReport(run, changes));
  await writeFile(path.join(folder, 'promptfoo.json'), promptfooReport(run, new Date().toISOString()));
}
