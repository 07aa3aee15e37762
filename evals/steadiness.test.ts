import { expect, test } from 'vitest';
import { runResult } from './result.ts';
import { steadinessOf } from './steadiness.ts';

const run = (passed: readonly boolean[], met: boolean, drops: string[] = []) => {
  const cases = passed.map((held, index) => ({
    id: `c${index}`,
    kind: 'k',
    description: '',
    passed: held,
    reasons: [],
    input: '',
    output: '',
    milliseconds: 0,
  }));
  const rate = passed.filter(Boolean).length / passed.length;
  const suite = { suite: 's', describes: '', floor: 1, rate, met, rates: [], cases };
  return {
    ...runResult.parse({ writer: 'w', version: '1', repeat: 1, seconds: 0, passed: met, suites: [suite] }),
    drops,
  };
};

test('a suite is steady where its gate and each of its cases come out the same', () => {
  expect(steadinessOf([run([true, true], true), run([true, true], true)])).toMatchObject([
    { suite: 's', runs: 2, cases: 2, missed: 0, drops: 0, lowest: 1, highest: 1, wavering: [] },
  ]);
  expect(steadinessOf([run([true, true], true), run([true, false], false, ['s'])])).toMatchObject([
    { missed: 1, drops: 1, lowest: 0.5, highest: 1, wavering: ['c1'] },
  ]);
});
