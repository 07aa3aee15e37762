import { expect, test } from 'vitest';
import type { HttpDeps } from '#tools/http/client.ts';
import { makeConnector, missingParts } from './registry.ts';
import { testClock, testSource } from './testing/benches.ts';

const credentials = {
  refresh_token: 'refresh-one-1111',
  client_id: 'app',
  client_secret: 'secret-of-app-2222',
};
const source = {
  ...testSource('asana', 'http://127.0.0.1:9'),
  settings: { workspace: '1', oauth_url: 'http://127.0.0.1:9/oauth' },
};
const { signal } = new AbortController();

/** Tokens that live for one request, and refresh tokens that are given once each. */
function network({ refuse = false, echo = false } = {}) {
  const log: string[] = [];
  const seen: { refresh: string[]; kept: string[] } = { refresh: [], kept: [] };
  let count = 0;
  const http: HttpDeps = {
    now: () => 0,
    random: () => 0,
    sleep: async () => {},
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const token = new Headers(init.headers).get('authorization');
      log.push(`${url.pathname} ${token ?? '-'}`);
      if (url.pathname === '/oauth') {
        const form = new URLSearchParams(String(init.body));
        seen.refresh.push(form.get('refresh_token') ?? '');
        if (refuse) return new Response('{"error":"invalid_grant"}', { status: 400 });
        if (echo) return Response.json({ message: `blocked: ${init.body}` }, { status: 403 });
        count += 1;
        return Response.json({ access_token: `access-${count}000`, refresh_token: `refresh-${count}999` });
      }
      return token === 'Bearer access-1000'
        ? new Response('{"errors":[]}', { status: 401 })
        : Response.json({ data: { gid: '1', email: 'app@example.org' } });
    },
  };
  const keep = async (renewed: Readonly<Record<string, string>>) => {
    seen.kept.push(renewed.refresh_token ?? '');
  };
  return { http, log, seen, keep };
}

test('a token is fetched in somebody’s name, renewed when it is refused, and the new refresh token is kept first', async () => {
  const { http, log, seen, keep } = network();
  const connector = makeConnector({ source, credentials, fields: [], clock: testClock, http, keep });
  expect(await connector.check(signal)).toMatchObject({ account: expect.stringContaining('app') });
  expect(seen.refresh).toEqual(['refresh-one-1111', 'refresh-1999']);
  expect(seen.kept).toEqual(['refresh-1999', 'refresh-2999']);
  expect(log.at(-1)).toContain('Bearer access-2000');
});

test('one that is no longer good is said at once, without a secret', async () => {
  const { http, keep } = network({ refuse: true });
  const connector = makeConnector({ source, credentials, fields: [], clock: testClock, http, keep });
  const error = await connector.check(signal).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'source-unauthorized' });
  expect(String(error)).not.toMatch(/refresh-one|secret-of-app/);
});

test('a gateway that repeats what was sent gets no secret into a message', async () => {
  const { http, keep } = network({ echo: true });
  const connector = makeConnector({ source, credentials, fields: [], clock: testClock, http, keep });
  const error = await connector.check(signal).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'source-refused' });
  expect(JSON.stringify({ text: String(error), error })).not.toMatch(/refresh-one|secret-of-app/);
});

test('a token with a line break in it is refused without being repeated, and without a request', async () => {
  const { http, log } = network();
  const odd = { token: 'line-one\nline-two' };
  const connector = makeConnector({ source, credentials: odd, fields: [], clock: testClock, http });
  const error = await connector.check(signal).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'source-unauthorized' });
  expect(`${error} ${(error as Error).cause}`).not.toMatch(/line-one|line-two/);
  expect(log).toEqual([]);
});

test('either a token or all that a refresh takes must be there', () => {
  expect(missingParts(source, { token: 'x' })).toEqual([]);
  expect(missingParts(source, credentials)).toEqual([]);
  expect(missingParts(source, { refresh_token: 'x' })).toEqual([
    'credential client_id',
    'credential client_secret',
  ]);
  expect(missingParts(source, {})).toEqual(['credential token']);
});
