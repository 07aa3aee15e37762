import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fillPayments } from '#agents/testing/team.ts';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { CYCLE_WEEKS } from '#domain/cycle.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import { type CycleId, cycleId, newId } from '#domain/ids.ts';
import type { Writer } from '#domain/writer.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import { ids, makeTestCompany, type TestCompany, TODAY, teams } from '#store/testing/company.ts';
import type { CycleDeps } from './deps.ts';
import { makeDeriveObservations } from './derive-observations.ts';
import { makeCycleRunner } from './run.ts';

let company: TestCompany;
beforeEach(async () => {
  company = await makeTestCompany();
});
afterEach(() => company.close());

const never = () => new AbortController().signal;

function runner(over: Partial<CycleDeps> = {}) {
  const { system, clock, database } = company;
  const offline = makeOfflineWriter();
  return makeCycleRunner({
    ...system,
    derive: makeDeriveObservations(system),
    writer: offline,
    offline,
    clock,
    checkpointer: makeCheckpointer(database),
    ...over,
  });
}

async function queued(): Promise<CycleId> {
  const id = newId('cyc', cycleId);
  await company.system.cycles.create({
    id,
    team_id: teams.payments,
    period: completeWeeksBefore(TODAY, CYCLE_WEEKS),
    as_of: TODAY,
    requested_by: 'operator',
  });
  return id;
}

describe('a cycle', () => {
  test('drafts for everybody, finds the overload and proposes to move work', async () => {
    await fillPayments(company, TODAY);
    const id = await queued();
    const result = await runner().run(id, never());
    expect(result).toMatchObject({ people: 3, fallbacks: 0 });
    const summary = await company.system.drafts.latest(ids.ann, 'summary');
    expect(summary?.status).toBe('ready');
    expect(summary?.claims.every((claim) => claim.citations.length > 0)).toBe(true);
    expect((await company.system.drafts.latest(ids.manager, 'summary'))?.status).toBe('not_enough_data');
    expect((await company.system.assessments.findings(id)).map((finding) => finding.kind)).toContain(
      'overload',
    );
    const [proposal] = await Promise.all(
      result.intervention_ids.map((one) => company.system.interventions.get(one)),
    );
    expect(proposal).toMatchObject({
      state: 'awaiting_approval',
      chain: [{ role: 'manager', person_ids: [ids.manager] }],
    });
    expect(
      proposal?.actions.every(
        (action) => action.kind !== 'reassign_work_item' || action.to_person_id === ids.bob,
      ),
    ).toBe(true);
  });

  test('run again answers alike and makes nothing twice', async () => {
    await fillPayments(company, TODAY);
    const id = await queued();
    const first = await runner().run(id, never());
    expect(await runner().run(id, never())).toEqual(first);
    const again = await runner().run(await queued(), never());
    expect(again.intervention_ids).toEqual(first.intervention_ids);
    expect((await company.system.interventions.list({ state: 'awaiting_approval' })).items).toHaveLength(1);
  });

  test('of a team without records says that there is not enough data', async () => {
    const result = await runner().run(await queued(), never());
    expect(result).toMatchObject({ not_enough_data: 3, claims_kept: 0, intervention_ids: [] });
  });

  test('goes on where a dead run left off, at whatever step it died', async () => {
    await fillPayments(company, TODAY);
    const whole = await runner().run(await queued(), never());
    const { drafts, assessments, interventions, evidence } = company.system;
    const deaths: [string, (die: () => never) => Partial<CycleDeps>][] = [
      ['assess', (die) => ({ assessments: { ...assessments, save: async () => die() } })],
      ['detect', (die) => ({ assessments: { ...assessments, saveFindings: async () => die() } })],
      ['brief', (die) => ({ evidence: { ...evidence, record: async () => die() } })],
      ['draft', (die) => ({ drafts: { ...drafts, save: async () => die() } })],
      ['propose', (die) => ({ interventions: { ...interventions, propose: async () => die() } })],
    ];
    for (const [step, over] of deaths) {
      const id = await queued();
      const stop = new AbortController();
      const die = (): never => {
        stop.abort();
        throw new Error(`died in ${step}`);
      };
      await expect(runner(over(die)).run(id, stop.signal)).rejects.toThrow();
      const result = await runner().run(id, never());
      expect({ ...result, seconds: 0, summary_ids: [], plan_ids: [], finding_ids: [] }, step).toEqual({
        ...whole,
        seconds: 0,
        summary_ids: [],
        plan_ids: [],
        finding_ids: [],
      });
    }
  }, 120_000);

  test('keeps no sentence that its evidence does not bear out, and the offline writer takes over from one that insists', async () => {
    await fillPayments(company, TODAY);
    const offline = makeOfflineWriter();
    const liar: Writer = {
      name: 'liar',
      writeSummary: async (brief, options) => {
        const { claims, authorship } = await offline.writeSummary(brief, options);
        const invented = claims.map((claim) => ({
          ...claim,
          text: `${claim.text} PAY-99999 earned 777 medals.`,
        }));
        return {
          claims: invented,
          authorship: { ...authorship, writer: 'liar', model: 'liar-1', input_tokens: 10, output_tokens: 5 },
        };
      },
      writePlan: (brief, options) => offline.writePlan(brief, options),
    };
    const result = await runner({ writer: liar }).run(await queued(), never());
    expect(result.fallbacks).toBeGreaterThan(0);
    const summary = await company.system.drafts.latest(ids.ann, 'summary');
    expect(JSON.stringify(summary?.claims)).not.toContain('777');
    expect(summary?.authorship).toMatchObject({
      fallback_reason: expect.stringContaining('verification'),
      input_tokens: 20,
    });
  });
});
