import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import { EMBEDDING_WIDTH } from '#domain/retrieval.ts';
import { systemHttp } from '../http/client.ts';
import { makeOpenAiEmbeddings } from './openai.ts';

const asked = z.object({
  model: z.string(),
  input: z.array(z.string()),
  dimensions: z.number(),
  encoding_format: z.literal('float'),
});
type Asked = z.infer<typeof asked>;
type Answer = (body: Asked, response: ServerResponse, request: IncomingMessage) => void;

const vectorOf = (text: string, width = EMBEDDING_WIDTH): number[] =>
  Array.from({ length: width }, (_, at) => (at === text.length ? 3 : 0));
const embeddings = (input: readonly string[], width?: number) => ({
  object: 'list',
  model: 'm',
  data: input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text, width) })),
  usage: { prompt_tokens: 1, total_tokens: 1 },
});
const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
const well: Answer = ({ input }, response) => json(response, 200, embeddings(input));

let server: Server;
let base: string;
let seen: { path: string; authorization: string; body: Asked }[];
/** What the server does with the requests, in turn; the last for all that follow. */
let answers: Answer[];

beforeEach(async () => {
  seen = [];
  answers = [well];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = asked.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    seen.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(body, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const make = (more: { timeout_ms?: number } = {}) =>
  makeOpenAiEmbeddings({
    model: 'text-embedding-3-small',
    api_key: 'sk-secret',
    base_url: base,
    http: { ...systemHttp, sleep: async () => {}, random: () => 0 },
    ...more,
  });
const signal = new AbortController().signal;
const failure = async (work: Promise<unknown>): Promise<SourceError> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SourceError)) throw new Error(`no SourceError: ${String(error)}`);
  expect(JSON.stringify([error.message, error.details])).not.toContain('sk-secret');
  return error;
};

describe('embeddings of a server that speaks OpenAI’s protocol', () => {
  test('come in order, 1 long, of the fixed width', async () => {
    answers = [
      ({ input }, response) => {
        const { data, ...rest } = embeddings(input);
        json(response, 200, { ...rest, data: data.toReversed() });
      },
    ];
    const vectors = await make().embed(['one', 'longer'], signal);
    expect(vectors.map((vector) => [vector.length, vector.indexOf(1)])).toEqual([
      [EMBEDDING_WIDTH, 3],
      [EMBEDDING_WIDTH, 6],
    ]);
    expect(seen).toEqual([
      {
        path: '/v1/embeddings',
        authorization: 'Bearer sk-secret',
        body: {
          model: 'text-embedding-3-small',
          input: ['one', 'longer'],
          dimensions: EMBEDDING_WIDTH,
          encoding_format: 'float',
        },
      },
    ]);
  });

  test('many texts go in several requests, none for no text, and an empty one as a space', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => (index === 0 ? '' : `text ${index}`));
    expect(await make().embed(texts, signal)).toHaveLength(300);
    expect(seen.map(({ body }) => body.input.length)).toEqual([256, 44]);
    expect(seen[0]?.body.input[0]).toBe(' ');
    expect(await make().embed([], signal)).toEqual([]);
  });

  test('a limit (429) and an overload (503) are waited out', async () => {
    answers = [
      (_, response) => json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' }),
      (_, response) => json(response, 503, {}),
      well,
    ];
    expect(await make().embed(['one'], signal)).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });

  test('a limit without end, a failure (500) and a wrong key are told, with a code', async () => {
    answers = [(_, response) => json(response, 429, {})];
    expect((await failure(make().embed(['one'], signal))).code).toBe('source-rate-limited');
    answers = [(_, response) => json(response, 500, { error: { message: 'boom' } })];
    expect((await failure(make().embed(['one'], signal))).code).toBe('source-unavailable');
    answers = [(_, response) => json(response, 401, { error: { message: 'Incorrect API key: sk-secret' } })];
    expect((await failure(make().embed(['one'], signal))).code).toBe('source-unauthorized');
  });

  test('vectors of another width are refused, with what to do', async () => {
    answers = [({ input }, response) => json(response, 200, embeddings(input, 1536))];
    const error = await failure(make().embed(['one'], signal));
    expect(error.code).toBe('source-answer-invalid');
    expect(error.message).toMatch(/1536 wide, not 384.*dimensions/);
  });

  test.each<[string, Answer]>([
    ['a vector short', ({ input }, response) => json(response, 200, embeddings(input.slice(1)))],
    ['no vectors', (_, response) => json(response, 200, { data: 'none' })],
    [
      'numbers that are none',
      (_, response) => json(response, 200, { data: [{ index: 0, embedding: ['x'] }] }),
    ],
    [
      'an answer cut in the middle',
      ({ input }, response) => {
        const text = JSON.stringify(embeddings(input));
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': String(text.length),
        });
        response.write(text.slice(0, 100), () => response.destroy());
      },
    ],
    ['a page of HTML', (_, response) => response.writeHead(200).end('<html>')],
  ])('%s is a SourceError, never a vector', async (_, answer) => {
    answers = [answer];
    expect((await failure(make().embed(['one'], signal))).code).toMatch(
      /^source-(answer-invalid|unavailable)$/,
    );
  });

  test('a server that never answers is given up', async () => {
    answers = [() => {}];
    expect((await failure(make({ timeout_ms: 50 }).embed(['one'], signal))).code).toBe('source-unavailable');
  });
});
