import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jira } from '#store/testing/company.ts';
import { makeTestApp, TEST_SECRET, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(() => made.close());

const PLANT = 'what somebody wrote in a ticket';

function deliver(body: string, over: { key?: string; event?: string; source?: string; type?: string } = {}) {
  const signature = createHmac('sha256', over.key ?? TEST_SECRET)
    .update(body)
    .digest('hex');
  return made.ask(null, {
    method: 'POST',
    url: `/api/webhooks/${over.source ?? 'jira'}`,
    payload: body,
    headers: {
      'content-type': over.type ?? 'application/json',
      'x-hub-signature': `sha256=${signature}`,
      'x-atlassian-webhook-identifier': over.event ?? 'event-1',
    },
  });
}
const jobs = () => made.sent.filter(({ name }) => name === 'source-sync').length;

test('a signed delivery has its source read, once, whoever repeats it', async () => {
  const body = JSON.stringify({ issue: { fields: { description: PLANT } } });
  expect(await deliver(body)).toMatchObject({ status: 202, body: { taken: true, repeat: false } });
  expect(made.sent).toContainEqual({ name: 'source-sync', data: { source_id: jira } });
  expect(await deliver(body)).toMatchObject({ status: 202, body: { taken: false, repeat: true } });
  expect(jobs()).toBe(1);
  // Vendors don't sign their ids: a recorded delivery under another one is the same delivery.
  expect(await deliver(body, { event: 'event-2' })).toMatchObject({ body: { repeat: true } });
  expect(await deliver(`${body} `)).toMatchObject({ body: { taken: true } });
  expect(jobs()).toBe(2);
});

test('one that is not signed with the secret, for no source, or no JSON at all does nothing or no harm', async () => {
  const before = jobs();
  expect(await deliver('{}', { key: 'a guess', event: 'x' })).toMatchObject({ status: 401 });
  expect(await deliver('{}', { source: 'nowhere', event: 'x' })).toMatchObject({ status: 404 });
  expect(jobs()).toBe(before);
  // What it says is never read: bytes that are no JSON are as good as any.
  expect(await deliver('\u0000 not json', { event: 'odd', type: 'text/plain' })).toMatchObject({
    status: 202,
  });
});

test('nothing of a delivery is kept but its id', async () => {
  const { pool } = made.company.database;
  await pool.query('alter table fairlead.webhook_deliveries no force row level security');
  const { rows } = await pool.query('select * from fairlead.webhook_deliveries');
  expect(rows.map((row) => row.event_id)).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(JSON.stringify(rows)).not.toContain(PLANT);
});
