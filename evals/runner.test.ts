import { describe, expect, test } from 'vitest';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { runSuite, type Suite } from './runner.ts';

const cases = (passed: number, failed: number, change: Partial<Suite> = {}): Suite => ({
  name: 'sample',
  describes: 'Nothing in particular.',
  floor: 0.5,
  async run(runner) {
    for (let index = 0; index < passed + failed; index += 1)
      await runner.check(
        `case-${index}`,
        { kind: index < passed ? 'held' : 'broken', description: '', input: '' },
        () => ({ reasons: index < passed ? [] : ['broken'], output: '' }),
      );
  },
  ...change,
});

const run = (suite: Suite, repeat = 1, signal = new AbortController().signal) =>
  runSuite(suite, { writer: makeOfflineWriter(), repeat, signal });

describe('a suite', () => {
  test('is met at its floor and missed below it', async () => {
    expect((await run(cases(5, 5))).met).toBe(true);
    expect((await run(cases(4, 5))).met).toBe(false);
  });

  test('without a case is not met', async () => {
    expect((await run(cases(0, 0))).met).toBe(false);
  });

  test('is missed by one failure of a kind that may never fail', async () => {
    expect((await run(cases(99, 1))).met).toBe(true);
    expect((await run(cases(99, 1, { zero_tolerance: ['broken'] }))).met).toBe(false);
  });

  test('is missed by a kind below its own floor, however many others pass', async () => {
    expect((await run(cases(99, 1, { floors: { broken: 0 } }))).met).toBe(true);
    expect((await run(cases(99, 1, { floors: { broken: 0.5 } }))).met).toBe(false);
  });

  test('takes a throw as a failure of that case alone', async () => {
    const suite = cases(1, 0, {
      async run(runner) {
        await runner.check('bad', { kind: 'k', description: '', input: '' }, () => {
          throw new Error('out of paper');
        });
        await runner.check('good', { kind: 'k', description: '', input: '' }, () => ({
          reasons: [],
          output: '',
        }));
      },
    });
    const { cases: results } = await run(suite);
    expect(results.map(({ passed }) => passed)).toEqual([false, true]);
    expect(results[0]?.reasons).toEqual(['threw: out of paper']);
  });

  test('numbers its turns when it is repeated', async () => {
    const { cases: results } = await run(cases(1, 0), 3);
    expect(results.map(({ id }) => id)).toEqual(['case-0#1', 'case-0#2', 'case-0#3']);
  });

  test('ends when it is stopped', async () => {
    await expect(run(cases(1, 0), 1, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});

describe('cases judged at once', () => {
  const slow: Suite = {
    name: 'slow',
    describes: 'The first takes longest.',
    floor: 1,
    async run(runner) {
      for (const wait of [30, 5, 20, 1, 10])
        await runner.check(`wait-${wait}`, { kind: 'k', description: '', input: '' }, async () => {
          await new Promise((resolve) => setTimeout(resolve, wait));
          return { reasons: [], output: String(wait), notes: ['noted'] };
        });
    },
  };
  const at = (concurrency: number) =>
    runSuite(slow, {
      writer: makeOfflineWriter(),
      repeat: 1,
      signal: new AbortController().signal,
      concurrency,
    });
  const without = ({ cases }: Awaited<ReturnType<typeof at>>) =>
    cases.map(({ milliseconds: _, ...rest }) => rest);

  test('stand in the order of their calls, as one by one', async () => {
    const [one, three] = [await at(1), await at(3)];
    expect(without(three)).toEqual(without(one));
    expect(three.cases.map(({ output }) => output)).toEqual(['30', '5', '20', '1', '10']);
    expect(three.milliseconds).toBeLessThan(one.milliseconds);
  });
});
