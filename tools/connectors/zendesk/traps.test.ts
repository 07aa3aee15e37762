import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { ZendeskDataset } from '#demo/vendors/zendesk-dataset.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import { readEverything, readStream } from '#tools/connectors/testing/reading.ts';
import {
  makeZendeskDataset,
  seconds,
  startZendesk,
  ZENDESK_SECRET_TEXT,
} from '#tools/connectors/testing/zendesk.ts';
import { systemHttp } from '#tools/http/client.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function bench(
  dataset: ZendeskDataset,
  ...options: Parameters<typeof startZendesk> extends [unknown, ...infer Rest] ? Rest : never
) {
  const started = await startZendesk(dataset, ...options);
  open.push(started.server);
  return started;
}

describe('Zendesk', () => {
  test('a cursor that it does not know any more begins the export anew', async () => {
    const { connector } = await bench(makeZendeskDataset(3));
    const filling = { started: TEST_NOW, newest: TEST_NOW, done: { cursor: 'b2xk' } };
    const { ids, cursor } = await readStream(connector, 'tickets', { updated: null, filling });
    expect(ids.size).toBe(3);
    expect(cursor).toMatchObject({ updated: expect.any(String) });
  });

  test('a ticket carries its first answer, its solving and its reopenings', async () => {
    const { connector } = await bench(makeZendeskDataset(3));
    const { records } = await readStream(connector, 'tickets');
    expect(records[2]?.payload).toMatchObject({
      key: '9002',
      group: 'Port desk',
      channel: 'email',
      priority_rank: 2,
      state: 'solved',
      created_at: '2026-01-07T08:02:00.000Z',
      first_response_at: '2026-01-07T08:47:00.000Z',
      solved_at: '2026-01-07T15:02:00.000Z',
      reopens: 2,
    });
    expect(records[1]?.payload).toMatchObject({ state: 'waiting', solved_at: null });
  });

  test('a ticket that nobody answered has no first answer, not one at its creation', async () => {
    const dataset = makeZendeskDataset(2);
    for (const { metric_set } of dataset.tickets)
      if (metric_set) metric_set.reply_time_in_minutes = { calendar: null, business: null };
    const { records } = await readStream((await bench(dataset)).connector, 'tickets');
    for (const { payload } of records) expect(payload).toMatchObject({ first_response_at: null });
  });

  test('a conversation by chat tells its first answer in seconds', async () => {
    const dataset = makeZendeskDataset(1);
    const [ticket] = dataset.tickets;
    Object.assign(ticket?.metric_set ?? {}, {
      reply_time_in_minutes: null,
      reply_time_in_seconds: { calendar: 90 },
    });
    const { records } = await readStream((await bench(dataset)).connector, 'tickets');
    expect(records[0]?.payload).toMatchObject({ first_response_at: '2026-01-05T08:01:30.000Z' });
  });

  test('a deleted ticket comes as deleted', async () => {
    const dataset = makeZendeskDataset(4);
    Object.assign(dataset.tickets[1] ?? {}, { status: 'deleted' });
    const { records } = await readStream((await bench(dataset)).connector, 'tickets');
    expect(records.filter(({ deleted }) => deleted).map(({ external_id }) => external_id)).toEqual(['9001']);
  });

  test('a ticket that the export gives twice comes once', async () => {
    const { connector } = await bench(makeZendeskDataset(250), undefined, { duplicates: true });
    const { records, ids } = await readStream(connector, 'tickets');
    expect(records).toHaveLength(250);
    expect(ids.size).toBe(250);
  });

  test('a change by the system is seen, though updated_at stays as it was', async () => {
    const dataset = makeZendeskDataset(50);
    const { connector } = await bench(dataset);
    const { cursor } = await readStream(connector, 'tickets');
    const [ticket] = dataset.tickets;
    const changed = new Date(Date.parse(TEST_NOW) - 120_000).toISOString();
    if (ticket) {
      ticket.status = 'closed';
      ticket.generated_timestamp = seconds(changed);
    }
    const second = await readStream(connector, 'tickets', cursor);
    expect(second.records.find(({ external_id }) => external_id === '9000')?.updated_at).toBe(changed);
  });

  test('the last minute, which the export leaves out, is read next time', async () => {
    const dataset = makeZendeskDataset(5);
    const [, ticket] = dataset.tickets;
    const justNow = new Date(Date.parse(TEST_NOW) - 20_000).toISOString();
    if (ticket) Object.assign(ticket, { updated_at: justNow, generated_timestamp: seconds(justNow) });
    let now = new Date(TEST_NOW);
    const { connector } = await bench(dataset, undefined, { now: () => now });
    const first = await readStream(connector, 'tickets');
    expect(first.ids.has('9001')).toBe(false);
    now = new Date(now.getTime() + 300_000);
    expect((await readStream(connector, 'tickets', first.cursor)).ids.has('9001')).toBe(true);
  });

  test('a start within the last minute, which is refused, is never asked for', async () => {
    const { connector, server } = await bench(makeZendeskDataset(3));
    const future = { updated: '2026-04-30T00:00:00.000Z' };
    await readStream(connector, 'tickets', future);
    expect(server.requests.map(({ status }) => status)).toEqual([200]);
  });

  test('customers are users in Zendesk and no accounts of ours', async () => {
    const { connector } = await bench(makeZendeskDataset(1));
    const { accounts } = await readStream(connector, 'users');
    expect(accounts).toHaveLength(8);
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['506']);
    expect(accounts.filter(({ active }) => !active).map(({ account }) => account)).toEqual(['507']);
  });

  test('ratings are read to their end, and those that were only offered are none', async () => {
    const { connector, server } = await bench(makeZendeskDataset(1, 340));
    const { records } = await readStream(connector, 'satisfaction_ratings');
    expect(records).toHaveLength(255);
    expect(
      server.requests.every(({ path }) => path.includes('page[size]=100') || path.includes('page%5Bsize')),
    ).toBe(true);
    expect(records.slice(0, 3).map(({ payload }) => ('score' in payload ? payload.score : null))).toEqual([
      1, 1, 0,
    ]);
  });

  test('a rating that is given weeks after it was offered is seen', async () => {
    const dataset = makeZendeskDataset(1, 8);
    const { connector } = await bench(dataset);
    const { cursor } = await readStream(connector, 'satisfaction_ratings');
    const rating = dataset.ratings[3];
    if (rating) Object.assign(rating, { score: 'bad', updated_at: '2026-01-20T00:00:00Z' });
    expect((await readStream(connector, 'satisfaction_ratings', cursor)).ids.has('83')).toBe(true);
  });

  test('exports keep to ten a minute, lists to two hundred', async () => {
    const sleeps: number[] = [];
    const http = {
      ...systemHttp,
      now: () => Date.parse(TEST_NOW),
      sleep: async (milliseconds: number) => {
        sleeps.push(milliseconds);
      },
    };
    const { connector } = await bench(makeZendeskDataset(12), http, { page_limit: 1 });
    await readStream(connector, 'tickets');
    expect(sleeps).toEqual([60_000, 60_000]);
    await readStream(connector, 'users');
    expect(sleeps).toHaveLength(2);
  });

  test('what policy does not list is not kept', async () => {
    const { connector } = await bench(makeZendeskDataset(1), undefined, { fields: [] });
    const { records } = await readStream(connector, 'tickets');
    expect(records[0]?.payload).toMatchObject({ group: null, channel: null, priority_rank: null });
  });

  test('no word of a customer leaves the connector', async () => {
    const dataset = makeZendeskDataset(20);
    expect(JSON.stringify(dataset)).toContain(ZENDESK_SECRET_TEXT);
    const everything = await readEverything((await bench(dataset)).connector);
    expect(everything).not.toContain(ZENDESK_SECRET_TEXT);
    expect(everything).not.toContain('customer@elsewhere');
  });
});
