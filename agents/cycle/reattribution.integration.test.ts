import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillPayments } from '#agents/testing/team.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import { ids, jira, makeTestCompany, type TestCompany, TODAY } from '#store/testing/company.ts';
import { matchIdentities } from '#tools/sync.ts';
import { DERIVED_WEEKS, makeDeriveObservations } from './derive-observations.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await makeTestCompany();
  await fillPayments(company, TODAY);
  await derive();
});
afterEach(() => company.close());

const derive = () => makeDeriveObservations(company.system).all(TODAY);

async function closedBy(id: PersonId): Promise<number> {
  const range = completeWeeksBefore(TODAY, DERIVED_WEEKS);
  const all = await company.system.observations.ofSubjects([{ kind: 'person', id }], range);
  return all.reduce((sum, one) => sum + (one.indicator_id === 'throughput' ? (one.value ?? 0) : 0), 0);
}

async function accountOf(id: PersonId): Promise<string> {
  const [own] = await company.system.identities.ofPeople([id]);
  if (own === undefined) throw new Error('nobody has an account');
  return own.account;
}

test('an account that is given to somebody else takes its history along, and none stays behind', async () => {
  const [before, other] = [await closedBy(ids.ann), await closedBy(ids.bob)];
  expect(before).toBeGreaterThan(0);
  await company.system.identities.confirm(jira, await accountOf(ids.ann), ids.bob);
  await derive();
  expect(await closedBy(ids.ann)).toBe(0);
  expect(await closedBy(ids.bob)).toBe(before + other);
});

test('an account taken away belongs to nobody, whatever the rules say, until it is given back', async () => {
  const before = await closedBy(ids.ann);
  const account = await accountOf(ids.ann);
  await company.system.identities.release(jira, account);
  const source = await company.system.sources.get(jira);
  if (source === null) throw new Error('no source');
  await matchIdentities(source, company.system);
  await derive();
  expect(await closedBy(ids.ann)).toBe(0);
  expect((await company.system.identities.unmatched()).items.map((one) => one.account)).not.toContain(
    account,
  );
  await expect(company.system.identities.release(jira, account)).rejects.toMatchObject({ code: 'conflict' });
  await company.system.identities.confirm(jira, account, ids.ann);
  await derive();
  expect(await closedBy(ids.ann)).toBe(before);
});
