import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { makeMemoryRetrieval } from '#analytics/retrieval/memory-retrieval.ts';
import { kpiSpec } from '#domain/goal.ts';
import { makeIndicatorFinder } from './finder.ts';
import { documentsOf, makeLatentEmbeddings, trainOn, wordIndexOf } from './index-of-terms.ts';
import { loadTerms, type Terms } from './terms.ts';

const phrase = z.object({
  phrase: z.string(),
  language: z.string(),
  unit: z.string(),
  direction: kpiSpec.shape.direction,
  /** null: nothing that is measured is meant. */
  indicator_id: z.string().nullable(),
  /** `tune`: weights and thresholds were chosen on it. `held_out`: written with it, never looked at. `sealed`: written when words, weights and thresholds stood; no rule that came later was chosen by it. */
  split: z.enum(['tune', 'held_out', 'sealed']),
});
export type Phrase = z.infer<typeof phrase>;

export const phrases: readonly Phrase[] = readFileSync(
  new URL('./testing/phrases.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => phrase.parse(JSON.parse(line)));

/** What a way of finding made of one phrase. */
export interface Outcome {
  phrase: Phrase;
  /** Indicators, the best first. */
  found: readonly string[];
  measured: boolean;
}

export interface FindingFigures {
  answerable: number;
  unanswerable: number;
  /** Share of the answerable whose indicator came first, or among the first three. */
  recall_at_1: number;
  recall_at_3: number;
  /** Share of the answerable that was grounded without asking: rightly, wrongly. */
  grounded: number;
  misgrounded: number;
  /** Share of the unanswerable that was grounded all the same. */
  false_grounding: number;
  microseconds: number;
}

export function figuresOf(outcomes: readonly Outcome[], milliseconds: number): FindingFigures {
  const asked = outcomes.filter(({ phrase: { indicator_id } }) => indicator_id !== null);
  const idle = outcomes.filter(({ phrase: { indicator_id } }) => indicator_id === null);
  const share = (list: readonly Outcome[], is: (one: Outcome) => boolean) =>
    list.length === 0 ? 0 : list.filter(is).length / list.length;
  const first = ({ phrase: { indicator_id }, found }: Outcome) => found[0] === indicator_id;
  return {
    answerable: asked.length,
    unanswerable: idle.length,
    recall_at_1: share(asked, first),
    recall_at_3: share(asked, (one) => one.found.slice(0, 3).includes(one.phrase.indicator_id ?? '')),
    grounded: share(asked, (one) => one.measured && first(one)),
    misgrounded: share(asked, (one) => one.measured && !first(one)),
    false_grounding: share(idle, ({ measured }) => measured),
    microseconds: outcomes.length === 0 ? 0 : (1000 * milliseconds) / outcomes.length,
  };
}

const kpiOf = ({ phrase: metric, unit, direction }: Phrase) => ({
  metric,
  unit,
  direction,
  comparator: null,
  baseline: null,
  // Some target, so that the unit is the number's own.
  target: 1,
  target_range: null,
  relative: null,
  window: null,
  due: null,
  due_iso: null,
});

type Find = (one: Phrase) => Promise<Omit<Outcome, 'phrase'>>;

async function makeFused(terms: Terms): Promise<Find> {
  const { signal } = new AbortController();
  const index = wordIndexOf(terms);
  const embeddings = makeLatentEmbeddings(trainOn(terms, []));
  const retrieval = makeMemoryRetrieval();
  await retrieval.save(embeddings.version, await documentsOf(terms, index, embeddings, signal));
  const finder = makeIndicatorFinder({ terms, index, first: { embeddings, retrieval } });
  return async (one) => {
    const { ranking } = await finder.find(kpiOf(one), signal);
    return { found: ranking.indicators.map(({ ref }) => ref), measured: ranking.verdict === 'measured' };
  };
}

/** BM25 over the same words and the same catalogue; grounded from a threshold on. */
function makeWordsAlone(terms: Terms, threshold: number): Find {
  const index = wordIndexOf(terms);
  return async (one) => {
    const best = new Map<string, number>();
    index.scores(one.phrase).forEach((score, at) => {
      const term = terms.terms[at];
      if (term === undefined || score === 0) return;
      const key = term.kind === 'other_metric' ? `other ${term.ref}` : term.ref;
      best.set(key, Math.max(score, best.get(key) ?? 0));
    });
    const sorted = [...best].sort(([one_, a], [other, b]) => b - a || (one_ < other ? -1 : 1));
    const [first] = sorted;
    return {
      found: sorted.flatMap(([key]) => (key.startsWith('other ') ? [] : [key])),
      measured: first !== undefined && !first[0].startsWith('other ') && first[1] >= threshold,
    };
  };
}

/** What the finder makes of each phrase of a set, as the product finds. */
export async function found(set: readonly Phrase[]): Promise<Outcome[]> {
  const find = await makeFused(loadTerms());
  const outcomes: Outcome[] = [];
  for (const one of set) outcomes.push({ phrase: one, ...(await find(one)) });
  return outcomes;
}

async function run(find: Find, set: readonly Phrase[]): Promise<FindingFigures> {
  const start = performance.now();
  const outcomes: Outcome[] = [];
  for (const one of set) outcomes.push({ phrase: one, ...(await find(one)) });
  return figuresOf(outcomes, performance.now() - start);
}

/** False groundings that a threshold may cost on the tuning phrases. */
const ALLOWED = 0.05;

/** The threshold with which words alone ground most, chosen on the tuning phrases as the fused one's was. */
async function bestThreshold(terms: Terms): Promise<number> {
  const tune = phrases.filter(({ split }) => split === 'tune');
  let best = { threshold: Number.POSITIVE_INFINITY, grounded: -1 };
  for (let threshold = 0; threshold <= 25; threshold += 0.5) {
    const { grounded, false_grounding } = await run(makeWordsAlone(terms, threshold), tune);
    if (false_grounding <= ALLOWED && grounded > best.grounded) best = { threshold, grounded };
  }
  return best.threshold;
}

/** Words for a measure without the ones that say exactly a phrase: how it goes with words nobody thought of. */
export function withoutExact(terms: Terms, set: readonly Phrase[]): Terms {
  const index = wordIndexOf(terms);
  const mark = (text: string) => [...index.weights(text).keys()].sort().join(' ');
  const exact = new Set(set.map((one) => mark(one.phrase)));
  return { ...terms, terms: terms.terms.filter(({ text }) => !exact.has(mark(text))) };
}

export interface FindingBench {
  name: string;
  fused: FindingFigures;
  words: FindingFigures;
}

/** Fused finding against BM25 alone, on the phrases that nothing was chosen by. */
export async function findingBench(): Promise<FindingBench[]> {
  const terms = loadTerms();
  const threshold = await bestThreshold(terms);
  const made: FindingBench[] = [];
  for (const split of ['held_out', 'sealed'] as const) {
    const set = phrases.filter((one) => one.split === split);
    for (const [name, own] of [
      [split, terms],
      [`${split}, without the words that say exactly the phrase`, withoutExact(terms, set)],
    ] as const) {
      const fused = await makeFused(own);
      await run(fused, set);
      made.push({
        name,
        fused: await run(fused, set),
        words: await run(makeWordsAlone(own, threshold), set),
      });
    }
  }
  return made;
}
