import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { MondayDataset } from '#demo/vendors/monday-dataset.ts';
import { makeMondayDataset, mondayItem, startMonday } from '#tools/connectors/testing/monday.ts';
import { readStream } from '#tools/connectors/testing/reading.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function bench(dataset: MondayDataset, options: Parameters<typeof startMonday>[2] = {}) {
  const started = await startMonday(dataset, undefined, options);
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
