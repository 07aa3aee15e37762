import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { MondayDataset } from '#demo/vendors/monday-dataset.ts';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import { MONDAY_SECRET_TEXT, makeMondayDataset, startMonday } from '#tools/connectors/testing/monday.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { mondayLimit } from './api.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
const sleeps: number[] = [];
const http: HttpDeps = {
  ...systemHttp,
  now: () => Date.parse(TEST_NOW),
  sleep: async (milliseconds) => {
    sleeps.push(milliseconds);
  },
};
afterEach(async () => {
  sleeps.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function bench(dataset: MondayDataset, options: Parameters<typeof startMonday>[2] = {}) {
  const started = await startMonday(dataset, http, options);
  open.push(started.server);
  return started;
}

async function readAll(connector: Connector, stream: string, cursor: ReadPage['cursor'] = null) {
  const pages: ReadPage[] = [];
  for await (const page of connector.read(stream, cursor, signal)) pages.push(page);
  return {
    records: pages.flatMap((page) => page.records),
    accounts: pages.flatMap((page) => page.accounts),
    faults: pages.flatMap((page) => page.faults),
    cursor: pages.at(-1)?.cursor ?? null,
  };
}
const idsOf = ({ records }: { records: { external_id: string }[] }) =>
  new Set(records.map(({ external_id }) => external_id));

const reassignment: SourceAction = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_monday'),
  record_id: recordId.parse('rec_1'),
  external_id: '1800001',
  key: '1800001',
  title: null,
  expected: { assignee: '60001', status_category: 'in_progress' },
  kind: 'reassign_work_item',
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  from_account: '60001',
  to_account: '60002',
  hours: null,
};

describe('monday.com: limits', () => {
  test('a budget that runs out is waited for before the next query, not after a refusal', async () => {
    // A query costs 1,000: two fit, and the third would not.
    const { connector, server } = await bench(makeMondayDataset(250), { budget: 2500 });
    expect(idsOf(await readAll(connector, 'items')).size).toBe(250);
    expect(sleeps[0]).toBe(17_000);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  test('a refusal for complexity comes with status 200 and is obeyed', async () => {
    const { connector } = await bench(makeMondayDataset(5), { budget: 0 });
    await expect(readAll(connector, 'items')).rejects.toMatchObject({ code: 'source-rate-limited' });
    expect(sleeps[0]).toBeGreaterThanOrEqual(17_000);
  });

  test('waits are found in the header, in the body, in words, and to midnight for the day', () => {
    const asked = (json: unknown, headers: Record<string, string> = {}) =>
      mondayLimit({ status: 200, headers: new Headers(headers), json }, Date.parse('2026-03-31T23:00:00Z'));
    const error = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });
    expect(asked(error('Rate Limit Exceeded', 'RATE_LIMIT_EXCEEDED'), { 'retry-after': '9' })).toBe(9000);
    expect(
      asked({
        error_code: 'ComplexityException',
        error_message: 'budget exhausted, reset in 3 seconds',
        errors: ['budget exhausted, reset in 3 seconds'],
      }),
    ).toBe(3000);
    expect(asked(error('', 'DAILY_LIMIT_EXCEEDED'))).toBe(3_600_000);
    expect(asked(error('Item not found', 'InvalidItemIdException'))).toBeUndefined();
    expect(asked({ data: { boards: [] } })).toBeUndefined();
  });
});

describe('monday.com: answers', () => {
  test('a cursor that ran out begins the board anew, and nothing is lost', async () => {
    const { connector } = await bench(makeMondayDataset(250), { expired_cursors: 1 });
    expect(idsOf(await readAll(connector, 'items')).size).toBe(250);
  });

  test('cursors that always run out end the read with an error, though the status is 200', async () => {
    const { connector } = await bench(makeMondayDataset(250), { expired_cursors: 99 });
    await expect(readAll(connector, 'items')).rejects.toThrow(/Cursor expired/);
  });

  test('an error with status 200 is an error', async () => {
    const { connector } = await bench(makeMondayDataset(3));
    await expect(connector.execute({ ...reassignment, external_id: '1' }, 'key', signal)).rejects.toThrow();
  });

  test('a page that is lost shows as a fault', async () => {
    const { connector, server } = await bench(makeMondayDataset(250));
    server.inject({ path: '/v2', after: 1, times: 1, kind: { type: 'lose_page' } });
    const { faults } = await readAll(connector, 'items');
    expect(faults.map(({ reason }) => reason)).toEqual(['board 77 counts 250 items and gave 150']);
  });

  test('the filter knows days only: what it gives too much is left out here', async () => {
    const dataset = makeMondayDataset(20);
    const first = dataset.items[3];
    if (first) first.updated_at = '2026-03-31T11:00:00Z';
    const { connector } = await bench(dataset);
    const { cursor } = await readAll(connector, 'items');
    const second = dataset.items[4];
    if (second) second.updated_at = '2026-03-31T11:30:00Z';
    const other = dataset.items[5];
    if (other) other.updated_at = '2026-03-31T09:00:00Z';
    expect([...idsOf(await readAll(connector, 'items', cursor))].toSorted()).toEqual(['1800003', '1800004']);
  });

  test('boards that are not named are looked up; names are asked for only where policy lists them', async () => {
    const { connector, server } = await bench(makeMondayDataset(5), { settings: {}, fields: [] });
    const { records } = await readAll(connector, 'items');
    expect(records).toHaveLength(5);
    expect(records[0]?.payload).toMatchObject({ title: null, estimate_hours: null, due_on: null });
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toMatch(/id\\n\s+name\\n\s+state/);
  });

  test('people who left and automations are told from colleagues', async () => {
    const { connector, server } = await bench(makeMondayDataset(1, 450));
    const { accounts } = await readAll(connector, 'users');
    expect(accounts).toHaveLength(450);
    expect(accounts.filter(({ active }) => !active).map(({ account }) => account)).toEqual(['60008']);
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['-4']);
    expect(JSON.stringify(server.requests[0]?.body)).not.toMatch(/is_admin|enabled|is_guest/);
  });

  test('a label says how far it is; a team is nobody', async () => {
    const dataset = makeMondayDataset(6);
    const label = (index: number, text: string | null) => {
      const value = dataset.items[index]?.column_values[1];
      if (value?.type === 'status') Object.assign(value, { label: text, is_done: false });
    };
    label(1, null);
    label(3, 'Stuck');
    const [people] = dataset.items[5]?.column_values ?? [];
    if (people?.type === 'people') people.persons_and_teams = [{ id: '31', kind: 'team' }];
    const { connector } = await bench(dataset);
    const found = (await readAll(connector, 'items')).records.map(({ payload }) => payload);
    expect(found[0]).toMatchObject({ status_category: 'done', estimate_hours: 6, due_on: '2026-04-10' });
    expect(found[1]).toMatchObject({ status_category: 'to_do', blocked: false });
    expect(found[3]).toMatchObject({ status_category: 'in_progress', blocked: true });
    expect(found[5]).toMatchObject({ assignee: null });
  });

  test('others in the people column stay; the text of a comment is no HTML', async () => {
    const dataset = makeMondayDataset(3);
    const [people] = dataset.items[1]?.column_values ?? [];
    if (people?.type !== 'people') throw new Error('no people column');
    people.persons_and_teams.push({ id: '60003', kind: 'person' }, { id: '31', kind: 'team' });
    const { connector } = await bench(dataset);
    await connector.execute(reassignment, 'key', signal);
    expect(people.persons_and_teams.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'person 60002',
      'person 60003',
      'team 31',
    ]);
    const { id, source_id, record_id, external_id, key, title, expected } = reassignment;
    const comment = {
      id,
      source_id,
      record_id,
      external_id,
      key,
      title,
      expected,
      kind: 'comment_on_work_item' as const,
      text: '<b>Moved</b> & done',
    };
    await connector.execute(comment, 'other key', signal);
    expect(dataset.updates[0]?.body).toMatch(
      /^&lt;b&gt;Moved&lt;\/b&gt; &amp; done<br><br>Fairlead reference FL-/,
    );
  });

  test('no text of a column leaves the connector', async () => {
    const dataset = makeMondayDataset(20);
    const { connector } = await bench(dataset);
    const everything = [];
    for (const stream of connector.streams) everything.push(await readAll(connector, stream));
    expect(JSON.stringify(dataset)).toContain(MONDAY_SECRET_TEXT);
    expect(JSON.stringify(everything)).not.toContain(MONDAY_SECRET_TEXT);
  });
});
