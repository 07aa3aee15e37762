import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft } from '#domain/draft.ts';
import type { NewEvidence } from '#domain/evidence.ts';
import { draftId, goalId, observationId, type PersonId, tenantId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import { makeStore } from './store.ts';
import { ids, jira, makeTestCompany, type TestCompany, teams, workItem } from './testing/company.ts';

let company: TestCompany;
const period = { from: '2026-02-23', to: '2026-03-01' };

const observationOf = (person: PersonId): Observation => ({
  id: observationId.parse(`obs_${person.slice(4)}`),
  indicator_id: 'throughput',
  subject: { kind: 'person', id: person },
  period,
  value: 4,
  unit: 'count',
  n: 4,
  coverage: 1,
  fresh_until: null,
  flags: ['low_sample', 'stale'],
});
const evidenceOf = (person: PersonId): NewEvidence => ({
  subject: person,
  at: '2026-02-28',
  kind: 'observation',
  ref_id: `obs_${person.slice(4)}`,
  text: 'issues closed in the week of 2026-02-23: 4',
  facts: [{ name: 'issues closed', value: 4, unit: 'count', period: '2026-02-23' }],
  mentions: [],
});
const draftOf = (person: PersonId): Draft => ({
  id: draftId.parse(`drf_${person.slice(4)}`),
  kind: 'summary',
  person_id: person,
  cycle_id: null,
  period,
  status: 'ready',
  claims: [{ section: 'achieved', text: 'Closed 4 issues.', citations: ['evd_1'] }],
  areas: [],
  dropped: [],
  authorship: {
    writer: 'offline@1',
    model: null,
    prompt: null,
    prompt_hash: null,
    fallback_reason: null,
    input_tokens: 0,
    output_tokens: 0,
  },
  created_at: '2026-03-02T09:00:00.000Z',
});

const measured = [ids.ann, ids.bob, ids.cas, ids.manager];

beforeAll(async () => {
  company = await makeTestCompany();
  const { system } = company;
  await system.observations.save(measured.map(observationOf));
  await system.evidence.record(measured.map(evidenceOf));
  for (const person of measured) await system.drafts.save(draftOf(person));
  await system.ingest.savePage(jira, 'issues', {
    accounts: [
      { account: 'a1', display_name: 'Ann', email: null, active: true, bot: false, time_zone: null },
      { account: 'b1', display_name: 'Bob', email: null, active: true, bot: false, time_zone: null },
    ],
    records: ['a1', 'b1'].map((account) => ({
      external_id: account,
      account,
      updated_at: '2026-02-10T09:00:00.000Z',
      deleted: false,
      payload: workItem({ assignee: account }),
    })),
    faults: [],
    cursor: null,
  });
  const accounts = await system.ingest.accounts(jira);
  await system.ingest.saveIdentities(
    accounts.map((account) => ({
      ...account,
      person_id: account.account === 'a1' ? ids.ann : ids.bob,
      method: 'email' as const,
    })),
  );
});
afterAll(async () => {
  await company.close();
});

async function whatIsSeen(name: keyof typeof ids) {
  const store = await company.as(name);
  const subjects = measured.map((id) => ({ kind: 'person' as const, id }));
  const namesOf = (found: readonly string[]) => [...new Set(found)].map((id) => id.slice(4)).sort();
  const evidence = await Promise.all(measured.map((id) => store.evidence.ofSubject(id, period)));
  return {
    observations: namesOf(
      (await store.observations.ofSubjects(subjects, period)).map((item) => item.subject.id),
    ),
    evidence: namesOf(evidence.flat().map((item) => item.subject)),
    drafts: namesOf((await store.drafts.list({ kind: 'summary' })).items.map((item) => item.person_id)),
    records: namesOf((await store.records.ofPeople(measured, period)).map((item) => item.person_id ?? '')),
  };
}
const all = (names: string[], records = names) => ({
  observations: names,
  evidence: names,
  drafts: names,
  records,
});

describe('what a person reads of others', () => {
  test('an employee: only their own', async () => {
    expect(await whatIsSeen('ann')).toEqual(all(['ann']));
    expect(await whatIsSeen('bob')).toEqual(all(['bob']));
  });
  test('a manager: their own and their reports’', async () => {
    expect(await whatIsSeen('manager')).toEqual(all(['ann', 'bob', 'manager'], ['ann', 'bob']));
  });
  test('a manager’s manager: everybody below, at any distance', async () => {
    expect(await whatIsSeen('head')).toEqual(all(['ann', 'bob', 'cas', 'manager'], ['ann', 'bob']));
  });
  test('a manager of another team: nothing of this one', async () => {
    expect(await whatIsSeen('other')).toEqual(all(['cas'], []));
  });
  test('hr: all', async () => {
    expect(await whatIsSeen('hana')).toEqual(all(['ann', 'bob', 'cas', 'manager'], ['ann', 'bob']));
  });
  test('an auditor or an admin: nothing of anybody', async () => {
    expect(await whatIsSeen('otto')).toEqual(all([]));
    expect(await whatIsSeen('ada')).toEqual(all([]));
  });
  test('by id too', async () => {
    const peer = await company.as('bob');
    const [item] = await company.system.evidence.ofSubject(ids.ann, period);
    if (item === undefined) throw new Error('expected evidence');
    expect(await peer.evidence.one(item.id)).toBeNull();
    expect(await peer.drafts.get(draftId.parse('drf_ann'))).toBeNull();
    expect(await peer.people.get(ids.ann)).toBeNull();
    const [record] = await company.system.records.ofPeople([ids.ann], period);
    expect(await peer.records.get(record?.id ?? '')).toBeNull();
  });
});

test('colleagues have names all the same', async () => {
  const names = await (await company.as('bob')).people.names([ids.ann, ids.hana]);
  expect([...names.values()].sort()).toEqual(['ann', 'hana']);
});

test('another organisation sees nothing, not even as Fairlead itself', async () => {
  const stranger = makeStore({
    database: company.database,
    tenant_id: tenantId.parse('org_else'),
    clock: company.clock,
  }).as({ kind: 'system' });
  expect(await stranger.people.list()).toEqual([]);
  expect(await stranger.people.teams()).toEqual([]);
  expect((await stranger.drafts.list({ kind: 'summary' })).items).toEqual([]);
  expect(await stranger.evidence.ofSubject(ids.ann, period)).toEqual([]);
  expect((await stranger.audit.list({})).items).toEqual([]);
});

test('whoever forgets the scope sees nothing and writes nothing', async () => {
  const { pool } = company.database;
  expect((await pool.query('select * from fairlead.people')).rows).toEqual([]);
  expect((await pool.query('select * from fairlead.evidence')).rows).toEqual([]);
  await expect(
    pool.query(`insert into fairlead.organisations values ('org_test2', 'x', now())`),
  ).rejects.toMatchObject({ code: '42501' });
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role fairlead_app');
    expect((await client.query('select * from fairlead.people')).rows).toEqual([]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

describe('writing', () => {
  test('a person writes nobody’s observations, evidence or drafts, nor their own', async () => {
    const ann = await company.as('ann');
    await expect(ann.observations.save([observationOf(ids.ann)])).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(ann.evidence.record([{ ...evidenceOf(ids.ann), text: 'x' }])).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(
      ann.drafts.save({ ...draftOf(ids.ann), id: draftId.parse('drf_forged') }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });
  test('access is given by admins alone', async () => {
    const ann = await company.as('ann');
    await expect(ann.grants.give(ids.ann, 'hr')).rejects.toMatchObject({ code: 'not-allowed' });
    const hana = await company.as('hana');
    await expect(hana.grants.give(ids.hana, 'admin')).rejects.toMatchObject({ code: 'not-allowed' });
    const ada = await company.as('ada');
    await ada.grants.give(ids.bob, 'auditor');
    expect((await company.store.readerOf(ids.bob))?.roles).toEqual(['employee', 'auditor']);
    await ada.grants.take(ids.bob, 'auditor');
    expect((await company.store.readerOf(ids.bob))?.roles).toEqual(['employee']);
  });
  test('the subject alone contests evidence, once', async () => {
    const [item] = await company.system.evidence.ofSubject(ids.bob, period);
    if (item === undefined) throw new Error('expected evidence');
    const manager = await company.as('manager');
    await expect(manager.evidence.contest(item.id, 'no')).rejects.toMatchObject({ code: 'not-allowed' });
    const bob = await company.as('bob');
    const contested = await bob.evidence.contest(item.id, 'It was 5.');
    expect(contested.contested).toMatchObject({ by: ids.bob, reason: 'It was 5.' });
    await expect(bob.evidence.contest(item.id, 'again')).rejects.toMatchObject({ code: 'conflict' });
    expect(await company.system.evidence.ofSubject(ids.bob, period)).toEqual([]);
    expect((await manager.evidence.one(item.id))?.contested?.reason).toBe('It was 5.');
  });
});

test('goals are seen by whom their visibility says', async () => {
  const ann = await company.as('ann');
  for (const visibility of ['owner', 'line', 'team', 'everyone'] as const) {
    await ann.goals.create({
      id: goalId.parse(`goal_${visibility}`),
      owner: { kind: 'person', id: ids.ann },
      parent_id: null,
      objective: visibility,
      description: null,
      visibility,
      status: 'active',
      priority: null,
      kpis: [],
      created_by: ids.ann,
      created_at: company.clock.now(),
      updated_at: company.clock.now(),
    });
  }
  const seenBy = async (name: keyof typeof ids) =>
    (await (await company.as(name)).goals.list({})).items.map((item) => item.visibility).sort();
  expect(await seenBy('ann')).toEqual(['everyone', 'line', 'owner', 'team']);
  expect(await seenBy('manager')).toEqual(['everyone', 'line', 'team']);
  expect(await seenBy('head')).toEqual(['everyone', 'line', 'team']);
  expect(await seenBy('bob')).toEqual(['everyone', 'team']);
  expect(await seenBy('cas')).toEqual(['everyone']);
  expect(await seenBy('hana')).toEqual(['everyone', 'line', 'team']);
  const bob = await company.as('bob');
  await expect(bob.goals.patch(goalId.parse('goal_team'), { objective: 'mine' })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  const teamSeen = await (await company.as('bob')).people.teams();
  expect(teamSeen.map((item) => item.id)).toEqual([teams.payments]);
});
