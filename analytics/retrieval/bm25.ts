import { wordsOf } from './words.ts';

/** Saturation and length: the values that Robertson & Zaragoza found to do well over many collections. */
const K1 = 1.2;
const B = 0.75;

export interface WordIndex {
  /** Scores of all texts, in order; 0 where no word is shared. */
  scores(question: string): Float64Array;
  /** The same between 0 and 1: shared weight of words over that of both, as a cosine. */
  shares(question: string): Float64Array;
  /** Weights of a question's words. A word that no text has weighs most of all. */
  weights(question: string): Map<string, number>;
}

/**
 * Ranking by words: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations
 * and Trends in Information Retrieval 3 (2009). A question's words are OR-ed.
 */
export function makeWordIndex(texts: readonly string[], passedOver: ReadonlySet<string>): WordIndex {
  const wordsIn = (text: string) => wordsOf(text).filter((word) => !passedOver.has(word));
  const documents = texts.map((text) => {
    const counts = new Map<string, number>();
    for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { counts, length: counts.values().reduce((sum, count) => sum + count, 0) };
  });
  const frequency = new Map<string, number>();
  for (const { counts } of documents)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / (documents.length || 1) || 1;
  const rarity = (word: string) => {
    const count = frequency.get(word) ?? 0;
    return Math.log(1 + (documents.length - count + 0.5) / (count + 0.5));
  };
  const lengthOf = (words: Iterable<string>) =>
    Math.sqrt([...words].reduce((sum, word) => sum + rarity(word) ** 2, 0));
  const lengths = documents.map(({ counts }) => lengthOf(counts.keys()));
  const weights = (question: string) => new Map(wordsIn(question).map((word) => [word, rarity(word)]));
  return {
    weights,
    scores(question) {
      const asked = weights(question);
      return Float64Array.from(documents, ({ counts, length }) => {
        let score = 0;
        for (const [word, weight] of asked) {
          const count = counts.get(word) ?? 0;
          score += (weight * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));
        }
        return score;
      });
    },
    shares(question) {
      const asked = weights(question);
      const own = lengthOf(asked.keys());
      return Float64Array.from(documents, ({ counts }, index) => {
        let shared = 0;
        for (const [word, weight] of asked) if (counts.has(word)) shared += weight * weight;
        return shared === 0 ? 0 : shared / (own * (lengths[index] ?? 1));
      });
    },
  };
}
