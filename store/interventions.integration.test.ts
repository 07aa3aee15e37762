import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDecision } from '#domain/decide.ts';
import type { Decider } from '#domain/entitlement.ts';
import { decisionId, type InterventionId, interventionId, newId } from '#domain/ids.ts';
import type { DecisionRequest, Intervention, ProposalEdits } from '#domain/intervention.ts';
import type { ScopedStore } from './ports.ts';
import { ids, makeTestCompany, type TestCompany, TODAY } from './testing/company.ts';
import { proposalContent, proposalOf } from './testing/proposal.ts';

let company: TestCompany;
let manager: ScopedStore;
let hana: ScopedStore;
beforeAll(async () => {
  company = await makeTestCompany();
  manager = await company.as('manager');
  hana = await company.as('hana');
});
afterAll(async () => {
  await company.close();
});

interface Wish {
  as: ScopedStore;
  type?: DecisionRequest['type'];
  key?: string;
  edits?: ProposalEdits;
  comment?: string;
}

/** As the server does it: read, plan, commit. */
async function decide(id: InterventionId, wish: Wish) {
  const { planned, input } = await prepare(id, wish);
  return await wish.as.interventions.commitDecision({ plan: planned(), ...input });
}

async function prepare(id: InterventionId, wish: Wish) {
  const { as, type = 'approve', key = newId('dec', decisionId), edits, comment } = wish;
  const current = await as.interventions.get(id);
  if (current === null || as.reader.kind !== 'person') throw new Error('not to be seen');
  const decider: Decider = as.reader;
  const request: DecisionRequest = {
    version: current.version,
    hash: current.hash,
    type,
    ...(edits === undefined ? {} : { edits }),
    ...(comment === undefined ? {} : { comment }),
  };
  const history = await as.interventions.decisions(id);
  const planned = () =>
    planDecision({
      intervention: current,
      history,
      decider,
      request,
      id: newId('dec', decisionId),
      now: company.clock.now(),
      today: TODAY,
      revise: (content, wishes) => ({
        content: {
          ...content,
          actions: content.actions.filter((action) => wishes.actions.some((item) => item.id === action.id)),
        },
        narrowing: true,
      }),
      chainWithout: () => proposalContent.chain,
    });
  const expected = (({ version, hash, state, step }: Intervention) => ({ version, hash, state, step }))(
    current,
  );
  return { planned, input: { expected, request, idempotency_key: key } };
}

const propose = async (name: string) => (await company.system.interventions.propose(proposalOf(name))).id;
const eventsOf = async (id: string) =>
  (await company.system.audit.list({ limit: 1000 })).items
    .filter((entry) => entry.subject === id)
    .map((entry) => entry.event);

describe('proposing', () => {
  test('twice is once, under the same id or another', async () => {
    const first = await company.system.interventions.propose(proposalOf('twice'));
    expect(await company.system.interventions.propose(proposalOf('twice'))).toEqual(first);
    const other = proposalOf('twice_again', {}, { dedupe_key: first.dedupe_key });
    expect((await company.system.interventions.propose(other)).id).toBe(first.id);
    expect(await eventsOf(first.id)).toEqual(['intervention-proposed']);
  });

  test('something else about the same matter supersedes what was open', async () => {
    const first = await company.system.interventions.propose(proposalOf('old'));
    const next = proposalOf('new', { title: 'Move one ticket' }, { dedupe_key: first.dedupe_key });
    expect((await company.system.interventions.propose(next)).id).toBe(next.id);
    expect((await company.system.interventions.get(first.id))?.state).toBe('superseded');
    expect(await eventsOf(first.id)).toEqual(['intervention-proposed', 'intervention-superseded']);
  });

  test('the same matter many times at once leaves one open', async () => {
    const wanted = Array.from({ length: 6 }, (_, index) =>
      company.system.interventions.propose(proposalOf(`race_${index}`, {}, { dedupe_key: 'race' })),
    );
    const got = await Promise.all(wanted);
    expect(new Set(got.map((item) => item.id)).size).toBe(1);
  });

  test('a hash that isn’t the content’s is refused', async () => {
    const forged = { ...proposalOf('forged'), hash: 'f'.repeat(64) };
    await expect(company.system.interventions.propose(forged)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('deciding', () => {
  test('manager, then hr: then the stored actions stand in the outbox', async () => {
    const id = await propose('approved');
    const half = await decide(id, { as: manager });
    expect([half.intervention.state, half.intervention.step]).toEqual(['awaiting_approval', 1]);
    expect(await company.system.outbox.ofIntervention(id)).toEqual([]);
    const done = await decide(id, { as: hana });
    expect(done.intervention.state).toBe('approved');
    const queued = await company.system.outbox.ofIntervention(id);
    expect(queued.map((item) => [item.effect_key, item.state])).toEqual([
      [`fairlead:${id}:1:act_1`, 'queued'],
      [`fairlead:${id}:1:act_2`, 'queued'],
    ]);
    expect((await manager.interventions.decisions(id)).map((item) => item.decided_by)).toEqual([
      ids.manager,
      ids.hana,
    ]);
    expect(await eventsOf(id)).toEqual([
      'intervention-proposed',
      'intervention-approved',
      'intervention-approved',
    ]);
  });

  test('of eight at once one wins and seven are told by whom', async () => {
    const id = await propose('eight');
    const prepared = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        prepare(id, { as: manager, type: index % 2 ? 'approve' : 'reject', key: `eight-${index}` }),
      ),
    );
    const plans = prepared.map(({ planned, input }) => ({ plan: planned(), ...input }));
    const results = await Promise.allSettled(plans.map((plan) => manager.interventions.commitDecision(plan)));
    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect([won.length, lost.length]).toEqual([1, 7]);
    const winner = won[0]?.value.decision;
    for (const { reason } of lost) {
      expect(reason).toMatchObject({
        code: 'already-decided',
        status: 409,
        details: { decision: { id: winner?.id } },
      });
    }
    expect(await manager.interventions.decisions(id)).toEqual([winner]);
  });

  test('a repeated request gets the first answer, whether later or at once', async () => {
    const id = await propose('repeated');
    const { planned, input } = await prepare(id, { as: manager, key: 'same-key' });
    const at_once = await Promise.all([
      manager.interventions.commitDecision({ plan: planned(), ...input }),
      manager.interventions.commitDecision({ plan: planned(), ...input }),
    ]);
    expect(at_once.map((item) => item.repeated).sort()).toEqual([false, true]);
    const prior = await manager.interventions.priorDecision({
      intervention_id: id,
      decided_by: ids.manager,
      idempotency_key: 'same-key',
      request: input.request,
    });
    expect(prior).toEqual(at_once[0]?.decision);
    await expect(
      manager.interventions.priorDecision({
        intervention_id: id,
        decided_by: ids.manager,
        idempotency_key: 'same-key',
        request: { ...input.request, type: 'reject' },
      }),
    ).rejects.toMatchObject({ code: 'conflict', status: 409 });
    expect(await manager.interventions.decisions(id)).toHaveLength(1);
  });

  test('an edit makes a new version beside the old and starts the chain again', async () => {
    const id = await propose('edited');
    const edited = await decide(id, { as: manager, type: 'edit', edits: { actions: [{ id: 'act_2' }] } });
    expect([edited.intervention.version, edited.intervention.step]).toEqual([2, 0]);
    expect(edited.intervention.actions.map((action) => action.id)).toEqual(['act_2']);
    const versions = await manager.interventions.versions(id);
    expect(versions.map((item) => item.content.actions.length)).toEqual([2, 1]);
    expect((await company.system.interventions.propose(proposalOf('edited'))).version).toBe(2);
  });

  test('what was planned on an older version is stale', async () => {
    const id = await propose('stale');
    const { planned, input } = await prepare(id, { as: manager });
    const plan = planned();
    await decide(id, { as: manager, type: 'edit', edits: { actions: [{ id: 'act_1' }] } });
    await expect(manager.interventions.commitDecision({ plan, ...input })).rejects.toMatchObject({
      code: 'stale-proposal',
      details: { version: 2 },
    });
  });

  test('the database itself refuses the subject, and hides the matter from peers', async () => {
    const id = (
      await company.system.interventions.propose(proposalOf('about_hana', {}, { subject_ids: [ids.hana] }))
    ).id;
    const { planned, input } = await prepare(id, { as: manager });
    const plan = planned();
    plan.decision.decided_by = ids.hana;
    await expect(hana.interventions.commitDecision({ plan, ...input })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await (await company.as('bob')).interventions.get(id)).toBeNull();
    expect((await (await company.as('otto')).interventions.get(id))?.id).toBe(id);
  });

  test('a decision and a version can’t be altered afterwards, whoever tries', async () => {
    await decide(await propose('kept'), { as: manager });
    for (const table of ['decisions', 'intervention_versions']) {
      await expect(
        company.database.pool.query(`begin; set local role fairlead_app;
          select set_config('fairlead.tenant', 'org_test', true), set_config('fairlead.reader', 'fairlead', true),
            set_config('fairlead.access', 'system', true);
          delete from fairlead.${table};`),
      ).rejects.toThrow(/permission denied/);
      await company.database.pool.query('rollback');
    }
  });
});

describe('the outbox', () => {
  async function approved(name: string) {
    const id = await propose(name);
    await decide(id, { as: manager });
    await decide(id, { as: hana });
    return id;
  }
  test('hands each action to one of many, once, and the next only when the one before is settled', async () => {
    const { outbox } = company.system;
    const id = await approved('leased');
    const rush = async () => {
      const leases = await Promise.all(Array.from({ length: 6 }, () => outbox.lease(id, 60)));
      return leases.flatMap((item) => (item === null ? [] : [item]));
    };
    for (const name of ['1', '2']) {
      const [taken, ...others] = await rush();
      expect([taken?.effect_key, others.length]).toEqual([`fairlead:${id}:1:act_${name}`, 0]);
      expect(await rush()).toEqual([]);
      await outbox.settle(taken?.effect_key ?? '', taken?.fence ?? 0, {
        state: 'done',
        external_ref: null,
        by: 'us',
      });
    }
    expect(await rush()).toEqual([]);
  });

  test('an attempt that lost its lease can’t write its end', async () => {
    const id = await approved('fenced');
    const slow = await company.system.outbox.lease(id, 0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const quick = await company.system.outbox.lease(id, 60);
    if (slow === null || quick === null) throw new Error('expected leases');
    expect([quick.effect_key, quick.fence, quick.attempts]).toEqual([slow.effect_key, slow.fence + 1, 2]);
    const done = { state: 'done', external_ref: 'JIRA-9', by: 'us' } as const;
    expect(await company.system.outbox.settle(slow.effect_key, slow.fence, done)).toBe(false);
    expect(await company.system.outbox.settle(quick.effect_key, quick.fence, done)).toBe(true);
    expect(await company.system.outbox.settle(quick.effect_key, quick.fence, done)).toBe(false);
    const [first] = await company.system.outbox.ofIntervention(id);
    expect(first).toMatchObject({ state: 'done', external_ref: 'JIRA-9' });
    expect((await eventsOf(id)).filter((event) => event.startsWith('action'))).toEqual(['action-executed']);
  });

  test('only Fairlead itself works on it', async () => {
    const id = await approved('guarded');
    expect(await manager.outbox.ofIntervention(id)).toHaveLength(2);
    expect(await manager.outbox.lease(id, 60)).toBeNull();
  });

  test('moves follow the state machine, and once', async () => {
    const id = await approved('moved');
    const audit = { actor: 'fairlead', event: 'intervention-started', subject: id, data: {} };
    const moves = await Promise.all(
      [1, 2, 3].map(() => company.system.interventions.move(id, ['approved'], 'executing', audit)),
    );
    expect(moves.filter(Boolean)).toHaveLength(1);
    await expect(
      company.system.interventions.move(id, ['rejected'], 'executing', audit),
    ).rejects.toMatchObject({ code: 'internal' });
    const due = await company.system.interventions.due('2026-04-01');
    expect(due.unfinished).toContain(id);
    expect(due.expired).toContain(interventionId.parse('itv_repeated'));
  });
});
