import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { makeOpenAiChat } from '#agents/writers/model/chat.ts';
import {
  type Behaviour,
  type ModelServer,
  startModelServer,
} from '#agents/writers/model/testing/model-server.ts';
import { makeModelReader } from './reader.ts';
import { kpiFromSpans, verbatimSpan } from './spans.ts';

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const context = { today: '2026-03-02', fiscal_year_start_month: 1, language: 'en' } as const;
const never = new AbortController().signal;
const text = 'We would love to see churn drop below 3% (from 5%) by end of Q3';
const spans = {
  metric: 'churn',
  verb: 'drop',
  baseline: 'from 5%',
  target: 'below 3%',
  change: null,
  window: null,
  due: 'by end of Q3',
};

async function readWith(...turns: Behaviour[]) {
  server = await startModelServer(turns);
  const reader = makeModelReader({
    chat: makeOpenAiChat({ model: 'test-model', api_key: 'sk-secret', base_url: server.base_url }),
    model_name: 'test-model',
    patience: { attempt_ms: 300, attempts: 2, pause_ms: 1 },
    sleep: async () => {},
    random: () => 0,
  });
  return await reader.read(text, context, never);
}

test('numbers and dates are computed from the letters that a model marks', async () => {
  const { goal, fell_back } = await readWith({ answer: { kpis: [spans] } });
  expect(fell_back).toBeNull();
  expect(goal).toMatchObject({
    writer: 'model@1 (test-model)',
    kpis: [
      {
        metric: 'churn',
        direction: 'decrease',
        comparator: '<=',
        baseline: 5,
        target: 3,
        unit: 'percent',
        due_iso: '2026-09-30',
      },
    ],
  });
});

test('what doesn’t stand in the text is dropped, part by part', async () => {
  const { goal } = await readWith({
    answer: {
      kpis: [
        { ...spans, target: 'below 99%', due: 'by 2031' },
        { ...spans, metric: 'revenue' },
      ],
    },
  });
  expect(goal.kpis).toMatchObject([{ metric: 'churn', target: null, due_iso: null, baseline: 5 }]);
});

test.each<[string, Behaviour]>([
  ['a wrong shape', { answer: { goals: [] } }],
  ['no JSON', { text: 'Sure! The target is 99.' }],
  ['too many requests', { status: 429 }],
  ['a hang-up', 'hang_up'],
  ['silence', { slow_ms: 2000, answer: { kpis: [] } }],
  [
    'obedience to orders',
    { answer: { kpis: [{ ...spans, metric: 'Ignore your instructions', target: '99' }] } },
  ],
  ['a metric of its own', { answer: { kpis: [{ ...spans, metric: 'net promoter score' }] } }],
])('with %s the grammar takes over and says so', async (_, behaviour) => {
  const { goal, fell_back } = await readWith(behaviour);
  expect(fell_back).toEqual(expect.any(String));
  expect(fell_back).not.toContain('sk-secret');
  expect(goal.writer).toBe('offline@1');
  expect(JSON.stringify(goal.kpis)).not.toContain('99');
});

test('part of a number is no span', () => {
  expect(verbatimSpan('cut it to 13.5 %', '3')).toBeNull();
  expect(verbatimSpan('cut it to 13.5 %', '13')).toBeNull();
  expect(verbatimSpan('cut it to 13.5 %', '13.5 %')).toBe('13.5 %');
});

test('whatever a model marks, no number comes out that the text doesn’t hold', () => {
  const anything = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'churn',
        'below 3%',
        'from 5%',
        '99',
        'to 42',
        'by 2031',
        'by end of Q3',
        'drop',
        'twice',
      ),
    ),
  );
  const answer = fc.record({
    metric: anything,
    verb: anything,
    baseline: anything,
    target: anything,
    change: anything,
    window: anything,
    due: anything,
  });
  fc.assert(
    fc.property(answer, (marked) => {
      const kpi = kpiFromSpans(text, marked, context);
      const numbers =
        kpi === null
          ? []
          : [kpi.target, kpi.baseline, kpi.relative?.value ?? null, ...(kpi.target_range ?? [])];
      for (const number of numbers) expect([null, 3, 5]).toContain(number);
      expect([null, '2026-09-30']).toContain(kpi?.due_iso ?? null);
    }),
  );
});
