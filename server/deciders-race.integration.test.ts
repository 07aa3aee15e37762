import { afterAll, beforeAll, expect, test } from 'vitest';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

/** FAIRLEAD_RACE_PROPOSALS=100 for the whole of it; every run of the suite takes a few. */
const PROPOSALS = Number(process.env.FAIRLEAD_RACE_PROPOSALS ?? 3);
const DECIDERS = 64;

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
const chain = [
  { role: 'manager' as const, person_ids: [ids.manager, ids.head] },
  { role: 'hr' as const, person_ids: [] },
];

/** What the n-th of the deciders sends: some repeat their request under one key, some come without any. */
function request(n: number, { id, version, hash }: { id: string; version: number; hash: string }) {
  const who = (['manager', 'head', 'hana'] as const)[n % 3] ?? 'manager';
  const type = (['approve', 'approve', 'edit', 'reject', 'respond'] as const)[n % 5] ?? 'approve';
  const payload = {
    version,
    hash,
    type,
    ...(type === 'edit' ? { edits: { actions: [{ id: 'act_1' }] } } : {}),
    ...(type === 'respond' ? { comment: 'Hm.' } : {}),
  };
  const headers = n % 4 === 0 ? {} : { 'idempotency-key': `${id}-${type}-${n % 7}` };
  return [
    who,
    { method: 'POST' as const, url: `/api/interventions/${id}/decisions`, payload, headers },
  ] as const;
}

test(`${DECIDERS} at once on each of ${PROPOSALS} proposals leave each decided once, by one version`, async () => {
  const { interventions, outbox, audit } = made.company.system;
  for (let index = 0; index < PROPOSALS; index += 1) {
    const proposal = await interventions.propose(proposalOf(`race-${index}`, { load, chain }));
    const answers = await Promise.all(
      Array.from({ length: DECIDERS }, (_, n) => made.ask(...request(n, proposal))),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => ![200, 403, 409].includes(status))).toEqual([]);
    const decisions = await interventions.decisions(proposal.id);
    const deciding = decisions.filter(({ type }) => type !== 'respond');
    // One step of one version is decided once.
    const places = deciding.map(({ version, step }) => `${version}/${step}`);
    expect(new Set(places).size, places.join(' ')).toBe(places.length);
    const signers = deciding.filter(({ type }) => type === 'approve').map(({ decided_by }) => decided_by);
    expect(new Set(signers).size).toBe(signers.length);
    const found = await interventions.get(proposal.id);
    const rows = await outbox.ofIntervention(proposal.id);
    expect(rows.length > 0).toBe(found?.state === 'approved');
    expect(rows.every(({ version }) => version === found?.version)).toBe(true);
  }
  expect(await audit.verify()).toMatchObject({ ok: true });
}, 600_000);
