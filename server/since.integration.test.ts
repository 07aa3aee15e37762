import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Draft } from '#domain/draft.ts';
import { draftId } from '#domain/ids.ts';
import type { SinceEvent } from '#domain/since.ts';
import { ids } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
  const { system, as } = made.company;
  const [item] = await system.evidence.record([
    {
      subject: ids.ann,
      at: '2026-02-20',
      kind: 'record',
      ref_id: 'rec_1',
      text: 'PAY-1 was closed on 2026-02-20',
      facts: [],
      mentions: [],
    },
  ]);
  if (item === undefined) throw new Error('no evidence was recorded');
  await system.drafts.save(summaryOf(item.id));
  await (await as('ann')).evidence.contest(item.id, 'It was closed by Bob.');
});
afterAll(() => made.close());

/** The day before the test company's today, whatever hour it is. */
const DRAFTED = '2026-03-01T09:00:00.000Z';

const summaryOf = (evidence: string): Draft => ({
  id: draftId.parse('drf_since'),
  kind: 'summary',
  person_id: ids.ann,
  cycle_id: null,
  period: { from: '2025-12-01', to: '2026-03-01' },
  status: 'ready',
  claims: [{ text: 'Ann closed PAY-1.', citations: [evidence], section: 'achieved' }],
  areas: [],
  dropped: [],
  authorship: {
    writer: 'offline@1',
    model: null,
    prompt: null,
    prompt_hash: null,
    fallback_reason: null,
    input_tokens: 0,
    output_tokens: 0,
  },
  created_at: DRAFTED,
});

interface Since {
  seen_at: string | null;
  until: string;
  items: SinceEvent[];
}
type Who = Parameters<TestApp['ask']>[0];
async function ask(who: Who, method: 'GET' | 'POST' | 'DELETE', payload?: object): Promise<Since> {
  const answer = await made.ask(who, {
    method,
    url: '/api/since',
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.status).toBe(200);
  return answer.body as Since;
}
const kinds = ({ items }: Since) => items.map(({ kind }) => kind);

test('who never looked is told of the last week: of oneself, and of those one leads', async () => {
  const ann = await ask('ann', 'GET');
  expect(ann.seen_at).toBeNull();
  expect(ann.items).toMatchObject([{ kind: 'drafted', at: DRAFTED, text: 'summary' }]);
  const contested = { kind: 'contested', by: { id: ids.ann, name: 'ann' }, text: 'It was closed by Bob.' };
  for (const who of ['manager', 'head', 'hana'] as const)
    expect((await ask(who, 'GET')).items).toMatchObject([contested]);
});

test('nobody is told of what they may not see', async () => {
  for (const who of ['bob', 'cas', 'other', 'ada', 'otto'] as const)
    expect(kinds(await ask(who, 'GET'))).toEqual([]);
});

test('what was looked at is not news any more, for whoever looked alone, and a look can be taken back', async () => {
  const { until } = await ask('manager', 'GET');
  const after = await ask('manager', 'POST', { until });
  expect(after).toMatchObject({ seen_at: until, can_undo: true, items: [] });
  expect(kinds(await ask('head', 'GET'))).toEqual(['contested']);
  expect(await ask('manager', 'DELETE')).toMatchObject({ seen_at: null, items: [{ kind: 'contested' }] });
  expect(await made.ask('manager', { method: 'DELETE', url: '/api/since' })).toMatchObject({ status: 409 });
});

test('a look never reaches into the future, nor back', async () => {
  const { until } = await ask('hana', 'GET');
  const ahead = await ask('hana', 'POST', { until: '2027-01-01T00:00:00.000Z' });
  expect(ahead.seen_at && ahead.seen_at < '2026-03-03').toBe(true);
  expect((await ask('hana', 'POST', { until: '2026-01-01T00:00:00.000Z' })).seen_at).toBe(ahead.seen_at);
  expect(until <= (ahead.seen_at ?? '')).toBe(true);
});
