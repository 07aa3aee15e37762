import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { MondayDataset } from '#demo/vendors/monday-dataset.ts';
import { makeClock } from '#domain/clock.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import { makeMondayDataset, mondayItem, startMonday } from '#tools/connectors/testing/monday.ts';
import { readStream } from '#tools/connectors/testing/reading.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function bench(
  dataset: MondayDataset,
  options: Parameters<typeof startMonday>[2] = {},
  http: HttpDeps = systemHttp,
) {
  const started = await startMonday(dataset, http, options);
  open.push(started.server);
  return started;
}

/** Boards 100, 101 and so on, with so many items each. */
function makeBoards(boards: number, itemsEach: number): MondayDataset {
  const dataset = makeMondayDataset(0);
  const [like] = dataset.boards;
  if (like === undefined) throw new Error('no board');
  dataset.boards = Array.from({ length: boards }, (_, index) => ({ ...like, id: String(100 + index) }));
  dataset.items = dataset.boards.flatMap(({ id }, place) =>
    Array.from({ length: itemsEach }, (_, index) => ({
      ...mondayItem(place * itemsEach + index),
      board: id,
    })),
  );
  return dataset;
}

const boardsOf = (dataset: MondayDataset, ids: ReadonlySet<string>): string[] => [
  ...new Set(dataset.items.filter(({ id }) => ids.has(id)).map(({ board }) => board)),
];

const operationsOf = (server: VendorServer): string[] =>
  server.requests.map(({ body }) => /query (\w+)/.exec(JSON.stringify(body))?.[1] ?? '');

describe('monday.com: boards that are no longer used', () => {
  test.each([
    ['looked up', {}],
    ['named', { boards: '100,101,102' }],
  ])('an archived board keeps its items, a deleted one has none: %s', async (_, settings) => {
    const dataset = makeBoards(3, 2);
    const { connector } = await bench(dataset, { settings });
    const all = await readStream(connector, 'items');
    expect(boardsOf(dataset, all.ids)).toEqual(['100', '101', '102']);
    for (const [place, state] of (['archived', 'deleted'] as const).entries())
      Object.assign(dataset.boards[place] ?? {}, { state });
    const { ids, faults } = await readStream(connector, 'items');
    expect(boardsOf(dataset, ids)).toEqual(['100', '102']);
    expect(faults).toEqual([]);
  });

  test('a deleted board is not asked for', async () => {
    const dataset = makeBoards(2, 1);
    Object.assign(dataset.boards[1] ?? {}, { state: 'deleted' });
    const { connector, server } = await bench(dataset, { settings: {} });
    await readStream(connector, 'items');
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain('"101"');
  });
});

describe('monday.com: the calls of a day', () => {
  async function syncsOf(dataset: MondayDataset, settings: Record<string, string>) {
    let hour = 0;
    const clock = makeClock(() => Date.parse(TEST_NOW) + hour * 3_600_000, null);
    const { connector, server } = await bench(dataset, { settings, clock });
    const cursors = new Map<string, ReadPage['cursor']>();
    const sync = async (hours: number) => {
      for (const end = hour + hours; hour < end; hour += 1)
        for (const stream of connector.streams)
          cursors.set(stream, (await readStream(connector, stream, cursors.get(stream) ?? null)).cursor);
    };
    return { server, sync };
  }

  test.each([
    [40, 1000],
    [5, 200],
  ])('%i quiet boards, asked for each hour, take far less than the %i', async (boards, calls) => {
    const { server, sync } = await syncsOf(makeBoards(boards, 3), {});
    await sync(24);
    expect(server.requests.length).toBeLessThan(calls / 2);
  });

  test('boards that are named take a call an hour, and people two a day', async () => {
    const { server, sync } = await syncsOf(makeBoards(3, 3), { boards: '100,101,102' });
    await sync(24);
    const sent = operationsOf(server);
    expect(sent.filter((name) => name === 'BoardItems')).toHaveLength(24);
    expect(sent.filter((name) => name === 'Users')).toHaveLength(2);
    await sync(1);
    expect(operationsOf(server).filter((name) => name === 'Users')).toHaveLength(4);
  });

  test('an archived board is asked for while its last changes are new', async () => {
    const dataset = makeBoards(2, 2);
    const { connector, server } = await bench(dataset, { settings: {} });
    const first = await readStream(connector, 'items');
    const asked = async () => {
      await readStream(connector, 'items', first.cursor);
      return JSON.stringify(server.requests.at(-1)?.body);
    };
    const [board] = dataset.boards;
    Object.assign(board ?? {}, { state: 'archived', updated_at: '2026-03-31T11:00:00Z' });
    expect(await asked()).toContain('"boards":["100","101"]');
    Object.assign(board ?? {}, { updated_at: '2025-12-31T11:00:00Z' });
    expect(await asked()).toContain('"boards":["101"]');
  });
});

describe('monday.com: several boards in one query', () => {
  const readPages = async (connector: Connector, cursor: ReadPage['cursor']) => {
    const pages: ReadPage[] = [];
    for await (const page of connector.read('items', cursor, new AbortController().signal)) pages.push(page);
    return pages;
  };
  const markedBoard = ({ cursor }: ReadPage): string | undefined =>
    /"done":\{"board":"(\d+)"/.exec(JSON.stringify(cursor))?.[1];
  const idsUpTo = (pages: readonly ReadPage[]) =>
    new Set(pages.flatMap(({ records }) => records.map(({ external_id }) => external_id)));

  test('a mark comes when the board and all before it were handed over, and the next read goes on from there', async () => {
    const dataset = makeBoards(27, 130);
    const { connector } = await bench(dataset, { settings: {} });
    const pages = await readPages(connector, null);
    const marks = pages.flatMap((page, place) => {
      const board = markedBoard(page);
      return board === undefined ? [] : [{ board, place, cursor: page.cursor }];
    });
    expect(marks.map(({ board }) => board)).toEqual(dataset.boards.map(({ id }) => id));
    for (const { board, place } of marks) {
      const ids = idsUpTo(pages.slice(0, place + 1));
      expect(dataset.items.filter((item) => item.board <= board && !ids.has(item.id))).toEqual([]);
    }
    const rest = idsUpTo(await readPages(connector, marks[18]?.cursor ?? null));
    expect(boardsOf(dataset, rest)).toEqual(dataset.boards.slice(19).map(({ id }) => id));
    expect(rest.size).toBe(8 * 130);
  });

  test.each([
    [1, 500],
    [4, 250],
    [40, 50],
  ])(
    'of %i boards, pages are of %i items, so that no query gives more than a thousand',
    async (boards, items) => {
      const { connector, server } = await bench(makeBoards(boards, 1), { settings: {} });
      await readStream(connector, 'items');
      expect(server.requests.at(-1)?.body).toMatchObject({ variables: { limit: items } });
    },
  );

  test('a cursor that ran out begins its board anew, and no other', async () => {
    const dataset = makeBoards(3, 450);
    const { connector, server } = await bench(dataset, { settings: {}, expired_cursors: 1 });
    expect((await readStream(connector, 'items')).ids.size).toBe(3 * 450);
    const anew = server.requests.map(({ body }) => JSON.stringify(body));
    expect(anew.filter((body) => body.includes('"boards":["100"]'))).toHaveLength(1);
    expect(operationsOf(server).filter((name) => name === 'BoardItems')).toHaveLength(2);
  });

  test('a budget that runs out is waited for', async () => {
    const sleeps: number[] = [];
    const sleep = async (milliseconds: number) => void sleeps.push(milliseconds);
    // The boards' query costs 4,000; 1,000 of the list of boards are spent before.
    const dataset = makeBoards(4, 150);
    const { connector } = await bench(dataset, { settings: {}, budget: 9000 }, { ...systemHttp, sleep });
    expect((await readStream(connector, 'items')).ids.size).toBe(600);
    expect(sleeps[0]).toBe(17_000);
  });
});
