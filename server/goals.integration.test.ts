import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await makeTestApp();
});
afterAll(() => testApp.close());

type Who = Parameters<TestApp['ask']>[0];
const get = (who: Who, url: string) => testApp.ask(who, { method: 'GET', url });
const post = (who: Who, url: string, payload: object) => testApp.ask(who, { method: 'POST', url, payload });
const csvOf = (...lines: string[]) =>
  [
    'email,name,description,visibility,due_at,priority,status,completion,key_result_1_title,key_result_1_completion',
    ...lines,
  ].join('\r\n');

test('a file is checked whole, written whole, and comes back as it was', async () => {
  const bad = csvOf(
    'ann@example.com,Cut churn,,team,soon,1,active,,,',
    'cas@example.com,Sell,,team,,1,active,,,',
  );
  const refused = await post('manager', '/api/goals/import', { csv: bad });
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { details: { errors: [{ line: 2, field: 'due_at' }] } } },
  });
  const foreign = await post('manager', '/api/goals/import', {
    csv: csvOf('cas@example.com,Sell,,team,,1,active,,,'),
  });
  expect(foreign).toMatchObject({
    status: 422,
    body: { error: { details: { errors: [{ line: 2, field: 'email' }] } } },
  });

  const csv = csvOf(
    'ann@example.com,Keep customers,"Why, and how",team,2026-09-30,2,active,40,Cut churn from 5% to 3%,40',
    'bob@example.com,Faster answers,,manager_line,2026-06-30,,paused,10,,',
  );
  expect(await post('manager', '/api/goals/import', { csv, dry_run: true })).toMatchObject({
    body: { created: 2 },
  });
  expect(await get('manager', '/api/goals')).toMatchObject({ body: { items: [] } });
  expect(await post('manager', '/api/goals/import', { csv })).toMatchObject({
    status: 200,
    body: { created: 2 },
  });
  expect(await post('manager', '/api/goals/import', { csv })).toMatchObject({
    body: { created: 0, unchanged: 2 },
  });
  const { body } = await get('manager', '/api/goals?q=keep');
  expect(body).toMatchObject({
    items: [
      {
        objective: 'Keep customers',
        kpis: [
          {
            metric: 'churn',
            baseline: 5,
            target: 3,
            due_iso: '2026-09-30',
            progress: { share: 0.4, by: 'import' },
          },
        ],
      },
    ],
  });
  const exported = await get('manager', '/api/goals.csv');
  const again = await post('manager', '/api/goals/import', { csv: String(exported.body) });
  expect(again).toMatchObject({ body: { created: 0, updated: 0, unchanged: 2 } });
  for (const line of csv.split('\r\n').slice(1)) expect(String(exported.body)).toContain(line.split(',,')[0]);
});

test('a change is taken back, and what stands in a circle is refused', async () => {
  const { body } = await get('bob', '/api/goals?owner_id=me');
  const [{ id }] = (body as { items: [{ id: string }] }).items;
  const patched = await testApp.ask('bob', {
    method: 'PATCH',
    url: `/api/goals/${id}`,
    payload: { objective: 'Renamed' },
  });
  expect(patched).toMatchObject({
    status: 200,
    body: { objective: 'Renamed', visibility: 'line', priority: null },
  });
  expect(await post('bob', `/api/goals/${id}/undo`, {})).toMatchObject({
    body: { objective: 'Faster answers' },
  });
  expect(await get('bob', `/api/goals/${id}/versions`)).toMatchObject({
    body: { items: [{}, {}, { restored_from: 1 }] },
  });
  expect(
    await testApp.ask('bob', { method: 'PATCH', url: `/api/goals/${id}`, payload: { parent_id: id } }),
  ).toMatchObject({ status: 409 });
});

test('a change of one thing leaves the others', async () => {
  const { body } = await get('ann', '/api/goals?q=keep customers');
  const [{ id }] = (body as { items: [{ id: string }] }).items;
  const patched = await testApp.ask('ann', {
    method: 'PATCH',
    url: `/api/goals/${id}`,
    payload: { status: 'paused' },
  });
  expect(patched).toMatchObject({
    body: { status: 'paused', visibility: 'team', priority: 2, description: 'Why, and how' },
  });
  await post('ann', `/api/goals/${id}/undo`, {});
});

test('the tree shows what serves what, as far as one may see', async () => {
  const created = await post('manager', '/api/goals', {
    objective: 'Payments that work',
    visibility: 'team',
  });
  const { id } = created.body as { id: string };
  await post('ann', '/api/goals', { objective: 'Fewer retries', parent_id: id, visibility: 'owner' });
  const tree = await get('ann', '/api/goals/tree');
  expect(tree).toMatchObject({
    body: {
      items: expect.arrayContaining([
        expect.objectContaining({ depth: 1, goal: expect.objectContaining({ objective: 'Fewer retries' }) }),
      ]),
    },
  });
  expect(JSON.stringify((await get('bob', '/api/goals/tree')).body)).not.toContain('Fewer retries');
  expect((await get('cas', '/api/goals/tree')).body).toEqual({ items: [], next: null });
});

test('a check-in carries how sure its author is, and moves the progress', async () => {
  const { body } = await get('ann', '/api/goals?q=keep customers');
  const [{ id }] = (body as { items: [{ id: string }] }).items;
  const entry = { value: 4, comment: 'half way', confidence: 6 };
  expect(await post('ann', `/api/goals/${id}/check-ins`, entry)).toMatchObject({
    status: 201,
    body: { confidence: 6 },
  });
  expect(await get('ann', `/api/goals/${id}`)).toMatchObject({
    body: { kpis: [{ progress: { share: 0.5, value: 4, by: 'check_in' } }] },
  });
});
