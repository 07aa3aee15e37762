import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMBEDDING_WIDTH } from '#domain/retrieval.ts';
import {
  dot,
  type LatentSpace,
  madeUnit,
  makeEmbedder,
  type TrainingText,
  trainSpace,
  versionOf,
} from './latent-space.ts';
import { spaceFromBytes, spaceToBytes } from './space-bytes.ts';
import { trainSpaceApart } from './training.ts';

const options = { dims: 24, most_features: 2000, passed_over: ['the', 'of'] };
const phrases = [
  'cycle time',
  'time from start to finish',
  'Zykluszeit',
  'open tickets',
  'backlog of open tickets',
  'offene Tickets',
  'hours logged',
  'time entries of the week',
  'reopened tickets',
  'tickets die wieder aufgingen',
];
const texts: TrainingText[] = [
  ...phrases.map((text) => ({ text, weight: 1 })),
  { text: 'cycle time . Zykluszeit . time from start to finish', weight: 3 },
  { text: 'open tickets . offene Tickets . backlog', weight: 3 },
];

const ranking = (space: LatentSpace, question: string): string[] => {
  const { embed } = makeEmbedder(space);
  const asked = embed(question);
  return phrases
    .map((text) => ({ text, score: dot(asked, madeUnit(embed(text))) }))
    .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text);
};

describe('a latent-semantic space', () => {
  test('is the same for the same texts', () => {
    const [one, other] = [trainSpace(texts, options), trainSpace(texts, options)];
    expect(other.version).toBe(one.version);
    expect(other.vectors).toEqual(one.vectors);
  });

  test('doesn’t depend on the order of its texts, nor on repeats', () => {
    const space = trainSpace(texts, options);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(texts, { minLength: texts.length }),
        fc.constantFrom('offene Aufgaben', 'finish time', 'logged hours a week', 'цикл'),
        (shuffled, question) => {
          const other = trainSpace([...shuffled, ...shuffled.slice(0, 3)], options);
          expect(other.version).toBe(space.version);
          expect(ranking(other, question)).toEqual(ranking(space, question));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('changes its version with its texts and its options', () => {
    const { version } = trainSpace(texts, options);
    expect(trainSpace(texts.slice(1), options).version).not.toBe(version);
    expect(trainSpace(texts, { ...options, dims: 12 }).version).not.toBe(version);
  });

  test('finds what means the same in other words', () => {
    // Few enough that words which stand together share a direction.
    const space = trainSpace(texts, { ...options, dims: 4 });
    // They share no word and no piece of one.
    expect(ranking(space, 'Zykluszeiten').slice(0, 2)).toEqual(['Zykluszeit', 'time from start to finish']);
    expect(ranking(space, 'open backlog')[0]).toMatch(/backlog|open/);
  });

  test('gives vectors of the fixed width, at most 1 long, and shorter the less of a text is known', () => {
    const { embed } = makeEmbedder(trainSpace(texts, options));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const vector = embed(text);
        expect(vector).toHaveLength(EMBEDDING_WIDTH);
        const length = Math.sqrt(dot(vector, vector));
        expect(length).toBeLessThanOrEqual(1 + 1e-5);
        expect(Number.isFinite(length)).toBe(true);
      }),
    );
    const length = (text: string) => dot(embed(text), embed(text));
    expect(length('open tickets')).toBeGreaterThan(length('open tickets of xylophones'));
    expect(length('')).toBe(0);
    expect(length('qqqq')).toBe(0);
  });

  test('of no texts, or of empty ones, embeds everything as nothing', () => {
    for (const empty of [[], [{ text: '', weight: 1 }], [{ text: '…', weight: 1 }]]) {
      const { embed } = makeEmbedder(trainSpace(empty, options));
      expect(embed('cycle time').every((value) => value === 0)).toBe(true);
    }
  });
});

describe('a space as bytes', () => {
  const space = trainSpace(texts, options);
  const bytes = spaceToBytes(space);

  test('comes back as it was', () => {
    expect(spaceFromBytes(bytes)).toEqual(space);
  });

  test('that is cut, longer or something else is refused, not misread', () => {
    for (const wrong of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 10),
      new Uint8Array(0),
      new Uint8Array([...bytes, 0]),
      new TextEncoder().encode('{"version":"x"}'),
    ])
      expect(spaceFromBytes(wrong)).toBeNull();
  });
});

describe('training in a thread of its own', () => {
  test('gives the same space', async () => {
    const { signal } = new AbortController();
    expect(await trainSpaceApart(texts, options, signal)).toEqual(trainSpace(texts, options));
    expect(versionOf(texts.toReversed(), options)).toBe(trainSpace(texts, options).version);
  });

  test('can be stopped', async () => {
    const stop = new AbortController();
    const trained = trainSpaceApart(texts, options, stop.signal);
    stop.abort();
    await expect(trained).rejects.toMatchObject({ code: 'internal' });
  });
});
