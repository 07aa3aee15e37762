import { afterAll, beforeAll, expect, test } from 'vitest';
import { ids } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(async () => {
  await made.close();
});

const readersOf = (who: Parameters<TestApp['ask']>[0], person: string) =>
  made.ask(who, { method: 'GET', url: `/api/people/${person}/readers` });

test('somebody is told who may read what is kept of them, and that is who can', async () => {
  const answer = await readersOf('ann', ids.ann);
  expect(answer).toMatchObject({ status: 200 });
  const { items } = answer.body as { items: { person_id: string; because: string }[] };
  expect(items[0]).toMatchObject({ person_id: ids.ann, because: 'self' });
  expect(items).toContainEqual(expect.objectContaining({ person_id: ids.manager, because: 'manager' }));
  expect(items).toContainEqual(expect.objectContaining({ person_id: ids.hana, because: 'hr' }));
  expect(items.map(({ person_id }) => person_id)).not.toContain(ids.bob);
});

test('of whom one may not see, one is told nothing', async () => {
  expect(await readersOf('ann', ids.bob)).toMatchObject({ status: 404 });
});
