import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ModelError } from '#domain/errors.ts';
import { contentHash, jsonValue } from '#domain/json.ts';

/** One answer of a model server, as a line of a cassette. No header of the request is kept: a key stands in one. */
const recorded = z.object({ key: z.string(), status: z.int(), body: z.string() });
type Recorded = z.infer<typeof recorded>;

export interface Cassette {
  fetch: typeof globalThis.fetch;
  /** `missing`: questions that could not be answered for want of a recording or of tokens. */
  counts(): { replayed: number; called: number; missing: number };
}

export interface CassetteOptions {
  /** JSON Lines; need not exist when calls are allowed. */
  file: string;
  /** Whether what isn't recorded is called, and then recorded. */
  live: boolean;
  /** Most tokens that live calls may cost in all, by what the server says that they cost. */
  max_tokens: number;
  fetch?: typeof globalThis.fetch;
}

/** What an answer cost; 0 where the server doesn't say. */
const usage = z.object({ usage: z.object({ total_tokens: z.number() }).optional() });
function tokensOf(body: string): number {
  try {
    return usage.parse(JSON.parse(body)).usage?.total_tokens ?? 0;
  } catch {
    return 0;
  }
}

async function readLines(file: string): Promise<Recorded[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => (line === '' ? [] : [recorded.parse(JSON.parse(line))]));
}

/** The lines around data carry a word that is new in each prompt; two questions are the same without it. */
const withoutNonce = (body: string): string =>
  body.replaceAll(/<(\/?)(data|dropped) [A-Za-z0-9_-]+>/g, '<$1$2>');

const keyOf = (url: string, body: string): string =>
  contentHash({ path: new URL(url).pathname, body: jsonValue.parse(JSON.parse(withoutNonce(body))) });

const answer = ({ status, body }: Recorded): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json' } });

/**
 * A `fetch` that plays a model's recorded answers, so that a run needs no key and is the same each time. The same
 * question asked again gets the next of its answers, and then the last one again.
 */
export async function makeCassette(options: CassetteOptions): Promise<Cassette> {
  const { file, live, max_tokens, fetch = globalThis.fetch } = options;
  const answers = Map.groupBy(await readLines(file), ({ key }) => key);
  const turns = new Map<string, number>();
  const counts = { replayed: 0, called: 0, missing: 0 };
  let spent = 0;

  const play: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const key = keyOf(request.url, await request.clone().text());
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const known = answers.get(key) ?? [];
    const played = known[Math.min(turn, known.length - 1)];
    if (played !== undefined && (!live || turn < known.length)) {
      counts.replayed += 1;
      return answer(played);
    }
    if (!live || spent >= max_tokens) {
      counts.missing += 1;
      const why = live
        ? `the budget of ${max_tokens} tokens is spent`
        : `this question has no recorded answer in ${path.basename(file)}; run once with --live to record it`;
      throw new ModelError('model-unavailable', why);
    }
    const response = await fetch(request);
    const line: Recorded = { key, status: response.status, body: await response.text() };
    counts.called += 1;
    spent += tokensOf(line.body);
    // Only answers: a refusal for want of time or money says nothing of the model.
    if (response.ok) {
      await mkdir(path.dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify(line)}\n`);
      answers.set(key, [...known, line]);
    }
    return answer(line);
  };
  return { fetch: play, counts: () => ({ ...counts }) };
}
