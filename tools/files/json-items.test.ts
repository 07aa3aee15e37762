import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonItem, readJsonItems } from './json-items.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
async function read(text: string, size = 7): Promise<JsonItem[]> {
  const items: JsonItem[] = [];
  for await (const item of readJsonItems(inChunks(text, size))) items.push(item);
  return items;
}
const values = (items: JsonItem[]) => items.map((item) => (item.ok ? item.value : item.reason));

// What JSON text keeps: -0 becomes 0 in it, and `__proto__` is a member like any other.
const issue = fc
  .record({ id: fc.string(), text: fc.string({ unit: 'binary' }), deep: fc.jsonValue({ maxDepth: 3 }) })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const layouts: [string, (items: unknown[]) => string][] = [
  ['JSON Lines', (items) => items.map((item) => JSON.stringify(item)).join('\n')],
  ['one array', (items) => JSON.stringify(items)],
  ['one array, indented', (items) => JSON.stringify(items, null, 2)],
  ['one page', (items) => JSON.stringify({ expand: 'names', issues: items, isLast: true })],
  [
    'one page, indented',
    (items) => JSON.stringify({ total: 3, issues: items, names: { a: ['issues'] } }, null, 2),
  ],
  ['a page a line', (items) => items.map((item) => JSON.stringify({ issues: [item] })).join('\n')],
  [
    'pages, indented, one after the other',
    (items) => items.map((item) => JSON.stringify({ issues: [item] }, null, 1)).join('\n'),
  ],
  [
    'issues, indented, one after the other',
    (items) => items.map((item) => JSON.stringify(item, null, 1)).join('\n'),
  ],
  ['an array of pages', (items) => JSON.stringify(items.map((item) => ({ issues: [item] })))],
];

describe.each(layouts)('%s', (_name, write) => {
  test('gives every item, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(issue, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (items, size) => {
          expect(values(await read(write(items), size))).toEqual(items);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a whole line within an indented item is no item', async () => {
  const items = [{ id: '', deep: [{}] }, { id: '1' }];
  const text = items.map((item) => JSON.stringify(item, null, 1)).join('\n');
  expect(values(await read(text, 7))).toEqual(items);
});

describe('what is broken', () => {
  test('in JSON Lines harms no other line, and is told by its line', async () => {
    const items = await read('{"id":1}\n{"id":2,\n\n{"id":3}\n[\n');
    expect(items.map(({ line, ok }) => [line, ok])).toEqual([
      [1, true],
      [2, false],
      [4, true],
      [5, false],
    ]);
    expect((await read('{"id":1,\n{"id":2}\n{"id":3}')).map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  test('within an array is told, and the rest goes on', async () => {
    const items = await read('[\n{"id":1},\n{"id":oops},\n{"id":3}\n]');
    expect(items.map(({ line, ok }) => [line, ok])).toEqual([
      [2, true],
      [3, false],
      [4, true],
    ]);
  });

  test('an array that was cut gives what came whole, and says that it was cut', async () => {
    const items = await read('[{"id":1},{"id":2},{"id":');
    expect(items.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(values(items).at(-1)).toMatch(/cut/);
  });

  test('nothing gives nothing', async () => {
    expect(await read('')).toEqual([]);
    expect(await read(' \n\n ')).toEqual([]);
  });

  test('a byte order mark is passed over', async () => {
    expect(values(await read('\uFEFF{"id":1}\n{"id":2}'))).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
