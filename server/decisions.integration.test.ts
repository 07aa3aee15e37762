import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Intervention } from '#domain/intervention.ts';
import { ids, jira, teams } from '#store/testing/company.ts';
import { move, proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(async () => {
  await made.close();
});

const propose = (name: string, over: Parameters<typeof proposalOf>[1] = {}): Promise<Intervention> =>
  made.company.system.interventions.propose(proposalOf(name, over));

const load = [ids.ann, ids.bob, ids.manager].map((person_id) => ({
  person_id,
  capacity_hours: 36,
  before_hours: 30,
  after_hours: 30,
}));
const byManager = { chain: [{ role: 'manager' as const, person_ids: [ids.manager] }] };
type Who = Exclude<Parameters<TestApp['ask']>[0], null>;

const decide = (who: Who, { id, version, hash }: Intervention, over: object = {}, key?: string) =>
  made.ask(who, {
    method: 'POST',
    url: `/api/interventions/${id}/decisions`,
    payload: { version, hash, type: 'approve', ...over },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const stateOf = async ({ id }: Intervention) => (await made.company.system.interventions.get(id))?.state;
const fault = (code: string, details: object = {}) => ({
  error: { code, details: expect.objectContaining(details) },
});

describe('a decision', () => {
  test('by the last in the chain queues the stored actions and wakes the thread', async () => {
    const proposal = await propose('one');
    const first = await decide('manager', proposal);
    expect(first).toMatchObject({
      status: 200,
      body: { decision: { type: 'approve', step: 0 }, standing: { state: 'awaiting_approval', step: 1 } },
    });
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toEqual([]);
    expect(await decide('hana', proposal)).toMatchObject({
      status: 200,
      body: { standing: { state: 'approved' } },
    });
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toHaveLength(2);
    expect(made.sent).toContainEqual({
      name: 'intervention-advance',
      data: { intervention_id: proposal.id },
    });
  });

  test('of eight at once is one: the others are told which', async () => {
    const proposal = await propose('race', byManager);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => decide('manager', proposal, {}, `key-${index}`)),
    );
    const [winner, ...more] = answers.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    const { decision } = z.object({ decision: z.object({ id: z.string() }) }).parse(winner?.body);
    const losers = answers.filter(({ status }) => status === 409);
    expect(losers).toHaveLength(7);
    for (const { body } of losers)
      expect(body).toMatchObject(
        fault('already-decided', { decision: expect.objectContaining({ id: decision.id }) }),
      );
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toHaveLength(2);
  });

  test('of eight at once without a key is one too', async () => {
    const proposal = await propose('race-without-key', byManager);
    const answers = await Promise.all(Array.from({ length: 8 }, () => decide('manager', proposal)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
  });

  test('sent again under its key is answered alike, also later; the key fits nothing else', async () => {
    const proposal = await propose('again', byManager);
    const [first, twin] = await Promise.all([
      decide('manager', proposal, {}, 'k'),
      decide('manager', proposal, {}, 'k'),
    ]);
    expect(first.status).toBe(200);
    expect(twin).toEqual(first);
    await made.company.system.interventions.move(proposal.id, ['approved'], 'executing', {
      actor: 'fairlead',
      event: 'execution-started',
      subject: proposal.id,
      data: {},
    });
    expect(await decide('manager', proposal, {}, 'k')).toEqual(first);
    expect(await decide('manager', proposal, { type: 'reject' }, 'k')).toMatchObject({
      status: 409,
      body: fault('conflict'),
    });
  });

  test('on what is no longer current is refused, and says what is', async () => {
    const proposal = await propose('stale', byManager);
    expect(await decide('manager', proposal, { hash: 'f'.repeat(64) })).toMatchObject({
      status: 409,
      body: fault('stale-proposal', { version: 1, hash: proposal.hash }),
    });
    expect(await decide('manager', proposal, { version: 2 })).toMatchObject({ status: 409 });
    expect(await stateOf(proposal)).toBe('awaiting_approval');
  });

  test('is only for the one whose step it is', async () => {
    const proposal = await propose('whose');
    expect(await decide('hana', proposal)).toMatchObject({ status: 403, body: fault('not-allowed') });
    expect(await decide('cas', proposal)).toMatchObject({ status: 404, body: fault('not-found') });
    const about = await propose('about-manager', {
      actions: [{ ...move('9'), from_person_id: ids.manager }],
      ...byManager,
    });
    expect(await decide('manager', about)).toMatchObject({
      status: 403,
      body: fault('not-allowed', { rule: 'not-about-yourself' }),
    });
  });

  test('names what is wrong with it', async () => {
    const proposal = await propose('wrong', byManager);
    expect(await decide('manager', proposal, { type: 'maybe' })).toMatchObject({
      status: 422,
      body: { error: { details: { issues: [{ field: 'type' }] } } },
    });
    expect(await decide('manager', proposal, { type: 'respond' })).toMatchObject({ status: 422 });
    expect(await decide('manager', proposal, { type: 'edit' })).toMatchObject({ status: 422 });
    const unknown = { type: 'edit', edits: { actions: [{ id: 'act_nobody' }] } };
    expect(await decide('manager', proposal, unknown)).toMatchObject({
      status: 422,
      body: fault('invalid-input', { field: 'edits.actions' }),
    });
    expect(await stateOf(proposal)).toBe('awaiting_approval');
  });

  test('that leaves moves out makes a version that is approved as it was shown', async () => {
    const proposal = await propose('narrower', { ...byManager, load });
    const edited = await decide('manager', proposal, {
      type: 'edit',
      edits: { actions: [{ id: 'act_1' }] },
    });
    expect(edited).toMatchObject({ status: 200, body: { standing: { version: 2, step: 0 } } });
    expect(await decide('manager', proposal)).toMatchObject({
      status: 409,
      body: fault('stale-proposal', { version: 2 }),
    });
    const current = await made.company.system.interventions.get(proposal.id);
    if (current === null) throw new Error('gone');
    expect(await decide('manager', current)).toMatchObject({ status: 200 });
    const queued = await made.company.system.outbox.ofIntervention(proposal.id);
    expect(queued.map(({ action, version }) => [action.id, version])).toEqual([['act_1', 2]]);
  });

  test('that gives work to somebody else is the editor’s proposal: another decides', async () => {
    const { system } = made.company;
    await system.ingest.savePage(jira, 'users', {
      accounts: [
        {
          account: 'm1',
          display_name: 'M',
          email: 'manager@example.com',
          active: true,
          bot: false,
          time_zone: null,
        },
      ],
      records: [],
      faults: [],
      cursor: null,
    });
    await system.identities.confirm(jira, 'm1', ids.manager);
    const proposal = await propose('wider', { ...byManager, load });
    const edits = { actions: [{ id: 'act_1', to_person_id: ids.manager }] };
    expect(await decide('manager', proposal, { type: 'edit', edits })).toMatchObject({ status: 200 });
    const current = await system.interventions.get(proposal.id);
    if (current === null) throw new Error('gone');
    expect(current).toMatchObject({ proposed_by: ids.manager, chain: [{ person_ids: [ids.head] }] });
    expect(await decide('manager', current)).toMatchObject({ status: 403 });
    expect(await decide('head', current)).toMatchObject({
      status: 200,
      body: { standing: { state: 'approved' } },
    });
  });
});

describe('what was shown is what runs', () => {
  test('content that was changed in the database since is refused, and nothing of it is queued', async () => {
    const proposal = await propose('tampered', byManager);
    const { pool } = made.company.database;
    const table = 'fairlead.intervention_versions';
    // Somebody with the owner's rights, past the trigger that keeps versions as they are.
    await pool.query(`alter table ${table} disable trigger user, no force row level security`);
    await pool.query(
      `update ${table} set content = jsonb_set(content, '{actions,0,to_account}', '"mallory"')
       where intervention_id = $1`,
      [proposal.id],
    );
    await pool.query(`alter table ${table} enable trigger user, force row level security`);
    expect(await decide('manager', proposal)).toMatchObject({ status: 500 });
    expect(await stateOf(proposal)).toBe('awaiting_approval');
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toEqual([]);
  });

  test('of an edit and an approval at once one stands, and never what nobody saw', async () => {
    for (let round = 0; round < 20; round += 1) {
      const proposal = await propose(`racing-${round}`, { ...byManager, load });
      const edits = { actions: [{ id: 'act_1' }] };
      const [edited, approved] = await Promise.all([
        decide('manager', proposal, { type: 'edit', edits }),
        decide('manager', proposal),
      ]);
      expect([edited.status, approved.status].sort()).toEqual([200, 409]);
      const queued = await made.company.system.outbox.ofIntervention(proposal.id);
      expect(queued.map(({ version }) => version)).toEqual(approved.status === 200 ? [1, 1] : []);
    }
  });
});

describe('the list', () => {
  test('holds what the reader may see, and whether they may decide', async () => {
    const proposal = await propose('listed', byManager);
    const listed = async (who: Who) =>
      z
        .object({ items: z.array(z.object({ id: z.string(), may_decide: z.boolean() })) })
        .parse((await made.ask(who, { url: '/api/interventions?state=awaiting_approval' })).body)
        .items.find(({ id }) => id === proposal.id);
    expect(await listed('manager')).toMatchObject({ may_decide: true });
    expect(await listed('hana')).toMatchObject({ may_decide: false });
    expect(await listed('cas')).toBeUndefined();
  });

  test('shows one with its history and names', async () => {
    const proposal = await propose('shown', byManager);
    await decide('manager', proposal, { type: 'respond', comment: 'Why these?' });
    expect(await made.ask('manager', { url: `/api/interventions/${proposal.id}` })).toMatchObject({
      status: 200,
      body: {
        version: 1,
        hash: proposal.hash,
        team_id: teams.payments,
        may_decide: true,
        history: [{ type: 'respond', comment: 'Why these?' }],
        names: { [ids.ann]: 'ann', [ids.manager]: 'manager' },
        outcome: null,
      },
    });
  });
});
