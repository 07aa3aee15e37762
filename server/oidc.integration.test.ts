import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '#domain/config.ts';
import { ids } from '#store/testing/company.ts';
import { CLIENT, type OidcProvider, startOidcProvider } from './testing/oidc-provider.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let provider: OidcProvider;
let made: TestApp;
beforeAll(async () => {
  provider = await startOidcProvider();
  const config = parseConfig({
    HOST: '0.0.0.0',
    FAIRLEAD_OIDC_ISSUER: provider.issuer,
    FAIRLEAD_OIDC_CLIENT_ID: CLIENT,
    FAIRLEAD_PUBLIC_URL: 'https://fairlead.example',
    FAIRLEAD_TODAY: '2026-03-02',
  });
  made = await makeTestApp({ ...config, log_level: 'silent' });
});
afterAll(async () => {
  await made.close();
  await provider.close();
});
beforeEach(() => {
  provider.claims = { email: 'Ann@example.com', email_verified: true };
});

const headers = { host: 'fairlead.example' };
const cookieOf = (value: unknown) => String(value).split(';')[0] ?? '';

/** Goes to the provider and comes back with its code. */
async function comeBack(change: (returned: URL) => void = () => {}) {
  const begun = await made.app.inject({ url: '/api/sign-in', headers });
  expect(begun.statusCode).toBe(302);
  const sent = await fetch(String(begun.headers.location), { redirect: 'manual' });
  const returned = new URL(sent.headers.get('location') ?? '');
  expect(returned.href).toMatch(/^https:\/\/fairlead\.example\/api\/sign-in\/return\?/);
  change(returned);
  return { address: `${returned.pathname}${returned.search}`, cookie: cookieOf(begun.headers['set-cookie']) };
}
const finish = ({ address, cookie }: { address: string; cookie: string }) =>
  made.app.inject({ url: address, headers: { ...headers, cookie } });

describe('signing in at the organisation’s provider', () => {
  test('opens a session for the person of the verified e-mail address', async () => {
    const back = await finish(await comeBack());
    expect(back.statusCode).toBe(302);
    expect(back.headers.location).toBe('/');
    expect(String(back.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax.*; Secure/);
    const cookie = cookieOf(back.headers['set-cookie']);
    expect(await made.ask(null, { url: '/api/me', headers: { ...headers, cookie } })).toMatchObject({
      status: 200,
      body: { person: { id: ids.ann } },
    });
  });

  test.each([
    { email: 'ann@example.com', email_verified: false },
    { email: 'ann@example.com' },
    { email: 'stranger@example.com', email_verified: true },
    { email: 'ann@example.com', email_verified: true, nonce: 'another' },
  ])('opens none for %o', async (claims) => {
    provider.claims = claims;
    const back = await finish(await comeBack());
    expect(back.statusCode).toBe(401);
    expect(back.headers['set-cookie']).toBeUndefined();
    expect(back.json()).toMatchObject({ error: { code: 'not-signed-in' } });
  });

  test('opens none with another state, without the cookie, or a second time', async () => {
    const foreign = await comeBack((returned) => returned.searchParams.set('state', 'another'));
    expect((await finish(foreign)).statusCode).toBe(401);
    const one = await comeBack();
    expect((await finish({ ...one, cookie: '' })).statusCode).toBe(401);
    expect((await finish(one)).statusCode).toBe(302);
    expect((await finish(one)).statusCode).toBe(401);
  });

  test('leaves no other way in', async () => {
    expect(await made.ask('ann', { url: '/api/me', headers })).toMatchObject({ status: 401 });
    expect(await made.ask(null, { url: '/api/dev/people', headers })).toMatchObject({ status: 404 });
    const payload = { email: 'ann@example.com' };
    const dev = { method: 'POST', url: '/api/dev/sign-in', payload, headers } as const;
    expect(await made.ask(null, dev)).toMatchObject({ status: 404 });
  });
});
