import type { WordIndex } from '#analytics/retrieval/bm25.ts';
import { SourceError } from '#domain/errors.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { EmbeddingsPort, RetrievalPort } from '#domain/retrieval.ts';
import { weighted } from './index-of-terms.ts';
import { type Ranking, rank } from './ranking.ts';

/** Terms that are looked at by meaning, and as many by words: more than any one indicator has. */
const CANDIDATES = 80;

/** A way to embed a question, and where the terms embedded the same way are kept. */
export interface SearchSpace {
  embeddings: EmbeddingsPort;
  retrieval: RetrievalPort;
}

export interface Found {
  ranking: Ranking;
  /** Set where the first choice of embeddings failed. */
  note: string | null;
}

export interface IndicatorFinder {
  find(kpi: KpiSpec, signal: AbortSignal): Promise<Found>;
}

export interface FinderDeps {
  index: WordIndex;
  first: SearchSpace;
  /** Takes over where an outside server fails; without one words alone do. */
  fallback?: SearchSpace;
}

/** Finds what a metric's words mean among the curated terms: by meaning and by words, fused. */
export function makeIndicatorFinder({ index, first, fallback }: FinderDeps): IndicatorFinder {
  async function searchIn(
    { embeddings, retrieval }: SearchSpace,
    kpi: KpiSpec,
    signal: AbortSignal,
  ): Promise<Ranking> {
    const [embedding] = await embeddings.embed([kpi.metric], signal);
    const question = { ...weighted(index, kpi.metric), version: embeddings.version, limit: CANDIDATES };
    return rank(kpi, await retrieval.search({ ...question, embedding: embedding ?? null }));
  }
  async function byWords(kpi: KpiSpec): Promise<Ranking> {
    const question = { ...weighted(index, kpi.metric), version: first.embeddings.version, limit: CANDIDATES };
    return rank(kpi, await first.retrieval.search({ ...question, embedding: null }));
  }
  return {
    async find(kpi, signal) {
      try {
        return { ranking: await searchIn(first, kpi, signal), note: null };
      } catch (error) {
        if (!(error instanceof SourceError) || signal.aborted) throw error;
        const ranking = fallback === undefined ? await byWords(kpi) : await searchIn(fallback, kpi, signal);
        return { ranking, note: `The embeddings server didn't answer (${error.code}); matched offline.` };
      }
    },
  };
}
