import { afterAll, beforeAll, expect, test } from 'vitest';
import { personId } from '#domain/ids.ts';
import { ids, makeTestCompany, someone, staff, type TestCompany, teams } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

test('people come back as they were imported', async () => {
  const found = await company.system.people.list();
  expect(found).toEqual([...staff].sort((a, b) => (a.name < b.name ? -1 : 1)));
  expect((await company.system.people.byEmail(' ANN@example.com'))?.id).toBe(ids.ann);
});

test('the same import again changes nothing, a partial one only what it names', async () => {
  expect(await company.system.people.upsertMany(staff, 'full')).toMatchObject({
    created: [],
    updated: [],
    deactivated: [],
  });
  const changed = someone(ids.ann, {
    manager_id: ids.manager,
    team_id: teams.payments,
    job_title: 'Engineer',
  });
  expect(await company.system.people.upsertMany([changed], 'partial')).toEqual({
    created: [],
    updated: [ids.ann],
    unchanged: 0,
    deactivated: [],
  });
});

test('lines go up to the top, nearest first; a team has its managers above it', async () => {
  expect(await company.system.people.lineAbove(ids.ann)).toEqual([ids.manager, ids.head]);
  expect(await company.system.people.managersOfTeam(teams.payments)).toEqual([ids.manager, ids.head]);
  expect((await company.store.readerOf(ids.manager))?.roles).toEqual(['employee', 'manager']);
  expect((await company.store.readerOf(ids.ann))?.roles).toEqual(['employee']);
});

test('a loop of managers ends, and nobody leads themselves', async () => {
  const [one, two] = [personId.parse('per_loop1'), personId.parse('per_loop2')];
  await company.system.people.upsertMany(
    [someone(one, { manager_id: two }), someone(two, { manager_id: one })],
    'partial',
  );
  expect(await company.system.people.lineAbove(one)).toEqual([two]);
  expect(await company.system.people.lineAbove(two)).toEqual([one]);
});

test('whoever is missing from a full import becomes inactive and signs in no more', async () => {
  const without = staff.filter((person) => person.id !== ids.cas);
  const result = await company.system.people.upsertMany(without, 'full');
  expect(result.deactivated).toContain(ids.cas);
  expect(await company.store.readerOf(ids.cas)).toBeNull();
  expect((await company.system.people.get(ids.cas))?.active).toBe(false);
});

test('an address that is somebody else’s is a conflict that says so, and nothing is kept', async () => {
  const fresh = personId.parse('per_fresh');
  const twin = someone(personId.parse('per_twin'), { email: 'ANN@example.com' });
  await expect(company.system.people.upsertMany([someone(fresh), twin], 'partial')).rejects.toMatchObject({
    code: 'conflict',
    details: { field: 'email' },
  });
  expect(await company.system.people.get(fresh)).toBeNull();
});

test('pages go on where the last one ended', async () => {
  const all = (await company.system.people.list()).map((person) => person.id);
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof company.system.people.page>> = await company.system.people.page({
      after,
      limit: 4,
    });
    found.push(...page.items.map((person) => person.id));
    after = page.next;
  } while (after !== null);
  expect(found).toEqual(all);
  await expect(company.system.people.page({ after: 'nonsense' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});
