import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(async () => {
  await database.close();
});

const rows = async (text: string): Promise<object[]> => (await database.pool.query<object>(text)).rows;

test('every table has row-level security, forced, a restrictive tenant policy and a permissive one', async () => {
  const tables = await rows(`
    select relname, relrowsecurity, relforcerowsecurity,
      exists (select from pg_policy where polrelid = c.oid and not polpermissive and polcmd = '*') as tenant,
      exists (select from pg_policy where polrelid = c.oid and polpermissive) as permissive
    from pg_class c where relnamespace = 'fairlead'::regnamespace and relkind in ('r', 'p')`);
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((table) => Object.values(table).some((value) => value === false))).toEqual([]);
});

test('every policy is for the app’s role alone, and the tenant one covers what is written too', async () => {
  expect(
    await rows(`select polname, polrelid::regclass from pg_policy
      where polrelid in (select oid from pg_class where relnamespace = 'fairlead'::regnamespace)
        and polroles <> array[(select oid from pg_roles where rolname = 'fairlead_app')]`),
  ).toEqual([]);
  expect(
    await rows(`select polrelid::regclass from pg_policy where not polpermissive
      and polrelid in (select oid from pg_class where relnamespace = 'fairlead'::regnamespace)
      and (pg_get_expr(polqual, polrelid) not like '%tenant_id = %tenant()%'
           or pg_get_expr(polwithcheck, polrelid) not like '%tenant_id = %tenant()%')`),
  ).toEqual([]);
});

test('every table carries its tenant', async () => {
  expect(
    await rows(`select relname from pg_class c where relnamespace = 'fairlead'::regnamespace and relkind = 'r'
      and not exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and attnotnull)`),
  ).toEqual([]);
});

test('the app’s role logs in nowhere, owns nothing and stands above nothing', async () => {
  expect(
    await rows(`select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication
      from pg_roles where rolname = 'fairlead_app'`),
  ).toEqual([
    {
      rolcanlogin: false,
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolreplication: false,
    },
  ]);
  expect(await rows(`select oid::regclass from pg_class where relowner = 'fairlead_app'::regrole`)).toEqual(
    [],
  );
  expect(
    await rows(`select roleid::regrole from pg_auth_members where member = 'fairlead_app'::regrole`),
  ).toEqual([]);
});

test('the login that the pool works as is no superuser and passes no policy by', async () => {
  expect(await rows(`select rolsuper, rolbypassrls from pg_roles where rolname = current_user`)).toEqual([
    { rolsuper: false, rolbypassrls: false },
  ]);
});

test('nothing is granted to everybody', async () => {
  expect(
    await rows(`
      select c.oid::regclass::text as name from pg_class c, aclexplode(c.relacl) as acl
        where c.relnamespace = 'fairlead'::regnamespace and acl.grantee = 0
      union all
      select p.oid::regprocedure::text from pg_proc p,
          aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
        where p.pronamespace = 'fairlead'::regnamespace and acl.grantee = 0
      union all
      select n.nspname from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) as acl
        where n.nspname in ('fairlead', 'langgraph', 'pgboss', 'fairlead_migrations') and acl.grantee = 0`),
  ).toEqual([]);
});

test('the app’s role has nothing outside its schema', async () => {
  expect(
    await rows(`select nspname from pg_namespace where nspname in ('langgraph', 'pgboss', 'fairlead_migrations')
      and has_schema_privilege('fairlead_app', oid, 'usage')`),
  ).toEqual([]);
});

test('no function runs with its owner’s rights without a fixed search path', async () => {
  expect(
    await rows(`select oid::regprocedure from pg_proc where pronamespace = 'fairlead'::regnamespace
      and prosecdef and not coalesce(proconfig::text like '%search_path=%', false)`),
  ).toEqual([]);
});

test('write rights are the few that are needed', async () => {
  const found = await rows(`
    select c.relname as name, string_agg(acl.privilege_type, ', ' order by acl.privilege_type) as rights
    from pg_class c, aclexplode(c.relacl) as acl
    where c.relnamespace = 'fairlead'::regnamespace and c.relkind = 'r' and acl.grantee = 'fairlead_app'::regrole
    group by c.relname`);
  const rights = new Map(found.map((row) => Object.values(row) as [string, string]));
  const appendOnly = [
    ...['audit_entries', 'decisions', 'intervention_versions', 'effects', 'outcomes', 'claims'],
    ...['canaries', 'proposal_views'],
  ];
  for (const name of [...appendOnly, 'contests', 'evidence', 'check_ins', 'policies']) {
    expect([name, rights.get(name)]).toEqual([name, 'INSERT, SELECT']);
  }
  const deletable = [...rights].filter(([, given]) => given.includes('DELETE')).map(([name]) => name);
  expect(deletable.sort()).toEqual([
    'access_grants',
    'embedding_spaces',
    'kpis',
    'observations',
    'reporting_lines',
    'retrieval_documents',
    'team_lines',
    'team_members',
    'webhook_deliveries',
  ]);
  expect([...rights].filter(([, given]) => /TRUNCATE|TRIGGER|REFERENCES/.test(given))).toEqual([]);
});

test.each([
  ...['audit_entries', 'decisions', 'intervention_versions', 'effects'],
  ...['canaries', 'proposal_views'],
])('%s can’t be changed, deleted or emptied, not even by its owner', async (table) => {
  const triggers = await rows(`select tgname from pg_trigger where tgrelid = 'fairlead.${table}'::regclass
      and tgname in ('immutable', 'never_emptied') and tgenabled = 'O' order by 1`);
  expect(triggers).toEqual([{ tgname: 'immutable' }, { tgname: 'never_emptied' }]);
  await expect(database.pool.query(`truncate fairlead.${table} cascade`)).rejects.toThrow(/append-only/);
});
