import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, sourceId } from '#domain/ids.ts';
import { jira } from '#store/testing/company.ts';
import { makeTestApp, TEST_SECRET, type TestApp } from './testing/test-app.ts';
import { openHandshake } from './webhook-handshake.ts';

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

describe('a system that offers the secret that it will sign with', () => {
  const key = 'k'.repeat(64);
  const asked = (secret: string, over: { key?: string } = {}) =>
    made.app.inject({
      method: 'POST',
      url: `/api/webhooks/asana${over.key === undefined ? '' : `?key=${over.key}`}`,
      headers: { host: '127.0.0.1:4400', 'x-hook-secret': secret },
    });
  const signed = (secret: string, body: string) =>
    made.ask(null, {
      method: 'POST',
      url: `/api/webhooks/asana?key=${key}`,
      payload: body,
      headers: {
        'content-type': 'application/json',
        'x-hook-signature': createHmac('sha256', secret).update(body).digest('hex'),
      },
    });
  beforeAll(async () => {
    const source = { name: 'asana', vendor: 'asana' as const, base_url: 'https://app.asana.com' };
    const id = newId('src', sourceId);
    await made.company.system.sources.save({ ...source, id, settings: {}, enabled: true });
  });
  const opened = (from_now_ms: number) =>
    made.secrets.set('asana', openHandshake(key, Date.parse(made.company.clock.now()) + from_now_ms));

  test('is refused while nobody awaits one', async () => {
    await made.secrets.set('asana', {});
    expect((await asked('a-stranger-s-secret', { key })).statusCode).toBe(401);
    await opened(-2 * 3_600_000);
    expect((await asked('a-stranger-s-secret', { key })).statusCode).toBe(401);
    expect(await signed('a-stranger-s-secret', '{"a":1}')).toMatchObject({ status: 401 });
  });

  test('gets it back when it knows the key, one a webhook, and each then signs', async () => {
    await opened(0);
    const strangers = [
      await asked('first-secret-11111111'),
      await asked('first-secret-11111111', { key: 'guess' }),
    ];
    expect(strangers.map(({ statusCode }) => statusCode)).toEqual([401, 401]);
    const both = await Promise.all([
      asked('first-secret-11111111', { key }),
      asked('second-secret-2222222', { key }),
    ]);
    expect(both.map(({ statusCode, headers }) => [statusCode, headers['x-hook-secret']])).toEqual([
      [200, 'first-secret-11111111'],
      [200, 'second-secret-2222222'],
    ]);
    expect(await signed('first-secret-11111111', '{"a":1}')).toMatchObject({ body: { taken: true } });
    expect(await signed('second-secret-2222222', '{"a":2}')).toMatchObject({ body: { taken: true } });
    expect(await signed('a-stranger-s-secret', '{"a":3}')).toMatchObject({ status: 401 });
  });

  test('is offered nothing that could not be a secret', async () => {
    await opened(0);
    for (const bad of ['short', 'x'.repeat(300), 'with a space in the middle'])
      expect((await asked(bad, { key })).statusCode).toBe(401);
  });
});

describe('a system that asks whether the address is ours', () => {
  const sha256 = (text: string): string => createHmac('sha256', TEST_SECRET).update(text).digest('hex');
  const ask = (
    name: string,
    body: object,
    headers: (text: string) => Record<string, string> = () => ({}),
  ) => {
    const payload = JSON.stringify(body);
    return made.ask(null, {
      method: 'POST',
      url: `/api/webhooks/${name}`,
      payload,
      headers: { 'content-type': 'application/json', ...headers(payload) },
    });
  };
  beforeAll(async () => {
    for (const vendor of ['slack', 'toggl', 'monday'] as const) {
      const source = { name: vendor, vendor, base_url: null, settings: {}, enabled: true };
      await made.company.system.sources.save({ ...source, id: newId('src', sourceId) });
    }
  });

  test('hears that it is, and has nothing read; where it signs the question, a stranger hears nothing', async () => {
    const before = jobs();
    const at = Math.floor(Date.parse(made.company.clock.now()) / 1000);
    const slack = { type: 'url_verification', challenge: 'c-1' };
    const slackHeaders = (text: string) => ({
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${sha256(`v0:${at}:${text}`)}`,
    });
    const toggl = { payload: 'ping', validation_code: 'v-1' };
    const togglHeaders = (text: string) => ({ 'x-webhook-signature-256': `sha256=${sha256(text)}` });
    expect(await ask('slack', slack, slackHeaders)).toEqual({ status: 200, body: { challenge: 'c-1' } });
    expect(await ask('toggl', toggl, togglHeaders)).toEqual({
      status: 200,
      body: { validation_code: 'v-1' },
    });
    expect(await ask('monday', { challenge: 'm-1' })).toEqual({ status: 200, body: { challenge: 'm-1' } });
    expect((await ask('slack', slack)).status).toBe(401);
    expect((await ask('toggl', toggl)).status).toBe(401);
    expect((await ask('monday', { challenge: 'm-1', event: {} })).status).toBe(401);
    expect(jobs()).toBe(before);
  });
});
