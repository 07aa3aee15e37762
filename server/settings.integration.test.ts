import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '#domain/config.ts';
import { policy } from '#domain/policy.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp({
    ...parseConfig({
      FAIRLEAD_TODAY: '2026-03-02',
      FAIRLEAD_MODEL: 'openai:small',
      OPENAI_BASE_URL: 'http://user:word@models.example:8080/v1?key=word',
      OPENAI_API_KEY: 'sk-word',
    }),
    log_level: 'silent',
  });
});
afterAll(async () => {
  await made.close();
});

type Who = 'ann' | 'manager' | 'hana' | 'otto';
const get = (who: Who, url: string) => made.ask(who, { url });
const previewShape = z.object({
  current_hash: z.string(),
  changes: z.array(z.looseObject({ field: z.string() })),
});

describe('the policy', () => {
  test('tells what would change before it is saved, and is not saved over somebody else’s change', async () => {
    const current = policy.parse((await get('hana', '/api/policy')).body);
    const wanted = { ...current, weekly_proposals: 9 };
    const ask = async (payload: object) =>
      previewShape.parse(
        (await made.ask('hana', { method: 'POST', url: '/api/policy/preview', payload })).body,
      );
    const seen = await ask(wanted);
    expect(seen.changes).toEqual([{ field: 'weekly_proposals', before: 5, after: 9 }]);
    expect((await get('hana', '/api/policy')).body).toEqual(current);

    const put = (payload: object, hash: string) =>
      made.ask('hana', { method: 'PUT', url: '/api/policy', payload, headers: { 'if-match': hash } });
    expect(await put(wanted, seen.current_hash)).toMatchObject({
      status: 200,
      body: { weekly_proposals: 9 },
    });
    expect(await put({ ...current, reminder_days: 5 }, seen.current_hash)).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    });
    // Taken back, as the page does it.
    const back = await ask(current);
    expect(await put(current, back.current_hash)).toMatchObject({ status: 200, body: current });
    const { items } = await made.company.system.audit.list({ limit: 1000 });
    expect(items.filter(({ event }) => event === 'policy-changed')).toHaveLength(2);
  });

  test('shows what each archetype begins with', async () => {
    const { body } = await get('ann', '/api/policy/presets');
    const { items } = z.object({ items: z.array(policy) }).parse(body);
    expect(items.map(({ archetype }) => archetype)).toEqual([
      'accountable',
      'continuous',
      'gentle',
      'dynamic',
    ]);
  });
});

test('everybody reads what their role is looked at by, and the weights add up', async () => {
  const shape = z.object({
    items: z.array(
      z.object({
        entries: z.array(z.looseObject({ weight: z.number(), name: z.string(), unit: z.string() })),
      }),
    ),
  });
  const { items } = shape.parse((await get('ann', '/api/frameworks')).body);
  expect(items.length).toBeGreaterThan(3);
  for (const { entries } of items)
    expect(entries.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
});

test('hr and auditors see how it is set up, without anything secret', async () => {
  for (const who of ['ann', 'manager'] as const)
    expect(await get(who, '/api/settings')).toMatchObject({ status: 403 });
  for (const who of ['hana', 'otto'] as const) {
    const { status, body } = await get(who, '/api/settings');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model: { model: 'small' },
      model_host: 'models.example:8080',
      database: 'embedded',
    });
    expect(JSON.stringify(body)).not.toContain('word');
    expect(JSON.stringify(body)).toContain('writer/summary@1');
  }
});
