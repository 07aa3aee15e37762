import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { withScope } from './scope.ts';
import { ids, makeTestCompany, type TestCompany } from './testing/company.ts';
import { makeTestDatabase } from './testing/test-database.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

const scope = () => ({ tenant_id: company.tenant_id, reader: { kind: 'system' as const } });

test('a failed transaction leaves nothing behind, neither rows nor the state of its connection', async () => {
  await expect(
    withScope(company.database, scope(), async (tx) => {
      await tx.deleteFrom('access_grants').execute();
      await sql`select 1 / 0`.execute(tx);
    }),
  ).rejects.toMatchObject({ code: '22012' });
  expect(await company.system.grants.list()).toHaveLength(3);
  const after = await company.database.pool.query(
    `select current_user <> 'fairlead_app' as left_role, coalesce(current_setting('fairlead.reader', true), '') as reader`,
  );
  expect(after.rows).toEqual([{ left_role: true, reader: '' }]);
});

test('a connection that is thrown away in the middle of a transaction takes the transaction with it', async () => {
  const client = await company.database.pool.connect();
  await client.query('begin');
  await client.query('create table public_leftover (id int)').catch(() => {});
  client.release(true);
  const found = await company.database.pool.query(`select to_regclass('public_leftover') as name`);
  expect(found.rows).toEqual([{ name: null }]);
  expect((await company.system.people.get(ids.ann))?.name).toBe('ann');
});

test('failed statements outside a transaction harm no later one', async () => {
  const { pool } = company.database;
  for (let round = 0; round < 5; round += 1) {
    const results = await Promise.allSettled([
      pool.query('select 1 / 0'),
      pool.query('select $1::int', ['x']),
      pool.query('nonsense'),
      company.system.people.get(ids.ann),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
  }
  expect((await pool.query('select $1::int as n', [3])).rows).toEqual([{ n: 3 }]);
});

test('a transaction inside another is an error, not a wait for ever', async () => {
  await expect(
    withScope(company.database, scope(), () => company.system.people.list()),
  ).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('inside another') });
});

test('many at once wait for one another and all end', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, () => company.system.people.get(ids.bob)));
  expect(people.every((person) => person?.name === 'bob')).toBe(true);
});

test('a test that leaves a connection in use fails', async () => {
  const database = await makeTestDatabase({ migrated: false });
  const client = await database.pool.connect();
  await expect(database.close()).rejects.toThrow(/leaves 1 database connection/);
  client.release();
  await database.close();
});

test('a server that isn’t there is named, its password is not', async () => {
  const wanted = openDatabase({
    database_url: 'postgresql://someone:s3cret@127.0.0.1:1/nothing',
    data_dir: '',
    holder: 'test',
  });
  await expect(wanted).rejects.toMatchObject({
    code: 'database-unavailable',
    message: expect.stringMatching(/^(?!.*s3cret).*127\.0\.0\.1:1\/nothing/),
  });
});

test('an embedded folder keeps what was written and frees its lock', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-folder-'));
  const open = () =>
    openDatabase({ database_url: null, data_dir: path.join(folder, 'new', 'deep'), holder: 'test' });
  const first = await open();
  await first.pool.query('create schema kept; create table kept.t (id int); insert into kept.t values (7)');
  await first.close();
  const second = await open();
  expect((await second.pool.query('select id from kept.t')).rows).toEqual([{ id: 7 }]);
  await second.close();
  await rm(folder, { recursive: true, force: true });
});
