import { describe, expect, test } from 'vitest';
import { FAILURES_TO_OPEN, makeBreaker, OPEN_MS } from './breaker.ts';
import { type HttpConnection, type HttpDeps, type HttpRequest, makeHttpClient } from './client.ts';
import { makePacer } from './pace.ts';

/** A client of scripted answers (the last is repeated) on a clock that only sleeping moves. */
function scripted(
  steps: (() => Response)[],
  connection: Partial<HttpConnection> = {},
  bounds: Pick<HttpDeps, 'breaker' | 'budget'> = {},
) {
  const asked: { url: string; headers: Headers }[] = [];
  const sleeps: number[] = [];
  let now = 0;
  const client = makeHttpClient(
    {
      base_url: 'https://vendor.example',
      auth: { kind: 'bearer', token: 'very-secret-token' },
      ...connection,
    },
    {
      fetch: async (input, init = {}) => {
        asked.push({ url: String(input), headers: new Headers(init.headers) });
        return (steps[Math.min(asked.length, steps.length) - 1] ?? (() => new Response('{}')))();
      },
      now: () => now,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        now += milliseconds;
      },
      random: () => 0,
      ...bounds,
    },
  );
  const { signal } = new AbortController();
  const request = (more: Partial<HttpRequest> = {}) =>
    client.request({ method: 'GET', path: '/items', signal, ...more });
  return { asked, sleeps, request, later: (milliseconds: number) => (now += milliseconds) };
}

const ok = () => new Response('{"ok":true}');
const down = () => new Response('{}', { status: 500 });
const redirect = (to: string) => () => new Response(null, { status: 302, headers: { location: to } });

describe("a vendor's own limit signals", () => {
  const limitOf: HttpConnection['limitOf'] = ({ status, headers }) =>
    status === 402 ? Number(headers.get('x-resets-in')) * 1000 : undefined;
  const spent = (seconds: number) => () =>
    new Response('{}', { status: 402, headers: { 'x-resets-in': String(seconds) } });

  test('are waited for', async () => {
    const { request, sleeps } = scripted([spent(9), ok], { limitOf });
    expect((await request()).json).toEqual({ ok: true });
    expect(sleeps).toEqual([9000]);
  });

  test('end the read where the wait is long, and say how long', async () => {
    const { request, sleeps } = scripted([spent(1800)], { limitOf });
    await expect(request()).rejects.toMatchObject({
      code: 'source-rate-limited',
      retryAfterMs: 1_800_000,
      message: expect.stringContaining('too many requests (402); come back in 30 min'),
    });
    expect(sleeps).toEqual([]);
  });

  test('are seen in an answer that says 200', async () => {
    const inBody: HttpConnection['limitOf'] = ({ json }) =>
      JSON.stringify(json).includes('ratelimited') ? 2000 : undefined;
    const { request, sleeps } = scripted([() => new Response('{"error":"ratelimited"}'), ok], {
      limitOf: inBody,
    });
    expect((await request()).json).toEqual({ ok: true });
    expect(sleeps).toEqual([2000]);
  });
});

describe('a token that is fetched', () => {
  const grant = () => {
    const asked: boolean[] = [];
    return {
      asked,
      auth: {
        kind: 'grant' as const,
        grant: {
          secrets: ['client-secret'],
          token: async (renew: boolean) => {
            asked.push(renew);
            return renew ? 'token-two-22' : 'token-one-11';
          },
        },
      },
    };
  };

  test('is renewed once when it is refused', async () => {
    const { auth, asked: fetched } = grant();
    const { request, asked } = scripted([() => new Response('{}', { status: 401 }), ok], { auth });
    expect((await request({ method: 'POST', body: {} })).json).toEqual({ ok: true });
    expect(fetched).toEqual([false, true]);
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer token-one-11',
      'Bearer token-two-22',
    ]);
  });

  test('is not renewed for ever, and never shown', async () => {
    const { auth, asked: fetched } = grant();
    const { request } = scripted(
      [() => new Response('{"message":"token-one-11 and client-secret"}', { status: 401 })],
      { auth },
    );
    const error = await request().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'source-unauthorized' });
    expect(String(error)).not.toMatch(/token-one-11|client-secret/);
    expect(fetched).toEqual([false, true]);
  });
});

describe('bounds of our own', () => {
  test('a budget ends a sync that would cost more', async () => {
    const { request, asked } = scripted([ok], {}, { budget: 2 });
    await request();
    await request();
    await expect(request()).rejects.toMatchObject({ code: 'source-rate-limited' });
    expect(asked).toHaveLength(2);
  });

  test('a pace is kept to', async () => {
    const { request, sleeps } = scripted([ok], { pace: { requests: 2, per_ms: 1000 } });
    for (let count = 0; count < 5; count += 1) await request();
    expect(sleeps).toEqual([1000, 1000]);
    const wait = makePacer({ requests: 1, per_ms: 100 });
    expect([wait(0), wait(0), wait(0), wait(1000)]).toEqual([0, 100, 200, 0]);
  });

  test('a source that is down is left alone for a while, then tried again', async () => {
    const breaker = makeBreaker();
    const steps = [...Array.from({ length: FAILURES_TO_OPEN }, () => down), ok];
    const { request, asked, later } = scripted(steps, {}, { breaker });
    for (let count = 0; count < FAILURES_TO_OPEN; count += 1) await expect(request()).rejects.toThrow('500');
    await expect(request()).rejects.toThrow(/asked again in 60 s/);
    expect(asked).toHaveLength(FAILURES_TO_OPEN);
    later(OPEN_MS);
    expect((await request()).json).toEqual({ ok: true });
    expect(breaker.closedFor(OPEN_MS)).toBe(0);
  });
});

describe('a file that lies elsewhere', () => {
  test('is fetched without credentials', async () => {
    const file = () => new Response('a,b\n1,2\n');
    const { request, asked } = scripted([redirect('https://files.example/report?sig=1'), file]);
    expect((await request({ elsewhere: true, as: 'text' })).text).toBe('a,b\n1,2\n');
    expect(asked[1]?.url).toBe('https://files.example/report?sig=1');
    expect(asked[1]?.headers.get('authorization')).toBeNull();
  });

  test.each([
    'http://files.example/report',
    'https://169.254.169.254/latest',
    'https://[fe80::1]/x',
    'https://db.internal/x',
    'https://localhost/x',
    'http://127.0.0.1:9/x',
  ])('is not fetched from %s', async (place) => {
    const { request, asked } = scripted([redirect(place)]);
    await expect(request({ elsewhere: true, as: 'text' })).rejects.toMatchObject({
      code: 'source-answer-invalid',
    });
    expect(asked).toHaveLength(1);
  });
});
