import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ids } from '#store/testing/company.ts';
import { ENTERPRISE, PATCH_OP, USER } from '#tools/scim/resource.ts';
import { makeTestApp, SCIM_TOKEN, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(() => made.close());

interface Answer {
  status: number;
  body: Record<string, unknown> & { Resources?: { id: string; userName: string }[]; id?: string };
}
const call = async (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  token = SCIM_TOKEN,
): Promise<Answer> =>
  (await made.ask(null, {
    method,
    url: `/scim/v2${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/scim+json' }),
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  })) as Answer;

const user = (userName: string, more: object = {}) => ({
  schemas: [USER, ENTERPRISE],
  userName,
  name: { givenName: 'Zoë', familyName: 'Quay' },
  active: true,
  emails: [{ value: userName, type: 'work', primary: true }],
  ...more,
});

describe('a directory', () => {
  test('is let in by its token alone', async () => {
    expect(await call('GET', '/Users', undefined, 'a-guess-of-sixteen')).toMatchObject({
      status: 401,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' },
    });
    expect((await call('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true } });
    expect((await call('GET', '/Schemas')).body).toMatchObject({ totalResults: 2 });
    expect((await call('GET', '/ResourceTypes')).body).toMatchObject({ totalResults: 1 });
    expect((await call('GET', '/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users' });
    expect((await call('GET', `/Schemas/${USER}`)).body).toMatchObject({ id: USER });
    expect(await call('GET', '/Schemas/urn:none')).toMatchObject({ status: 404 });
  });

  test('finds people by filters, page by page', async () => {
    const { body } = await call(
      'GET',
      `/Users?filter=${encodeURIComponent('userName eq "ANN@example.com"')}`,
    );
    expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: ids.ann, active: true }] });
    const all = await call('GET', '/Users');
    const second = await call('GET', '/Users?startIndex=3&count=2');
    expect(second.body).toMatchObject({
      totalResults: all.body.totalResults,
      startIndex: 3,
      itemsPerPage: 2,
    });
    expect(second.body.Resources?.[0]?.id).toBe(all.body.Resources?.[2]?.id);
    expect(await call('GET', '/Users?filter=userName%20like%20%22x%22')).toMatchObject({
      status: 400,
      body: { scimType: 'invalidFilter' },
    });
  });

  test('brings users first and their managers after', async () => {
    const created = await call('POST', '/Users', user('zoe@example.com', { title: 'Sales Engineer' }));
    expect(created).toMatchObject({
      status: 201,
      body: { userName: 'zoe@example.com', displayName: 'Zoë Quay' },
    });
    const id = created.body.id ?? '';
    const boss = await call('POST', '/Users', user('boss@example.com', { displayName: 'Bo Boss' }));
    const named = await call('PATCH', `/Users/${id}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: boss.body.id }],
    });
    expect(named.body).toMatchObject({
      [ENTERPRISE]: { manager: { value: boss.body.id, displayName: 'Bo Boss' } },
    });
    const stored = await made.company.system.people.byEmail('zoe@example.com');
    expect(stored).toMatchObject({ manager_id: boss.body.id, active: true });
    expect(stored?.team_id).not.toBeNull();
    expect(await call('POST', '/Users', user('ZOE@example.com'))).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    });
  });

  test('changes and deactivates people, who stay who they are', async () => {
    const before = await made.company.system.people.get(ids.bob);
    const off = await call('PATCH', `/Users/${ids.bob}`, {
      Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    });
    expect(off).toMatchObject({ status: 200, body: { id: ids.bob, active: false } });
    const renamed = await call(
      'PUT',
      `/Users/${ids.bob}`,
      user('robert@example.com', { displayName: 'Robert' }),
    );
    expect(renamed.body).toMatchObject({ id: ids.bob, userName: 'robert@example.com', active: true });
    expect(await made.company.system.people.get(ids.bob)).toMatchObject({
      name: 'Robert',
      weekly_hours: before?.weekly_hours,
      skills: before?.skills,
    });
    expect(await call('DELETE', `/Users/${ids.bob}`)).toMatchObject({ status: 204 });
    expect(await made.company.system.people.get(ids.bob)).toMatchObject({ active: false });
    expect(await call('GET', '/Users/per_nobody')).toMatchObject({ status: 404 });
  });

  test('gives an address that somebody gave up to somebody else', async () => {
    const first = await call('POST', '/Users', user('eva@example.com', { title: 'Analyst' }));
    await call('PUT', `/Users/${first.body.id}`, user('eva.new@example.com', { title: 'Analyst' }));
    const second = await call('POST', '/Users', user('eva@example.com', { displayName: 'Another Eva' }));
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
    expect(await call('GET', `/Users/${first.body.id}`)).toMatchObject({
      body: { userName: 'eva.new@example.com', title: 'Analyst' },
    });
  });

  test('knows people without an address by their user name, not by what they are called', async () => {
    const nobody = (userName: string) => ({ schemas: [USER], userName, displayName: 'Jo Mast' });
    const one = await call('POST', '/Users', nobody('jmast1'));
    const other = await call('POST', '/Users', nobody('jmast2'));
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toMatchObject({ userName: 'jmast2' });
    expect(other.body.id).not.toBe(one.body.id);
    expect(await call('POST', '/Users', nobody('jmast1'))).toMatchObject({ status: 409 });
    const renamed = await call('PATCH', `/Users/${one.body.id}`, {
      Operations: [{ op: 'replace', path: 'displayName', value: 'Jo Keel' }],
    });
    expect(renamed.body).toMatchObject({ id: one.body.id, displayName: 'Jo Keel' });
    const boss = await call('PATCH', `/Users/${one.body.id}`, {
      Operations: [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: other.body.id }],
    });
    expect(boss.body).toMatchObject({ [ENTERPRISE]: { manager: { value: other.body.id } } });
    const circle = await call('PATCH', `/Users/${other.body.id}`, {
      Operations: [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: one.body.id }],
    });
    expect(circle).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
  });

  test('that sends one user several times at once makes one', async () => {
    const sent = await Promise.all(
      Array.from({ length: 4 }, () => call('POST', '/Users', user('twice@example.com'))),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('that changes somebody twice at once has both, and keeps a leaving date', async () => {
    const { body } = await call('POST', '/Users', user('both@example.com'));
    const before = await made.company.system.people.byEmail('both@example.com');
    if (before === null) throw new Error('nobody was made');
    await made.company.system.people.upsertMany([{ ...before, end_date: '2099-06-30' }], 'partial');
    const change = (path: string, value: unknown) =>
      call('PATCH', `/Users/${body.id}`, { Operations: [{ op: 'replace', path, value }] });
    await change('title', 'Analyst');
    expect(await made.company.system.people.get(before.id)).toMatchObject({ end_date: '2099-06-30' });
    await Promise.all([change('active', false), change('title', 'Lead')]);
    expect(await made.company.system.people.get(before.id)).toMatchObject({
      active: false,
      job_title: 'Lead',
    });
  });

  test('that writes as Entra ID does is understood', async () => {
    const asked = (filter: string) => call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    const work = await asked('emails[type eq "work"].value eq "ann@example.com" and active eq True');
    expect(work.body).toMatchObject({ totalResults: 1, Resources: [{ id: ids.ann }] });
    expect((await asked('emails[type eq "home"].value eq "ann@example.com"')).body.totalResults).toBe(0);
    for (const odd of ['userName __proto__ "x"', 'userName constructor "x"'])
      expect(await asked(odd)).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    expect(await call('GET', '/Users?filter=a&filter=b')).toMatchObject({ status: 400 });
    const added = await call('POST', '/Users', {
      ...user('flags@example.com', { active: 'True' }),
      emails: [{ value: 'flags@example.com', primary: 'True' }],
    });
    expect(added).toMatchObject({ status: 201, body: { active: true } });
    const { statusCode } = await made.app.inject({
      method: 'DELETE',
      url: `/scim/v2/Users/${added.body.id}`,
      headers: {
        host: '127.0.0.1:4400',
        authorization: `bearer ${SCIM_TOKEN}`,
        'content-type': 'application/scim+json',
      },
    });
    expect(statusCode).toBe(204);
  });

  test('that sends nonsense is told what is wrong, and changes nothing', async () => {
    const before = (await call('GET', '/Users')).body.totalResults;
    expect(await call('POST', '/Users', { userName: 7 })).toMatchObject({ status: 400 });
    expect(await call('POST', '/Users', { userName: '' })).toMatchObject({ status: 400 });
    expect(await call('PATCH', `/Users/${ids.ann}`, { Operations: [] })).toMatchObject({ status: 400 });
    expect(
      await call('PATCH', `/Users/${ids.ann}`, {
        Operations: [{ op: 'add', path: `${ENTERPRISE}:manager`, value: ids.ann }],
      }),
    ).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect((await call('GET', '/Users')).body.totalResults).toBe(before);
  });
});
