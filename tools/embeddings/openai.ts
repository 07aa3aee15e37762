import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import { EMBEDDING_WIDTH, type EmbeddingsPort } from '#domain/retrieval.ts';
import { type HttpClient, type HttpDeps, makeHttpClient, systemHttp } from '../http/client.ts';

export interface OpenAiEmbeddingsOptions {
  model: string;
  /** null for a server that needs none. */
  api_key: string | null;
  /** null for OpenAI's own. */
  base_url: string | null;
  http?: HttpDeps;
  timeout_ms?: number;
}

const OPENAI = 'https://api.openai.com/v1';
/** Texts of one request: far below the server's own limit of 2048, so that a failed one costs little. */
const BATCH = 256;
/** Characters of one text: its model reads 8191 tokens. */
const LONGEST_TEXT = 8000;
/** A person waits for it in a conversation. */
const TIMEOUT_MS = 10_000;

const answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
});

/**
 * Embeddings of a server that speaks OpenAI's protocol (`POST /embeddings`, `dimensions`). Vectors come back 1 long.
 * @throws SourceError: its server fails, refuses, or answers with vectors of another width or number.
 */
export function makeOpenAiEmbeddings(options: OpenAiEmbeddingsOptions): EmbeddingsPort {
  const base = options.base_url ?? OPENAI;
  const client = makeHttpClient(
    {
      base_url: base.endsWith('/') ? base : `${base}/`,
      auth: { kind: 'bearer', token: options.api_key ?? 'none' },
      timeout_ms: options.timeout_ms ?? TIMEOUT_MS,
    },
    options.http ?? systemHttp,
  );
  return {
    version: `openai-${options.model}-${EMBEDDING_WIDTH}`,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH)
        vectors.push(...(await embedBatch(client, options.model, texts.slice(start, start + BATCH), signal)));
      return vectors;
    },
  };
}

async function embedBatch(
  client: HttpClient,
  model: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const { json } = await client.request({
    method: 'POST',
    path: '/embeddings',
    // An empty text is refused by the server; a space means as little.
    body: {
      model,
      input: texts.map((text) => text.slice(0, LONGEST_TEXT).toWellFormed() || ' '),
      dimensions: EMBEDDING_WIDTH,
      encoding_format: 'float',
    },
    // Asking twice changes nothing.
    safe: true,
    signal,
  });
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw wrong(client, 'the answer has not the shape of embeddings');
  const found = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]));
  return texts.map((_, index) => {
    const vector = found.get(index);
    if (vector === undefined) throw wrong(client, `${found.size} vectors came for ${texts.length} texts`);
    if (vector.length !== EMBEDDING_WIDTH)
      throw wrong(
        client,
        `its vectors are ${vector.length} wide, not ${EMBEDDING_WIDTH}: choose a model that knows \`dimensions\``,
      );
    return madeUnit(vector);
  });
}

/** Servers may send vectors of any length; products of them are cosines only when they are 1 long. */
function madeUnit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length > 0 ? value / length : 0));
}

const wrong = (client: HttpClient, what: string): SourceError =>
  new SourceError('source-answer-invalid', `${client.host}: POST embeddings: ${what}.`, {
    host: client.host,
  });
