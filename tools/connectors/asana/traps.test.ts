import { afterEach, describe, expect, test } from 'vitest';
import type { AsanaDataset, AsanaStory } from '#demo/vendors/asana-dataset.ts';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import {
  ASANA_SECRET_TEXT,
  asanaTask,
  makeAsanaDataset,
  startAsana,
} from '#tools/connectors/testing/asana.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';

const { signal } = new AbortController();
/** Keeps to no pace. */
const patient: HttpDeps = { ...systemHttp, sleep: async () => {} };
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function bench(dataset: AsanaDataset, options: Parameters<typeof startAsana>[2] = {}) {
  const started = await startAsana(dataset, patient, options);
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

describe('Asana', () => {
  test('a page mark that ran out means the list from its beginning, and nothing is lost', async () => {
    const { connector, server } = await bench(makeAsanaDataset(250), { expired_offsets: 1 });
    expect(idsOf(await readAll(connector, 'tasks')).size).toBe(250);
    expect(server.requests.map(({ status }) => status)).toContain(400);
  });

  test('page marks that always run out end the read with what Asana says', async () => {
    const { connector, server } = await bench(makeAsanaDataset(250), {
      expired_offsets: 99,
      fields: ['title'],
    });
    await expect(readAll(connector, 'tasks')).rejects.toThrow(/pagination token has expired/);
    expect(server.requests.length).toBeLessThan(12);
  });

  test('fields are asked for, and only those that policy lists', async () => {
    const { connector, server } = await bench(makeAsanaDataset(3), { fields: ['due_on'] });
    const { records } = await readAll(connector, 'tasks');
    const asked = server.requests.find(({ path }) => path.includes('/tasks'))?.path ?? '';
    expect(asked).toContain('due_on');
    expect(asked).not.toMatch(/notes|custom_fields|tags|[=,]name/);
    expect(records[0]?.payload).toMatchObject({
      title: null,
      labels: [],
      priority: null,
      due_on: '2026-04-10',
    });
  });

  test('headings among the tasks are no work', async () => {
    const dataset = makeAsanaDataset(4);
    Object.assign(dataset.tasks[1] ?? {}, { resource_subtype: 'section' });
    Object.assign(dataset.tasks[2] ?? {}, { is_rendered_as_separator: true });
    const { connector } = await bench(dataset);
    const { records, faults } = await readAll(connector, 'tasks');
    expect(records).toHaveLength(2);
    expect(faults).toEqual([]);
  });

  test('a task in two projects comes once', async () => {
    const dataset = makeAsanaDataset(4);
    dataset.projects.push({ gid: '32', name: 'Trade fair' });
    dataset.tasks[1]?.memberships.push({ project: { gid: '32', name: 'Trade fair' }, section: null });
    const { connector } = await bench(dataset);
    expect((await readAll(connector, 'tasks')).records).toHaveLength(4);
  });

  test('the section says whether somebody is at it; hours come from minutes', async () => {
    const dataset = makeAsanaDataset(4);
    const place = (index: number, name: string) => {
      const [membership] = dataset.tasks[index]?.memberships ?? [];
      if (membership) membership.section = { gid: '1', name };
    };
    place(1, 'Not started');
    place(3, 'On hold');
    const { connector } = await bench(dataset);
    const payloads = (await readAll(connector, 'tasks')).records.map(({ payload }) => payload);
    expect(payloads[0]).toMatchObject({
      status_category: 'done',
      spent_hours: 1.5,
      estimate_hours: 4,
      remaining_hours: 2.5,
      priority_rank: 2,
    });
    expect(payloads[1]).toMatchObject({ status_category: 'to_do', blocked: false });
    expect(payloads[3]).toMatchObject({ status_category: 'in_progress', blocked: true });
  });

  test('stories tell the history, and their texts are never asked for', async () => {
    const dataset = makeAsanaDataset(1);
    const told = (hour: number, resource_subtype: AsanaStory['resource_subtype'], more: object = {}) =>
      dataset.stories.push({
        gid: String(hour),
        task: '7700000',
        created_at: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
        created_by: { gid: '1', name: 'Somebody' },
        resource_subtype,
        text: ASANA_SECRET_TEXT,
        assignee: null,
        ...more,
      });
    const place = (name: string) => ({ gid: '1', name });
    told(8, 'assigned', { assignee: { gid: '1200001', name: '' } });
    told(9, 'section_changed', { old_section: place('To do'), new_section: place('Doing') });
    told(10, 'section_changed', { old_section: place('Doing'), new_section: place('On hold') });
    told(11, 'section_changed', { old_section: place('On hold'), new_section: place('Doing') });
    told(12, 'assigned', { assignee: { gid: '1200002', name: '' } });
    told(13, 'comment_added');
    told(14, 'marked_complete');
    const { connector, server } = await bench(dataset);
    const { records } = await readAll(connector, 'tasks');
    expect(records[0]?.payload).toMatchObject({
      history_known: true,
      started_at: '2026-03-02T09:00:00.000Z',
      blocked_spans: [{ from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z' }],
      assignments: [
        { from: null, to: '1200001' },
        { from: '1200001', to: '1200002' },
      ],
      transitions: [
        { from: 'To do', to: 'Doing', from_category: 'to_do', to_category: 'in_progress' },
        { from: 'Doing', to: 'completed', from_category: 'in_progress', to_category: 'done' },
      ],
    });
    expect(server.requests.map(({ path }) => path).filter((path) => /opt_fields=.*text/.test(path))).toEqual(
      [],
    );
    expect(JSON.stringify(records)).not.toContain(ASANA_SECRET_TEXT);
  });

  test('every task gets its history, however many requests that takes, and a later full read the same', async () => {
    const dataset = makeAsanaDataset(50);
    const { connector } = await bench(dataset, { requests_per_minute: 10 });
    const { records } = await readAll(connector, 'tasks');
    expect(records).toHaveLength(50);
    for (const { payload } of records) expect(payload).toMatchObject({ history_known: true });
    expect(JSON.stringify((await readAll(connector, 'tasks')).records)).toBe(JSON.stringify(records));
  });

  test('a read cut off in a long project goes on behind its mark: no history is asked for again', async () => {
    const { connector, server } = await bench(makeAsanaDataset(250));
    const whole = (await readAll(connector, 'tasks')).records;
    const isHistory = ({ path }: { path: string }): boolean => path.includes('/stories');
    const before = server.requests.filter(isHistory).length;
    const records: ReadPage['records'] = [];
    let cursor: ReadPage['cursor'] = null;
    let syncs = 0;
    for (; records.length < whole.length && syncs < 30; syncs += 1)
      for await (const page of connector.read('tasks', cursor, signal)) {
        records.push(...page.records);
        ({ cursor } = page);
        break;
      }
    expect(JSON.stringify(records)).toBe(JSON.stringify(whole));
    expect(syncs).toBe(13);
    expect(server.requests.filter(isHistory).length - before).toBe(250);
  });

  test('accounts that the setting names as bots are marked', async () => {
    const { connector } = await bench(makeAsanaDataset(1));
    const { accounts } = await readAll(connector, 'users');
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['1200009']);
  });

  test('people over 2,000 are read too: not from the list that ends there', async () => {
    const { connector, server } = await bench(makeAsanaDataset(1, 2050));
    expect((await readAll(connector, 'users')).accounts).toHaveLength(2050);
    expect(server.requests.every(({ path }) => !path.includes('/workspaces/11/users'))).toBe(true);
  });

  test('somebody who left Asana gets nothing assigned', async () => {
    const { connector } = await bench(makeAsanaDataset(3));
    const action: SourceAction = {
      id: actionId.parse('act_1'),
      source_id: sourceId.parse('src_asana'),
      record_id: recordId.parse('rec_1'),
      external_id: '7700001',
      key: '7700001',
      title: null,
      expected: { assignee: '1200001', status_category: 'in_progress' },
      kind: 'reassign_work_item',
      from_person_id: personId.parse('per_1'),
      to_person_id: personId.parse('per_2'),
      from_account: '1200001',
      to_account: '1299999',
      hours: null,
    };
    expect(await connector.precheck(action, 'key', signal)).toMatchObject({ status: 'stale' });
    expect(connector.preview?.(action, 'key')).toEqual([
      { method: 'PUT', path: '/api/1.0/tasks/7700001', body: { data: { assignee: '1299999' } } },
    ]);
  });

  test('no note, comment or custom text leaves the connector', async () => {
    const dataset = makeAsanaDataset(20);
    dataset.tasks.push({ ...asanaTask(21), notes: ASANA_SECRET_TEXT });
    const { connector } = await bench(dataset);
    const everything = [];
    for (const stream of connector.streams) everything.push(await readAll(connector, stream));
    expect(JSON.stringify(dataset)).toContain(ASANA_SECRET_TEXT);
    expect(JSON.stringify(everything)).not.toContain(ASANA_SECRET_TEXT);
  });
});
