import { expect, test } from 'vitest';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { loadCompany } from '../company/simulated.ts';
import type { Calibration } from '../judges/calibration.ts';
import type { Judge, Judged } from '../judges/judge.ts';
import { runSuite } from '../runner.ts';
import { makeJudgedSuite } from './judged.ts';

const share = { passed: 1, total: 1, rate: 1, low: 0.2, high: 1 };
const shown = {
  kappa: 0.8,
  low: 0.5,
  high: 1,
  items: 20,
  unanswered: 0,
  sensitivity: share,
  specificity: share,
};
const calibrated = (judge: Judge): Calibration => ({
  ...shown,
  judge: judge.name,
  prompt: judge.prompt,
  prompt_hash: judge.prompt_hash,
  model: judge.model,
  date: '2026-04-06',
  labels_hash: 'l',
});

/** Finds every text bad, and keeps what it was shown. */
function harsh(name: string, seen: Judged[]): Judge {
  return {
    name,
    prompt: `judges/${name}@1`,
    prompt_hash: name,
    model: 'm',
    judge: async (judged) => {
      seen.push(judged);
      return { good: false, why: 'not for me' };
    },
  };
}

test('a judge that people bore out decides, another only comments, and neither reads a name', async () => {
  const seen: Judged[] = [];
  const judges = ['tone', 'helpfulness', 'plan'].map((name) => harsh(name, seen));
  const suite = makeJudgedSuite(
    judges,
    judges.filter(({ name }) => name === 'tone').map(calibrated),
    ({ name }) => name.includes('Support'),
  );
  const signal = new AbortController().signal;
  const result = await runSuite(suite, { writer: makeOfflineWriter(), repeat: 1, signal });

  const failing = new Set(result.cases.filter(({ passed }) => !passed).map(({ kind }) => kind));
  expect(failing).toEqual(new Set(['tone']));
  expect(result.rates.map(({ kind }) => kind).sort()).toEqual([
    'helpfulness, only commented',
    'plan, only commented',
    'tone',
  ]);
  const commented = result.cases.find(({ kind }) => kind.startsWith('plan'));
  expect(commented?.notes[0]).toContain('bad: not for me (only a comment: it was never calibrated)');

  const texts = JSON.stringify(seen);
  const { people } = await loadCompany();
  expect(people.filter(({ name }) => texts.includes(name)).map(({ name }) => name)).toEqual([]);
  expect(seen.length).toBeGreaterThan(20);
});
