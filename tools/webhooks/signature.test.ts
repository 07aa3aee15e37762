import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Delivery, type SchemeName, schemeOf, TOLERANCE_SECONDS, verifyDelivery } from './signature.ts';

const NOW = Date.parse('2026-03-31T12:00:00Z');
const secret = 'webhook-secret-3141';
const at = Math.floor(NOW / 1000);
const url = 'https://fairlead.example/api/webhooks/it?a=b%40c';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hmac = (text: string, key = secret, encoding: 'hex' | 'base64' = 'hex'): string =>
  createHmac('sha256', key).update(text).digest(encoding);

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const mondayToken = (claims: object, key = secret): string => {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

/** A delivery as each system would send it. */
const senders: Record<SchemeName, (body: string, key?: string, when?: number) => Delivery> = {
  fairlead: (body, key = secret, when = at) => ({
    url,
    body: bytes(body),
    headers: {
      'x-fairlead-signature': `t=${when},v1=${hmac(`${when}.e1.${body}`, key)}`,
      'x-fairlead-event': 'e1',
    },
  }),
  github: (body, key = secret) => ({
    url,
    body: bytes(body),
    headers: { 'x-hub-signature-256': `sha256=${hmac(body, key)}`, 'x-github-delivery': 'e1' },
  }),
  jira: (body, key = secret) => ({
    url,
    body: bytes(body),
    headers: { 'x-hub-signature': `sha256=${hmac(body, key)}`, 'x-atlassian-webhook-identifier': 'e1' },
  }),
  asana: (body, key = secret) => ({
    url,
    body: bytes(body),
    headers: { 'x-hook-signature': hmac(body, key) },
  }),
  slack: (body, key = secret, when = at) => ({
    url,
    body: bytes(body),
    headers: {
      'x-slack-signature': `v0=${hmac(`v0:${when}:${body}`, key)}`,
      'x-slack-request-timestamp': String(when),
    },
  }),
  zendesk: (body, key = secret, when = at) => {
    const stamp = new Date(when * 1000).toISOString();
    return {
      url,
      body: bytes(body),
      headers: {
        'x-zendesk-webhook-signature': hmac(`${stamp}${body}`, key, 'base64'),
        'x-zendesk-webhook-signature-timestamp': stamp,
        'x-zendesk-webhook-invocation-id': 'e1',
      },
    };
  },
  hubspot: (body, key = secret, when = at) => ({
    url,
    body: bytes(body),
    headers: {
      'x-hubspot-signature-v3': hmac(`POST${url.replace('%40', '@')}${body}${when * 1000}`, key, 'base64'),
      'x-hubspot-request-timestamp': String(when * 1000),
    },
  }),
  toggl: (body, key = secret) => ({
    url,
    body: bytes(body),
    headers: { 'x-webhook-signature-256': `sha256=${hmac(body, key)}` },
  }),
  monday: (body, key = secret, when = at) => ({
    url,
    body: bytes(body),
    headers: { authorization: mondayToken({ aud: url, iat: when, exp: when + 300 }, key) },
  }),
};
const names = Object.keys(senders) as SchemeName[];
const timed: readonly SchemeName[] = ['fairlead', 'slack', 'zendesk', 'hubspot', 'monday'];
const question = { secrets: ['an earlier one', secret], now: NOW };

describe.each(names)('a delivery signed as %s does it', (name) => {
  const send = senders[name];

  test('is taken, and has an id', () => {
    const verdict = verifyDelivery(name, send('{"a":1}'), question);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.ok && verdict.event_id.length).toBeGreaterThan(0);
  });

  test('with another body, another secret or no signature is refused', () => {
    const good = send('{"a":1}');
    // monday.com signs that it sends something, not what.
    const other = verifyDelivery(name, { ...good, body: bytes('{"a":2}') }, question);
    expect(other.ok).toBe(name === 'monday');
    expect(verifyDelivery(name, send('{"a":1}', 'other'), question).ok).toBe(false);
    expect(verifyDelivery(name, { ...good, headers: {} }, question).ok).toBe(false);
    expect(verifyDelivery(name, good, { ...question, secrets: [] }).ok).toBe(false);
  });

  test('whatever stands in the header is refused, not thrown at', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (text, body) => {
        const headers = Object.fromEntries(Object.keys(send('').headers).map((key) => [key, text]));
        expect(verifyDelivery(name, { url, headers, body }, question).ok).toBe(false);
      }),
    );
  });
});

test('a token of monday.com for another address, or of no time, is refused', () => {
  const sent = (claims: object) => ({
    url,
    body: bytes('{}'),
    headers: { authorization: mondayToken(claims) },
  });
  expect(verifyDelivery('monday', sent({ aud: url, iat: at }), question).ok).toBe(true);
  for (const claims of [{ aud: 'https://elsewhere.example', iat: at }, { iat: at }, { aud: url }, {}])
    expect(verifyDelivery('monday', sent(claims), question).ok).toBe(false);
});

test.each(timed)('an old delivery of %s is refused, though its signature fits', (name) => {
  const verdict = verifyDelivery(name, senders[name]('{}', secret, at - TOLERANCE_SECONDS - 1), question);
  expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining('seconds') });
  expect(verifyDelivery(name, senders[name]('{}', secret, at - TOLERANCE_SECONDS), question).ok).toBe(true);
});

test('an old delivery of Slack is no younger with part of its body moved into the time', () => {
  const body = '{"type":"event_callback"}';
  const when = at - 1_000_000;
  const sent = senders.slack(body, secret, when);
  const cut = body.indexOf(':');
  const moved = { ...sent.headers, 'x-slack-request-timestamp': `${when}:${body.slice(0, cut)}` };
  const forged = { ...sent, body: bytes(body.slice(cut + 1)), headers: moved };
  expect(verifyDelivery('slack', forged, question).ok).toBe(false);
});

const ids = [
  'x-fairlead-event',
  'x-github-delivery',
  'x-atlassian-webhook-identifier',
  'x-zendesk-webhook-invocation-id',
];
test.each(names)('a recorded delivery of %s under another id is refused or known again', (name) => {
  const first = senders[name]('{}');
  const others = Object.fromEntries(ids.filter((id) => id in first.headers).map((id) => [id, 'e2']));
  const again = verifyDelivery(name, { ...first, headers: { ...first.headers, ...others } }, question);
  if (again.ok) expect(again).toEqual(verifyDelivery(name, first, question));
  else expect(name).toBe('fairlead');
});

test('a vendor without a scheme of its own signs as we say', () => {
  expect(schemeOf('harvest')).toBe('fairlead');
  expect(schemeOf('github')).toBe('github');
});
