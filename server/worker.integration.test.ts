import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import { planDecision } from '#domain/decide.ts';
import { decisionId, newId } from '#domain/ids.ts';
import { makeStore } from '#store/store.ts';
import { ids, makeTestCompany, type TestCompany } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { sweep } from './worker.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(() => company.close());

/** Fairlead as it stands on a day, with what the sweep sends. */
function installationOn(day: string) {
  const clock = makeClock(Date.now, day);
  const { database, tenant_id } = company;
  const system = makeStore({ database, tenant_id, clock }).as({ kind: 'system' });
  const sent: { name: string; data: object }[] = [];
  const queue = {
    async send(name: string, data: object) {
      sent.push({ name, data });
      return 'job';
    },
  };
  return { clock, system, queue, sent };
}

const byManager = { chain: [{ role: 'manager' as const, person_ids: [ids.manager] }] };

test('a proposal that nobody decided expires the day after, and can’t be decided then', async () => {
  const { id } = await company.system.interventions.propose(proposalOf('late', byManager));
  await sweep(installationOn('2026-03-16'));
  expect(await company.system.interventions.get(id)).toMatchObject({ state: 'awaiting_approval' });
  await sweep(installationOn('2026-03-17'));
  expect(await company.system.interventions.get(id)).toMatchObject({ state: 'expired' });
  const { items } = await company.system.audit.list({});
  expect(items.at(-1)).toMatchObject({ event: 'intervention-expired', subject: id, actor: 'fairlead' });
});

test('what was approved and not carried out is woken, however often it takes', async () => {
  const proposal = await company.system.interventions.propose(proposalOf('approved', byManager));
  const manager = await company.as('manager');
  const { version, hash, state, step } = proposal;
  const request = { version, hash, type: 'approve' as const };
  const plan = planDecision({
    intervention: proposal,
    history: [],
    decider: { person_id: ids.manager, roles: ['manager'] },
    request,
    id: newId('dec', decisionId),
    now: company.clock.now(),
    today: company.clock.today(),
    revise: () => {
      throw new Error('no edit');
    },
    chainWithout: () => [],
  });
  await manager.interventions.commitDecision({
    plan,
    expected: { version, hash, state, step },
    request,
    idempotency_key: 'one',
  });
  for (let time = 0; time < 2; time += 1) {
    const installation = installationOn('2026-03-02');
    await sweep(installation);
    expect(installation.sent).toEqual([
      { name: 'intervention-advance', data: { intervention_id: proposal.id } },
    ]);
  }
});
