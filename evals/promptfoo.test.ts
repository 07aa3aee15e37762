import { describe, expect, test } from 'vitest';
import { parseCase } from './case.ts';
import { casesFromPromptfoo, casesToPromptfoo } from './promptfoo.ts';
import { promptfooReport } from './report/promptfoo.ts';
import { runResult } from './result.ts';

const yaml = `
description: Goals
prompts: ['{{text}}']
providers: [echo]
defaultTest:
  vars: { today: '2026-03-02' }
  assert: [{ type: latency, threshold: 1 }]
tests:
  - description: Cuts churn
    vars: { text: Cut churn to below 3% }
    assert:
      - type: contains
        value: churn
        weight: 2
        metric: metric
      - exactly this
  - vars: { text: Be nice }
    assert: [{ type: not-contains, value: '5' }]
`;

describe('cases of promptfoo', () => {
  test('become ours, with what all tests share, and read again as cases', () => {
    const cases = casesFromPromptfoo(yaml, 'goals.yaml');
    expect(cases).toMatchObject([
      {
        description: 'Cuts churn',
        vars: { today: '2026-03-02', text: 'Cut churn to below 3%' },
        assert: [
          { type: 'latency', threshold: 1, metric: null },
          { type: 'contains', value: 'churn', weight: 2, metric: 'metric' },
          { type: 'equals', value: 'exactly this' },
        ],
        provenance: 'promptfoo: goals.yaml, test 1',
      },
      { description: 'Goals 2', assert: [{ type: 'latency' }, { type: 'not-contains', value: '5' }] },
    ]);
    for (const one of cases) expect(parseCase(JSON.stringify(one), 'here')).toEqual(one);
    expect(casesFromPromptfoo(yaml, 'goals.yaml')).toEqual(cases);
  });

  test('go there and back', () => {
    const cases = casesFromPromptfoo(yaml, 'goals.yaml');
    const again = casesFromPromptfoo(casesToPromptfoo(cases), 'goals.yaml');
    expect(again.map(({ vars, assert }) => ({ vars, assert }))).toEqual(
      cases.map(({ vars, assert }) => ({ vars, assert })),
    );
  });

  test.each([
    ['tests: [', /neither YAML nor JSON/],
    ['tests: []', /tests/],
    ['tests: file://cases.csv', /tests in a list/],
    ['tests: [{vars: {a: 1}}]', /asserts nothing/],
    ['tests: [{assert: [{type: contains, threshold: 2}]}]', /tests\.0/],
  ])('that are wrong say what and where: %s', (text, message) => {
    expect(() => casesFromPromptfoo(text, 'x.yaml')).toThrow(message);
  });
});

test('a run as promptfoo’s results: each case with its verdict, and the sums', () => {
  const one = {
    id: 'a',
    kind: 'number',
    description: 'A wrong number',
    reasons: ['number-not-in-evidence: 5'],
    input: 'in',
    evidence: 'rests on',
    output: 'out',
    milliseconds: 3,
  };
  const run = runResult.parse({
    writer: 'offline@1',
    version: '0.1.0',
    repeat: 1,
    seconds: 1,
    passed: false,
    suites: [
      {
        suite: 'claims',
        describes: '',
        floor: 1,
        rate: 0.5,
        met: false,
        rates: [],
        cases: [
          { ...one, passed: false },
          { ...one, id: 'b', passed: true, reasons: [] },
        ],
      },
    ],
  });
  const report = JSON.parse(promptfooReport(run, '2026-03-02T00:00:00.000Z'));
  expect(report.results.stats).toMatchObject({ successes: 1, failures: 1, errors: 0 });
  expect(report.results.results).toMatchObject([
    {
      id: 'claims:a',
      success: false,
      score: 0,
      failureReason: 1,
      vars: { input: 'in', evidence: 'rests on' },
      gradingResult: { pass: false, reason: 'number-not-in-evidence: 5' },
    },
    { id: 'claims:b', success: true, failureReason: 0, gradingResult: { pass: true } },
  ]);
});
