import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ids } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
  const { audit } = made.company.system;
  for (const [actor, subject] of [
    [ids.ann, 'goal_one'],
    [ids.hana, 'goal_two'],
    ['fairlead', 'goal_one'],
  ] as const)
    await audit.append({ actor, event: 'goal-looked-at', subject, data: {} });
});
afterAll(async () => {
  await made.close();
});

const page = z.object({
  items: z.array(z.object({ seq: z.number(), actor: z.string(), subject: z.string() })),
  next: z.string().nullable(),
  names: z.record(z.string(), z.string()),
});
const found = async (query: string) =>
  page.parse((await made.ask('hana', { url: `/api/audit?what=looked at&${query}` })).body);

test('the log is asked by who, what, about what and when, newest first, page by page', async () => {
  const all = await found('order=newest&limit=2');
  expect(all.items.map(({ actor }) => actor)).toEqual(['fairlead', ids.hana]);
  const rest = await found(`order=newest&limit=2&before=${all.next}`);
  expect(rest.items.map(({ actor }) => actor)).toEqual([ids.ann]);
  expect(rest.next).toBeNull();

  const { names } = await found('');
  const name = names[ids.ann] ?? '';
  expect((await found(`who=${encodeURIComponent(name.slice(0, 3).toUpperCase())}`)).items).toMatchObject([
    { actor: ids.ann },
  ]);
  expect((await found('who=fairlead&about=goal_one')).items).toHaveLength(1);
  expect((await found('about=goal_two')).items).toMatchObject([{ actor: ids.hana }]);
  const today = made.company.clock.now().slice(0, 10);
  expect((await found(`from=${today}&to=${today}`)).items).toHaveLength(3);
  expect((await found('to=2020-01-01')).items).toEqual([]);
  expect(await made.ask('hana', { url: '/api/audit?from=yesterday' })).toMatchObject({ status: 422 });
});

test('says whether the whole chain holds, to hr and auditors alone', async () => {
  for (const who of ['hana', 'otto'] as const)
    expect(await made.ask(who, { url: '/api/audit/verify' })).toMatchObject({
      status: 200,
      body: { ok: true, broken_at: null, reason: null },
    });
  for (const who of ['ann', 'manager'] as const)
    expect(await made.ask(who, { url: '/api/audit/verify' })).toMatchObject({ status: 403 });
});
