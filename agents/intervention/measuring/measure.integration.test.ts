import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import { addDays, type IsoDate, weekStart } from '#domain/date.ts';
import { idFrom, observationId, type PersonId, personId, sourceId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import type { Intervention, ProposalContent } from '#domain/intervention.ts';
import type { SourceRecord } from '#domain/record.ts';
import {
  ids,
  jira,
  makeTestCompany,
  someone,
  staff,
  type TestCompany,
  TODAY,
  teams,
  workItem,
} from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { HOURS_IN_PERCENT } from '../kinds/burnout-warning.ts';
import { THANKS_HELD } from '../kinds/recognition.ts';
import { ITEMS_STANDING } from '../kinds/unblock.ts';
import { measureLeftAlone } from './left-alone.ts';
import { measureEffect } from './measure.ts';

const LATER = addDays(TODAY, 28);
let company: TestCompany;
beforeEach(async () => {
  company = await makeTestCompany();
});
afterEach(() => company.close());

const deps = () => ({ ...company.system, clock: makeClock(Date.now, LATER) });

const colleagues = Array.from({ length: 14 }, (_, index) => personId.parse(`per_colleague_${index}`));
const hire = () =>
  company.system.people.upsertMany(
    [...staff, ...colleagues.map((id) => someone(id, { manager_id: ids.manager, team_id: teams.payments }))],
    'full',
  );

const hoursOf = (person: PersonId, monday: IsoDate, value: number): Observation => ({
  id: idFrom('obs', observationId, { person, monday }),
  indicator_id: 'hours_against_capacity',
  subject: { kind: 'person', id: person },
  period: { from: monday, to: addDays(monday, 6) },
  value,
  unit: 'percent',
  n: 5,
  coverage: 1,
  fresh_until: null,
  flags: [],
});

/** Eight weeks before the proposal at one level, four since at another; a little noise by person. */
const weeksOf = (person: PersonId, before: number, after: number): Observation[] =>
  Array.from({ length: 12 }, (_, week) =>
    hoursOf(person, addDays(weekStart(TODAY), 7 * (week - 8)), week < 8 ? before : after),
  );

const long: Partial<ProposalContent> = {
  kind: 'burnout_warning',
  actions: [
    {
      kind: 'schedule_conversation',
      id: 'act_talk' as never,
      with_person_id: ids.ann,
      host_person_id: ids.manager,
      purpose: 'workload',
      topics: ['What can go?'],
      by: addDays(TODAY, 5),
    },
  ],
  predicted_effect: {
    metric: HOURS_IN_PERCENT,
    unit: 'percent',
    before: 130,
    after: 115,
    lower80: 100,
    upper80: 130,
    horizon_days: 28,
  },
};

const propose = (name: string, over: Partial<ProposalContent> = long, rest: Partial<Intervention> = {}) =>
  company.system.interventions.propose(proposalOf(name, over, rest));

describe('the hours of somebody who was talked with', () => {
  test('are compared with those of colleagues with as many before: what all do is no help', async () => {
    await hire();
    // Everybody with long hours falls back to usual ones, Ann too.
    const levels = colleagues.flatMap((id, index) => weeksOf(id, 100 + 3 * index, 100 + (index % 3)));
    await company.system.observations.save([...levels, ...weeksOf(ids.ann, 130, 101)]);
    const found = await measureEffect(deps(), await propose('all-fall'), 'done');
    expect(found).toMatchObject({
      measured: 101,
      comparison: { basis: 'comparable_people', n: 14 },
      verdict: 'no_effect',
      group: 'done',
    });
    expect(found?.comparison?.expected).toBeCloseTo(101, 0);
  });

  test('helped where colleagues stay where they were', async () => {
    await hire();
    const levels = colleagues.flatMap((id, index) =>
      weeksOf(id, 100 + 3 * index, 100 + 3 * index + (index % 3)),
    );
    await company.system.observations.save([...levels, ...weeksOf(ids.ann, 130, 101)]);
    const found = await measureEffect(deps(), await propose('stays'), 'done');
    expect(found?.verdict).toBe('helped');
    expect(found?.comparison?.expected).toBeGreaterThan(125);
    expect(found?.comparison?.upper80).toBeLessThan(0);
  });

  test('says so where there is nobody to compare with, and where nothing is known', async () => {
    const alone = await propose('alone');
    expect(await measureEffect(deps(), alone, 'done')).toMatchObject({
      measured: null,
      comparison: null,
      verdict: 'not_enough_data',
    });
    await company.system.observations.save(weeksOf(ids.ann, 130, 101));
    expect(await measureEffect(deps(), alone, 'done')).toMatchObject({
      measured: 101,
      comparison: { basis: 'before', expected: 130, effect: -29 },
      verdict: 'helped',
    });
  });

  test('is not compared with people for whom something was done meanwhile', async () => {
    await hire();
    const levels = colleagues.flatMap((id, index) => weeksOf(id, 100 + 3 * index, 100 + 3 * index));
    await company.system.observations.save([...levels, ...weeksOf(ids.ann, 130, 101)]);
    await carriedOut('for-another', [colleagues[0] ?? ids.bob]);
    const found = await measureEffect(deps(), await propose('others'), 'done');
    expect(found?.comparison?.n).toBe(13);
  });
});

/** As if it had been approved and done: the outbox is what tells. */
async function carriedOut(name: string, subject_ids: PersonId[], over: Partial<ProposalContent> = {}) {
  const chain = [{ role: 'manager' as const, person_ids: [ids.manager] }];
  const made = await company.system.interventions.propose(
    proposalOf(name, { chain, ...over }, { subject_ids }),
  );
  const manager = await company.as('manager');
  const { id, version, hash, step } = made;
  const request = { version, hash, type: 'approve' as const };
  await manager.interventions.commitDecision({
    plan: {
      decision: {
        id: `dec_${name}` as never,
        intervention_id: id,
        version,
        hash,
        step,
        type: 'approve',
        decided_by: ids.manager,
        comment: null,
        at: company.clock.now(),
      },
      next: { state: 'approved', step },
      revision: null,
      executes: true,
    },
    expected: { version, hash, state: 'awaiting_approval', step },
    request,
    idempotency_key: name,
  });
  const { outbox, interventions } = company.system;
  for (let leased = await outbox.lease(id, 60); leased !== null; leased = await outbox.lease(id, 60))
    await outbox.settle(leased.effect_key, leased.fence, { state: 'done', external_ref: null, by: 'us' });
  const audit = { actor: 'fairlead', event: 'intervention-executed', subject: id, data: {} };
  await interventions.move(id, ['approved'], 'executing', audit);
  await interventions.move(id, ['executing'], 'executed', audit);
  return made;
}

describe('what was taken back or left alone', () => {
  test('can’t be measured once it is undone', async () => {
    await company.system.observations.save(weeksOf(ids.ann, 130, 101));
    const done = await carriedOut('done', [ids.ann], long);
    await carriedOut('undo', [ids.ann], { kind: 'undo', undoes: done.id });
    expect(await measureEffect(deps(), done, 'done')).toMatchObject({ verdict: 'not_enough_data' });
  });

  test('is measured too when it was rejected, once, as late as what is done', async () => {
    await company.system.observations.save(weeksOf(ids.ann, 130, 101));
    const left = await propose('left');
    const audit = { actor: 'fairlead', event: 'intervention-expired', subject: left.id, data: {} };
    await company.system.interventions.move(left.id, ['awaiting_approval'], 'expired', audit);
    const early = { ...company.system, clock: makeClock(Date.now, addDays(TODAY, 27)) };
    expect(await measureLeftAlone(early)).toEqual([]);
    expect(await measureLeftAlone(deps())).toEqual([left.id]);
    expect(await measureLeftAlone(deps())).toEqual([]);
    const { items } = await company.system.ledger.list({});
    expect(items).toMatchObject([
      { intervention_id: left.id, group: 'not_done', state: 'expired', measured: 101, verdict: 'helped' },
    ]);
  });

  test('is not measured when it was only planted', async () => {
    const marks = { flaw: 'receiver_full' as const, person_id: ids.bob, planted_by: ids.hana };
    const { id } = await company.system.approvalHealth.plant(proposalOf('planted', long), marks);
    const audit = { actor: 'fairlead', event: 'intervention-expired', subject: id, data: {} };
    await company.system.interventions.move(id, ['awaiting_approval'], 'expired', audit);
    expect(await measureLeftAlone(deps())).toEqual([]);
    expect((await company.system.ledger.list({})).items).toEqual([]);
  });

  test('is spoilt where something else was done for the same person', async () => {
    await company.system.observations.save(weeksOf(ids.ann, 130, 101));
    const left = await propose('spoilt');
    await carriedOut('instead', [ids.ann]);
    expect(await measureEffect(deps(), left, 'not_done')).toMatchObject({ verdict: 'not_enough_data' });
  });
});

describe('other promises', () => {
  const at = (day: IsoDate) => `${day}T09:00:00.000Z`;
  const blocked = (key: string, account: string, until: IsoDate | null): SourceRecord => ({
    external_id: key,
    account,
    updated_at: at(addDays(TODAY, 20)),
    deleted: false,
    payload: workItem({
      key,
      assignee: account,
      blocked: until === null,
      blocked_spans: [{ from: at(addDays(TODAY, -10)), to: until === null ? null : at(until) }],
    }),
  });

  test('of blocked items are compared with others’ that stood blocked on the same day', async () => {
    const other = Array.from({ length: 8 }, (_, index) =>
      blocked(`OTHER-${index}`, 'b1', index < 2 ? addDays(TODAY, 9) : null),
    );
    const own = [blocked('PAY-1', 'a1', addDays(TODAY, 3)), blocked('PAY-2', 'a1', addDays(TODAY, 4))];
    await company.system.ingest.savePage(jira, 'issues', {
      accounts: ['a1', 'b1'].map((account) => ({
        account,
        display_name: account,
        email: account === 'a1' ? 'ann@example.com' : 'bob@example.com',
        active: true,
        bot: false,
        time_zone: null,
      })),
      records: [...other, ...own],
      faults: [],
      cursor: null,
    });
    await company.system.identities.confirm(sourceId.parse(jira), 'a1', ids.ann);
    await company.system.identities.confirm(sourceId.parse(jira), 'b1', ids.bob);
    const proposal = await propose(
      'unblock',
      {
        kind: 'unblock',
        predicted_effect: {
          metric: ITEMS_STANDING,
          unit: 'count',
          before: 2,
          after: 1,
          lower80: 0,
          upper80: 2,
          horizon_days: 28,
        },
      },
      { dedupe_key: `unblock:${teams.payments}:${ids.ann}:PAY-1,PAY-2` },
    );
    const found = await measureEffect(deps(), proposal, 'done');
    expect(found).toMatchObject({ measured: 0, comparison: { basis: 'comparable_items', n: 8 } });
    expect(found?.comparison?.expected).toBeCloseTo(1.44, 1);
  });

  test('of thanks are kept when they were held, and nothing of that comes by itself', async () => {
    const predicted_effect = {
      metric: THANKS_HELD,
      unit: 'count',
      before: 0,
      after: 1,
      lower80: 0,
      upper80: 1,
      horizon_days: 28,
    };
    const thanks = await propose('thanks', { ...long, kind: 'recognition', predicted_effect });
    expect(await measureEffect(deps(), thanks, 'done')).toMatchObject({
      measured: 0,
      comparison: { basis: 'nothing_planned' },
      verdict: 'no_effect',
    });
  });

  test('that no longer exist are not measurable; none at all is no entry', async () => {
    const gone = { ...(long.predicted_effect ?? null), metric: 'a metric of old' } as never;
    expect(
      await measureEffect(deps(), await propose('gone', { ...long, predicted_effect: gone }), 'done'),
    ).toMatchObject({
      verdict: 'not_enough_data',
    });
    expect(await measureEffect(deps(), await propose('none', { predicted_effect: null }), 'done')).toBeNull();
  });
});

describe('the ledger', () => {
  test('shows what is too early, and keeps planted and undoing ones out', async () => {
    const done = await carriedOut('early', [ids.ann], long);
    await carriedOut('undoing', [ids.bob], { kind: 'undo', undoes: done.id });
    const { items } = await company.system.ledger.list({});
    expect(items).toMatchObject([
      { intervention_id: done.id, verdict: 'too_early', measured: null, since: TODAY },
    ]);
    expect((await (await company.as('cas')).ledger.list({})).items).toEqual([]);
  });
});
