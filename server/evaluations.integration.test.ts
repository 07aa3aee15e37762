import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '#domain/config.ts';
import { cycleId, draftId, evaluationRunId, newId } from '#domain/ids.ts';
import { ids, TODAY, teams } from '#store/testing/company.ts';
import { runEvaluation } from './evaluations.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
let folder: string;
const { signal } = new AbortController();
const config = () => ({
  ...parseConfig({ FAIRLEAD_TODAY: TODAY }),
  log_level: 'silent' as const,
  data_dir: folder,
});
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fairlead-evaluations-'));
  made = await makeTestApp(config());
});
afterAll(async () => {
  await made.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (name: 'hana' | 'manager' | 'ann' | 'ada', url: string) => made.ask(name, { url });
const post = (name: 'hana' | 'manager' | 'ann' | 'ada', url: string, payload: object) =>
  made.ask(name, { method: 'POST', url, payload });

describe('a run of the suites', () => {
  test('is asked for by a keeper, one at a time, and only of suites that there are', async () => {
    expect(await get('ann', '/api/evaluations')).toMatchObject({ status: 403 });
    expect(await post('manager', '/api/evaluations', {})).toMatchObject({ status: 403 });
    expect(await post('hana', '/api/evaluations', { suites: ['nonsense'] })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('groundedness') } },
    });
    expect(await post('hana', '/api/evaluations', { suites: ['retrieval'] })).toMatchObject({
      status: 202,
      body: { state: 'queued', suites: ['retrieval'] },
    });
    expect(made.sent.map(({ name }) => name)).toContain('evaluation-run');
    expect(await post('ada', '/api/evaluations', {})).toMatchObject({ status: 409 });
  });

  test('is carried out by the worker, and told with every case, its report and a comparison', async () => {
    const { system } = made.company;
    const { items } = await system.evaluations.runs();
    const [run] = items;
    if (run === undefined) throw new Error('no run');
    await runEvaluation({ system, config: config(), news: made.news }, run.id, signal);
    const url = `/api/evaluations/${run.id}`;
    const told = await get('hana', url);
    expect(told).toMatchObject({ status: 200, body: { state: 'done', passed: true, writer: 'offline@1' } });
    const { results, cases } = told.body as { results: { suite: string; total: number }[]; cases: unknown[] };
    expect(results.map(({ suite }) => suite)).toEqual(['retrieval']);
    expect(cases).toHaveLength(results[0]?.total ?? -1);
    expect(await get('ann', url)).toMatchObject({ status: 403 });
    expect((await get('hana', `${url}/report`)).body).toContain('retrieval');
    const compared = await get('hana', `/api/evaluations/compare?before=${run.id}&after=${run.id}`);
    expect(compared).toMatchObject({ body: { items: [{ suite: 'retrieval', worse: [], better: [] }] } });
    // Taken up again by another worker it changes nothing.
    await runEvaluation({ system, config: config(), news: made.news }, run.id, signal);
    expect((await system.evaluations.cases(run.id)).length).toBe(cases.length);
  });

  test('that fails says why, and never lies about a result', async () => {
    const { system } = made.company;
    const id = newId('evr', evaluationRunId);
    await system.evaluations.request({ id, suites: ['no-such'], repeat: 1, requested_by: 'operator' });
    await runEvaluation({ system, config: config(), news: made.news }, id, signal);
    expect(await system.evaluations.run(id)).toMatchObject({
      state: 'failed',
      passed: null,
      error: expect.stringContaining('no-such'),
    });
  });
});

describe('a case made of what a person said', () => {
  const draft = newId('drf', draftId);

  test('is made by whoever may read the sentence, once, without names', async () => {
    const { system } = made.company;
    const cycle = newId('cyc', cycleId);
    const period = { from: '2026-01-05', to: '2026-03-01' };
    await system.cycles.create({
      id: cycle,
      team_id: teams.payments,
      period,
      as_of: TODAY,
      requested_by: 'operator',
    });
    const [evidence] = await system.evidence.record([
      {
        subject: ids.ann,
        at: '2026-03-01',
        kind: 'observation',
        ref_id: 'obs_1',
        text: 'Work items closed by ann, 2026-01-05 to 2026-03-01: 14',
        facts: [{ name: 'work items closed', value: 14, unit: 'count', period: '2026-01-05/2026-03-01' }],
        mentions: [],
      },
    ]);
    await system.drafts.save({
      id: draft,
      kind: 'summary',
      person_id: ids.ann,
      cycle_id: cycle,
      period,
      status: 'ready',
      claims: [{ text: 'Closed 14 work items.', citations: [evidence?.id ?? ''], section: 'achieved' }],
      areas: [],
      dropped: [],
      authorship: {
        writer: 'offline@1',
        model: null,
        prompt: null,
        prompt_hash: null,
        fallback_reason: null,
        input_tokens: 0,
        output_tokens: 0,
      },
      created_at: '2026-03-02T09:00:00.000Z',
    });
    const place = { kind: 'draft', id: draft, claim: 0 };
    const wrong = { place, verdict: 'wrong' };
    const captured = await post('manager', '/api/evaluation-cases', wrong);
    expect(captured).toMatchObject({
      status: 201,
      body: { state: 'captured', case: { assert: [{ type: 'unsupported' }], vars: { subject: 'p1' } } },
    });
    expect(JSON.stringify((captured.body as { case: unknown }).case)).not.toMatch(/per_|evd_/);
    expect(await post('manager', '/api/evaluation-cases', wrong)).toMatchObject({ status: 409 });
    expect(
      await post('manager', '/api/evaluation-cases', { ...wrong, place: { ...place, claim: 7 } }),
    ).toMatchObject({
      status: 422,
    });
    // Whoever may not read the draft can't make a case of it.
    expect(
      await made.ask('cas', { method: 'POST', url: '/api/evaluation-cases', payload: wrong }),
    ).toMatchObject({ status: 404 });
  });

  test('joins a suite only when somebody else of hr or admin lets it in', async () => {
    const { body } = await get('hana', '/api/evaluation-cases?state=captured');
    const [item] = (body as { items: { id: string }[] }).items;
    const url = `/api/evaluation-cases/${item?.id}/review`;
    expect(await post('manager', url, { state: 'accepted' })).toMatchObject({ status: 403 });
    expect(await post('hana', url, { state: 'accepted' })).toMatchObject({
      status: 200,
      body: { state: 'accepted' },
    });
    const place = { kind: 'draft', id: draft, claim: 0 };
    const own = await post('hana', '/api/evaluation-cases', { place, verdict: 'right' });
    const mine = `/api/evaluation-cases/${(own.body as { id: string }).id}/review`;
    expect(await post('hana', mine, { state: 'accepted' })).toMatchObject({ status: 403 });
    expect(await post('ada', mine, { state: 'discarded' })).toMatchObject({ body: { state: 'discarded' } });
    // A manager sees their own cases only.
    const seen = (await get('manager', '/api/evaluation-cases')).body as { items: { captured_by: string }[] };
    expect(seen.items.map(({ captured_by }) => captured_by)).toEqual([ids.manager]);
  });
});
