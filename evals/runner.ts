import type { Writer } from '#domain/writer.ts';
import type { AssertionScore, CaseResult, Rate, SuiteResult } from './result.ts';
import { metricsOf, weightedScore } from './scoring.ts';
import { counting } from './spending.ts';
import { wilson } from './statistics.ts';

/** What a suite is given. */
export interface Runner {
  writer: Writer;
  signal: AbortSignal;
  /**
   * Checks one case and times it; a throw is a failure with its message. Resolves when the case has begun: as many are
   * judged at once as the run allows, and results stand in the order of the calls.
   */
  check(id: string, what: CaseInput, judge: () => Promise<Judgement> | Judgement): Promise<void>;
}

export interface CaseInput {
  kind: string;
  description: string;
  input: string;
  /** What a sentence could rest on, for the report; where the input doesn't hold it. */
  evidence?: string;
}

export interface Judgement {
  reasons: string[];
  output: string;
  notes?: string[];
  scores?: AssertionScore[];
}

/** A suite is a function of a runner. */
export interface Suite {
  name: string;
  describes: string;
  /** Share of cases that must pass; 1: no failure is tolerated. */
  floor: number;
  /** Floors of kinds by themselves, beside the suite's: many easy cases must not hide a kind that fails. */
  floors?: Readonly<Record<string, number>>;
  /** Kinds of which not one case may fail, whatever the floor. */
  zero_tolerance?: readonly string[];
  run(runner: Runner): Promise<void>;
}

export interface SuiteOptions {
  writer: Writer;
  repeat: number;
  signal: AbortSignal;
  /** Cases judged at once; 1 when left out. */
  concurrency?: number;
  /** How many of its cases have been judged, each time that one has. */
  judged?(count: number): void;
}

export async function runSuite(suite: Suite, options: SuiteOptions): Promise<SuiteResult> {
  const { writer, repeat, signal } = options;
  const began = performance.now();
  const line = makeLine(options.concurrency ?? 1, options.judged ?? (() => {}));
  for (let turn = 0; turn < repeat; turn += 1) {
    await suite.run({
      writer,
      signal,
      async check(id, what, judge) {
        signal.throwIfAborted();
        await line.add(() => resultOf(repeat === 1 ? id : `${id}#${turn + 1}`, what, judge));
      },
    });
  }
  const cases = await line.end();
  const passed = cases.filter((entry) => entry.passed).length;
  const crossed = cases.some(({ kind, passed: held }) => !held && suite.zero_tolerance?.includes(kind));
  const rates = ratesOf(cases);
  const low = rates.some(({ kind, rate }) => rate < (suite.floors?.[kind] ?? 0));
  const share = cases.length === 0 ? 0 : passed / cases.length;
  return {
    suite: suite.name,
    describes: suite.describes,
    floor: suite.floor,
    rate: share,
    met: cases.length > 0 && share >= suite.floor && !crossed && !low,
    zero_tolerance: [...(suite.zero_tolerance ?? [])],
    floors: { ...suite.floors },
    rates,
    metrics: metricsOf(cases),
    milliseconds: Math.round(performance.now() - began),
    input_tokens: 0,
    output_tokens: 0,
    cases,
  };
}

async function resultOf(id: string, what: CaseInput, judge: Judging): Promise<CaseResult> {
  const began = performance.now();
  const { result, tokens } = await counting(() => judged(judge));
  const { reasons, output, notes = [], scores = [] } = result;
  return {
    id,
    kind: what.kind,
    description: what.description,
    input: what.input,
    evidence: what.evidence ?? '',
    output,
    reasons,
    notes,
    score: weightedScore(scores),
    scores,
    passed: reasons.length === 0,
    milliseconds: Math.round(performance.now() - began),
    tokens,
  };
}

/** Work begun in order, at most `limit` at once, with its results in the order in which it was added. */
function makeLine(limit: number, judged: (count: number) => void) {
  const results: CaseResult[] = [];
  const running = new Set<Promise<void>>();
  let [added, done] = [0, 0];
  return {
    async add(work: () => Promise<CaseResult>): Promise<void> {
      const place = added;
      added += 1;
      while (running.size >= limit) await Promise.race(running);
      const one = work().then((result) => {
        results[place] = result;
        done += 1;
        running.delete(one);
        judged(done);
      });
      running.add(one);
      // Alone, a case is over before the next line of its suite: what it shows may change after that.
      if (limit === 1) await one;
    },
    async end(): Promise<CaseResult[]> {
      await Promise.all(running);
      return results;
    },
  };
}

type Judging = () => Promise<Judgement> | Judgement;

async function judged(judge: Judging): Promise<Judgement> {
  try {
    return await judge();
  } catch (error) {
    return { reasons: [`threw: ${error instanceof Error ? error.message : String(error)}`], output: '' };
  }
}

function ratesOf(cases: readonly CaseResult[]): Rate[] {
  return [...Map.groupBy(cases, (entry) => entry.kind)].map(([kind, group]) => {
    const passed = group.filter((entry) => entry.passed).length;
    return {
      kind,
      passed,
      total: group.length,
      rate: passed / group.length,
      ...wilson(passed, group.length),
    };
  });
}
