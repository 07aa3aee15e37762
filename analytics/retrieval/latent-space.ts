import { contentHash } from '#domain/json.ts';
import { EMBEDDING_WIDTH } from '#domain/retrieval.ts';
import { featuresOf } from './features.ts';
import { rightVectors, type SparseRows } from './singular-vectors.ts';

/** A text that a space learns from. */
export interface TrainingText {
  text: string;
  /** How much it counts. Curated words count more than titles, of which there are many. */
  weight: number;
}

/** A latent-semantic space: where each feature of a text lies. */
export interface LatentSpace {
  /** Names what it was made of: the same texts give the same version. */
  version: string;
  dims: number;
  /** Names of the known features, in order. */
  features: readonly string[];
  /** Inverse document frequency of each, and of a feature that isn't known. */
  rarity: Float32Array;
  rarity_unknown: number;
  /** `features.length` × `dims`, in row order. */
  vectors: Float32Array;
  /** Words that say nothing by themselves. */
  passed_over: readonly string[];
}

export interface SpaceOptions {
  /** At most `EMBEDDING_WIDTH`. */
  dims: number;
  /** The features that most texts have are kept; more cost memory and tell little. */
  most_features: number;
  passed_over: readonly string[];
}

// Of 384: more dimensions found no more on the labelled phrases, and cost memory.
export const spaceDefaults = { dims: 128, most_features: 8000 };
/** Of the shape of a stored space and of how texts are taken apart: another one needs another space. */
const SHAPE = 1;

const byText = (one: TrainingText, other: TrainingText) =>
  one.text < other.text ? -1 : one.text > other.text ? 1 : one.weight - other.weight;

/** The texts each once, with their weights, in an order that doesn't depend on the one given. */
function eachOnce(texts: readonly TrainingText[]): TrainingText[] {
  const sorted = [...texts].sort(byText);
  const weights = new Map<string, number>();
  for (const { text, weight } of sorted) weights.set(text, Math.max(weight, weights.get(text) ?? 0));
  return [...weights].map(([text, weight]) => ({ text, weight }));
}

/** Features by weighted document frequency, the commonest first; ties by name. */
function vocabularyOf(parts: readonly { features: Map<string, number>; weight: number }[], most: number) {
  const frequency = new Map<string, { texts: number; weight: number }>();
  for (const { features, weight } of parts)
    for (const name of features.keys()) {
      const seen = frequency.get(name) ?? { texts: 0, weight: 0 };
      frequency.set(name, { texts: seen.texts + 1, weight: seen.weight + weight });
    }
  return [...frequency]
    .sort(([one, a], [other, b]) => b.weight - a.weight || (one < other ? -1 : 1))
    .slice(0, most)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The version of the space that these texts give, without the work of training it. */
export const versionOf = (texts: readonly TrainingText[], options: SpaceOptions): string =>
  `latent-${contentHash({ SHAPE, distinct: eachOnce(texts), options }).slice(0, 16)}`;

/**
 * Learns a space from texts: TF-IDF of words, pairs of words and pieces of words, reduced by truncated singular value
 * decomposition (S. Deerwester et al., "Indexing by Latent Semantic Analysis", JASIS 41, 1990). Deterministic, and
 * the order of the texts makes no difference.
 */
export function trainSpace(texts: readonly TrainingText[], options: SpaceOptions): LatentSpace {
  const passedOver = new Set(options.passed_over);
  const distinct = eachOnce(texts);
  const parts = distinct.map(({ text, weight }) => ({ features: featuresOf(text, passedOver), weight }));
  const vocabulary = vocabularyOf(parts, options.most_features);
  const place = new Map(vocabulary.map(([name], index) => [name, index]));
  const rarity = Float32Array.from(vocabulary, ([, { texts: count }]) =>
    Math.log(1 + distinct.length / (count + 0.5)),
  );
  const matrix: SparseRows = {
    columns: vocabulary.length,
    rows: parts.map(({ features, weight }) => {
      const known = [...features].flatMap(([name, amount]): [number, number][] => {
        const at = place.get(name);
        return at === undefined ? [] : [[at, amount * (rarity[at] ?? 0)]];
      });
      const length = Math.sqrt(known.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
      return {
        at: Int32Array.from(known, ([at]) => at),
        value: Float64Array.from(known, ([, value]) => (weight * value) / length),
      };
    }),
  };
  const { vectors, values } = rightVectors(matrix, Math.min(options.dims, EMBEDDING_WIDTH));
  return {
    version: versionOf(distinct, options),
    dims: values.length,
    features: vocabulary.map(([name]) => name),
    rarity,
    rarity_unknown: Math.log(1 + distinct.length / 0.5),
    vectors: Float32Array.from(vectors),
    passed_over: options.passed_over,
  };
}

export interface Embedder {
  readonly version: string;
  /**
   * Where a text lies, `EMBEDDING_WIDTH` long. Its length, 0 to 1, is the share of the text that the space knows: a
   * dot product of a question with a text of length 1 is low where half of the question's words are strange.
   */
  embed(text: string): Float32Array;
}

export function makeEmbedder(space: LatentSpace): Embedder {
  const place = new Map(space.features.map((name, index) => [name, index]));
  const passedOver = new Set(space.passed_over);
  return {
    version: space.version,
    embed(text) {
      const out = new Float64Array(EMBEDDING_WIDTH);
      let squares = 0;
      for (const [name, amount] of featuresOf(text, passedOver)) {
        const at = place.get(name);
        const value = amount * (at === undefined ? space.rarity_unknown : (space.rarity[at] ?? 0));
        squares += value * value;
        if (at === undefined) continue;
        for (let index = 0; index < space.dims; index += 1)
          out[index] = (out[index] ?? 0) + value * (space.vectors[at * space.dims + index] ?? 0);
      }
      const length = Math.sqrt(squares);
      return Float32Array.from(out, (value) => (length === 0 ? 0 : value / length));
    },
  };
}

/** The vector made 1 long; one of no length stays. */
export function madeUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
