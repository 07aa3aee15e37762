import type { CaseResult, RunResult } from '../result.ts';

/** promptfoo's reasons of failure: none, an assertion, an error. */
const [NONE, ASSERTION] = [0, 1];

interface Row {
  suite: string;
  one: CaseResult;
}

const rowsOf = (run: RunResult): Row[] =>
  run.suites.flatMap(({ suite, cases }) => cases.map((one) => ({ suite, one })));

function rowOf({ suite, one }: Row, index: number, writer: string) {
  const vars = { input: one.input, ...(one.evidence === '' ? {} : { evidence: one.evidence }) };
  const score = one.passed ? 1 : 0;
  const assertion = { type: 'fairlead', value: one.kind, metric: `${suite}/${one.kind}` };
  const reason = one.reasons.join('; ') || 'passed';
  return {
    id: `${suite}:${one.id}`,
    promptIdx: 0,
    testIdx: index,
    provider: { id: writer, label: writer },
    prompt: { raw: one.input, label: suite },
    vars,
    testCase: {
      description: one.description,
      vars,
      assert: [assertion],
      metadata: { suite, kind: one.kind, id: one.id },
    },
    response: { output: one.output },
    success: one.passed,
    score,
    namedScores: { [assertion.metric]: score },
    latencyMs: one.milliseconds,
    cost: 0,
    failureReason: one.passed ? NONE : ASSERTION,
    ...(one.passed ? {} : { error: reason }),
    gradingResult: {
      pass: one.passed,
      score,
      reason,
      namedScores: { [assertion.metric]: score },
      componentResults: [{ pass: one.passed, score, reason, assertion }],
    },
  };
}

/** A run as promptfoo writes its results (version 3, www.promptfoo.dev/docs/configuration/outputs), for its viewer and tools. */
export function promptfooReport(run: RunResult, at: string): string {
  const rows = rowsOf(run);
  const passed = rows.filter(({ one }) => one.passed).length;
  const tokens = {
    prompt: run.usage?.input_tokens ?? 0,
    completion: run.usage?.output_tokens ?? 0,
    total: (run.usage?.input_tokens ?? 0) + (run.usage?.output_tokens ?? 0),
    cached: 0,
    numRequests: run.usage?.answers ?? 0,
  };
  const report = {
    evalId: `fairlead-${run.cases_hash?.slice(0, 12) ?? 'run'}`,
    results: {
      version: 3,
      timestamp: at,
      prompts: [{ raw: '{{input}}', label: 'Fairlead', provider: run.writer }],
      results: rows.map((row, index) => rowOf(row, index, run.writer)),
      stats: { successes: passed, failures: rows.length - passed, errors: 0, tokenUsage: tokens },
    },
    config: { description: `Fairlead ${run.version}, writer ${run.writer}` },
    shareableUrl: null,
  };
  return `${JSON.stringify(report, null, 1)}\n`;
}
