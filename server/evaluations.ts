import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';
import {
  evaluationCaseResult,
  type SuiteComparison,
  suiteComparison,
  suiteSummary,
} from '#domain/evaluation.ts';
import type { EvaluationRunId } from '#domain/ids.ts';
import type { EvaluationEnd } from '#store/ports.ts';
import type { Installation } from './compose.ts';
import { announcedRuns } from './news.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const suitesFolder = fileURLToPath(new URL('../evals', import.meta.url));
const GATE_EXIT = 100;
/** Enough for an error and its advice. */
const LINES_KEPT = 3;

/** As much of a `results.json` as is kept. */
const written = z.object({
  writer: z.string(),
  version: z.string(),
  passed: z.boolean(),
  seconds: z.number(),
  suites: z.array(
    suiteSummary
      .omit({ passed: true, total: true })
      .extend({ cases: z.array(evaluationCaseResult.omit({ suite: true })) }),
  ),
});

interface Ended {
  status: number | null;
  output: string;
  /** Its last words to a person. */
  said: string;
}

/**
 * Runs the command line in a process of its own: the suites stand above this room and are not imported, and what they
 * compute must not hold up those who use the pages.
 */
async function runCommand(
  args: readonly string[],
  signal: AbortSignal,
  told: (line: string) => void,
): Promise<Ended> {
  if (!existsSync(suitesFolder))
    throw new SystemError('internal', 'The evaluation suites are not part of this installation.');
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], signal });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > LINES_KEPT) lines.shift();
    told(line);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, output: Buffer.concat(chunks).toString('utf8'), said: lines.join(' ') };
}

async function resultOf(folder: string): Promise<EvaluationEnd> {
  const found = written.parse(JSON.parse(await readFile(path.join(folder, 'results.json'), 'utf8')));
  return {
    writer: found.writer,
    version: found.version,
    passed: found.passed,
    seconds: found.seconds,
    results: found.suites.map(({ cases, ...suite }) => ({
      ...suite,
      passed: cases.filter(({ passed }) => passed).length,
      total: cases.length,
    })),
    cases: found.suites.flatMap(({ suite, cases }) => cases.map((one) => ({ ...one, suite }))),
  };
}

export const evaluationFolder = (dataDir: string, id: EvaluationRunId): string =>
  path.join(dataDir, 'evaluations', id);

/** Carries a requested run out, with the writer of this installation, and keeps what came of it. */
export async function runEvaluation(
  { system, config, news }: Pick<Installation, 'system' | 'config' | 'news'>,
  id: EvaluationRunId,
  signal: AbortSignal,
): Promise<void> {
  const runs = announcedRuns(system.evaluations, news);
  const run = await runs.run(id);
  if (run === null || run.state === 'done' || run.state === 'failed') return;
  const folder = evaluationFolder(config.data_dir, id);
  await mkdir(folder, { recursive: true });
  const args = ['evals', 'run', '--out', folder, '--resume', '--repeat', String(run.repeat)];
  // A model is asked for what its recorded answers don't hold: whoever set it asked for it.
  if (config.model !== null) args.push('--live');
  if (run.suites.length > 0) args.push('--suite', run.suites.join(','));
  await runs.progress(id, 'beginning');
  let told = Promise.resolve();
  try {
    const { status, said } = await runCommand(args, signal, (line) => {
      // One after the other, and best effort: a line that can't be kept stops nothing.
      told = told.then(() => runs.progress(id, line.slice(0, 300))).catch(() => {});
    });
    await told;
    const ended = status === 0 || status === GATE_EXIT;
    await runs.finish(
      id,
      ended ? await resultOf(folder) : { error: said === '' ? `the run ended with status ${status}` : said },
    );
  } catch (error) {
    // Asked to stop: the job is taken up again later and goes on after the last suite that it finished.
    if (signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    await runs.finish(id, { error: message });
  }
}

/** Two finished runs, suite by suite and case by case. @throws UserError `not-found` is the caller's to see to. */
export async function compareEvaluations(
  dataDir: string,
  before: EvaluationRunId,
  after: EvaluationRunId,
  signal: AbortSignal,
): Promise<SuiteComparison[]> {
  const fileOf = (id: EvaluationRunId) => path.join(evaluationFolder(dataDir, id), 'results.json');
  const { status, output, said } = await runCommand(
    ['evals', 'compare', fileOf(before), fileOf(after), '--json'],
    signal,
    () => {},
  );
  if (status !== 0 && status !== GATE_EXIT)
    throw new SystemError('internal', `The runs can't be compared: ${said}`);
  return z.array(suiteComparison).parse(JSON.parse(output));
}

/** The report of a finished run, one file. Null where its folder is gone. */
export async function reportOf(dataDir: string, id: EvaluationRunId): Promise<string | null> {
  const file = path.join(evaluationFolder(dataDir, id), 'report.html');
  return existsSync(file) ? await readFile(file, 'utf8') : null;
}

const suiteList = z.array(z.object({ name: z.string(), describes: z.string(), floor: z.number() }));
export type SuiteList = z.infer<typeof suiteList>;

/** The suites that there are. */
export async function listSuites(signal: AbortSignal): Promise<SuiteList> {
  const { status, output, said } = await runCommand(['evals', 'suites', '--json'], signal, () => {});
  if (status !== 0) throw new SystemError('internal', `The suites can't be listed: ${said}`);
  return suiteList.parse(JSON.parse(output));
}
