import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '#domain/errors.ts';
import type { DecisionRequest, Intervention } from '#domain/intervention.ts';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { decide } from './decide.ts';
import type { Caller } from './plugins/auth.ts';
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

const names = ['manager', 'head', 'hana'] as const;

/** The people as the server knows a caller. */
async function callers(): Promise<Caller[]> {
  return await Promise.all(
    names.map(async (name): Promise<Caller> => {
      const store = await made.company.as(name);
      const person = await made.company.system.people.get(ids[name]);
      if (person === null || store.reader.kind !== 'person') throw new Error(`${name} is not there`);
      return { person, store, reader: store.reader, roles: store.reader.roles };
    }),
  );
}

/** What the n-th of the deciders wants; some repeat their request under one key, some come without any. */
function wish(n: number, { id, version, hash }: Intervention): [DecisionRequest, string | undefined] {
  const type = (['approve', 'approve', 'edit', 'reject', 'respond'] as const)[n % 5] ?? 'approve';
  return [
    {
      version,
      hash,
      type,
      ...(type === 'edit' ? { edits: { actions: [{ id: 'act_1' }] } } : {}),
      ...(type === 'respond' ? { comment: 'Hm.' } : {}),
    },
    n % 4 === 0 ? undefined : `${id}-${type}-${n % 7}`,
  ];
}

test(`${DECIDERS} at once on each of ${PROPOSALS} proposals leave each decided once, by one version`, async () => {
  const { interventions, outbox, audit } = made.company.system;
  const people = await callers();
  for (let index = 0; index < PROPOSALS; index += 1) {
    const proposal = await interventions.propose(proposalOf(`race-${index}`, { load, chain }));
    const answers = await Promise.allSettled(
      Array.from({ length: DECIDERS }, async (_, n) => {
        const caller = people[n % people.length];
        if (caller === undefined) throw new Error('nobody');
        return await decide(
          { store: made.company.store, clock: made.company.clock },
          caller,
          proposal.id,
          ...wish(n, proposal),
        );
      }),
    );
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.filter((reason) => !(reason instanceof UserError))).toEqual([]);
    expect(refused.length).toBeLessThan(DECIDERS);
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
