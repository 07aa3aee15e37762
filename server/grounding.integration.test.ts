import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTerms } from '#agents/goals/grounding/terms.ts';
import { addDays, completeWeeksBefore, weeksOf } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import { observationId } from '#domain/ids.ts';
import type { Observation, Subject } from '#domain/indicator.ts';
import {
  ids,
  jira,
  makeTestCompany,
  type TestCompany,
  TODAY,
  teams,
  workItem,
} from '#store/testing/company.ts';
import { type Grounding, makeGrounding } from './grounding.ts';

const offline = { embeddings: null, openai: { api_key: null, base_url: null } };
const { signal } = new AbortController();
const told: string[] = [];

let company: TestCompany;
let grounding: Grounding;
beforeAll(async () => {
  company = await makeTestCompany();
  grounding = makeGrounding({ config: offline, system: company.system, tell: (line) => told.push(line) });
  const subjects: Subject[] = [
    { kind: 'person', id: ids.ann },
    { kind: 'team', id: teams.payments },
    { kind: 'team', id: teams.sales },
  ];
  await company.system.observations.save(subjects.flatMap((subject) => weeks(subject)));
});
afterAll(async () => {
  await company.close();
});

const weeks = (subject: Subject): Observation[] =>
  weeksOf(completeWeeksBefore(TODAY, 26)).map((from, at) => ({
    id: observationId.parse(`obs_${subject.id}-${at}`),
    indicator_id: 'cycle_time_median',
    subject,
    period: { from, to: addDays(from, 6) },
    value: 7 + ((at * 7) % 3),
    unit: 'days',
    n: 6,
    coverage: 1,
    fresh_until: addDays(from, 5),
    flags: [],
  }));

const kpi: KpiSpec = {
  metric: 'average cycle time of our tickets',
  direction: 'decrease',
  comparator: '<=',
  baseline: null,
  target: 8,
  target_range: null,
  relative: null,
  unit: 'days',
  window: null,
  due: 'by the end of April',
  due_iso: '2026-04-30',
};

const groundedAs = async (who: keyof typeof ids, subject: Subject, more: Partial<KpiSpec> = {}) => {
  const store = await company.as(who);
  const found = await grounding.as(store)({ kpi: { ...kpi, ...more }, goal_text: '', subject, today: TODAY });
  return { store, found };
};
const payments: Subject = { kind: 'team', id: teams.payments };

describe('a KPI grounded over the database', () => {
  test('cites evidence that its reader can open, the same whoever asks', async () => {
    const { store, found } = await groundedAs('ann', { kind: 'person', id: ids.ann });
    expect(found).toMatchObject({ verdict: 'measured', indicator_id: 'cycle_time_median' });
    expect(found.baseline).toMatchObject({ unit: 'days', n: 6 });
    const cited = await store.evidence.get(found.baseline?.evidence_ids ?? []);
    expect(cited).toHaveLength(1);
    expect(cited[0]).toMatchObject({ subject: ids.ann, kind: 'observation' });
    expect(cited[0]?.text).toContain(`${found.baseline?.value} days`);
    expect(found.chance?.probability).toBeGreaterThan(0);
    const { found: again } = await groundedAs('manager', { kind: 'person', id: ids.ann });
    expect(again).toEqual(found);
  });

  test('tells nothing of people whom the reader may not see', async () => {
    for (const who of ['cas', 'bob', 'other', 'ada', 'otto'] as const) {
      const { store, found } = await groundedAs(who, { kind: 'person', id: ids.ann });
      expect(found).toMatchObject({ baseline: null, chance: null, forecast: null, owner_contributes: null });
      const mine = await groundedAs('ann', { kind: 'person', id: ids.ann });
      expect(await store.evidence.get(mine.found.baseline?.evidence_ids ?? [])).toEqual([]);
    }
  });

  test('shows a small team’s figures to those who lead it and to hr alone', async () => {
    expect((await groundedAs('manager', payments)).found.baseline).not.toBeNull();
    expect((await groundedAs('head', payments)).found.baseline).not.toBeNull();
    expect((await groundedAs('hana', payments)).found.baseline).not.toBeNull();
    const { found } = await groundedAs('ann', payments);
    expect(found).toMatchObject({ verdict: 'measured', baseline: null, chance: null });
    expect(found.notes.join()).toMatch(/fewer than 5 people/);
  });

  test('names what no source measures, in other languages too', async () => {
    const { found } = await groundedAs('ann', payments, { metric: 'Kundenabwanderung', unit: 'percent' });
    expect(found).toMatchObject({ verdict: 'not_measured', other_metric: { name: 'churn rate' } });
    const zyklus = await groundedAs('manager', payments, { metric: 'mittlere Zykluszeit' });
    expect(zyklus.found.indicator_id).toBe('cycle_time_median');
  });
});

describe('what grounding learns', () => {
  const newest = () => company.system.spaces.newest(loadTerms().version);

  test('is stored, and used by the next process', async () => {
    const before = await newest();
    expect(before?.version).toMatch(/^latent-/);
    const next = makeGrounding({ config: offline, system: company.system, tell: () => {} });
    const manager = await company.as('manager');
    await next.as(manager)({ kpi, goal_text: '', subject: payments, today: TODAY });
    expect((await newest())?.trained_at).toBe(before?.trained_at);
  });

  test('takes titles in when they first come, and then once a week', async () => {
    const before = await grounding.retrain(TODAY, signal);
    expect(await grounding.retrain(TODAY, signal)).toBe(before);
    await company.system.ingest.savePage(jira, 'issues', {
      records: [
        {
          external_id: '1',
          account: 'a1',
          updated_at: '2026-02-10T09:00:00.000Z',
          deleted: false,
          payload: workItem({ title: 'Payout retries for the ledger' }),
        },
      ],
      accounts: [],
      faults: [],
      cursor: null,
    });
    const after = await grounding.retrain(TODAY, signal);
    expect(after).not.toBe(before);
    expect(await grounding.retrain(TODAY, signal)).toBe(after);
    const { found } = await groundedAs('manager', payments);
    expect(found.indicator_id).toBe('cycle_time_median');
  });
});

describe('embeddings by a server', () => {
  test('that is down at the start are told of, and the offline ones do', async () => {
    const config = {
      embeddings: { provider: 'openai' as const, model: 'm' },
      openai: { api_key: 'sk-secret', base_url: 'http://127.0.0.1:9/v1' },
    };
    const down = makeGrounding({ config, system: company.system, tell: (line) => told.push(line) });
    const manager = await company.as('manager');
    const found = await down.as(manager)({ kpi, goal_text: '', subject: payments, today: TODAY });
    expect(found.indicator_id).toBe('cycle_time_median');
    expect(told.join()).toMatch(/127\.0\.0\.1:9.*found offline/);
    expect(told.join()).not.toContain('sk-secret');
  });

  test('that fail in the middle give way, and the person is told', async () => {
    let failing = false;
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const { input } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { input: string[] };
      const data = input.map((text, index) => ({
        index,
        embedding: Array.from({ length: 384 }, (_, at) => Number(at === text.length % 384)),
      }));
      response.writeHead(failing ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const base_url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
    try {
      const config = {
        embeddings: { provider: 'openai' as const, model: 'm' },
        openai: { api_key: null, base_url },
      };
      const outside = makeGrounding({ config, system: company.system, tell: () => {} });
      const ask = outside.as(await company.as('manager'));
      const question = {
        kpi: { ...kpi, metric: 'cycle time' },
        goal_text: '',
        subject: payments,
        today: TODAY,
      };
      expect((await ask(question)).notes.join()).not.toMatch(/embeddings server/);
      failing = true;
      const found = await ask(question);
      expect(found.indicator_id).toBe('cycle_time_median');
      expect(found.notes.join()).toMatch(/embeddings server didn't answer/);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
