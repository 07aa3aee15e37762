import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeWordIndex } from './bm25.ts';
import { wordsOf } from './words.ts';

const texts = ['open tickets', 'tickets closed late', 'cycle time', 'âge des tickets en cours', '解決時間'];
const index = makeWordIndex(texts, new Set(['of', 'des', 'en']));

describe('words', () => {
  test('are folded and singular, and scripts without spaces come in pairs', () => {
    expect(wordsOf('Ágé of Tickets, boxes & entries')).toEqual(['age', 'of', 'ticket', 'box', 'entry']);
    expect(wordsOf("our team’s bugs, it's")).toEqual(['our', 'team', 'bug', 'it']);
    expect(wordsOf('解決時間')).toEqual(['解決', '決時', '時間']);
    expect(wordsOf('ガ')).toEqual(['ガ']);
    expect(wordsOf('👍 … \u200f')).toEqual([]);
  });
});

describe('ranking by words', () => {
  test('any shared word counts, the rarer the more', () => {
    const scores = index.scores('late tickets of sales');
    expect([...scores].map((score) => score > 0)).toEqual([true, true, false, true, false]);
    expect(scores[1]).toBeGreaterThan(scores[0] ?? 0);
  });

  test('a share is 1 for the same words in any order, and lower for each strange word', () => {
    expect(index.shares('late closed ticket')[1]).toBeCloseTo(1, 10);
    expect(index.shares('late closed ticket xylophone')[1]).toBeLessThan(0.9);
  });

  test('shares lie between 0 and 1 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const share of index.shares(text)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  test('the order of the texts changes no score', () => {
    const turned = makeWordIndex(texts.toReversed(), new Set(['of', 'des', 'en']));
    expect([...turned.scores('open tickets')].toReversed()).toEqual([...index.scores('open tickets')]);
  });
});
