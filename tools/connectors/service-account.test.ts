import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { makeConnector, missingParts } from './registry.ts';
import { testClock } from './testing/benches.ts';
import { certificateOf } from './testing/certificate.ts';
import { TEST_NOW } from './testing/datasets.ts';
import { makeGithubDataset, startGithub } from './testing/github.ts';
import { readStream } from './testing/reading.ts';
import { makeSalesforceDataset, startSalesforce } from './testing/salesforce.ts';
import { makeTeamsDataset, startTeams } from './testing/teams.ts';

const keys = (format: 'pkcs1' | 'pkcs8' = 'pkcs8', modulusLength = 2048) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: format, format: 'pem' },
  });
const own = keys();
const { signal } = new AbortController();
const at = (offset_ms = 0): HttpDeps => ({
  ...systemHttp,
  sleep: async () => {},
  now: () => Date.parse(TEST_NOW) + offset_ms,
});
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe('Salesforce by JWT bearer', () => {
  const trusts = {
    public_key: own.publicKey,
    iss: 'client-4669',
    sub: 'fairlead@example.org',
    aud: 'https://login.salesforce.com',
    longest_seconds: 180,
  };
  const credentials = {
    private_key: own.privateKey,
    client_id: 'client-4669',
    username: 'fairlead@example.org',
  };
  async function start(
    { http = at(), ...over }: Partial<typeof credentials> & { http?: HttpDeps } = {},
    options: Parameters<typeof startSalesforce>[2] = {},
  ) {
    const started = await startSalesforce(makeSalesforceDataset(260), http, {
      trusts,
      now: () => new Date(TEST_NOW),
      ...options,
    });
    open.push(started.server);
    const { source, server } = started;
    const all = { ...credentials, ...over };
    return {
      server,
      connector: makeConnector({ source, credentials: all, fields: [], clock: testClock, http }),
    };
  }

  test('reads in a user’s name, without a secret, and renews a token that ended on the way', async () => {
    const { connector, server } = await start({}, { requests_per_token: 2 });
    expect((await readStream(connector, 'opportunities')).ids.size).toBe(260);
    const grants = server.requests.filter(({ path }) => path.endsWith('/oauth2/token'));
    expect(grants.length).toBeGreaterThan(1);
    expect(JSON.stringify(server.requests)).not.toContain('PRIVATE KEY');
  });

  test.each([
    ['of a stranger', { private_key: keys().privateKey }],
    ['in another’s name', { username: 'somebody@example.org' }],
    ['of a clock five minutes behind', { http: at(-300_000) }],
    ['of a clock five minutes ahead', { http: at(300_000) }],
  ])('an assertion %s is refused, without a word of the key', async (_, over) => {
    const { connector } = await start(over);
    const error: unknown = await connector.check(signal).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'source-unauthorized' });
    expect(JSON.stringify({ ...Object(error), text: String(error) })).not.toMatch(/KEY|eyJ/);
  });

  test('a token for another instance goes nowhere', async () => {
    const { connector, server } = await start({}, { instance_url: 'https://other.my.salesforce.com' });
    await expect(connector.check(signal)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('--base-url https://other.my.salesforce.com'),
    });
    expect(server.requests.every(({ path }) => path.endsWith('/oauth2/token'))).toBe(true);
  });
});

describe('GitHub as an app', () => {
  const app = { public_key: own.publicKey, iss: '4321', installation: 77, longest_seconds: 600 };
  async function start(
    over: { private_key?: string; http?: HttpDeps; installation?: string } = {},
    options: { requests_per_token?: number; now?: () => Date } = {},
  ) {
    const { http = at(), installation, private_key = own.privateKey } = over;
    const { now = () => new Date(TEST_NOW), ...more } = options;
    const started = await startGithub(makeGithubDataset(40), http, { now, app: { ...app, ...more } });
    open.push(started.server);
    const { server } = started;
    const settings = { ...started.source.settings, ...(installation === undefined ? {} : { installation }) };
    const source = { ...started.source, settings };
    const credentials = { private_key, app_id: '4321' };
    return { server, connector: makeConnector({ source, credentials, fields: [], clock: testClock, http }) };
  }
  const tokens = ({ requests }: VendorServer) =>
    requests.filter(({ path }) => path.includes('/access_tokens')).length;

  test('finds where it is installed, reads by a token for there, and gets the next when that one ends', async () => {
    const { connector, server } = await start({}, { requests_per_token: 5 });
    expect((await readStream(connector, 'pull_requests')).records.length).toBeGreaterThan(0);
    expect(tokens(server)).toBeGreaterThan(1);
    expect(server.requests.filter(({ path }) => path.endsWith('/installation'))).toHaveLength(1);
  });

  test('takes a key as GitHub gives it, and the installation that is named', async () => {
    const pkcs1 = keys('pkcs1');
    const started = await startGithub(makeGithubDataset(3), at(), {
      app: { ...app, public_key: pkcs1.publicKey },
    });
    open.push(started.server);
    const source = { ...started.source, settings: { ...started.source.settings, installation: '77' } };
    const credentials = { private_key: pkcs1.privateKey, app_id: '4321' };
    const connector = makeConnector({ source, credentials, fields: [], clock: testClock, http: at() });
    expect((await connector.check(signal)).account).not.toBe('');
    expect(started.server.requests.some(({ path }) => path.endsWith('/installation'))).toBe(false);
  });

  test('a token is left before its hour ends', async () => {
    let now = Date.parse(TEST_NOW);
    const clock = { http: { ...at(), now: () => now } };
    const { connector, server } = await start(clock, { now: () => new Date(now) });
    await connector.check(signal);
    await connector.check(signal);
    expect(tokens(server)).toBe(1);
    now += 59 * 60_000;
    await connector.check(signal);
    expect(tokens(server)).toBe(2);
  });

  test.each([
    ['of a stranger', { private_key: keys().privateKey }],
    ['of a clock that is two minutes ahead', { http: at(120_000) }],
    ['of a clock that is ten minutes behind', { http: at(-600_000) }],
  ])('a signature %s is refused, without a word of the key', async (_, over) => {
    const { connector } = await start(over);
    const error: unknown = await connector.check(signal).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'source-unauthorized' });
    expect(JSON.stringify({ ...Object(error), text: String(error) })).not.toMatch(/KEY|eyJ/);
  });
});

describe('Microsoft Teams by certificate', () => {
  const { privateKey: private_key, publicKey: public_key } = own;
  const certificate = certificateOf(private_key);
  const { fingerprint256 } = new X509Certificate(certificate);
  const thumbprint = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  async function start(http: HttpDeps = at()) {
    const certified = { public_key, thumbprint };
    const started = await startTeams(makeTeamsDataset(30), http, { certified });
    open.push(started.server);
    return started;
  }

  test('reads without a secret, by an assertion of its own for each token', async () => {
    const { server, connectBy } = await start();
    const connector = connectBy({ private_key, certificate });
    expect((await readStream(connector, 'activity')).records.length).toBeGreaterThan(0);
    // Another one: what was said to get the first token doesn't get a second.
    await connectBy({ private_key, certificate }).check(signal);
    const grants = server.requests.filter(({ path }) => path.endsWith('/oauth2/v2.0/token'));
    expect(grants).toHaveLength(2);
    expect(JSON.stringify(server.requests)).not.toMatch(/PRIVATE KEY|client_secret/);
  });

  test.each([
    ['of a stranger', at(), keys().privateKey],
    ['of a clock five minutes behind', at(-300_000), private_key],
    ['of a clock five minutes ahead', at(300_000), private_key],
  ])('an assertion %s is refused, without a word of the key', async (_, http, key) => {
    const { connectBy } = await start(http);
    const connector = connectBy({ private_key: key, certificate: certificateOf(key) });
    const error: unknown = await connector.check(signal).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'source-unauthorized' });
    expect(JSON.stringify({ ...Object(error), text: String(error) })).not.toMatch(/KEY|eyJ/);
  });

  test.each([
    ['no certificate at all', 'once upon a time', /is no certificate\. Valid: a PEM file/],
    ['that of another key', certificateOf(keys().privateKey), /is of another key than private_key/],
  ])('%s is refused with what would be valid', async (_, other, message) => {
    const { connectBy } = await start();
    expect(() => connectBy({ private_key, certificate: other })).toThrow(message);
  });
});

describe('credentials', () => {
  test('are of the way that the first of them stands for', async () => {
    const { source, server } = await startGithub(makeGithubDataset(1));
    open.push(server);
    expect(missingParts(source, { token: 't' })).toEqual([]);
    expect(missingParts(source, { private_key: 'k', app_id: '1' })).toEqual([]);
    expect(missingParts(source, { private_key: 'k' })).toEqual(['credential app_id']);
    expect(missingParts(source, {})).toEqual(['credential token']);
  });

  test.each([
    ['no key at all', 'once upon a time'],
    ['a public key', own.publicKey],
    ['a key that is too short', keys('pkcs8', 1024).privateKey],
    ['half a key', own.privateKey.slice(0, 400)],
  ])('%s is refused with what would be valid, and nothing of it', async (_, private_key) => {
    const { source, server } = await startGithub(makeGithubDataset(1));
    open.push(server);
    const make = () =>
      makeConnector({ source, credentials: { private_key, app_id: '1' }, fields: [], clock: testClock });
    expect(make).toThrow(/is no RSA private key\. Valid: a PEM file/);
    expect(make).not.toThrow(private_key.split('\n')[1] ?? private_key);
  });
});
