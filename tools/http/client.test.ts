import { describe, expect, test } from 'vitest';
import { SourceError } from '#domain/errors.ts';
import { MAX_BODY_BYTES } from './body.ts';
import { type HttpConnection, type HttpRequest, makeHttpClient } from './client.ts';
import { MAX_TRIES, pauseMs, retryAfterMs } from './retry.ts';

type Step = Response | Error | ((url: URL, init: RequestInit) => Response | Promise<Response>);

/** A client whose answers are scripted, with what it asked and how long it slept. */
function scripted(steps: Step[], connection: Partial<HttpConnection> = {}) {
  const asked: { url: string; init: RequestInit }[] = [];
  const sleeps: number[] = [];
  const client = makeHttpClient(
    {
      base_url: 'https://vendor.example/base',
      auth: { kind: 'bearer', token: 'very-secret-token' },
      ...connection,
    },
    {
      fetch: async (input, init = {}) => {
        asked.push({ url: String(input), init });
        const step = steps[Math.min(asked.length, steps.length) - 1] ?? new Response('{}');
        if (step instanceof Error) throw step;
        return step instanceof Response ? step.clone() : await step(new URL(String(input)), init);
      },
      now: () => Date.parse('2026-03-31T12:00:00Z'),
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
      },
      random: () => 0.5,
    },
  );
  const { signal } = new AbortController();
  const request = (more: Partial<HttpRequest> = {}) =>
    client.request({ method: 'GET', path: '/items', signal, ...more });
  return { asked, sleeps, request };
}

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('{}', { status: code, headers });

describe('the address', () => {
  test('is the base and the path, with the query', async () => {
    const { asked, request } = scripted([new Response('{"ok":true}')]);
    expect(await request({ query: { a: 'b c' } })).toMatchObject({ status: 200, json: { ok: true } });
    expect(asked[0]?.url).toBe('https://vendor.example/base/items?a=b+c');
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer very-secret-token');
  });

  test.each([
    'https://elsewhere.example/items',
    'http://vendor.example/base/items',
    'https://vendor.example.evil.example/',
    '//elsewhere.example/items',
    'file:///etc/passwd',
    'https://vendor.example:8443/base',
  ])('never follows a link to %s', async (path) => {
    const { asked, request } = scripted([]);
    await expect(request({ path })).rejects.toMatchObject({ code: 'source-answer-invalid' });
    expect(asked).toEqual([]);
  });

  test('follows a redirect within the host, and none to another', async () => {
    const home = scripted([status(302, { location: '/base/there' }), new Response('{"a":1}')]);
    expect((await home.request()).json).toEqual({ a: 1 });
    const away = scripted([status(302, { location: 'https://elsewhere.example/' }), new Response('{}')]);
    await expect(away.request()).rejects.toMatchObject({ code: 'source-answer-invalid' });
    expect(away.asked).toHaveLength(1);
    const round = scripted([status(302, { location: '/base/there' })]);
    await expect(round.request()).rejects.toThrow(/redirects/);
  });

  test.each([
    'http://vendor.example',
    'https://user:pass@vendor.example',
    'http://169.254.169.254',
    'https://169.254.169.254/latest',
    'ftp://vendor.example',
    'vendor',
  ])('refuses the base URL %s', (base_url) => {
    expect(() => scripted([], { base_url })).toThrow(/base URL.*Valid: https:\/\/HOST/);
  });
});

describe('repeats', () => {
  test('full jitter: no pause is longer than its doubling bound', () => {
    for (const attempt of [1, 2, 3, 20]) {
      expect(pauseMs(attempt, null, () => 0)).toBe(0);
      expect(pauseMs(attempt, null, () => 0.999)).toBeLessThanOrEqual(
        Math.min(20_000, 500 * 2 ** (attempt - 1)),
      );
    }
    expect(pauseMs(1, 3000, () => 0)).toBe(3000);
  });

  test('Retry-After is seconds or a date; anything else is none', () => {
    const now = Date.parse('2026-03-31T12:00:00Z');
    expect(retryAfterMs('7', now)).toBe(7000);
    expect(retryAfterMs('Tue, 31 Mar 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Tue, 31 Mar 2026 11:00:00 GMT', now)).toBe(0);
    for (const text of [null, '', 'soon', '-5']) expect(retryAfterMs(text, now)).toBeNull();
  });

  test('a network error is repeated for a GET and for a POST that only asks, never for a write', async () => {
    const down = new TypeError('fetch failed');
    const get = scripted([down]);
    await expect(get.request()).rejects.toMatchObject({ code: 'source-unavailable' });
    expect(get.asked).toHaveLength(MAX_TRIES);
    const ask = scripted([down, new Response('{"a":1}')]);
    expect((await ask.request({ method: 'POST', body: {}, safe: true })).json).toEqual({ a: 1 });
    const write = scripted([down]);
    await expect(write.request({ method: 'POST', body: {} })).rejects.toMatchObject({
      code: 'source-unavailable',
      details: { outcome_unknown: true },
    });
    expect(write.asked).toHaveLength(1);
  });

  test('503 that asks for a long wait is a rate limit', async () => {
    const { request, sleeps } = scripted([status(503, { 'retry-after': '600' })]);
    const error: unknown = await request().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code: 'source-rate-limited', retryAfterMs: 600_000 });
    expect(sleeps).toEqual([]);
  });

  test('a try that takes too long is given up', async () => {
    const hang: Step = (_url, init) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const { request, asked } = scripted([hang], { timeout_ms: 20 });
    await expect(request()).rejects.toThrow(/no answer within 20 ms/);
    expect(asked).toHaveLength(MAX_TRIES);
  });

  test('an abort while waiting ends the request', async () => {
    const control = new AbortController();
    const client = makeHttpClient(
      { base_url: 'https://vendor.example', auth: { kind: 'bearer', token: 'very-secret-token' } },
      {
        fetch: async () => status(503),
        now: () => 0,
        sleep: async (_milliseconds, signal) => {
          control.abort();
          signal.throwIfAborted();
        },
        random: () => 0.5,
      },
    );
    const request = client.request({ method: 'GET', path: '/', signal: control.signal });
    await expect(request).rejects.toMatchObject({ details: { aborted: true } });
  });
});

describe('answers', () => {
  test.each([
    [400, 'GET', 'source-refused'],
    [401, 'GET', 'source-unauthorized'],
    [401, 'PUT', 'source-unauthorized'],
    [403, 'GET', 'source-unauthorized'],
    [403, 'PUT', 'source-refused'],
    [404, 'GET', 'source-refused'],
    [410, 'GET', 'source-refused'],
    [409, 'POST', 'source-refused'],
    [429, 'PUT', 'source-rate-limited'],
    [500, 'GET', 'source-unavailable'],
    [304, 'GET', 'source-answer-invalid'],
  ] as const)('%i to a %s is %s', async (code, method, expected) => {
    const answer = code === 304 ? new Response(null, { status: 304 }) : status(code);
    const { request } = scripted([answer]);
    await expect(request({ method })).rejects.toMatchObject({ code: expected });
  });

  test('a status that the caller accepts is an answer', async () => {
    expect(await scripted([status(404)]).request({ accept: [404] })).toMatchObject({
      status: 404,
      json: null,
    });
  });

  test('an answer that is too large is not read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000).fill(32));
      },
    });
    const { request, asked } = scripted([() => new Response(endless)]);
    await expect(request()).rejects.toMatchObject({ code: 'source-answer-invalid' });
    expect(sent).toBeLessThan(MAX_BODY_BYTES + 5_000_000);
    expect(asked).toHaveLength(1);
  });

  test('deep nesting in an answer is no danger', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(Array.isArray((await scripted([new Response(deep)]).request()).json)).toBe(true);
  });

  test('a refusal says why, and no message ever shows a secret', async () => {
    const body = JSON.stringify({ errorMessages: ['Bearer very-secret-token is not allowed'], errors: {} });
    const { request } = scripted([new Response(body, { status: 400 })]);
    const error: unknown = await request({ method: 'POST', body: {} }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('is not allowed') });
    expect(String(error)).not.toContain('very-secret-token');
    const basic = scripted([status(401)], {
      auth: { kind: 'basic', user: 'a@b.c', password: 'hunter2hunter2' },
    });
    const refused: unknown = await basic.request().catch((reason: unknown) => reason);
    expect(JSON.stringify(refused) + String(refused)).not.toMatch(/hunter2|YUBiLmM6/);
  });
});
