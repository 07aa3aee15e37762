import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Goal } from '#domain/goal.ts';
import { type GoalId, goalId, kpiId, type PersonId } from '#domain/ids.ts';
import { ids, makeTestCompany, type TestCompany, TODAY, teams } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(() => company.close());

const goalIdOf = (name: string): GoalId => goalId.parse(`goal_${name}`);
const kpiOf = (name: string): Goal['kpis'][number] => ({
  id: kpiId.parse(`kpi_${name}`),
  goal_id: goalIdOf(name),
  metric: `churn of ${name}`,
  direction: 'decrease',
  comparator: '<=',
  baseline: 5,
  target: 3,
  target_range: null,
  relative: null,
  unit: 'percent',
  window: null,
  due: 'by end of June',
  due_iso: '2026-06-30',
  indicator_id: null,
  baseline_evidence_id: null,
});
const goalOf = (name: string, owner: PersonId, over: Partial<Goal> = {}): Goal => ({
  id: goalIdOf(name),
  owner: { kind: 'person', id: owner },
  parent_id: null,
  objective: `Goal ${name}`,
  description: null,
  visibility: 'line',
  status: 'active',
  priority: null,
  kpis: [kpiOf(name)],
  created_by: owner,
  created_at: `${TODAY}T09:00:00.000Z`,
  updated_at: `${TODAY}T09:00:00.000Z`,
  ...over,
});

describe('who sees a goal', () => {
  const seen = async (who: keyof typeof ids) => {
    const { items } = await (await company.as(who)).goals.list({ q: 'Seen' });
    return items.map(({ visibility }) => visibility).sort();
  };

  test('follows from its visibility', async () => {
    const ann = await company.as('ann');
    for (const visibility of ['owner', 'line', 'team', 'everyone'] as const) {
      const name = `seen_${visibility}`;
      await ann.goals.create(goalOf(name, ids.ann, { visibility, objective: `Seen by ${visibility}` }));
    }
    expect(await seen('ann')).toEqual(['everyone', 'line', 'owner', 'team']);
    expect(await seen('manager')).toEqual(['everyone', 'line', 'team']);
    expect(await seen('head')).toEqual(['everyone', 'line', 'team']);
    expect(await seen('hana')).toEqual(['everyone', 'line', 'team']);
    expect(await seen('bob')).toEqual(['everyone', 'team']);
    expect(await seen('other')).toEqual(['everyone']);
    expect(await seen('cas')).toEqual(['everyone']);
  });

  test('covers its KPIs, check-ins, versions and progress', async () => {
    const ann = await company.as('ann');
    await ann.goals.checkIn({
      kpi_id: kpiId.parse('kpi_seen_owner'),
      value: 4,
      comment: 'half',
      confidence: 7,
    });
    expect(await ann.goals.checkIns('goal_seen_owner')).toMatchObject([{ value: 4, confidence: 7 }]);
    const bob = await company.as('bob');
    expect(await bob.goals.get(goalIdOf('seen_owner'))).toBeNull();
    expect(await bob.goals.checkIns('goal_seen_owner')).toEqual([]);
    // A colleague sees how it stands, not what it said before.
    expect(await bob.goals.versions(goalIdOf('seen_team'))).toEqual([]);
    expect(await ann.goals.versions(goalIdOf('seen_team'))).toHaveLength(1);
    await expect(
      bob.goals.saveProgress([
        {
          kpi_id: kpiId.parse('kpi_seen_team'),
          progress: {
            value: 1,
            share: 1,
            status: 'reached',
            reason: '',
            chance: null,
            by: 'check_in',
            as_of: TODAY,
          },
        },
      ]),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

describe('parents', () => {
  test('never make a circle, also through goals that the reader can’t see', async () => {
    const [head, ann] = [await company.as('head'), await company.as('ann')];
    await ann.goals.create(goalOf('low', ids.ann));
    await head.goals.create(goalOf('hidden', ids.head, { visibility: 'owner', parent_id: goalIdOf('low') }));
    await head.goals.create(
      goalOf('top', ids.head, { visibility: 'everyone', parent_id: goalIdOf('hidden') }),
    );
    const top = { parent_id: goalIdOf('top') };
    await expect(ann.goals.patch(goalIdOf('low'), top)).rejects.toMatchObject({ code: 'conflict' });
    await expect(ann.goals.patch(goalIdOf('low'), { parent_id: goalIdOf('low') })).rejects.toMatchObject({
      code: 'conflict',
    });
    // The look under Fairlead's own rights ends with it.
    expect(await ann.goals.get(goalIdOf('hidden'))).toBeNull();
    await expect(ann.goals.patch(goalIdOf('low'), { parent_id: goalIdOf('hidden') })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('an undo brings earlier states back, one after the other', async () => {
  const { goals } = await company.as('ann');
  const id = goalIdOf('changing');
  await goals.create(goalOf('changing', ids.ann));
  await goals.patch(id, { status: 'paused' });
  await goals.patch(id, { objective: 'Goal renamed', kpis: [{ ...kpiOf('changing'), target: 2.5 }] });
  expect(await goals.undo(id)).toMatchObject({
    status: 'paused',
    objective: 'Goal changing',
    kpis: [{ target: 3 }],
  });
  expect(await goals.undo(id)).toMatchObject({ status: 'active' });
  await expect(goals.undo(id)).rejects.toMatchObject({ code: 'conflict' });
  expect((await goals.versions(id)).map(({ restored_from }) => restored_from)).toEqual([
    null,
    null,
    null,
    2,
    1,
  ]);
});

test('a check-in moves the progress, and what is behind is at risk', async () => {
  const { goals } = await company.as('ann');
  const id = goalIdOf('behind');
  await goals.create(goalOf('behind', ids.ann, { created_at: '2025-12-01T09:00:00.000Z' }));
  await goals.checkIn({ kpi_id: kpiId.parse('kpi_behind'), value: 4.9, comment: null });
  expect(await goals.get(id)).toMatchObject({
    kpis: [{ progress: { share: 0.05, status: 'at_risk', by: 'check_in' } }],
  });
  const atRisk = () => company.system.goals.goalsAtRisk([{ kind: 'person', id: ids.ann }], TODAY);
  expect(await atRisk()).toMatchObject([
    { kpi_id: 'kpi_behind', value: 4.9, target: 3, due_iso: '2026-06-30' },
  ]);
  await goals.patch(id, { status: 'paused' });
  expect(await atRisk()).toEqual([]);
});

test('a list is narrowed by team, parent and words', async () => {
  const { goals } = company.system;
  const names = async (filter: Parameters<typeof goals.list>[0]) =>
    (await goals.list(filter)).items.map(({ id }) => id);
  expect(await names({ team_id: teams.sales })).toEqual([]);
  expect(await names({ team_id: teams.payments, q: 'CHURN of beh' })).toEqual(['goal_behind']);
  expect(await names({ q: '100%_' })).toEqual([]);
  expect(await names({ parent_id: goalIdOf('hidden') })).toEqual(['goal_top']);
  expect(await names({ parent_id: 'none', q: 'Goal top' })).toEqual([]);
});

test('many are written together or not at all', async () => {
  const { goals } = await company.as('ann');
  const fine = goalOf('fine', ids.ann);
  await expect(
    goals.writeAll({ create: [fine, goalOf('foreign', ids.cas, { created_by: ids.ann })], patch: [] }),
  ).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await goals.get(fine.id)).toBeNull();
});
