/** Finding texts by what they mean: what embeds them, and where embedded texts are kept. */

/** The columns' width in the database; a shorter vector is filled up with zeros, which changes no product. */
export const EMBEDDING_WIDTH = 384;

/** Turns texts into vectors, each at most 1 long. */
export interface EmbeddingsPort {
  /** Names the space: vectors of different versions can't be compared. */
  readonly version: string;
  /**
   * One vector a text, in order, each `EMBEDDING_WIDTH` wide. One that is shorter than 1 says that part of the text
   * isn't known to the space; all zeros: none of it is.
   * @throws SourceError where an outside server fails.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** Words with weights (a rare word weighs more), and the length of all of them as a vector. */
export interface WeightedWords {
  words: readonly { word: string; weight: number }[];
  length: number;
}

/** One text that can be found. */
export interface RetrievalDocument extends WeightedWords {
  /** What the text stands for, and which thing of that kind; several texts may stand for one. */
  kind: string;
  ref: string;
  text: string;
  /** Made 1 long. */
  embedding: Float32Array;
}

/** How well a text fits a question, by meaning and by words. */
export interface RetrievalHit {
  kind: string;
  ref: string;
  text: string;
  /** Product of both vectors, −1 to 1; 0 without a vector of the question. */
  semantic: number;
  /** Weight of the shared words, as a cosine: 0 (none in common) to 1 (the same words). */
  lexical: number;
}

export interface RetrievalQuestion extends WeightedWords {
  /** Of whose vectors. */
  version: string;
  /** null: find by words alone. */
  embedding: Float32Array | null;
  /** So many by meaning and so many by words, joined; 1 to 1000. */
  limit: number;
}

export interface RetrievalPort {
  /** How many texts of this version are kept. */
  count(version: string): Promise<number>;
  /** Replaces all texts of this version; doing it twice is harmless. */
  save(version: string, documents: readonly RetrievalDocument[]): Promise<void>;
  /** Best by meaning first; ties by text. */
  search(question: RetrievalQuestion): Promise<RetrievalHit[]>;
}

/** A trained space as it is kept: small enough for a row, opaque to the store. */
export interface StoredSpace {
  version: string;
  /** What it was trained by, e.g. the curated words' own version: another one needs another space. */
  trained_for: string;
  body: Uint8Array;
  trained_at: string;
}

export interface SpacesPort {
  /** The newest that was trained for this; null where there is none. */
  newest(trainedFor: string): Promise<StoredSpace | null>;
  /** Keeps it, and of the older ones the one before. */
  save(space: Omit<StoredSpace, 'trained_at'>): Promise<void>;
  /** Distinct titles of work items that the source policy keeps, newest first. */
  titles(limit: number): Promise<string[]>;
  /** Indicators that have a value for anybody: what the connected sources measure. */
  observed(): Promise<ReadonlySet<string>>;
}
