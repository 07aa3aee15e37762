/** Finding texts by what they mean: what embeds them, and where embedded texts are kept. */

import { z } from 'zod';

/** The columns' width in the database; a shorter vector is filled up with zeros, which changes no cosine. */
export const EMBEDDING_WIDTH = 384;

/** Turns texts into vectors of length 1 (all zeros where a text has no word that the space knows). */
export interface EmbeddingsPort {
  /** Names the space: vectors of different versions can't be compared. */
  readonly version: string;
  /**
   * One vector a text, in order, each `EMBEDDING_WIDTH` long.
   * @throws SourceError where an outside server fails.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** One text that can be found. */
export const retrievalDocument = z.object({
  /** `indicator`: what the house measures; `other_metric`: a known measure that no source of the house gives. */
  kind: z.enum(['indicator', 'other_metric']),
  /** Id of what the text stands for; several texts may stand for one thing. */
  ref: z.string().min(1),
  text: z.string().min(1).max(2000),
});
export type RetrievalDocument = z.infer<typeof retrievalDocument>;

/** How well a text fits a question, by meaning and by words. */
export interface RetrievalHit extends RetrievalDocument {
  /** Cosine, −1 to 1; 0 where nothing is known. */
  semantic: number;
  /** 0 (no word in common) to 1 (says the same words). */
  lexical: number;
}

export interface RetrievalQuestion {
  text: string;
  /** null: find by words alone. */
  embedding: Float32Array | null;
  /** Of which the embedding is. */
  version: string;
  limit: number;
}

export interface RetrievalPort {
  /** Replaces all texts of this version; doing it twice is harmless. */
  save(
    version: string,
    documents: readonly (RetrievalDocument & { embedding: Float32Array })[],
  ): Promise<void>;
  /** Best first by either measure: the `limit` best by meaning and the `limit` best by words, joined. */
  search(question: RetrievalQuestion): Promise<RetrievalHit[]>;
}
