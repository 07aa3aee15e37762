import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ids, teams } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(async () => {
  await made.close();
});

const get = (who: Parameters<TestApp['ask']>[0], url: string, headers = {}) =>
  made.ask(who, { method: 'GET', url, headers });
const fault = (code: string) => ({ error: expect.objectContaining({ code }) });
const named = z.object({ items: z.array(z.object({ id: z.string() })) });
const idsOf = (body: unknown) => named.parse(body).items.map(({ id }) => id);

describe('who asks', () => {
  test('is named by the header, in any letter case', async () => {
    expect(await get(null, '/api/me', { 'x-fairlead-person': 'Manager@Example.com' })).toMatchObject({
      status: 200,
      body: { person: { id: ids.manager }, roles: expect.arrayContaining(['employee', 'manager']) },
    });
  });

  test('must be somebody', async () => {
    expect(await get(null, '/api/me')).toMatchObject({ status: 401, body: fault('not-signed-in') });
    expect(await get(null, '/api/me', { 'x-fairlead-person': 'x@y.z' })).toMatchObject({
      status: 401,
      body: fault('not-signed-in'),
    });
  });

  test('may be chosen on the page, and the cookie then stands for them', async () => {
    const answer = await made.app.inject({
      method: 'POST',
      url: '/api/dev/sign-in',
      headers: { host: 'localhost' },
      payload: { email: 'ann@example.com' },
    });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    const value = cookie.split(';')[0] ?? '';
    expect(await get(null, '/api/me', { cookie: value })).toMatchObject({
      body: { person: { id: ids.ann } },
    });
    const forged = `${value.slice(0, -4)}AAAA`;
    expect(await get(null, '/api/me', { cookie: forged })).toMatchObject({ status: 401 });
  });

  test('reaches it by a loopback name alone, so that no other site can be rebound to it', async () => {
    expect(await get('ann', '/api/me', { host: 'evil.example:4400' })).toMatchObject({
      status: 403,
      body: fault('not-allowed'),
    });
    expect(await get('ann', '/api/me', { host: '[::1]:4400' })).toMatchObject({ status: 200 });
  });

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9999' },
    { origin: 'not an origin' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('changes nothing from a page of another origin (%o)', async (headers) => {
    const answer = await made.ask('manager', {
      method: 'POST',
      url: '/api/goals',
      payload: { objective: 'x' },
      headers,
    });
    expect(answer).toMatchObject({ status: 403, body: fault('not-allowed') });
  });
});

describe('errors', () => {
  test('name what is not there', async () => {
    expect(await get('ann', '/api/nothing')).toMatchObject({ status: 404, body: fault('not-found') });
    expect(await get('ann', '/nothing')).toMatchObject({ status: 404 });
    for (const id of ['itv_nobody', 'rubbish', '%00', "'--", 'x'.repeat(150)])
      expect(await get('manager', `/api/interventions/${id}`)).toMatchObject({
        status: 404,
        body: fault('not-found'),
      });
  });

  test('name the field', async () => {
    expect(
      await made.ask('manager', { method: 'POST', url: '/api/cycles', payload: { team_id: 7 } }),
    ).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid-input', details: { issues: [{ field: 'team_id' }] } } },
    });
    expect(await get('ann', '/api/people?limit=0')).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('limit') } },
    });
    expect(await get('ann', '/api/people?after=rubbish')).toMatchObject({ status: 422 });
  });

  test.each([
    ['no JSON', { payload: '{', headers: { 'content-type': 'application/json' } }, 400],
    ['an empty body', { payload: '', headers: { 'content-type': 'application/json' } }, 400],
    ['another type', { payload: 'a=b', headers: { 'content-type': 'text/csv' } }, 415],
    ['a huge body', { payload: { objective: 'x'.repeat(2_000_000) } }, 413],
  ])('refuse %s', async (_, request, status) => {
    expect(await made.ask('manager', { method: 'POST', url: '/api/goals', ...request })).toMatchObject({
      status,
      body: fault('bad-request'),
    });
  });

  test('say nothing of what lies inside', async () => {
    const { app, company } = await makeTestApp();
    await company.database.pool.end();
    const answer = await app.inject({
      url: '/api/me',
      headers: { host: 'localhost', 'x-fairlead-person': 'ann@example.com' },
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    expect(answer.body).not.toMatch(/node_modules|at .*\.ts|stack/);
    await app.close();
  });
});

describe('what each may see', () => {
  test('a manager their people, an employee themselves, hr everybody', async () => {
    const seen = async (who: 'manager' | 'ann' | 'hana') =>
      idsOf((await get(who, '/api/people')).body).sort();
    expect(await seen('ann')).toEqual([ids.ann]);
    expect(await seen('manager')).toEqual([ids.ann, ids.bob, ids.manager]);
    expect(await seen('hana')).toHaveLength(9);
  });

  test('somebody else’s person is not there', async () => {
    expect(await get('manager', `/api/people/${ids.cas}`)).toMatchObject({ status: 404 });
    expect(await get('ann', `/api/people/${ids.bob}/scorecard`)).toMatchObject({ status: 404 });
    expect(await get('manager', `/api/people/${ids.ann}/scorecard`)).toMatchObject({ status: 200 });
    expect(await get('manager', `/api/teams/${teams.sales}/scorecard`)).toMatchObject({ status: 404 });
  });

  test('lists go on where the page before ended', async () => {
    const page = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() });
    const found: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer = page.parse((await get('hana', `/api/people?limit=2&after=${next}`)).body);
      found.push(...answer.items.map(({ id }) => id));
      next = answer.next;
    }
    expect(new Set(found).size).toBe(9);
    expect(found).toHaveLength(9);
  });

  test('the log is for hr and auditors, the sources for hr and admins', async () => {
    expect(await get('otto', '/api/audit')).toMatchObject({ status: 200 });
    expect(await get('hana', '/api/audit?after=1')).toMatchObject({ status: 200 });
    expect(await get('manager', '/api/audit')).toMatchObject({ status: 403, body: fault('not-allowed') });
    expect(await get('ada', '/api/sources')).toMatchObject({ status: 200 });
    expect(await get('ann', '/api/sources')).toMatchObject({ status: 403 });
    expect(await get('hana', '/api/identities/unmatched')).toMatchObject({ status: 200 });
    expect(await get('ann', '/api/identities/unmatched')).toMatchObject({ status: 403 });
  });
});

describe('goals', () => {
  test('are set, checked in on and changed by who may', async () => {
    const kpi = {
      metric: 'cycle time',
      direction: 'decrease',
      comparator: '<=',
      baseline: 6,
      target: 4,
      target_range: null,
      relative: null,
      unit: 'days',
      window: null,
      due: null,
      due_iso: '2026-06-30',
    };
    const created = await made.ask('manager', {
      method: 'POST',
      url: '/api/goals',
      payload: { objective: 'Ship faster', owner: { kind: 'person', id: ids.ann }, kpis: [kpi] },
    });
    expect(created.status).toBe(201);
    const { id } = z.object({ id: z.string() }).parse(created.body);
    const checkIn = { method: 'POST', url: `/api/goals/${id}/check-ins`, payload: { value: 5 } } as const;
    expect(await made.ask('ann', checkIn)).toMatchObject({
      status: 201,
      body: { value: 5, author: ids.ann },
    });
    expect(await get('ann', `/api/goals/${id}/check-ins`)).toMatchObject({ body: { items: [{ value: 5 }] } });
    expect(await get('cas', `/api/goals/${id}`)).toMatchObject({ status: 404 });
    expect(await made.ask('cas', checkIn)).toMatchObject({ status: 404 });
    const patch = { method: 'PATCH', url: `/api/goals/${id}`, payload: { status: 'achieved' } } as const;
    expect(await made.ask('manager', patch)).toMatchObject({ status: 200, body: { status: 'achieved' } });
  });

  test('are not set for somebody whom one doesn’t lead', async () => {
    const payload = { objective: 'x', owner: { kind: 'person', id: ids.bob } };
    expect(await made.ask('ann', { method: 'POST', url: '/api/goals', payload })).toMatchObject({
      status: 403,
    });
  });
});

describe('the policy', () => {
  test('is read by everybody and set by hr', async () => {
    const { body } = await get('ann', '/api/policy');
    expect(body).toMatchObject({ archetype: 'dynamic' });
    const put = { method: 'PUT', url: '/api/policy', payload: body as object } as const;
    expect(await made.ask('manager', put)).toMatchObject({ status: 403 });
    expect(await made.ask('hana', put)).toMatchObject({ status: 200 });
  });
});

describe('the rest', () => {
  test('tells how it is', async () => {
    expect(await get(null, '/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await get(null, '/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const { body } = await get(null, '/metrics');
    expect(body).toMatch(/fairlead_http_request_seconds_count/);
    expect(body).not.toMatch(/per_|@example/);
  });

  test('lets no page load or run anything from elsewhere', async () => {
    const { headers } = await made.app.inject({ url: '/api/openapi.json', headers: { host: 'localhost' } });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});
