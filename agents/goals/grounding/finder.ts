import type { WordIndex } from '#analytics/retrieval/bm25.ts';
import { SourceError } from '#domain/errors.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { EmbeddingsPort, RetrievalPort } from '#domain/retrieval.ts';
import { weighted } from './index-of-terms.ts';
import { type Ranking, rank } from './ranking.ts';
import type { Terms } from './terms.ts';

/** Terms that are looked at by meaning, and as many by words: more than any one indicator has. */
const CANDIDATES = 80;
/** Longer nobody waits for a better match in a conversation when there is a good one at hand. */
const PATIENCE_MS = 3000;

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
  terms: Pick<Terms, 'general'>;
  index: WordIndex;
  first: SearchSpace;
  /** Takes over where an outside server fails; without one words alone do. */
  fallback?: SearchSpace;
}

/** Finds what a metric's words mean among the curated terms: by meaning and by words, fused. */
export function makeIndicatorFinder({ terms, index, first, fallback }: FinderDeps): IndicatorFinder {
  async function searchIn(
    { embeddings: { version }, retrieval }: SearchSpace,
    kpi: KpiSpec,
    embedding: Float32Array | null,
  ): Promise<Ranking> {
    const words = weighted(index, kpi.metric);
    const hits = await retrieval.search({ ...words, version, limit: CANDIDATES, embedding });
    return rank({ kpi, general: terms.general, ...words }, hits);
  }
  async function embedded(space: SearchSpace, kpi: KpiSpec, signal: AbortSignal): Promise<Ranking> {
    const [embedding] = await space.embeddings.embed([kpi.metric], signal);
    return await searchIn(space, kpi, embedding ?? null);
  }
  return {
    async find(kpi, signal) {
      const patience =
        fallback === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      try {
        return { ranking: await embedded(first, kpi, patience), note: null };
      } catch (error) {
        if (!(error instanceof SourceError) || signal.aborted) throw error;
        const ranking =
          fallback === undefined ? await searchIn(first, kpi, null) : await embedded(fallback, kpi, signal);
        return { ranking, note: `The embeddings server didn't answer (${error.code}); matched offline.` };
      }
    },
  };
}
