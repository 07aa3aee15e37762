import type { Writer } from '#domain/writer.ts';
import type { CaseResult, Rate, SuiteResult } from './result.ts';
import { wilson } from './statistics.ts';

/** What a suite is given. */
export interface Runner {
  writer: Writer;
  signal: AbortSignal;
  /** Checks one case and times it; a throw is a failure with its message. */
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

export async function runSuite(
  suite: Suite,
  writer: Writer,
  repeat: number,
  signal: AbortSignal,
): Promise<SuiteResult> {
  const cases: CaseResult[] = [];
  for (let turn = 0; turn < repeat; turn += 1) {
    await suite.run({
      writer,
      signal,
      async check(id, { kind, description, input, evidence = '' }, judge) {
        signal.throwIfAborted();
        const began = performance.now();
        const { reasons, output } = await judged(judge);
        cases.push({
          id: repeat === 1 ? id : `${id}#${turn + 1}`,
          kind,
          description,
          input,
          evidence,
          output,
          reasons,
          passed: reasons.length === 0,
          milliseconds: Math.round(performance.now() - began),
        });
      },
    });
  }
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
    cases,
  };
}

async function judged(judge: () => Promise<Judgement> | Judgement): Promise<Judgement> {
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
