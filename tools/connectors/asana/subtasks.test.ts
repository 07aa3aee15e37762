import { afterEach, describe, expect, test } from 'vitest';
import type { AsanaDataset, AsanaTask } from '#demo/vendors/asana-dataset.ts';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { ReadPage } from '#domain/source.ts';
import { asanaTask, makeAsanaDataset, putBelow, startAsana } from '#tools/connectors/testing/asana.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const gidOf = (index: number): string => asanaTask(index).gid;
const launch = { project: { gid: '31', name: 'Launch' }, section: null };
const JUST_NOW = new Date(Date.parse(TEST_NOW) - 60_000).toISOString();
const A_YEAR_AGO = new Date(Date.parse(TEST_NOW) - 365 * 24 * 3_600_000).toISOString();

/** Tasks by their numbers, each below the one that is named for it. */
function makeDataset(
  tasks: number,
  below: Record<number, number>,
): AsanaDataset & { at(index: number): AsanaTask } {
  const dataset = makeAsanaDataset(tasks);
  const at = (index: number): AsanaTask => {
    const task = dataset.tasks.find(({ gid }) => gid === gidOf(index));
    if (task === undefined) throw new Error(`there is no task ${index}`);
    return task;
  };
  for (const [index, above] of Object.entries(below)) putBelow(at(Number(index)), at(above));
  return { ...dataset, at };
}
/** Those from the first number on, all below one task. */
const allBelow = (above: number, first: number, tasks: number): Record<number, number> =>
  Object.fromEntries(Array.from({ length: tasks - first }, (_, index) => [first + index, above]));

async function bench(dataset: AsanaDataset, options: Parameters<typeof startAsana>[2] = {}) {
  const { server, connector } = await startAsana(dataset, undefined, options);
  open.push(server);
  async function read(cursor: ReadPage['cursor'] = null) {
    const before = server.requests.length;
    const pages: ReadPage[] = [];
    for await (const page of connector.read('tasks', cursor, signal)) pages.push(page);
    const records = pages.flatMap((page) => page.records);
    return {
      records,
      ids: records.map(({ external_id }) => external_id),
      cursor: pages.at(-1)?.cursor ?? null,
      asked: server.requests.slice(before).map(({ path }) => path.replace(/^\/api\/1\.0|\?.*$/g, '')),
    };
  }
  /** One page a sync, as if each were cut off behind its first mark. */
  async function readInPieces(cursor: ReadPage['cursor'], bound: number) {
    const before = server.requests.length;
    const records: ReadPage['records'] = [];
    let syncs = 0;
    for (let closed = false; !closed && syncs < bound; syncs += 1)
      for await (const page of connector.read('tasks', cursor, signal)) {
        records.push(...page.records);
        ({ cursor } = page);
        closed = page.window?.closed === true;
        break;
      }
    const asked = server.requests.slice(before).map(({ path }) => path);
    return { records, syncs, asked };
  }
  return { read, readInPieces };
}

describe('subtasks of Asana, which its lists of projects leave out', () => {
  test('come at every level, with their parent, its project and their own history', async () => {
    const dataset = makeDataset(5, { 3: 1, 4: 3 });
    dataset.stories.push({
      gid: '1',
      task: gidOf(4),
      created_at: '2026-03-02T08:00:00.000Z',
      created_by: { gid: '1', name: '' },
      resource_subtype: 'marked_complete',
      text: '',
      assignee: null,
    });
    const { read } = await bench(dataset);
    const { records } = await read();
    expect(records.map(({ external_id, payload }) => [external_id, payload])).toMatchObject([
      [gidOf(0), { parent_key: null, project: 'Launch' }],
      [gidOf(1), { parent_key: null, project: 'Launch' }],
      [gidOf(3), { parent_key: gidOf(1), project: 'Launch' }],
      [gidOf(4), { parent_key: gidOf(3), project: 'Launch', history_known: true }],
      [gidOf(2), { parent_key: null, project: 'Launch' }],
    ]);
    expect(records[3]?.payload).toMatchObject({ transitions: [{ to: 'completed' }] });
  });

  test('come page by page', async () => {
    const { read } = await bench(makeDataset(62, allBelow(1, 2, 62)), { page_limit: 25 });
    expect(new Set((await read()).ids).size).toBe(62);
  });

  test('that are in a project too come once, with that project', async () => {
    const dataset = makeDataset(10, { 3: 1, 4: 3, 5: 2, 6: 2, 7: 6, 9: 8 });
    const trade = { gid: '32', name: 'Trade fair' };
    dataset.projects.push(trade);
    dataset.at(3).memberships.push(launch);
    dataset.at(6).memberships.push({ project: trade, section: null });
    dataset.at(8).memberships = [{ project: trade, section: null }];
    dataset.at(9).memberships.push(launch);
    const { read } = await bench(dataset);
    const { records, ids, asked } = await read();
    expect(ids.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(gidOf));
    const projects = new Map(
      records.map(({ external_id, payload }) => [external_id, 'project' in payload ? payload.project : null]),
    );
    expect(projects.get(gidOf(6))).toBe('Trade fair');
    expect(projects.get(gidOf(7))).toBe('Trade fair');
    expect(asked.filter((path) => path === `/tasks/${gidOf(6)}/subtasks`)).toHaveLength(1);
  });

  test('below each other end the read all the same', async () => {
    const dataset = makeDataset(4, { 2: 1, 3: 2 });
    dataset.at(1).parent = { gid: gidOf(3), name: '' };
    const { read } = await bench(dataset);
    expect((await read()).ids).toEqual([0, 1, 2, 3].map(gidOf));
  });

  test('that alone changed come with the next read, for one request more a task that has any', async () => {
    const dataset = makeDataset(12, { 8: 1, 9: 8, 10: 2, 11: 3 });
    const { read } = await bench(dataset);
    const { cursor } = await read();
    dataset.at(9).modified_at = JUST_NOW;
    const { ids, records, asked } = await read(cursor);
    const found = records.find(({ external_id }) => external_id === gidOf(9));
    expect(found?.payload).toMatchObject({ parent_key: gidOf(8), project: 'Launch' });
    // Within the overlap of five minutes the newest of the first read comes once more.
    expect(ids.filter((id) => id !== gidOf(11))).toEqual([gidOf(9)]);
    expect(asked.filter((path) => !path.endsWith('/stories')).toSorted()).toEqual([
      '/tasks',
      ...[1, 2, 3, 8].map((index) => `/tasks/${gidOf(index)}/subtasks`),
      '/workspaces/11/projects',
    ]);
  });

  test('of what was completed and rests for half a year are left to the full read', async () => {
    const dataset = makeDataset(6, { 4: 1, 5: 2 });
    Object.assign(dataset.at(1), { completed: false, modified_at: A_YEAR_AGO });
    Object.assign(dataset.at(2), { completed: true, modified_at: A_YEAR_AGO });
    const { read } = await bench(dataset);
    const { cursor } = await read();
    for (const index of [4, 5]) dataset.at(index).modified_at = JUST_NOW;
    const second = await read(cursor);
    expect(second.ids).toContain(gidOf(4));
    expect(second.ids).not.toContain(gidOf(5));
    expect((await read()).ids).toContain(gidOf(5));
  });

  test('that were deleted are missing from a full read', async () => {
    const dataset = makeDataset(4, { 2: 1, 3: 2 });
    const { read } = await bench(dataset);
    expect((await read()).ids).toContain(gidOf(3));
    dataset.tasks.splice(3, 1);
    expect((await read()).ids).toEqual([0, 1, 2].map(gidOf));
  });

  test('many below one task: a read goes on among them, and asks for no history again', async () => {
    const dataset = makeDataset(90, allBelow(1, 30, 90));
    dataset.at(89).memberships.push(launch);
    dataset.tasks.reverse();
    const { read, readInPieces } = await bench(dataset);
    const whole = await read();
    const { records, syncs, asked } = await readInPieces(null, 20);
    expect(JSON.stringify(records)).toBe(JSON.stringify(whole.records));
    expect(syncs).toBe(6);
    expect(asked.filter((path) => path.includes('/stories'))).toHaveLength(90);
  });

  test('many tasks with unchanged ones: a read that is cut off gets on there too, mark by mark', async () => {
    const below = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [100 + index, index]));
    const dataset = makeDataset(200, below);
    const { read, readInPieces } = await bench(dataset);
    const { cursor } = await read();
    dataset.at(199).modified_at = JUST_NOW;
    const { records, syncs, asked } = await readInPieces(cursor, 20);
    expect(syncs).toBeGreaterThan(100 / 20);
    expect(records.map(({ external_id }) => external_id)).toContain(gidOf(199));
    expect(asked.filter((path) => path.includes('/subtasks')).length).toBeLessThan(110);
  });
});
