import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { experimentsOf, rowId, sendToLangSmith } from './langsmith.ts';
import { runResult } from './result.ts';

const people = [{ name: 'Hanneke Vos', email: 'hanneke@ships.example' }];
const quiet = new AbortController().signal;
const suite = (name: string) => ({
  suite: name,
  describes: 'What it asks.',
  floor: 1,
  rate: 0.5,
  met: false,
  rates: [],
  metrics: [{ metric: 'grounded', mean: 0.5, passed: 1, total: 2, rate: 0.5, low: 0, high: 1 }],
  cases: [
    {
      id: 'summary/Hanneke Vos/cites',
      kind: 'cites',
      description: 'summary of Hanneke Vos',
      passed: false,
      reasons: ['no citation: Hanneke closed 3.'],
      notes: [],
      input: 'Hanneke Vos, engineer, hanneke@ships.example',
      evidence: 'e1 written by stranger@elsewhere.example',
      output: 'Vos closed 3 items.',
      milliseconds: 4,
      scores: [{ type: 'cites', metric: 'grounded', score: 0.5, threshold: 1, weight: 1, held: false }],
      score: 0.5,
    },
  ],
});
const run = runResult.parse({
  writer: 'offline@1',
  version: '0.1.0',
  started_at: '2026-04-06T10:00:00.000Z',
  repeat: 1,
  seconds: 2,
  passed: false,
  suites: [suite('one'), suite('two')],
});

let stop: (() => Promise<void>) | null = null;
afterEach(async () => {
  await stop?.();
  stop = null;
});

/** LangSmith as far as it matters: answers each request by the next status. */
async function startLangSmith(statuses: readonly number[], headers: Record<string, string> = {}) {
  const requests: { path: string; key: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = statuses[Math.min(requests.length, statuses.length - 1)] ?? 500;
    const body = Buffer.concat(chunks).toString('utf8');
    requests.push({ path: request.url ?? '', key: String(request.headers['x-api-key']), body });
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end('{"detail":"so it is, ls-secret"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const send = (endpoint: string) => sendToLangSmith(run, people, { api_key: 'ls-secret', endpoint }, quiet);

describe('a run sent to LangSmith', () => {
  test('is an experiment a suite, in the shape that it documents', async () => {
    const { requests, endpoint } = await startLangSmith([200]);
    expect(await send(endpoint)).toBe(2);
    expect(requests.map(({ path, key }) => [path, key])).toEqual([
      ['/api/v1/datasets/upload-experiment', 'ls-secret'],
      ['/api/v1/datasets/upload-experiment', 'ls-secret'],
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      experiment_name: 'one offline@1 2026-04-06T10:00:00.000Z',
      experiment_start_time: '2026-04-06T10:00:00.000Z',
      experiment_end_time: '2026-04-06T10:00:02.000Z',
      dataset_name: 'fairlead one',
      summary_experiment_scores: [
        { key: 'rate', score: 0.5 },
        { key: 'gate met', score: 0 },
        { key: 'grounded', score: 0.5 },
      ],
      results: [
        {
          evaluation_scores: [{ key: 'passed', score: 0 }, { key: 'score' }, { key: 'grounded', score: 0.5 }],
        },
      ],
    });
  });

  test('names nobody, by name or by address', () => {
    const sent = JSON.stringify(experimentsOf(run, people));
    expect(sent).not.toMatch(/Hanneke|Vos|ships\.example|stranger/);
    expect(sent).toContain('summary of PERSON_1');
    expect(sent).toContain('written by ADDRESS');
  });

  test.each([
    [[401], 'source-unauthorized', 'LANGSMITH_API_KEY is not accepted there; 0 of 2 suites'],
    [[200, 500], 'source-unavailable', 'answered 500: it failed; try again later; 1 of 2 suites'],
    [[429], 'source-rate-limited', 'asked too often'],
    [[422], 'source-refused', 'did not take the experiment'],
  ])('that is answered by %s says so, and never tells the key', async (statuses, code, message) => {
    const { endpoint } = await startLangSmith(statuses);
    const error = await send(endpoint).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('ls-secret');
  });

  test('follows no redirection, and goes nowhere but over https', async () => {
    const { endpoint, requests } = await startLangSmith([307], { location: 'http://127.0.0.1:9/' });
    await expect(send(endpoint)).rejects.toThrow('cannot be reached');
    expect(requests).toHaveLength(1);
    await expect(send('http://langsmith.example')).rejects.toThrow('only go over https');
  });

  test('that nobody answers says so', async () => {
    await expect(send('http://127.0.0.1:9')).rejects.toThrow('LangSmith at 127.0.0.1:9 cannot be reached');
  });

  test('has the same row for the same case each time, as a UUID', () => {
    expect(rowId('s', 'a')).toBe(rowId('s', 'a'));
    expect(rowId('s', 'a')).not.toBe(rowId('s', 'b'));
    expect(z.uuid().safeParse(rowId('s', 'a')).success).toBe(true);
  });
});
