import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { readEverything, readStream } from '#tools/connectors/testing/reading.ts';
import {
  makeSalesforceDataset,
  SALESFORCE_SECRET_TEXT,
  startSalesforce,
} from '#tools/connectors/testing/salesforce.ts';
import { normaliseOpportunity } from './normalise.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function bench(...question: Parameters<typeof startSalesforce>) {
  const started = await startSalesforce(...question);
  open.push(started.server);
  return started;
}
const statusesOf = ({ requests }: VendorServer) => requests.map(({ status }) => status);

describe('Salesforce', () => {
  test('a deal carries its stages in order, repeated rows folded, and when it was won', async () => {
    const { connector } = await bench(makeSalesforceDataset(3));
    const { records } = await readStream(connector, 'opportunities');
    expect(records[2]?.payload).toMatchObject({
      title: null,
      state: 'won',
      deal_type: 'new',
      amount: 15_000,
      currency: 'EUR',
      probability: 1,
      expected_close_on: '2026-04-10',
      closed_at: '2026-01-07T15:02:00.000Z',
      stages: [
        { at: '2026-01-07T08:02:00.000Z', stage: 'Prospecting' },
        { at: '2026-01-07T10:02:00.000Z', stage: 'Qualification' },
        { at: '2026-01-07T15:02:00.000Z', stage: 'Closed Won' },
      ],
    });
    expect(records[1]?.payload).toMatchObject({ state: 'open', closed_at: null, probability: 0.2 });
  });

  test('a token that ran out between batches ends the locator too: the walk goes on from its newest change', async () => {
    const { connector, server } = await bench(makeSalesforceDataset(350), undefined, {
      requests_per_token: 2,
    });
    const { records, ids } = await readStream(connector, 'opportunities');
    expect(ids.size).toBe(350);
    expect(records).toHaveLength(350);
    expect(statusesOf(server)).toContain(401);
    expect(server.requests.filter(({ status }) => status === 400).length).toBeGreaterThan(0);
    const queries = server.requests.filter(({ path }) => path.includes('queryAll'));
    expect(queries.length).toBeGreaterThan(1);
    expect(decodeURIComponent(queries[1]?.path ?? '')).toContain('WHERE+SystemModstamp+>=+2026');
  });

  test('a token that never lasts for a second batch of the same moment ends the read with an error', async () => {
    const dataset = makeSalesforceDataset(150);
    for (const deal of dataset.opportunities) deal.SystemModstamp = '2026-02-02T10:00:00.000+0000';
    const { connector, server } = await bench(dataset, undefined, { requests_per_token: 1 });
    await expect(readStream(connector, 'opportunities')).rejects.toThrow(/locators are gone again and again/);
    expect(server.requests.length).toBeLessThan(30);
  });

  test('more rows without a link to them are an error, not the end', async () => {
    const { connector } = await bench(makeSalesforceDataset(150), undefined, { without_next: true });
    await expect(readStream(connector, 'opportunities')).rejects.toThrow(/without a link/);
  });

  test('deleted rows come as deleted', async () => {
    const dataset = makeSalesforceDataset(4);
    for (const deal of dataset.opportunities.slice(1, 2)) deal.IsDeleted = true;
    const { connector, server } = await bench(dataset);
    const { records } = await readStream(connector, 'opportunities');
    expect(records.map(({ deleted }) => deleted)).toEqual([false, true, false, false]);
    expect(server.requests.at(-1)?.path).toContain('/queryAll');
  });

  test('the day’s calls used up: the read ends and says when to come back', async () => {
    const { connector } = await bench(makeSalesforceDataset(2), undefined, {
      usage: { used: 15_000, max: 15_000 },
    });
    await expect(readStream(connector, 'opportunities')).rejects.toMatchObject({
      code: 'source-rate-limited',
      retryAfterMs: 3_600_000,
    });
  });

  test('the last tenth of the day’s calls is left to others', async () => {
    const usage = { used: 13_400, max: 15_000 };
    const { connector } = await bench(makeSalesforceDataset(2), undefined, { usage });
    expect((await readStream(connector, 'opportunities')).records).toHaveLength(2);
    usage.used = 13_500;
    await expect(readStream(connector, 'opportunities')).rejects.toMatchObject({
      code: 'source-rate-limited',
    });
  });

  test('a wrong secret is said as such, and not shown', async () => {
    const { stranger } = await bench(makeSalesforceDataset(1));
    await expect(stranger.check(signal)).rejects.toMatchObject({ code: 'source-unauthorized' });
    await expect(stranger.check(signal)).rejects.not.toThrow(/wrong-secret-1618/);
  });

  test('one token serves many requests', async () => {
    const { connector, server } = await bench(makeSalesforceDataset(350));
    await readEverything(connector);
    expect(server.requests.filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(1);
  });

  test('customers with a login are no accounts; the platform’s own are marked', async () => {
    const { connector } = await bench(makeSalesforceDataset(1));
    const { accounts } = await readStream(connector, 'users');
    expect(accounts).toHaveLength(8);
    expect(accounts.filter(({ bot }) => bot)).toHaveLength(1);
    expect(accounts.filter(({ active }) => !active)).toHaveLength(1);
  });

  test('a case of a queue belongs to nobody', async () => {
    const { connector } = await bench(makeSalesforceDataset(1));
    const { records } = await readStream(connector, 'cases');
    expect(records[1]).toMatchObject({
      account: null,
      payload: { assignee: null, group: 'Port desk', state: 'waiting', priority_rank: 2 },
    });
    expect(records[2]?.payload).toMatchObject({
      key: '00001002',
      channel: 'Phone',
      group: null,
      state: 'solved',
      solved_at: '2026-01-07T15:02:00.000Z',
      first_response_at: null,
    });
  });

  test('only listed columns are asked for', async () => {
    const { connector, server } = await bench(makeSalesforceDataset(1), undefined, { fields: [] });
    await readEverything(connector);
    const asked = server.requests.map(({ path }) => path).join(' ');
    expect(asked).not.toMatch(/Amount|Description|Subject|Origin|OpportunityHistories|,\+Name\+?FROM/);
  });

  test('a deal of several currencies keeps its own; a cut history tells nothing', () => {
    const raw = {
      ...makeSalesforceDataset(1).opportunities[0],
      CurrencyIsoCode: 'NOK',
      OpportunityHistories: {
        done: false,
        records: [{ StageName: 'New', CreatedDate: '2026-01-01T00:00:00Z' }],
      },
    };
    const fields = new Set(['stages']);
    expect(normaliseOpportunity(raw, { fields, currency: 'EUR' })).toMatchObject({
      ok: true,
      record: { payload: { currency: 'NOK', stages: [], closed_at: '2026-04-10T00:00:00.000Z' } },
    });
  });

  test('no customer and no description leaves the connector', async () => {
    const dataset = makeSalesforceDataset(20, 20);
    expect(JSON.stringify(dataset)).toContain(SALESFORCE_SECRET_TEXT);
    expect(await readEverything((await bench(dataset)).connector)).not.toContain(SALESFORCE_SECRET_TEXT);
  });
});
