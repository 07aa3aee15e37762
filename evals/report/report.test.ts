import { describe, expect, test } from 'vitest';
import { runResult } from '../result.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';

const nasty = '<script>alert("x")</script> & \u0000';
const run = runResult.parse({
  writer: 'offline@1',
  version: '0.1.0',
  repeat: 1,
  seconds: 1,
  passed: false,
  suites: [
    {
      suite: 'sample',
      describes: nasty,
      floor: 1,
      zero_tolerance: ['k'],
      floors: {},
      rate: 0,
      met: false,
      rates: [{ kind: 'k', passed: 0, total: 1, rate: 0, low: 0, high: 0.79 }],
      cases: [
        {
          id: nasty,
          kind: 'k',
          description: nasty,
          passed: false,
          reasons: [nasty],
          input: nasty,
          evidence: nasty,
          output: nasty,
          milliseconds: 1,
        },
      ],
    },
  ],
});

describe('the reports', () => {
  test.each([
    ['html', htmlReport(run)],
    ['junit', junitReport(run)],
    ['markdown', markdownReport(run, [])],
  ])('show what a case says as text (%s)', (_, text) => {
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('\u0000');
    expect(text).toContain('&lt;script&gt;');
  });

  test('the page needs nothing from outside, and names the suite that missed its gate', () => {
    const page = htmlReport(run);
    expect(page).not.toMatch(/https?:|<link|src=|@import|url\(|fetch\(/);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain('Not met: sample');
  });

  test('two runs stand side by side, with what came out otherwise', () => {
    const [suite] = run.suites;
    const better = suite?.cases.map((one) => ({ ...one, passed: true, reasons: [] })) ?? [];
    const after = { ...run, suites: suite === undefined ? [] : [{ ...suite, cases: better }] };
    const page = htmlReport(after, run);
    expect(page).toContain('0 cases came out worse, 1 better.');
    expect(page).toContain('"labels":["Before","After"]');
  });

  test('the lines for a pull request tell what changed against the baseline', () => {
    const change = { suite: 'sample', before: 1, after: 0, worse: ['a'], better: [], p_value: 1 };
    expect(markdownReport(run, [change])).toContain('1 worse, 0 better (p 1.000)');
    expect(markdownReport(run, [])).toContain('| sample | **missed** | 0 of 1 | 0.0 % | 100.0 % | new |');
  });
});
