import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Draft } from '#domain/draft.ts';
import { draftId } from '#domain/ids.ts';
import { ids, jira, teams } from '#store/testing/company.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let made: TestApp;
let evidence: string;
beforeAll(async () => {
  made = await makeTestApp();
  const { system } = made.company;
  const [item] = await system.evidence.record([
    {
      subject: ids.ann,
      at: '2026-02-20',
      kind: 'record',
      ref_id: 'rec_1',
      text: 'PAY-1 was closed on 2026-02-20',
      facts: [],
      mentions: [],
    },
  ]);
  evidence = item?.id ?? '';
  await system.drafts.save(summary('one', 'Ann closed PAY-1.'));
  await system.drafts.save(summary('two', 'Ann closed PAY-1 on 20 February.'));
});
afterAll(() => made.close());

const summary = (name: string, text: string): Draft => ({
  id: draftId.parse(`drf_${name}`),
  kind: 'summary',
  person_id: ids.ann,
  cycle_id: null,
  period: { from: '2025-12-01', to: '2026-03-01' },
  status: 'ready',
  claims: [{ text, citations: [evidence], section: 'achieved' }],
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
  created_at: `2026-03-02T0${name === 'one' ? 8 : 9}:00:00.000Z`,
});

const get = (who: Parameters<TestApp['ask']>[0], url: string) => made.ask(who, { url });

describe('a summary', () => {
  test('is read by its subject, their managers and hr', async () => {
    for (const who of ['ann', 'manager', 'head', 'hana'] as const)
      expect(await get(who, `/api/summaries?person_id=${ids.ann}`)).toMatchObject({
        status: 200,
        body: { items: [{ id: 'drf_two', claims: [{ citations: [evidence] }] }], next: null },
      });
    for (const who of ['bob', 'cas', 'other', 'ada'] as const)
      expect(await get(who, '/api/summaries')).toMatchObject({ status: 200, body: { items: [] } });
    expect(await get('bob', '/api/drafts/drf_two')).toMatchObject({ status: 404 });
    expect(await get('ann', '/api/plans')).toMatchObject({ body: { items: [] } });
  });

  test('that was superseded is shown when asked for', async () => {
    const all = await get('manager', `/api/summaries?team_id=${teams.payments}&superseded=true`);
    expect(all).toMatchObject({
      body: { items: [{ id: 'drf_two' }, { id: 'drf_one', status: 'superseded' }] },
    });
  });
});

describe('evidence', () => {
  test('is opened by who may read what it is about', async () => {
    expect(await get('manager', `/api/evidence/${evidence}`)).toMatchObject({
      status: 200,
      body: { text: 'PAY-1 was closed on 2026-02-20', contested: null },
    });
    expect(await get('cas', `/api/evidence/${evidence}`)).toMatchObject({ status: 404 });
  });

  test('is contested by its subject, once, with a reason', async () => {
    const contest = (who: 'ann' | 'manager' | 'cas', reason: string) =>
      made.ask(who, { method: 'POST', url: `/api/evidence/${evidence}/contest`, payload: { reason } });
    expect(await contest('ann', ' ')).toMatchObject({ status: 422 });
    expect(await contest('manager', 'not so')).toMatchObject({ status: 403 });
    expect(await contest('cas', 'not so')).toMatchObject({ status: 404 });
    expect(await contest('ann', 'Bob closed it')).toMatchObject({
      status: 200,
      body: { contested: { by: ids.ann, reason: 'Bob closed it' } },
    });
    expect(await contest('ann', 'again')).toMatchObject({ status: 409 });
  });
});

describe('the sources', () => {
  test('are read when a keeper asks', async () => {
    const sync = { method: 'POST', url: `/api/sources/${jira}/sync` } as const;
    expect(await made.ask('ada', sync)).toMatchObject({ status: 202, body: { name: 'jira' } });
    expect(made.sent).toContainEqual({ name: 'source-sync', data: { source_id: jira } });
    expect(await made.ask('manager', sync)).toMatchObject({ status: 403 });
    expect(await get('hana', `/api/sources/${jira}/faults`)).toMatchObject({ body: { items: [] } });
  });

  test('name the accounts of nobody, and take a person for one', async () => {
    const account = {
      account: 'z1',
      display_name: 'Zoe',
      email: null,
      active: true,
      bot: false,
      time_zone: null,
    };
    await made.company.system.ingest.savePage(jira, 'users', {
      accounts: [account],
      records: [],
      faults: [],
      cursor: null,
    });
    expect(await get('hana', '/api/identities/unmatched')).toMatchObject({
      body: { items: [{ account: 'z1', person_id: null }] },
    });
    const payload = { source_id: jira, account: 'z1', person_id: ids.bob };
    const join = { method: 'POST', url: '/api/identities', payload } as const;
    expect(await made.ask('ann', join)).toMatchObject({ status: 403 });
    expect(await made.ask('hana', join)).toMatchObject({
      status: 200,
      body: { person_id: ids.bob, method: 'confirmed' },
    });
    expect(await get('hana', '/api/identities/unmatched')).toMatchObject({ body: { items: [] } });
  });
});

test('the ledger of outcomes begins empty', async () => {
  expect(await get('manager', '/api/outcomes')).toMatchObject({
    status: 200,
    body: { items: [], next: null },
  });
});
