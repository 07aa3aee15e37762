import { makePseudonyms, type Named } from '#agents/writers/model/pseudonyms.ts';
import { isLoopback } from '#domain/config.ts';
import { SourceError } from '#domain/errors.ts';
import { sha256 } from '#domain/json.ts';
import type { CaseResult, RunResult, SuiteResult } from './result.ts';

// A run as experiments in LangSmith, one a suite, by the one request that it has for experiments run elsewhere:
// POST /api/v1/datasets/upload-experiment (docs.langchain.com/langsmith/upload-existing-experiments).

export interface LangSmith {
  api_key: string;
  endpoint: string;
  fetch?: typeof globalThis.fetch;
}

/** Thousands of cases in one request take a while; a server that hangs must not hold a build for ever. */
const SEND_SECONDS = 120;

/** The same case has the same row in every experiment: LangSmith puts them beside each other by it. */
export function rowId(suite: string, id: string): string {
  const digits = sha256(`${suite}\n${id}`);
  const variant = ((Number.parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `5${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

type Hide = (text: string) => string;

/** Addresses that belong to nobody known too. */
const address = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

const rowOf = (
  suite: string,
  one: CaseResult,
  hide: Hide,
  times: { start_time: string; end_time: string },
) => ({
  row_id: rowId(suite, one.id),
  inputs: { input: hide(one.input), ...(one.evidence === '' ? {} : { evidence: hide(one.evidence) }) },
  actual_outputs: { output: hide(one.output) },
  evaluation_scores: [
    { key: 'passed', score: Number(one.passed), comment: hide([...one.reasons, ...one.notes].join('\n')) },
    ...(one.score === null ? [] : [{ key: 'score', score: one.score }]),
    ...one.scores.flatMap(({ metric, score }) => (metric === null ? [] : [{ key: metric, score }])),
  ],
  ...times,
  run_name: hide(one.description).slice(0, 200),
  run_metadata: { case: hide(one.id), kind: one.kind, milliseconds: one.milliseconds, tokens: one.tokens },
});

function experimentOf(run: RunResult, suite: SuiteResult, hide: Hide) {
  const started = run.started_at ?? new Date(0).toISOString();
  const ended = new Date(Date.parse(started) + run.seconds * 1000).toISOString();
  const times = { start_time: started, end_time: ended };
  return {
    experiment_name: `${suite.suite} ${run.writer} ${started}`,
    experiment_description: suite.describes,
    experiment_start_time: started,
    experiment_end_time: ended,
    dataset_name: `fairlead ${suite.suite}`,
    dataset_description: suite.describes,
    experiment_metadata: {
      writer: run.writer,
      version: run.version,
      model: run.model,
      code_hash: run.code_hash,
      config_hash: run.config_hash,
      cases_hash: run.cases_hash,
      seed: run.seed,
      prompts: run.usage?.prompts ?? {},
    },
    summary_experiment_scores: [
      { key: 'rate', score: suite.rate },
      { key: 'gate met', score: Number(suite.met) },
      ...suite.metrics.map(({ metric, mean }) => ({ key: metric, score: mean })),
    ],
    results: suite.cases.map((one) => rowOf(suite.suite, one, hide, times)),
  };
}

const textsOf = (run: RunResult): string[] =>
  run.suites.flatMap(({ cases }) => cases.flatMap(({ id, input, output }) => [id, input, output]));

/** What would be sent, a body a suite, without the name of anybody known and without any address. */
export function experimentsOf(run: RunResult, people: readonly Named[]): unknown[] {
  const { hide } = makePseudonyms(people, textsOf(run));
  const whole = (text: string) => hide(text).replaceAll(address, 'ADDRESS');
  return run.suites.map((suite) => experimentOf(run, suite, whole));
}

const refused = (
  status: number,
): {
  code: 'source-unauthorized' | 'source-rate-limited' | 'source-unavailable' | 'source-refused';
  why: string;
} => {
  if (status === 401 || status === 403)
    return { code: 'source-unauthorized', why: 'LANGSMITH_API_KEY is not accepted there' };
  if (status === 429) return { code: 'source-rate-limited', why: 'it was asked too often; try again later' };
  if (status >= 500) return { code: 'source-unavailable', why: 'it failed; try again later' };
  return { code: 'source-refused', why: 'it did not take the experiment' };
};

/**
 * Sends a run. Only ever called for `--langsmith`.
 * @throws SourceError saying how many suites had been sent; never with the key.
 */
export async function sendToLangSmith(
  run: RunResult,
  people: readonly Named[],
  { api_key, endpoint, fetch = globalThis.fetch }: LangSmith,
  signal: AbortSignal,
): Promise<number> {
  const target = new URL('api/v1/datasets/upload-experiment', `${endpoint.replace(/\/+$/, '')}/`);
  if (target.protocol !== 'https:' && !isLoopback(target.hostname))
    throw new SourceError(
      'source-refused',
      `LANGSMITH_ENDPOINT is ${endpoint}: a key and texts only go over https.`,
    );
  const bodies = experimentsOf(run, people);
  for (const [sent, body] of bodies.entries()) {
    const so_far = `${sent} of ${bodies.length} suites had been sent`;
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': api_key },
      body: JSON.stringify(body),
      // A key must not follow to wherever a server points.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_SECONDS * 1000)]),
    }).catch((error: Error) => {
      signal.throwIfAborted();
      throw new SourceError(
        'source-unavailable',
        `LangSmith at ${target.host} cannot be reached (${error.message}); ${so_far}.`,
      );
    });
    await response.body?.cancel();
    if (!response.ok) {
      const { code, why } = refused(response.status);
      throw new SourceError(
        code,
        `LangSmith at ${target.host} answered ${response.status}: ${why}; ${so_far}.`,
        {
          status: response.status,
        },
      );
    }
  }
  return bodies.length;
}
