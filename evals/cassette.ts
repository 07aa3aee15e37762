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

/** Prices are of a million tokens, as vendors list them. */
export interface Money {
  most: number;
  input_price: number;
  output_price: number;
}

export interface CassetteOptions {
  /** JSON Lines; need not exist when calls are allowed. */
  file: string;
  /** Whether what isn't recorded is called, and then recorded. */
  live: boolean;
  /** Most tokens that live calls may cost in all, by what the server says that they cost. */
  max_tokens: number;
  /** Most money that they may cost, in the currency of the prices; left out, no bound. */
  money?: Money;
  fetch?: typeof globalThis.fetch;
}

/** What an answer took; nothing where the server doesn't say. */
const usage = z.object({
  usage: z
    .object({
      total_tokens: z.number(),
      prompt_tokens: z.number().default(0),
      completion_tokens: z.number().default(0),
    })
    .optional(),
});
interface Spent {
  tokens: number;
  input: number;
  output: number;
}
function spentOn(body: string): Spent {
  try {
    const told = usage.parse(JSON.parse(body)).usage;
    return {
      tokens: told?.total_tokens ?? 0,
      input: told?.prompt_tokens ?? 0,
      output: told?.completion_tokens ?? 0,
    };
  } catch {
    return { tokens: 0, input: 0, output: 0 };
  }
}

const MILLION = 1_000_000;
const costOf = ({ input, output }: Spent, { input_price, output_price }: Money): number =>
  (input * input_price + output * output_price) / MILLION;

/** Why nothing more may be asked; null while something may. */
function budgetFault(
  spent: Spent,
  { max_tokens, money }: Pick<CassetteOptions, 'max_tokens' | 'money'>,
): string | null {
  if (spent.tokens >= max_tokens) return `the budget of ${max_tokens} tokens is spent`;
  if (money !== undefined && costOf(spent, money) >= money.most)
    return `the budget of ${money.most} is spent (${costOf(spent, money).toFixed(4)})`;
  return null;
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
  const { file, live, fetch = globalThis.fetch } = options;
  const answers = Map.groupBy(await readLines(file), ({ key }) => key);
  const turns = new Map<string, number>();
  const counts = { replayed: 0, called: 0, missing: 0 };
  const spent: Spent = { tokens: 0, input: 0, output: 0 };

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
    const empty = live ? budgetFault(spent, options) : null;
    if (!live || empty !== null) {
      counts.missing += 1;
      const why =
        empty ??
        `this question has no recorded answer in ${path.basename(file)}; run once with --live to record it`;
      throw new ModelError('model-unavailable', why);
    }
    const response = await fetch(request);
    const line: Recorded = { key, status: response.status, body: await response.text() };
    counts.called += 1;
    const took = spentOn(line.body);
    spent.tokens += took.tokens;
    spent.input += took.input;
    spent.output += took.output;
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
