import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Board, makeBoard } from '#agents/testing/board.ts';
import { type CommentOnWorkItem, effectKey } from '#domain/action.ts';
import { makeClock } from '#domain/clock.ts';
import { addDays } from '#domain/date.ts';
import { planDecision } from '#domain/decide.ts';
import { actionId, decisionId, type InterventionId, newId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import { makeTestCompany, type TestCompany, TODAY } from '#store/testing/company.ts';
import { move, proposalOf } from '#store/testing/proposal.ts';
import { makeInterventionRunner } from './run.ts';

let company: TestCompany;
let board: Board;
beforeEach(async () => {
  company = await makeTestCompany();
  board = makeBoard({ '1': {}, '2': {} });
});
afterEach(() => company.close());

const never = () => new AbortController().signal;

const runner = (clock = company.clock) =>
  makeInterventionRunner({
    ...company.system,
    connectors: { of: async () => board.connector },
    checkpointer: makeCheckpointer(company.database),
    clock,
  });

const comment = (name: string): CommentOnWorkItem => {
  const { kind: _, from_person_id, to_person_id, from_account, to_account, hours, ...target } = move(name);
  return {
    ...target,
    kind: 'comment_on_work_item',
    id: actionId.parse(`act_comment_${name}`),
    expected: { assignee: 'b1', status_category: 'to_do' },
    text: 'Reassigned.',
  };
};
const actions = [move('1'), comment('1'), move('2'), comment('2')];

async function propose(name: string, over: Partial<Intervention> = {}): Promise<InterventionId> {
  return (await company.system.interventions.propose(proposalOf(name, { actions }, over))).id;
}

async function approve(id: InterventionId, name: 'manager' | 'hana'): Promise<void> {
  const store = await company.as(name);
  const current = await store.interventions.get(id);
  if (current === null || store.reader.kind !== 'person') throw new Error('not to be seen');
  const request = { version: current.version, hash: current.hash, type: 'approve' as const };
  const plan = planDecision({
    intervention: current,
    history: await store.interventions.decisions(id),
    decider: store.reader,
    request,
    id: newId('dec', decisionId),
    now: company.clock.now(),
    today: TODAY,
    revise: () => {
      throw new Error('not an edit');
    },
    chainWithout: () => [],
  });
  const { version, hash, state, step } = current;
  await store.interventions.commitDecision({
    plan,
    expected: { version, hash, state, step },
    request,
    idempotency_key: newId('dec', decisionId),
  });
}

async function approved(name: string): Promise<InterventionId> {
  const id = await propose(name);
  await approve(id, 'manager');
  await approve(id, 'hana');
  return id;
}

describe('a proposal on its thread', () => {
  test('waits for the manager, then for hr, and acts only after both', async () => {
    const id = await propose('chain');
    expect(await runner().advance(id, never())).toBe('awaiting_approval');
    const saver = makeCheckpointer(company.database);
    const waiting = await saver.getTuple({ configurable: { thread_id: `intervention:${id}` } });
    const shown = waiting?.pendingWrites?.find(([, channel]) => channel === '__interrupt__')?.[2];
    expect(JSON.stringify(shown)).toContain('"action_requests":[{"name":"rebalance_workload"');
    await approve(id, 'manager');
    expect(await runner().advance(id, never())).toBe('awaiting_approval');
    expect(board.effects).toEqual([]);
    await approve(id, 'hana');
    expect(await runner().advance(id, never())).toBe('executed');
    expect(board.effects.map((effect) => effect.key)).toEqual(
      actions.map((action) => effectKey(id, 1, action.id)),
    );
    expect(board.cards.get('1')).toMatchObject({
      assignee: 'b1',
      comments: [effectKey(id, 1, 'act_comment_1')],
    });
  });

  test('acts once however often it is advanced, also by several at once', async () => {
    const id = await approved('often');
    await Promise.allSettled(Array.from({ length: 6 }, () => runner().advance(id, never())));
    for (let turn = 0; turn < 3; turn += 1)
      await runner()
        .advance(id, never())
        .catch(() => {});
    expect(board.effects).toHaveLength(4);
    expect(new Set(board.effects.map((effect) => effect.key)).size).toBe(4);
  });

  test('is void, and touches nothing, when one target is not as it was shown', async () => {
    const id = await approved('stale');
    const card = board.cards.get('2');
    if (card) card.status_category = 'done';
    expect(await runner().advance(id, never())).toBe('void');
    expect(board.effects).toEqual([]);
    const rows = await company.system.outbox.ofIntervention(id);
    expect(rows.map((row) => `${row.state}: ${row.reason}`)).toEqual(
      Array(4).fill('void: The approval is void: PAY-2 has changed'),
    );
  });

  test('is measured when its day has come, and not before', async () => {
    const predicted_effect = {
      metric: 'open work in percent of capacity',
      unit: 'percent',
      before: 150,
      after: 90,
      lower80: 80,
      upper80: 100,
      horizon_days: 28,
    };
    const id = (
      await company.system.interventions.propose(proposalOf('outcome', { actions, predicted_effect }))
    ).id;
    await approve(id, 'manager');
    await approve(id, 'hana');
    expect(await runner().advance(id, never())).toBe('executed');
    const on = (days: number) => makeClock(() => Date.parse('2026-01-01T08:00:00Z'), addDays(TODAY, days));
    expect(await runner(on(27)).advance(id, never())).toBe('executed');
    expect(await company.system.interventions.outcome(id)).toBeNull();
    expect(await runner(on(28)).advance(id, never())).toBe('measured');
    expect(await runner(on(29)).advance(id, never())).toBe('measured');
    // Ann has no open work left in this company: more relief than was promised.
    expect(await company.system.interventions.outcome(id)).toMatchObject({
      predicted: 90,
      measured: 0,
      verdict: 'helped',
    });
  });

  test('a source that is down is asked again later, and nothing is lost', async () => {
    const id = await approved('down');
    board.faults.push('down');
    await expect(runner().advance(id, never())).rejects.toThrow(/down/);
    expect(await runner().advance(id, never())).toBe('executed');
    expect(board.effects).toHaveLength(4);
  });

  test('a lost answer is looked up, never repeated blindly', async () => {
    const id = await approved('lost');
    board.faults.push('answer_lost', 'answer_lost', 'answer_lost', 'answer_lost');
    expect(await runner().advance(id, never())).toBe('executed');
    expect(board.effects).toHaveLength(4);
  });

  test('a refusal ends that action and is told', async () => {
    const id = await approved('refused');
    board.faults.push('refused', 'refused', 'refused', 'refused');
    expect(await runner().advance(id, never())).toBe('failed');
    const rows = await company.system.outbox.ofIntervention(id);
    expect(rows.filter((row) => row.state === 'failed').map((row) => row.reason)).toContain(
      'The board refuses.',
    );
  });

  test('a thread that is lost or unreadable is rebuilt from the tables', async () => {
    const id = await propose('thread');
    await runner().advance(id, never());
    await makeCheckpointer(company.database).deleteThread(`intervention:${id}`);
    await approve(id, 'manager');
    await approve(id, 'hana');
    expect(await runner().advance(id, never())).toBe('executed');
    expect(board.effects).toHaveLength(4);
  });

  test('an action that somebody still holds is waited for, never overtaken', async () => {
    const id = await approved('held');
    let calls = 0;
    board.onCall = () => {
      calls += 1;
      // The checks of both moves come first; then the first move is looked at under its lease.
      if (calls === 3) throw new Error('killed');
    };
    await runner()
      .advance(id, never())
      .catch(() => {});
    board.onCall = () => {};
    await expect(runner().advance(id, never())).rejects.toThrow(/leased/);
    expect(board.effects).toEqual([]);
    await expireLeases();
    expect(await runner().advance(id, never())).toBe('executed');
    expect(board.effects).toHaveLength(4);
  });

  test('dying at any call of the source loses nothing and does nothing twice', async () => {
    for (let place = 1; place <= 14; place += 1) {
      board = makeBoard({ '1': {}, '2': {} });
      const id = await approved(`kill-${place}`);
      let calls = 0;
      board.onCall = () => {
        calls += 1;
        if (calls === place) throw new Error('killed');
      };
      await runner()
        .advance(id, never())
        .catch(() => {});
      board.onCall = () => {};
      // The lease of the dead attempt has run out by the time that somebody else comes.
      await expireLeases();
      expect(await runner().advance(id, never()), `killed at call ${place}`).toBe('executed');
      expect(board.effects.map((effect) => effect.key).sort(), `killed at call ${place}`).toEqual(
        actions.map((action) => effectKey(id, 1, action.id)).sort(),
      );
    }
  }, 120_000);
});

/** As the system: leases are not the app's to shorten. */
async function expireLeases(): Promise<void> {
  const { withScope } = await import('#store/scope.ts');
  const { sql } = await import('kysely');
  await withScope(
    company.database,
    { tenant_id: company.tenant_id, reader: { kind: 'system' } },
    async (tx) => {
      await sql`update outbox set leased_until = clock_timestamp() - interval '1 s' where state = 'leased'`.execute(
        tx,
      );
    },
  );
}
