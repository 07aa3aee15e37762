import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kindSummary, type LedgerRecord, ledgerEntry } from '#domain/ledger.ts';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
  for (const [index, measured] of [100, 140, 150, 160, 145, 150].entries())
    await measure(`m${index}`, measured);
  await measure('left', 130, 'not_done');
});
afterAll(async () => {
  await made.close();
});

const predicted_effect = {
  metric: 'open work in percent of capacity',
  unit: 'percent',
  before: 150,
  after: 100,
  lower80: 90,
  upper80: 110,
  horizon_days: 28,
};

/** A proposal as it stands once it was measured. */
async function measure(name: string, measured: number, group: LedgerRecord['group'] = 'done') {
  const { interventions, ledger } = made.company.system;
  const chain = [{ role: 'manager' as const, person_ids: [ids.manager] }];
  const { id } = await interventions.propose(proposalOf(name, { predicted_effect, chain }));
  const audit = { actor: 'fairlead', event: 'intervention-expired', subject: id, data: {} };
  await interventions.move(id, ['awaiting_approval'], 'expired', audit);
  await ledger.record({
    intervention_id: id,
    metric: predicted_effect.metric,
    unit: 'percent',
    predicted: 100,
    measured,
    verdict: measured <= 125 ? 'helped' : 'no_effect',
    measured_at: made.company.clock.now(),
    group,
    comparison: {
      basis: 'comparable_people',
      n: 9,
      expected: 150,
      effect: measured - 150,
      lower80: measured - 160,
      upper80: measured - 140,
    },
  });
}

const listed = z.object({ items: z.array(ledgerEntry), next: z.string().nullable() });
const summarised = z.object({ kinds: z.array(kindSummary) });

describe('the outcome ledger', () => {
  test('shows what was promised beside what came, page by page', async () => {
    const first = listed.parse((await made.ask('manager', { url: '/api/outcomes?limit=4' })).body);
    expect(first.items).toHaveLength(4);
    const second = listed.parse(
      (await made.ask('manager', { url: `/api/outcomes?limit=4&after=${first.next}` })).body,
    );
    expect(second).toMatchObject({ next: null });
    expect(new Set([...first.items, ...second.items].map((one) => one.intervention_id)).size).toBe(7);
    const left = listed.parse((await made.ask('manager', { url: '/api/outcomes?group=not_done' })).body);
    expect(left.items).toMatchObject([
      {
        intervention_id: 'itv_left',
        before: 150,
        predicted: 100,
        measured: 130,
        comparison: { expected: 150 },
      },
    ]);
  });

  test('says by kind that no effect is shown', async () => {
    const { kinds } = summarised.parse((await made.ask('hana', { url: '/api/outcomes/kinds' })).body);
    expect(kinds).toMatchObject([
      { kind: 'rebalance_workload', measured: 6, helped: 1, no_effect: 5, not_done: 1, helps: 'not_shown' },
    ]);
    expect(kinds[0]?.words).toMatch(/no effect has been shown/);
    expect(kinds[0]?.within).toMatchObject({ hits: 1, n: 6 });
  });

  test('is of what the reader may see alone', async () => {
    expect((await made.ask('cas', { url: '/api/outcomes' })).body).toEqual({ items: [], next: null });
    expect((await made.ask('cas', { url: '/api/outcomes/kinds' })).body).toEqual({ kinds: [] });
    expect((await made.ask('manager', { url: '/api/outcomes?kind=nothing' })).status).toBe(422);
  });

  test('is written once', async () => {
    const { ledger } = made.company.system;
    const before = await ledger.measured();
    const [entry] = before;
    if (entry?.measured_at == null || entry.metric === null) throw new Error('nothing measured');
    await ledger.record({
      intervention_id: entry.intervention_id,
      metric: entry.metric,
      unit: 'percent',
      predicted: 1,
      measured: 1,
      verdict: 'helped',
      measured_at: entry.measured_at,
      group: 'done',
      comparison: null,
    });
    expect(await ledger.measured()).toEqual(before);
    await expect(
      (await made.company.as('hana')).ledger.record({ ...before[0], verdict: 'helped' } as never),
    ).rejects.toThrow();
  });
});
