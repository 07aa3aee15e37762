import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startModelServer } from '#agents/writers/model/testing/model-server.ts';
import { makeCassette } from './cassette.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-cassette-'));
  file = path.join(folder, 'model.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ask = (fetch: typeof globalThis.fetch, base: string, text: string) =>
  fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-secret' },
    body: JSON.stringify({ messages: [{ role: 'user', content: text }] }),
  }).then(async (response) => JSON.stringify(await response.json()));

describe('a cassette', () => {
  test('records what it calls, without a key, and plays it again without a server', async () => {
    const server = await startModelServer([{ answer: 'one' }, { answer: 'two' }]);
    const live = await makeCassette({ file, live: true, max_tokens: 1000 });
    const said = await ask(live.fetch, server.base_url, 'hello <data abcDEF123456> x');
    await server.close();
    expect(live.counts()).toEqual({ replayed: 0, called: 1, missing: 0 });
    expect(await readFile(file, 'utf8')).not.toContain('sk-secret');

    const played = await makeCassette({ file, live: false, max_tokens: 0 });
    // Another word around the data, and the same question.
    expect(await ask(played.fetch, 'http://127.0.0.1:9/v1', 'hello <data otherWord000> x')).toBe(said);
    await expect(ask(played.fetch, 'http://127.0.0.1:9/v1', 'never asked')).rejects.toThrow('--live');
  });

  test('calls no more when its tokens are spent, and keeps no refusal', async () => {
    const server = await startModelServer([
      { status: 429 },
      { answer: 'dear', tokens: [90, 20] },
      { answer: 'never' },
    ]);
    const live = await makeCassette({ file, live: true, max_tokens: 100 });
    await ask(live.fetch, server.base_url, 'a');
    await ask(live.fetch, server.base_url, 'b');
    await expect(ask(live.fetch, server.base_url, 'c')).rejects.toThrow('budget of 100 tokens');
    await server.close();
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  test('calls no more when its money is spent', async () => {
    const server = await startModelServer([{ answer: 'dear', tokens: [90, 20] }, { answer: 'never' }]);
    // 90 at 2 and 20 at 10 a million: 0.00038.
    const money = { most: 0.0003, input_price: 2, output_price: 10 };
    const live = await makeCassette({ file, live: true, max_tokens: 1000, money });
    await ask(live.fetch, server.base_url, 'a');
    await expect(ask(live.fetch, server.base_url, 'b')).rejects.toThrow('budget of 0.0003 is spent (0.0004)');
    await server.close();
  });
});
