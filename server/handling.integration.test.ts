import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import type { Intervention } from '#domain/intervention.ts';
import { makeStore } from '#store/store.ts';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { escalate } from './escalate.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(() => made.close());

const load = [ids.ann, ids.bob].map((person_id) => ({
  person_id,
  capacity_hours: 36,
  before_hours: 30,
  after_hours: 30,
}));
const byManager = { chain: [{ role: 'manager' as const, person_ids: [ids.manager] }] };
const propose = (name: string, over: Parameters<typeof proposalOf>[1] = byManager): Promise<Intervention> =>
  made.company.system.interventions.propose(proposalOf(name, over));
type Who = Exclude<Parameters<TestApp['ask']>[0], null>;

const post = (who: Who, { id }: Intervention, way: string, payload: object | unknown[] = {}) =>
  made.ask(who, { method: 'POST', url: `/api/interventions/${id}/${way}`, payload });
const approve = (who: Who, item: Intervention) =>
  post(who, item, 'decisions', { version: item.version, hash: item.hash, type: 'approve' });
const fault = (code: string, details: object = {}) => ({
  error: { code, details: expect.objectContaining(details) },
});
const current = async ({ id }: Intervention): Promise<Intervention> => {
  const found = await made.company.system.interventions.get(id);
  if (found === null) throw new Error('gone');
  return found;
};
const eventsOf = async ({ id }: Intervention) =>
  (await made.company.system.audit.list({ limit: 200 })).items
    .filter(({ subject }) => subject === id)
    .map(({ event }) => event);

/** Handed on by the manager to Head, so that two may decide. */
async function sharedProposal(name: string): Promise<Intervention> {
  const proposal = await propose(name);
  expect(
    await post('manager', proposal, 'delegate', { to_person_id: ids.head, reason: 'On leave.' }),
  ).toMatchObject({
    status: 200,
    body: { delegations: [{ to: ids.head, from: ids.manager, step: 0, version: 1 }] },
  });
  return proposal;
}

describe('a decision that somebody has taken on', () => {
  test('waits for them, until they give it back', async () => {
    const proposal = await sharedProposal('claimed');
    expect(await post('manager', proposal, 'claim')).toMatchObject({
      status: 200,
      body: { claim: { by: ids.manager } },
    });
    expect(await approve('head', proposal)).toMatchObject({
      status: 409,
      body: fault('claimed', { claimed_by: ids.manager }),
    });
    expect(await post('head', proposal, 'claim')).toMatchObject({ status: 409, body: fault('claimed') });
    expect(await post('head', proposal, 'release')).toMatchObject({ status: 403 });
    expect(await post('manager', proposal, 'release')).toMatchObject({ status: 200 });
    expect(await approve('head', proposal)).toMatchObject({
      status: 200,
      body: { standing: { state: 'approved' } },
    });
    expect(await eventsOf(proposal)).toEqual([
      'intervention-proposed',
      'intervention-delegated',
      'intervention-claimed',
      'intervention-released',
      'intervention-approved',
    ]);
  });

  test('is theirs to decide, and of two who take it on at once one does', async () => {
    const proposal = await sharedProposal('claimed-once');
    const answers = await Promise.all([post('manager', proposal, 'claim'), post('head', proposal, 'claim')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { claim } = await current(proposal);
    const holder = claim?.by === ids.manager ? 'manager' : 'head';
    expect(await approve(holder, proposal)).toMatchObject({ status: 200 });
  });

  test('is nobody’s who may not decide it', async () => {
    const proposal = await propose('not-theirs');
    expect(await post('hana', proposal, 'claim')).toMatchObject({ status: 403, body: fault('not-allowed') });
    expect(await post('cas', proposal, 'claim')).toMatchObject({ status: 404 });
  });
});

describe('handing on', () => {
  test.each([
    ['to whom it is about', ids.ann, /about them/],
    ['to oneself', ids.manager, /yours to decide already/],
    ['to somebody who leads nobody there', ids.bob, /manager of the team/],
    ['to nobody', 'per_nobody', /manager of the team/],
  ])('%s is refused', async (name, to_person_id, message) => {
    const proposal = await propose(`hand-${name.replaceAll(' ', '-')}`, {
      ...byManager,
      actions: [...proposalOf('any').actions]
        .slice(0, 1)
        .map((action) =>
          action.kind === 'reassign_work_item' ? { ...action, to_person_id: ids.cas } : action,
        ),
    });
    expect(await post('manager', proposal, 'delegate', { to_person_id, reason: 'Away.' })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringMatching(message) } },
    });
  });
});

describe('taking back', () => {
  test('is for hr or whoever proposed it, and ends it', async () => {
    const proposal = await propose('withdrawn');
    expect(await post('manager', proposal, 'withdraw', { reason: 'No.' })).toMatchObject({ status: 403 });
    expect(await post('hana', proposal, 'withdraw', { reason: 'Wrong data.' })).toMatchObject({
      status: 200,
      body: { state: 'withdrawn' },
    });
    expect(await approve('manager', proposal)).toMatchObject({ status: 409, body: fault('already-decided') });
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toEqual([]);
  });
});

describe('a question back', () => {
  const ask = (item: Intervention, comment: string) =>
    post('manager', item, 'decisions', {
      version: item.version,
      hash: item.hash,
      type: 'respond',
      comment,
    });

  test('brings a redraft without what wasn’t wanted, which its asker may approve', async () => {
    const proposal = await propose('redrafted', { ...byManager, load });
    const asked = await ask(proposal, 'Please leave PAY-1 where it is.');
    expect(asked).toMatchObject({ status: 200, body: { standing: { version: 2, step: 0 } } });
    const redrafted = await current(proposal);
    expect(redrafted).toMatchObject({ version: 2, proposed_by: 'fairlead' });
    expect(redrafted.actions.map(({ id }) => id)).toEqual(['act_2']);
    expect(await approve('manager', redrafted)).toMatchObject({ status: 200 });
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toHaveLength(1);
  });

  test('that names nothing stands as it was said; after three, nothing is drafted anew', async () => {
    const proposal = await propose('bounded');
    expect(await ask(proposal, 'Hm?')).toMatchObject({ body: { standing: { version: 1 } } });
    expect(await ask(proposal, 'Really?')).toMatchObject({ body: { standing: { version: 1 } } });
    expect(await ask(proposal, 'Well?')).toMatchObject({ body: { standing: { version: 1 } } });
    expect(await ask(proposal, 'Leave PAY-1.')).toMatchObject({ body: { standing: { version: 1 } } });
  });
});

describe('other tools’ shapes', () => {
  test('are shown what may be decided, and decide exactly that', async () => {
    const proposal = await propose('langchain');
    const shown = await made.ask('manager', { url: `/api/interventions/${proposal.id}/interrupt` });
    expect(shown).toMatchObject({
      status: 200,
      body: { version: 1, hash: proposal.hash, action_requests: [{ name: 'rebalance_workload' }] },
    });
    const way = `decisions?version=1&hash=${proposal.hash}`;
    expect(await post('manager', proposal, 'decisions', [{ type: 'accept', args: null }])).toMatchObject({
      status: 422,
    });
    expect(await post('manager', proposal, way, [{ type: 'accept', args: { id: 'act_9' } }])).toMatchObject({
      status: 200,
      body: { standing: { state: 'approved' } },
    });
    const queued = await made.company.system.outbox.ofIntervention(proposal.id);
    expect(queued.map(({ action }) => action.id)).toEqual(['act_1', 'act_2']);
    expect(await made.ask('manager', { url: `/api/interventions/${proposal.id}/interrupt` })).toMatchObject({
      status: 409,
    });
  });
});

describe('what nobody decides', () => {
  test('is reminded of, then handed up, and the next one up may decide', async () => {
    const { database, tenant_id } = made.company;
    // Proposals are written with the real time; the policy’s days count from there.
    const proposal = await propose('waiting');
    const on = (days: number) => {
      const at = () => Date.now() + days * 86_400_000;
      const clock = makeClock(at, new Date(at()).toISOString().slice(0, 10));
      return [makeStore({ database, tenant_id, clock }).as({ kind: 'system' }), clock] as const;
    };
    const { waiting_since } = (await made.company.system.interventions.waiting()).find(
      ({ intervention }) => intervention.id === proposal.id,
    ) ?? { waiting_since: '' };
    const age = Math.round((Date.now() - Date.parse(waiting_since)) / 86_400_000);
    expect(await escalate(...on(1 - age))).not.toContain(proposal.id);
    expect(await escalate(...on(4 - age))).toContain(proposal.id);
    expect(await escalate(...on(4 - age))).not.toContain(proposal.id);
    expect(await escalate(...on(8 - age))).toContain(proposal.id);
    expect(await eventsOf(proposal)).toEqual([
      'intervention-proposed',
      'intervention-reminded',
      'intervention-escalated',
    ]);
    expect(await approve('head', proposal)).toMatchObject({ status: 200 });
  });
});
