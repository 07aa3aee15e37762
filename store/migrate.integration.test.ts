import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, pendingMigrations } from './migrate.ts';
import { makeTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase({ migrated: false });
});
afterAll(async () => {
  await database.close();
});

test('an empty database is brought up to date, by two at once as well as by one', async () => {
  expect((await pendingMigrations(database)).length).toBeGreaterThan(5);
  const [one, two] = await Promise.all([migrate(database), migrate(database)]);
  expect([one.applied.length, two.applied.length].sort((a, b) => a - b)[0]).toBe(0);
  expect(await pendingMigrations(database)).toEqual([]);
});

test('migrating once more changes nothing', async () => {
  const picture = async () =>
    (
      await database.pool.query(
        `select table_schema, table_name, column_name, data_type from information_schema.columns
         where table_schema in ('fairlead', 'langgraph', 'pgboss') order by 1, 2, 3`,
      )
    ).rows;
  const before = await picture();
  expect((await migrate(database)).applied).toEqual([]);
  expect(await picture()).toEqual(before);
});
