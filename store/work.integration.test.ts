import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '#domain/assessment.ts';
import type { CycleResult } from '#domain/cycle.ts';
import type { Draft } from '#domain/draft.ts';
import type { Goal } from '#domain/goal.ts';
import { assessmentId, cycleId, draftId, findingId, goalId, kpiId, observationId } from '#domain/ids.ts';
import { policyPreset } from '#domain/policy.ts';
import { ids, makeTestCompany, type TestCompany, TODAY, teams } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

const period = { from: '2026-02-23', to: '2026-03-01' };

describe('drafts', () => {
  const draftOf = (name: string, created_at: string): Draft => ({
    id: draftId.parse(`drf_${name}`),
    kind: 'plan',
    person_id: ids.ann,
    cycle_id: null,
    period,
    status: 'ready',
    claims: [
      { section: 'growth', text: `First of ${name}.`, citations: ['evd_1', 'evd_2'] },
      { section: 'growth', text: 'Second.', citations: [] },
    ],
    areas: [
      {
        title: 'Smaller changes',
        reason: { text: 'Cycle time rose.', citations: ['evd_1'] },
        actions: ['Split tickets'],
        measure: { text: 'Median cycle time at 4 days.', citations: ['evd_1'] },
        review_on: '2026-04-01',
      },
    ],
    dropped: [{ text: 'Closed 15.', reasons: ['number-not-in-evidence: 15'] }],
    authorship: {
      writer: 'offline@1',
      model: null,
      prompt: null,
      prompt_hash: null,
      fallback_reason: null,
      input_tokens: 0,
      output_tokens: 0,
    },
    created_at,
  });

  test('come back as saved; saving twice is once; a newer one supersedes', async () => {
    const { drafts } = company.system;
    const first = draftOf('one', '2026-03-02T09:00:00.000Z');
    await drafts.save(first);
    await drafts.save(first);
    expect(await drafts.get(first.id)).toEqual(first);
    const second = draftOf('two', '2026-03-02T10:00:00.000Z');
    await drafts.save(second);
    expect(await drafts.latest(ids.ann, 'plan')).toEqual(second);
    expect((await drafts.get(first.id))?.status).toBe('superseded');
    await drafts.save(first);
    expect((await drafts.list({ kind: 'plan', team_id: teams.payments })).items).toEqual([second]);
    expect((await drafts.list({ kind: 'plan', superseded: true })).items).toHaveLength(2);
    expect((await drafts.list({ kind: 'plan', team_id: teams.sales })).items).toEqual([]);
  });
});

describe('goals', () => {
  const id = goalId.parse('goal_1');
  const kpi = (name: string): Goal['kpis'][number] => ({
    id: kpiId.parse(`kpi_${name}`),
    goal_id: id,
    indicator_id: null,
    baseline_evidence_id: null,
    metric: name,
    direction: 'decrease',
    comparator: '<=',
    baseline: null,
    target: 3,
    target_range: null,
    relative: null,
    unit: 'percent',
    window: null,
    due: 'by end of Q3',
    due_iso: '2026-09-30',
  });
  const goal = (): Goal => ({
    id,
    owner: { kind: 'team', id: teams.payments },
    parent_id: null,
    objective: 'Cut churn',
    description: null,
    visibility: 'team',
    status: 'active',
    priority: 2,
    kpis: [kpi('churn'), kpi('returns')],
    created_by: ids.manager,
    created_at: `${TODAY}T09:00:00.000Z`,
    updated_at: `${TODAY}T09:00:00.000Z`,
  });

  test('their KPIs, in order; changed, measured and kept where measured', async () => {
    const manager = await company.as('manager');
    expect(await manager.goals.create(goal())).toEqual(goal());
    expect(await (await company.as('ann')).goals.get(id)).toEqual(goal());
    const entry = await manager.goals.checkIn({
      kpi_id: kpiId.parse('kpi_churn'),
      value: 3.4,
      comment: null,
    });
    expect(await manager.goals.checkIns(id)).toEqual([entry]);
    await expect(manager.goals.patch(id, { kpis: [kpi('returns')] })).rejects.toMatchObject({
      code: 'conflict',
    });
    const patched = await manager.goals.patch(id, { status: 'achieved', kpis: [kpi('fresh'), kpi('churn')] });
    expect(await manager.goals.get(id)).toEqual(patched);
    expect(patched.kpis.map((item) => item.metric)).toEqual(['fresh', 'churn']);
    await expect(
      (await company.as('ann')).goals.checkIn({ kpi_id: kpiId.parse('kpi_churn'), value: 1, comment: null }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(manager.goals.patch(goalId.parse('goal_none'), {})).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('nobody writes one for somebody outside their line', async () => {
    const stranger = { ...goal(), id: goalId.parse('goal_2'), kpis: [], created_by: ids.other };
    await expect((await company.as('other')).goals.create(stranger)).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});

describe('cycles', () => {
  const result: CycleResult = {
    people: 2,
    observations: 10,
    summary_ids: [],
    plan_ids: [],
    finding_ids: [],
    intervention_ids: [],
    claims_kept: 8,
    claims_dropped: 1,
    fallbacks: 0,
    not_enough_data: 0,
    input_tokens: 0,
    output_tokens: 0,
    seconds: 1.5,
  };
  const id = cycleId.parse('cyc_1');

  test('are started by who leads the team, run, tell their progress once each, and end', async () => {
    const manager = await company.as('manager');
    const wanted = { id, team_id: teams.payments, period, as_of: TODAY, requested_by: ids.manager };
    await manager.cycles.create(wanted);
    await expect(
      (await company.as('ann')).cycles.create({
        ...wanted,
        id: cycleId.parse('cyc_2'),
        requested_by: ids.ann,
      }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    const { cycles } = company.system;
    await cycles.start(id);
    await cycles.start(id);
    const event = { step: 'summarise' as const, person_id: ids.ann, done: 1, total: 2, message: 'ann' };
    await Promise.all([
      cycles.report(id, 'summarise:ann', event),
      cycles.report(id, 'summarise:ann', event),
      cycles.report(id, 'summarise:bob', { ...event, person_id: ids.bob }),
    ]);
    const events = await manager.cycles.events(id, 0);
    expect(events.map((item) => item.seq)).toEqual([1, 2]);
    expect(await manager.cycles.events(id, 1)).toEqual(events.slice(1));
    await cycles.finish(id, result);
    await cycles.finish(id, result);
    await cycles.fail(id, { code: 'internal', message: 'too late' });
    expect(await manager.cycles.get(id)).toMatchObject({ state: 'done', result, error: null });
    expect((await manager.cycles.list({ state: 'done' })).items.map((item) => item.id)).toEqual([id]);
    const told = (await company.system.audit.list({ limit: 1000 })).items.filter(
      (entry) => entry.subject === id,
    );
    expect(told.map((entry) => entry.event)).toEqual(['cycle-requested', 'cycle-finished']);
    expect((await (await company.as('other')).cycles.list({})).items).toEqual([]);
  });

  test('findings are kept once', async () => {
    const finding = {
      id: findingId.parse('fnd_1'),
      kind: 'overload' as const,
      team_id: teams.payments,
      person_id: ids.ann,
      reasons: ['50 of 36 hours'],
      evidence_ids: [],
      severity: 'attention' as const,
      figures: { hours: 50 },
    };
    await company.system.assessments.saveFindings(id, [finding]);
    await company.system.assessments.saveFindings(id, [finding]);
    expect(await company.system.assessments.findings(id)).toEqual([finding]);
    expect(await (await company.as('bob')).assessments.findings(id)).toEqual([]);
  });
});

describe('measures', () => {
  const subject = { kind: 'person' as const, id: ids.ann };

  test('an observation of the same week takes the place of the earlier', async () => {
    const item = {
      id: observationId.parse('obs_1'),
      indicator_id: 'throughput',
      subject,
      period,
      value: 4 as number | null,
      unit: 'count' as const,
      n: 4,
      coverage: 0.5,
      fresh_until: '2026-03-01',
      flags: ['low_sample' as const, 'stale' as const],
    };
    const newer = { ...item, id: observationId.parse('obs_2'), value: null, flags: [] };
    await company.system.observations.save([item]);
    expect(await company.system.observations.ofSubjects([subject], period)).toEqual([item]);
    await company.system.observations.save([item, newer]);
    expect(await company.system.observations.ofSubjects([subject], period)).toEqual([newer]);
    const before = { from: '2026-01-01', to: '2026-02-22' };
    expect(await company.system.observations.ofSubjects([subject], before)).toEqual([]);
  });

  test('the latest assessment counts', async () => {
    const item: Assessment = {
      id: assessmentId.parse('asm_1'),
      indicator_id: 'throughput',
      subject,
      period,
      recent: 4.25,
      baseline: null,
      trend: { slope: -0.125, p_value: 0.5, direction: 'flat', n: 9 },
      change_point: null,
      forecast: null,
      standing: 'within',
      partial: false,
    };
    const older = {
      ...item,
      id: assessmentId.parse('asm_0'),
      period: { from: '2025-12-01', to: '2026-02-22' },
    };
    await company.system.assessments.save([older, item]);
    expect(await company.system.assessments.ofSubjects([subject])).toEqual([item]);
  });

  test('the same evidence is one item, also when it holds what must be replaced', async () => {
    const item = {
      subject: ids.cas,
      at: '2026-02-28',
      kind: 'record' as const,
      ref_id: 'rec_1',
      text: 'PAY-1\0 closed',
      facts: [{ name: 'hours', value: 6.5, unit: 'hours', period: null }],
      mentions: [ids.bob],
    };
    const [first] = await company.system.evidence.record([item]);
    const again = await company.system.evidence.record([item, item]);
    expect(again).toEqual([first]);
    expect(first).toMatchObject({
      text: 'PAY-1\uFFFD closed',
      facts: item.facts,
      mentions: [ids.bob],
      contested: null,
    });
  });
});

test('a policy is changed by hr or admin, and the log tells', async () => {
  const hana = await company.as('hana');
  await hana.policy.save(policyPreset('gentle'));
  expect((await (await company.as('ann')).policy.current()).archetype).toBe('gentle');
  await expect((await company.as('ann')).policy.save(policyPreset('dynamic'))).rejects.toMatchObject({
    code: 'not-allowed',
  });
  const last = (await company.system.audit.list({ limit: 1000 })).items.at(-1);
  expect(last).toMatchObject({
    event: 'policy-changed',
    actor: ids.hana,
    data: { archetype: 'gentle', version: 2 },
  });
});
