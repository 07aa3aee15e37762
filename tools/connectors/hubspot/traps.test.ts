import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { testClock } from '#tools/connectors/testing/benches.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import {
  HUBSPOT_SECRET_TEXT,
  hubspotDeal,
  makeHubspotDataset,
  startHubspot,
} from '#tools/connectors/testing/hubspot.ts';
import { readEverything, readStream } from '#tools/connectors/testing/reading.ts';
import { systemHttp } from '#tools/http/client.ts';
import { syncSource } from '#tools/sync.ts';
import { makeMemoryIngest } from '#tools/testing/memory-ingest.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function bench(...question: Parameters<typeof startHubspot>) {
  const started = await startHubspot(...question);
  open.push(started.server);
  return started;
}
/** Doesn't wait, so that a long walk is quick. */
const hurried = { ...systemHttp, sleep: () => Promise.resolve() };

describe('HubSpot', () => {
  test('a deal carries its stages, oldest first and repeated ones folded', async () => {
    const { connector } = await bench(makeHubspotDataset(3));
    const { records } = await readStream(connector, 'deals');
    expect(records[2]?.payload).toMatchObject({
      title: null,
      owner: '4102',
      pipeline: 'default',
      stage: 'closedwon',
      state: 'won',
      deal_type: 'expansion',
      amount: 15_000.5,
      currency: 'EUR',
      probability: 1,
      closed_at: '2026-01-07T15:02:00.000Z',
      stages: [
        { at: '2026-01-07T08:02:00.000Z', stage: 'appointmentscheduled' },
        { at: '2026-01-07T15:02:00.000Z', stage: 'closedwon' },
      ],
    });
    expect(records[1]?.payload).toMatchObject({
      state: 'open',
      closed_at: null,
      expected_close_on: '2026-04-10',
    });
  });

  test('more than 10,000 results are read to the end, never asking for the 10,001st', async () => {
    const { connector, server } = await bench(makeHubspotDataset(10_300), hurried, {
      page_limit: 200,
      fields: [],
    });
    const { ids } = await readStream(connector, 'deals');
    expect(ids.size).toBe(10_300);
    expect(server.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test('thousands of deals stamped by one job at one moment are read once each, and the read ends', async () => {
    const dataset = makeHubspotDataset(700);
    for (const deal of dataset.deals.slice(100, 600))
      deal.properties.hs_lastmodifieddate = '2026-02-02T02:00:00.123Z';
    // The order within a moment isn't that of the ids.
    dataset.deals.reverse();
    const { connector, server } = await bench(dataset, hurried, { fields: [] });
    const { ids, records } = await readStream(connector, 'deals');
    expect(ids.size).toBe(700);
    expect(records).toHaveLength(700);
    expect(server.requests.some(({ body }) => JSON.stringify(body).includes('"EQ"'))).toBe(true);
    expect(server.requests.length).toBeLessThan(25);
  });

  test('a read of nothing but one moment ends too', async () => {
    const dataset = makeHubspotDataset(450);
    for (const deal of dataset.deals) deal.properties.hs_lastmodifieddate = '2026-02-02T02:00:00Z';
    const { connector } = await bench(dataset, hurried, { fields: [] });
    expect((await readStream(connector, 'deals')).ids.size).toBe(450);
  });

  test('a deal that is changed while the pages are read pushes no other out of sight', async () => {
    const dataset = makeHubspotDataset(250);
    const { connector } = await bench(dataset, hurried, { fields: [] });
    const ids = new Set<string>();
    for await (const page of connector.read('deals', null, new AbortController().signal)) {
      for (const { external_id } of page.records) ids.add(external_id);
      const [first] = dataset.deals;
      if (first) first.properties.hs_lastmodifieddate = TEST_NOW;
    }
    expect(ids.size).toBe(250);
  });

  test('a change that the index shows minutes later is read next time', async () => {
    const dataset = makeHubspotDataset(20);
    const stamp = (index: number, minutesAgo: number) => {
      const deal = dataset.deals[index];
      const at = new Date(Date.parse(TEST_NOW) - minutesAgo * 60_000).toISOString();
      if (deal) deal.properties.hs_lastmodifieddate = at;
    };
    stamp(3, 6);
    stamp(4, 12);
    let now = new Date(TEST_NOW);
    const options = { now: () => now, index_lag_ms: 10 * 60_000 };
    const { connector } = await bench(dataset, undefined, options);
    const first = await readStream(connector, 'deals');
    expect(first.ids.has('9003')).toBe(false);
    expect(first.ids.has('9004')).toBe(true);
    now = new Date(now.getTime() + 300_000);
    expect((await readStream(connector, 'deals', first.cursor)).ids.has('9003')).toBe(true);
  });

  test('deals that were deleted come as deleted, and only lately deleted ones a second time', async () => {
    const dataset = makeHubspotDataset(5);
    const archive = (index: number, archivedAt: string) =>
      Object.assign(dataset.deals[index] ?? {}, { archived: true, archivedAt });
    archive(1, '2026-01-09T00:00:00Z');
    const { connector } = await bench(dataset);
    const first = await readStream(connector, 'deals');
    expect(first.records.filter(({ deleted }) => deleted).map(({ external_id }) => external_id)).toEqual([
      '9001',
    ]);
    archive(2, '2026-03-30T00:00:00Z');
    const second = await readStream(connector, 'deals', first.cursor);
    expect(second.records.filter(({ deleted }) => deleted)).toMatchObject([
      { external_id: '9002', updated_at: '2026-03-30T00:00:00.000Z' },
    ]);
  });

  test('deals that were merged into another come as deleted, with the other', async () => {
    const dataset = makeHubspotDataset(5);
    const { connector } = await bench(dataset);
    const { cursor } = await readStream(connector, 'deals');
    const merged = hubspotDeal(7);
    Object.assign(merged.properties, {
      hs_merged_object_ids: '9001;9002',
      hs_lastmodifieddate: '2026-03-30T10:00:00Z',
    });
    dataset.deals = [...dataset.deals.filter(({ id }) => id !== '9001' && id !== '9002'), merged];
    const { records } = await readStream(connector, 'deals', cursor);
    const told = new Map(records.map(({ external_id, deleted }) => [external_id, deleted]));
    expect(['9001', '9002', '9007', '9004'].map((id) => told.get(id))).toEqual([true, true, false, false]);
  });

  test('a deal that nothing tells of any more is gone after a full read', async () => {
    const dataset = makeHubspotDataset(5);
    const { connector, source } = await bench(dataset);
    const ingest = makeMemoryIngest();
    const people = { list: async () => [] };
    const { signal } = new AbortController();
    const request = { source, connector, ingest, people, clock: testClock, signal, full: true };
    await syncSource(request);
    dataset.deals.splice(2, 1);
    dataset.feedback.splice(0, 1);
    const { streams } = await syncSource(request);
    expect(streams.map(({ stream, gone }) => [stream, gone])).toEqual([
      ['owners', 0],
      ['deals', 1],
      ['feedback_submissions', 1],
    ]);
  });

  test('the day’s calls used up: the read ends and says when to come back', async () => {
    const { connector } = await bench(makeHubspotDataset(1), undefined, { daily_limit: true });
    await expect(readStream(connector, 'deals')).rejects.toMatchObject({
      code: 'source-rate-limited',
      retryAfterMs: 3_600_000,
    });
  });

  test('histories come fifty at a time, and none are asked for where policy keeps none', async () => {
    const withStages = await bench(makeHubspotDataset(120), hurried);
    await readStream(withStages.connector, 'deals');
    const batches = ({ requests }: VendorServer) =>
      requests.filter(({ path }) => path.endsWith('/batch/read')).length;
    expect(batches(withStages.server)).toBe(3);
    const without = await bench(makeHubspotDataset(120), hurried, { fields: ['amount'] });
    await readStream(without.connector, 'deals');
    expect(batches(without.server)).toBe(0);
    const asked = JSON.stringify(without.server.requests);
    expect(asked).not.toMatch(/dealname|description|dealtype/);
  });

  test('searches keep to five a second', async () => {
    const sleeps: number[] = [];
    const http = {
      ...systemHttp,
      now: () => Date.parse(TEST_NOW),
      sleep: async (milliseconds: number) => {
        sleeps.push(milliseconds);
      },
    };
    const { connector } = await bench(makeHubspotDataset(60), http, { page_limit: 10, fields: [] });
    await readStream(connector, 'deals');
    expect(sleeps.every((milliseconds) => milliseconds === 1000)).toBe(true);
    expect(sleeps.length).toBeGreaterThan(0);
  });

  test('owners who left keep their deals; a queue is nobody', async () => {
    const { connector } = await bench(makeHubspotDataset(1));
    const { accounts } = await readStream(connector, 'owners');
    expect(accounts).toHaveLength(9);
    expect(accounts.filter(({ active }) => !active).map(({ account }) => account)).toEqual(['4107']);
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['4108']);
  });

  test('judgements keep their scales; surveys of one’s own and impossible scores are no figures', async () => {
    const dataset = makeHubspotDataset(1, 4);
    dataset.feedback.push({
      ...hubspotDeal(0),
      id: '399',
      properties: { ...dataset.feedback[0]?.properties, hs_object_id: '399', hs_value: '11' },
    });
    const { connector } = await bench(dataset);
    const { records, faults } = await readStream(connector, 'feedback_submissions');
    expect(records.map(({ payload }) => payload)).toMatchObject([
      { account: '4101', measure: 'nps', score: 9, low: 0, high: 10 },
      { account: null, measure: 'csat', score: 2, low: 0, high: 2 },
      { account: '4101', measure: 'ces', score: 6, low: 1, high: 7 },
    ]);
    expect(faults).toMatchObject([{ external_id: '399' }]);
  });

  test('no customer and no word of one leaves the connector', async () => {
    const dataset = makeHubspotDataset(20, 20);
    expect(JSON.stringify(dataset)).toContain(HUBSPOT_SECRET_TEXT);
    expect(await readEverything((await bench(dataset)).connector)).not.toContain(HUBSPOT_SECRET_TEXT);
  });
});
