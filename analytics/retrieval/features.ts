import { folded, wordsOf } from './words.ts';

/** Pieces of words of this many letters: long enough to mean something, short enough to survive an ending. */
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;

export interface FeatureWeights {
  word: number;
  pair: number;
  /** All pieces of one word together. */
  pieces: number;
}

/**
 * Words weigh most; their pieces join what endings and compounds part ("resolve", "resolution"; "Bearbeitungszeit",
 * "Zeit"). After McNamee & Mayfield, "Character N-Gram Tokenization for European Language Text Retrieval",
 * Information Retrieval 7 (2004).
 */
export const featureWeights: FeatureWeights = { word: 1, pair: 0.5, pieces: 0.8 };

function piecesOf(word: string): string[] {
  const framed = `<${word}>`;
  const pieces: string[] = [];
  for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE; length += 1)
    for (let start = 0; start + length <= framed.length; start += 1)
      pieces.push(framed.slice(start, start + length));
  return pieces;
}

/** What a text is made of, with weights; `passedOver` are words that say nothing by themselves. */
export function featuresOf(
  text: string,
  passedOver: ReadonlySet<string>,
  weights: FeatureWeights = featureWeights,
): Map<string, number> {
  const features = new Map<string, number>();
  const add = (name: string, weight: number) => features.set(name, (features.get(name) ?? 0) + weight);
  const words = wordsOf(folded(text)).filter((word) => !passedOver.has(word));
  words.forEach((word, index) => {
    add(`w ${word}`, weights.word);
    const before = words[index - 1];
    if (before !== undefined) add(`p ${before} ${word}`, weights.pair);
    const pieces = piecesOf(word);
    for (const piece of pieces) add(`g ${piece}`, weights.pieces / Math.sqrt(pieces.length));
  });
  return features;
}
