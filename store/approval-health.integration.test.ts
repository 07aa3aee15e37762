import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDecision } from '#domain/decide.ts';
import { decisionId, newId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import { ids, makeTestCompany, type TestCompany } from './testing/company.ts';
import { move, proposalOf } from './testing/proposal.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(() => company.close());

const byManager = { chain: [{ role: 'manager' as const, person_ids: [ids.manager] }] };
const thenHr = { chain: [...byManager.chain, { role: 'hr' as const, person_ids: [] }] };
const faulty = { flaw: 'receiver_full' as const, person_id: ids.bob, planted_by: ids.hana };

const plant = (name: string, over: Parameters<typeof proposalOf>[1] = byManager): Promise<Intervention> =>
  company.system.approvalHealth.plant(proposalOf(name, over), faulty);

async function decide(name: 'manager' | 'hana', id: Intervention['id'], type: 'approve' | 'reject') {
  const store = await company.as(name);
  const current = await store.interventions.get(id);
  if (current === null || store.reader.kind !== 'person') throw new Error('not to be seen');
  const request = { version: current.version, hash: current.hash, type };
  const plan = planDecision({
    intervention: current,
    history: await store.interventions.decisions(id),
    decider: store.reader,
    request,
    id: newId('dec', decisionId),
    now: company.clock.now(),
    today: company.clock.today(),
    revise: () => {
      throw new Error('not an edit');
    },
    chainWithout: () => [],
  });
  const { version, hash, state, step } = current;
  return await store.interventions.commitDecision({
    plan,
    expected: { version, hash, state, step },
    request,
    idempotency_key: newId('dec', decisionId),
  });
}

const eventsOf = async (id: string) =>
  (await company.system.audit.list({ limit: 1000 })).items
    .filter(({ subject }) => subject === id)
    .map(({ event, actor }) => `${event} by ${actor}`);

/** A statement as the app's role with all the rights that Fairlead's own jobs have; nothing of it is kept. */
async function asApp(statement: string): Promise<void> {
  const client = await company.database.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `select set_config('role', 'fairlead_app', true), set_config('fairlead.tenant', '${company.tenant_id}', true),
         set_config('fairlead.reader', 'fairlead', true), set_config('fairlead.access', 'system', true)`,
    );
    await client.query(statement);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('a planted proposal', () => {
  test('that is approved never reaches the outbox, is in the audit, and counts as missed', async () => {
    const { id } = await plant('approved');
    const { decision, intervention } = await decide('manager', id, 'approve');
    expect(decision.type).toBe('approve');
    expect(intervention.state).toBe('withdrawn');
    expect(await company.system.outbox.ofIntervention(id)).toEqual([]);
    expect((await company.system.interventions.due('2026-03-02')).unfinished).not.toContain(id);
    expect(await eventsOf(id)).toEqual([
      'intervention-proposed by fairlead',
      `canary-planted by ${ids.hana}`,
      `intervention-approved by ${ids.manager}`,
      `canary-missed by ${ids.manager}`,
    ]);
    expect(await company.system.audit.verify()).toMatchObject({ ok: true });
    expect(await company.system.approvalHealth.canaryOf(id)).toMatchObject({ result: 'missed' });
  });

  test('ends at the first approval, before anybody else of the chain is asked', async () => {
    const { id } = await plant('chain', thenHr);
    expect((await decide('manager', id, 'approve')).intervention.state).toBe('withdrawn');
    expect(await company.system.outbox.ofIntervention(id)).toEqual([]);
  });

  test('that is rejected counts as caught', async () => {
    const { id } = await plant('rejected');
    await decide('manager', id, 'reject');
    expect(await company.system.approvalHealth.canaryOf(id)).toMatchObject({ result: 'caught' });
    expect(await eventsOf(id)).toContain(`canary-caught by ${ids.manager}`);
  });

  test('can’t be queued by any code, for the database refuses', async () => {
    const { id } = await plant('database');
    await expect(
      asApp(`insert into fairlead.outbox (tenant_id, effect_key, intervention_id, version, position, action, state)
        values ('${company.tenant_id}', 'key', '${id}', 1, 0, '{}', 'queued')`),
    ).rejects.toThrow(/row-level security/);
  });

  test('looks to its decider like any other until it is decided, and is told of afterwards', async () => {
    const { id } = await plant('hidden');
    const manager = await company.as('manager');
    const shown = await manager.interventions.get(id);
    expect(JSON.stringify(shown)).not.toMatch(/planted|canary|flaw/);
    expect(await manager.approvalHealth.canaryOf(id)).toBeNull();
    expect(
      (await manager.approvalHealth.facts('2026-01-01')).canaries.map((one) => one.canary.intervention_id),
    ).not.toContain(id);
    await decide('manager', id, 'approve');
    expect(await manager.approvalHealth.canaryOf(id)).toMatchObject({ canary: { flaw: 'receiver_full' } });
  });

  test('takes no budget, starts no cool-down, covers nothing, and never replaces what is meant', async () => {
    const { id, dedupe_key } = await plant('apart');
    const { history } = company.system;
    expect(await history.newestOf([dedupe_key])).toEqual([]);
    expect((await history.givenTo([ids.manager], '2026-01-01')).map((one) => one.id)).not.toContain(id);
    expect((await history.openAbout([ids.ann])).map((one) => one.id)).not.toContain(id);
    await company.system.interventions.propose(proposalOf('meant', byManager));
    await expect(plant('meant')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('gives way to an ordinary proposal of its matter', async () => {
    const { id, dedupe_key } = await plant('way');
    await company.system.interventions.propose(
      proposalOf('ordinary', { ...byManager, actions: [move('3')] }, { dedupe_key }),
    );
    expect(await company.system.approvalHealth.canaryOf(id)).toMatchObject({ result: 'undecided' });
  });

  test('is planted by Fairlead alone, and stays planted', async () => {
    const hana = await company.as('hana');
    await expect(hana.approvalHealth.plant(proposalOf('by-hr', byManager), faulty)).rejects.toThrow(/alone/);
    const { id } = await plant('stays');
    await expect(
      asApp(`update fairlead.interventions set planted = false where id = '${id}'`),
    ).rejects.toThrow(/stays one/);
    await expect(asApp(`delete from fairlead.canaries where intervention_id = '${id}'`)).rejects.toThrow(
      /permission denied|append-only/,
    );
  });
});

describe('what is known of decisions', () => {
  test('says how long they waited, and how long their decider had looked', async () => {
    const ordinary = await company.system.interventions.propose(
      proposalOf('timed', byManager, { created_at: '2026-02-28T09:00:00.000Z' }),
    );
    const manager = await company.as('manager');
    await manager.approvalHealth.shown(ordinary.id, 1);
    await manager.approvalHealth.shown(ordinary.id, 1);
    await decide('manager', ordinary.id, 'approve');
    const { timings } = await manager.approvalHealth.facts('2026-01-01');
    const mine = timings.filter((one) => !one.planted && one.read_seconds !== null);
    expect(mine).toHaveLength(1);
    expect(mine[0]?.waited_seconds).toBeGreaterThan(24 * 3600);
    expect(mine[0]?.read_seconds).toBeGreaterThanOrEqual(0);
    expect(mine[0]?.read_seconds).toBeLessThan(60);
  });

  test('is only of what the reader may see, and of nobody’s looks but their own', async () => {
    const cas = await company.as('cas');
    expect(await cas.approvalHealth.facts('2026-01-01')).toEqual({ timings: [], open: [], canaries: [] });
    const head = await company.as('head');
    const { timings } = await head.approvalHealth.facts('2026-01-01');
    expect(timings.every((one) => one.read_seconds === null)).toBe(true);
  });

  test('names whose turn it is and for how many days', async () => {
    const waiting = await company.system.interventions.propose(
      proposalOf('waiting', byManager, { created_at: '2026-02-26T09:00:00.000Z' }),
    );
    const { open } = await company.system.approvalHealth.facts('2026-01-01');
    expect(open.find((one) => one.intervention_id === waiting.id)).toMatchObject({
      owner_ids: [ids.manager],
      role: 'manager',
      age_days: 4,
    });
  });
});
