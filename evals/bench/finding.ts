import { findingBench } from '#agents/goals/grounding/grounding.bench.ts';
import type { Bench } from './bench.ts';

/** How often a metric's words lead to its indicator, and how often to one where there is none, against BM25 alone. */
export const finding: Bench = {
  name: 'finding',
  async *run({ tell }) {
    tell('finding: labelled phrases in eight languages');
    for (const { name, fused, words } of await findingBench())
      yield {
        name: `indicator found first (${name})`,
        ratio: fused.recall_at_1 / words.recall_at_1,
        aim: { least: 1 },
        reference: 'recall at 1 of BM25 alone, same phrases and words',
        figures: {
          ...fused,
          recall_at_1_bm25: words.recall_at_1,
          recall_at_3_bm25: words.recall_at_3,
          grounded_bm25: words.grounded,
          misgrounded_bm25: words.misgrounded,
          false_grounding_bm25: words.false_grounding,
          microseconds_bm25: words.microseconds,
        },
      };
  },
};
