import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import { readEverything, readStream } from '#tools/connectors/testing/reading.ts';
import {
  makeTogglDataset,
  startToggl,
  TOGGL_SECRET_TEXT,
  togglEntry,
} from '#tools/connectors/testing/toggl.ts';
import { systemHttp } from '#tools/http/client.ts';
import { daysOfRange, rangesOf } from './connector.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function bench(...question: Parameters<typeof startToggl>) {
  const started = await startToggl(...question);
  open.push(started.server);
  return started;
}
const reports = ({ requests }: VendorServer) => requests.filter(({ method }) => method === 'POST');

/** Doesn't wait, so that a long walk is quick. */
const hurried = { ...systemHttp, sleep: () => Promise.resolve() };

describe('Toggl', () => {
  test('an entry carries its hours and the key that it names, and not its description', async () => {
    const { connector } = await bench(makeTogglDataset(1));
    const { records } = await readStream(connector, 'time_entries');
    expect(records[0]?.payload).toMatchObject({
      account: '2000',
      spent_on: '2026-01-05',
      hours: 1.5,
      project: 'Payments',
      task: 'Development',
      work_item_key: 'PAY-1',
      billable: true,
      running: false,
    });
  });

  test('a running timer, whose duration is negative, has no hours yet', async () => {
    const dataset = makeTogglDataset(2);
    Object.assign(dataset.entries[0] ?? {}, { seconds: -1_774_958_400, stop: null });
    const { records, faults } = await readStream((await bench(dataset, hurried)).connector, 'time_entries');
    expect(faults).toEqual([]);
    expect(records.find(({ external_id }) => external_id === '3300000')?.payload).toMatchObject({
      running: true,
      hours: 0,
    });
  });

  test('402 with a quota ends the read and says when the hour is over', async () => {
    const quota = { left: 2, resets_in_seconds: 1900 };
    const { connector, server } = await bench(makeTogglDataset(250), undefined, { quota });
    await expect(readStream(connector, 'time_entries')).rejects.toMatchObject({
      code: 'source-rate-limited',
      retryAfterMs: 1_900_000,
    });
    expect(server.requests.map(({ status }) => status)).toEqual([200, 200, 402]);
    quota.left = 30;
    expect((await readStream(connector, 'time_entries')).ids.size).toBe(250);
  });

  test('402 without a quota is what it says: not bought', async () => {
    const { connector } = await bench(makeTogglDataset(1), {
      fetch: async () => new Response('Workspace needs to have this feature enabled', { status: 402 }),
      now: () => Date.parse(TEST_NOW),
      sleep: () => Promise.resolve(),
      random: () => 0.5,
    });
    await expect(readStream(connector, 'users')).rejects.toMatchObject({ code: 'source-refused' });
  });

  test('the token, which stands where a user’s name does, is never shown', async () => {
    const { connector } = await bench(makeTogglDataset(1), {
      ...hurried,
      fetch: async () => new Response('{"message":"no: toggl-test-token-6180"}', { status: 400 }),
    });
    const error = await readStream(connector, 'users').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'source-refused' });
    expect(String(error)).not.toContain('toggl-test-token-6180');
  });

  test('a sync costs few calls: people and what changed, in two', async () => {
    const dataset = makeTogglDataset(2000);
    const { connector, server } = await bench(dataset, hurried, { page_limit: 200 });
    await readStream(connector, 'users');
    const { cursor, ids } = await readStream(connector, 'time_entries');
    expect(ids.size).toBe(2000);
    const before = server.requests.length;
    expect(before).toBeLessThanOrEqual(15);
    const changed = new Date(Date.parse(TEST_NOW) - 60_000).toISOString();
    for (const entry of dataset.entries.slice(0, 3)) entry.at = changed;
    const second = await readStream(connector, 'time_entries', cursor);
    expect(second.ids.has('3300001')).toBe(true);
    expect(server.requests.length - before).toBe(1);
  });

  test('where the order that was asked for is not kept, the read goes to the end', async () => {
    const dataset = makeTogglDataset(350);
    const { connector } = await bench(dataset, hurried, { unordered: true });
    const { cursor } = await readStream(connector, 'time_entries');
    const last = dataset.entries[79];
    if (last) last.at = new Date(Date.parse(TEST_NOW) - 60_000).toISOString();
    const second = await readStream(connector, 'time_entries', cursor);
    expect(second.ids.has('3300079')).toBe(true);
  });

  test('the day is the person’s, not the asker’s', async () => {
    const dataset = makeTogglDataset(3);
    // Half past seven in the evening in London is the next morning in Singapore, and still the day in Oslo.
    for (const entry of dataset.entries) entry.start = '2026-01-20T19:30:00+00:00';
    const { records } = await readStream((await bench(dataset, hurried)).connector, 'time_entries');
    expect(
      records
        .map(({ account, payload }) => [account, 'spent_on' in payload ? payload.spent_on : null])
        .sort(),
    ).toEqual([
      ['2000', '2026-01-20'],
      ['2001', '2026-01-21'],
      ['2002', '2026-01-20'],
    ]);
  });

  test('ranges of a first read touch each other, the newest first', () => {
    expect(rangesOf('2026-04-01', '2026-03-20', 7)).toEqual([
      { start_date: '2026-03-26', end_date: '2026-04-01' },
      { start_date: '2026-03-20', end_date: '2026-03-25' },
    ]);
    expect(rangesOf('2026-04-01', '2026-04-02', 7)).toEqual([]);
  });

  test('the more people, the shorter the ranges, so that each costs about a hundred calls', () => {
    expect([0, 5, 100, 1000, 50_000].map(daysOfRange)).toEqual([91, 91, 66, 7, 7]);
  });

  test('years of history are asked for range by range', async () => {
    const dataset = makeTogglDataset(5);
    dataset.entries.push({
      ...togglEntry(9),
      id: 1,
      start: '2024-02-01T09:00:00Z',
      stop: '2024-02-01T10:30:00Z',
    });
    const settings = { from: '2024-01-01' };
    const { connector, server } = await bench(dataset, hurried, { settings });
    expect((await readStream(connector, 'time_entries')).ids.has('1')).toBe(true);
    expect(reports(server)).toHaveLength(10);
    expect(reports(server).every(({ status }) => status === 200)).toBe(true);
  });

  test('marks of the next page go back as they came', async () => {
    const { connector, server } = await bench(makeTogglDataset(250), hurried);
    await readStream(connector, 'time_entries');
    const [, second, third] = reports(server).map(({ body }) => body);
    expect(second).toMatchObject({ first_row_number: 101, first_id: expect.any(Number) });
    expect(third).toMatchObject({ first_row_number: 201, first_timestamp: expect.any(Number) });
  });

  test('the account is the person’s id, not the membership’s', async () => {
    const { connector } = await bench(makeTogglDataset(1));
    const { accounts } = await readStream(connector, 'users');
    expect(accounts).toHaveLength(10);
    expect(accounts[0]).toMatchObject({ account: '2000', time_zone: 'Europe/Oslo' });
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['2006']);
    expect(accounts.filter(({ active }) => !active).map(({ account }) => account)).toEqual(['2007']);
  });

  test('more hours than there are is a fault', async () => {
    const dataset = makeTogglDataset(2);
    Object.assign(dataset.entries[0] ?? {}, { seconds: 40 * 86_400 });
    const { faults } = await readStream((await bench(dataset, hurried)).connector, 'time_entries');
    expect(faults).toMatchObject([{ external_id: '3300000' }]);
  });

  test('what policy does not list is neither asked for nor kept', async () => {
    const { connector, server } = await bench(makeTogglDataset(1), hurried, { fields: [] });
    const { records } = await readStream(connector, 'time_entries');
    expect(records[0]?.payload).toMatchObject({ project: null, task: null, work_item_key: null });
    expect(reports(server)[0]?.body).toMatchObject({ enrich_response: false, hide_amounts: true });
  });

  test('no description leaves the connector', async () => {
    const dataset = makeTogglDataset(20);
    expect(JSON.stringify(dataset)).toContain(TOGGL_SECRET_TEXT);
    expect(await readEverything((await bench(dataset, hurried)).connector)).not.toContain(TOGGL_SECRET_TEXT);
  });
});
