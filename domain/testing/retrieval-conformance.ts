import { expect, test } from 'vitest';
import { EMBEDDING_WIDTH, type RetrievalDocument, type RetrievalPort } from '../retrieval.ts';

const vector = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from({ length: EMBEDDING_WIDTH }, (_, at) => (values[at] ?? 0) / length);
};

const document = (ref: string, text: string, words: string[], ...values: number[]): RetrievalDocument => ({
  kind: 'indicator',
  ref,
  text,
  words: words.map((word) => ({ word, weight: 2 })),
  length: 2 * Math.sqrt(words.length),
  embedding: vector(...values),
});

const documents = [
  document('open', 'open tickets', ['open', 'ticket'], 1, 0),
  document('late', "tickets that aren't done", ['ticket', "aren't", 'done'], 0, 1),
  document('cycle', '周期 time', ['周期', 'time'], 1, 1),
];

const asked = (words: string[], embedding: Float32Array | null, limit = 10) => ({
  words: words.map((word) => ({ word, weight: 2 })),
  length: 2 * Math.sqrt(words.length),
  version: 'v1',
  embedding,
  limit,
});

const rounded = (value: number) => Math.round(value * 1e5) / 1e5;

/** What every implementation of `RetrievalPort` keeps to. `make` gives a fresh one. */
export function retrievalConformance(make: () => Promise<RetrievalPort>): void {
  const filled = async () => {
    const port = await make();
    await port.save('v1', documents);
    return port;
  };

  test('finds by meaning, nearest first, with the product of the vectors', async () => {
    const hits = await (await filled()).search(asked([], vector(1, 0.2)));
    expect(hits.map(({ ref }) => ref)).toEqual(['open', 'cycle', 'late']);
    expect(hits.map(({ semantic }) => rounded(semantic))).toEqual([0.98058, 0.83205, 0.19612]);
    expect(hits.map(({ lexical }) => lexical)).toEqual([0, 0, 0]);
  });

  test('a vector shorter than 1 makes every product smaller', async () => {
    const half = vector(1, 0).map((value) => value / 2);
    expect((await (await filled()).search(asked([], half)))[0]?.semantic).toBeCloseTo(0.5, 5);
  });

  test('finds by any of the words, with their shared weight', async () => {
    const hits = await (await filled()).search(asked(['ticket', 'open', 'xylophone'], null));
    const byWords = hits.toSorted((a, b) => b.lexical - a.lexical);
    expect(byWords.map(({ ref, lexical }) => [ref, rounded(lexical)])).toEqual([
      ['open', 0.8165],
      ['late', 0.33333],
    ]);
    expect(hits.every(({ semantic }) => semantic === 0)).toBe(true);
  });

  test('words are compared as they are, whatever signs they hold', async () => {
    const port = await filled();
    expect((await port.search(asked(["aren't"], null))).map(({ ref }) => ref)).toEqual(['late']);
    expect((await port.search(asked(['周期'], null))).map(({ ref }) => ref)).toEqual(['cycle']);
    expect(await port.search(asked(['| & ! :*', "'", '\\'], null))).toEqual([]);
  });

  test('the limit holds for each way of finding, and both are joined', async () => {
    const hits = await (await filled()).search(asked(['done'], vector(1, 0), 1));
    expect(hits.map(({ ref }) => ref)).toEqual(['open', 'late']);
  });

  test('versions don’t mix, and saving again replaces', async () => {
    const port = await filled();
    expect(await port.search({ ...asked(['open'], null), version: 'v2' })).toEqual([]);
    await port.save('v1', documents.slice(0, 1));
    await port.save('v1', documents.slice(0, 1));
    expect(await port.count('v1')).toBe(1);
    expect(await port.count('v2')).toBe(0);
    expect((await port.search(asked(['ticket'], null))).map(({ ref }) => ref)).toEqual(['open']);
  });

  test('two that save the same at once do no harm', async () => {
    const port = await make();
    await Promise.all([port.save('v1', documents), port.save('v1', documents), port.save('v1', documents)]);
    expect(await port.count('v1')).toBe(documents.length);
  });
}
