import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fillPayments } from '#agents/testing/team.ts';
import { approvalHealth, canaryReport } from '#domain/approval-health.ts';
import type { Intervention } from '#domain/intervention.ts';
import { ids, teams } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
  await fillPayments(made.company, made.company.clock.today());
});
afterAll(async () => {
  await made.close();
});

type Who = Exclude<Parameters<TestApp['ask']>[0], null>;

const plant = (who: Who, payload: object = { manager: ids.manager }) =>
  made.ask(who, { method: 'POST', url: '/api/approval-health/canaries', payload });
const healthFor = async (who: Who) =>
  approvalHealth.parse((await made.ask(who, { url: '/api/approval-health' })).body);
const decide = (who: Who, { id, version, hash }: Intervention, type: 'approve' | 'reject') =>
  made.ask(who, {
    method: 'POST',
    url: `/api/interventions/${id}/decisions`,
    payload: { version, hash, type },
  });
const shownTo = async (who: Who, id: string) =>
  z
    .looseObject({ debrief: z.string().nullable() })
    .parse((await made.ask(who, { url: `/api/interventions/${id}` })).body);

describe('a planted proposal', () => {
  test('is for hr and admins to plant, and not before themselves or whoever leads nobody', async () => {
    for (const who of ['manager', 'ann', 'otto'] as const)
      expect(await plant(who)).toMatchObject({ status: 403 });
    expect(await plant('hana', { manager: ids.ann })).toMatchObject({ status: 422 });
    expect(await plant('hana', { manager: ids.hana })).toMatchObject({ status: 403 });
    expect(await plant('hana', { manager: ids.other })).toMatchObject({
      status: 422,
      body: { error: { code: 'no-plan-found' } },
    });
    expect(await plant('hana', { manager: ids.manager, flaw: 'receiver_away' })).toMatchObject({
      status: 422,
    });
  });

  test('approved at a glance: nothing is done, the decider is told, and it counts', async () => {
    const answer = await plant('hana');
    expect(answer.status).toBe(201);
    const planted = canaryReport.parse(answer.body);
    expect(planted).toMatchObject({ flaw: 'receiver_full', person_id: ids.ann, planted_by: ids.hana });

    const stored = await made.company.system.interventions.get(planted.intervention_id);
    if (stored === null) throw new Error('gone');
    // What is wrong can be seen in the figures that are shown: Ann is over her hours already, and would get more.
    const ann = stored.load.find((one) => one.person_id === ids.ann);
    expect(ann?.before_hours).toBeGreaterThan(ann?.capacity_hours ?? Number.POSITIVE_INFINITY);
    expect(ann?.after_hours).toBeGreaterThan(ann?.before_hours ?? Number.POSITIVE_INFINITY);
    expect(stored.rationale.every((claim) => claim.citations.length > 0)).toBe(true);

    const shown = await shownTo('manager', stored.id);
    expect(shown).toMatchObject({ state: 'awaiting_approval', may_decide: true, debrief: null });
    expect(JSON.stringify(shown)).not.toMatch(/planted|canary|flaw/i);

    expect(await decide('manager', stored, 'approve')).toMatchObject({
      status: 200,
      body: { decision: { type: 'approve' }, debrief: expect.stringMatching(/was a test.*over the limit/) },
    });
    expect(await made.company.system.outbox.ofIntervention(stored.id)).toEqual([]);
    expect(await shownTo('manager', stored.id)).toMatchObject({
      state: 'withdrawn',
      executions: [],
      debrief: expect.stringMatching(/approved. Nothing was carried out/),
    });

    const { canaries, deciders } = await healthFor('hana');
    expect(canaries).toMatchObject({ planted: 1, decided: 1, caught: 0, catch_rate: { share: 0 } });
    expect(deciders.find((one) => one.person_id === ids.manager)).toMatchObject({
      decisions: 1,
      approved: 0,
      quick: 1,
      canaries: 1,
      caught: 0,
    });
  });

  test('rejected counts as caught, and the audit says who planted it', async () => {
    const { intervention_id } = canaryReport.parse((await plant('ada')).body);
    const stored = await made.company.system.interventions.get(intervention_id);
    if (stored === null) throw new Error('gone');
    expect(await decide('manager', stored, 'reject')).toMatchObject({
      status: 200,
      body: { debrief: expect.stringMatching(/You noticed/) },
    });
    expect((await healthFor('ada')).canaries).toMatchObject({ planted: 2, decided: 2, caught: 1 });
    const { items } = await made.company.system.audit.list({ limit: 1000 });
    const told = items.filter(({ subject }) => subject === intervention_id);
    expect(told.map(({ event }) => event)).toEqual([
      'intervention-proposed',
      'canary-planted',
      'intervention-rejected',
      'canary-caught',
    ]);
    expect(told[1]).toMatchObject({ actor: ids.ada });
  });

  test('is not made where the policy says so, and everybody may read that', async () => {
    const policy = (body: object) => made.ask('hana', { method: 'PUT', url: '/api/policy', payload: body });
    const { body } = await made.ask('ann', { url: '/api/policy' });
    expect(body).toMatchObject({ planted_tests: true });
    await policy({ ...(body as object), planted_tests: false });
    expect(await plant('hana')).toMatchObject({ status: 403 });
    await policy(body as object);
  });

  test('takes nobody by surprise twice: an ordinary decision has no debrief', async () => {
    const { system } = made.company;
    const chain = [{ role: 'manager' as const, person_ids: [ids.manager] }];
    const ordinary = await system.interventions.propose(proposalOf('ordinary', { chain }));
    expect(await decide('manager', ordinary, 'approve')).toMatchObject({ body: { debrief: null } });
  });
});

describe('approval health', () => {
  test('is of oneself for a manager, without catch rates', async () => {
    const own = await healthFor('manager');
    expect(own.canaries).toBeNull();
    expect(own.deciders.map((one) => [one.person_id, one.canaries])).toEqual([[ids.manager, null]]);
    // The ordinary one was never opened.
    expect(own).toMatchObject({ decisions: 3, unseen: 2, quick: 1 });
    const above = await healthFor('head');
    expect(above.deciders).toEqual([]);
    expect((await made.ask(null, { url: '/api/approval-health' })).status).toBe(401);
  });

  test('says what waits for whom', async () => {
    const waiting = await made.company.system.interventions.propose(proposalOf('waits'));
    const { open } = await healthFor('manager');
    expect(open).toContainEqual(
      expect.objectContaining({
        intervention_id: waiting.id,
        owner_ids: [ids.manager],
        role: 'manager',
        team_id: teams.payments,
      }),
    );
    expect((await healthFor('cas')).open).toEqual([]);
  });
});
