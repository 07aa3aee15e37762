import type { RetrievalDocument, RetrievalHit, RetrievalPort, RetrievalQuestion } from '#domain/retrieval.ts';
import { dot } from './latent-space.ts';

function hitOf(
  document: RetrievalDocument,
  weights: Map<string, number>,
  question: RetrievalQuestion,
): RetrievalHit {
  const { kind, ref, text, words, length, embedding } = document;
  let shared = 0;
  for (const { word } of words) shared += (weights.get(word) ?? 0) ** 2;
  return {
    kind,
    ref,
    text,
    semantic: question.embedding === null ? 0 : dot(question.embedding, embedding),
    lexical: shared === 0 ? 0 : shared / (length * question.length),
  };
}

const bestBy = (hits: readonly RetrievalHit[], by: 'semantic' | 'lexical', limit: number): RetrievalHit[] =>
  hits
    .filter((hit) => by === 'semantic' || hit.lexical > 0)
    .sort((a, b) => b[by] - a[by] || (a.text < b.text ? -1 : 1))
    .slice(0, limit);

/** Finding without a database: for tests, benchmarks, and until the texts are stored. */
export function makeMemoryRetrieval(): RetrievalPort {
  const versions = new Map<string, readonly RetrievalDocument[]>();
  return {
    count: async (version) => versions.get(version)?.length ?? 0,
    async save(version, documents) {
      versions.set(version, [...documents]);
    },
    async search(question) {
      const weights = new Map(question.words.map(({ word, weight }) => [word, weight]));
      const hits = (versions.get(question.version) ?? []).map((document) =>
        hitOf(document, weights, question),
      );
      const near = question.embedding === null ? [] : bestBy(hits, 'semantic', question.limit);
      return [...new Set([...near, ...bestBy(hits, 'lexical', question.limit)])];
    },
  };
}
