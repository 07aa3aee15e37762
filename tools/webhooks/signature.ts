import { createHmac, timingSafeEqual } from 'node:crypto';

/** A delivery as it came in. */
export interface Delivery {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes, before anybody parsed them: a signature is of these. */
  body: Uint8Array;
  /** The public address that it was sent to, as the sender wrote it. */
  url: string;
}

export type Verdict =
  /** `event_id` names the delivery, so that a repeat is known. */
  { ok: true; event_id: string } | { ok: false; reason: string };

interface Scheme {
  /** Where the vendor describes it. */
  readonly source: string;
  /** Whose the secret is: one that we make; one that the vendor shows there; one that it offers by a handshake. */
  readonly secret: 'ours' | { readonly at: string } | 'handshake';
  /** Header with the signature, and how to get at it. */
  signature(delivery: Delivery): string | null;
  /** What was signed; the time in seconds since 1970 where the vendor signs one. */
  signed(delivery: Delivery): { text: Uint8Array; at: number | null } | null;
  encoding: Encoding;
}

type Encoding = 'hex' | 'base64' | 'base64url';

/** Older deliveries are refused where the vendor signs the time: a recorded one must not be played again. */
export const TOLERANCE_SECONDS = 300;

const header = ({ headers }: Delivery, name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

const after = (text: string | null, prefix: string): string | null =>
  text?.startsWith(prefix) ? text.slice(prefix.length) : null;

const joined = (before: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(before, 'utf8'), Buffer.from(body)]);

/** NaN, which is never now, for what is no such number: part of the body moved into the header, say. */
const wholeNumber = (text: string | null): number =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;

/** `t=SECONDS,v1=HEX` */
function ownParts(delivery: Delivery): { at: string; signature: string } | null {
  const found = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header(delivery, 'x-fairlead-signature') ?? '');
  return found?.[1] === undefined || found[2] === undefined ? null : { at: found[1], signature: found[2] };
}

/** The same delivery as HubSpot writes the address that it signs: some characters unescaped. */
const unescaped = (url: string): string =>
  url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decodeURIComponent(code));

/** What a JSON Web Token claims, unverified. */
function claimsOf(body: string): { aud?: unknown; iat?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return claims !== null && typeof claims === 'object' ? claims : {};
  } catch {
    return {};
  }
}

const ofBody = (delivery: Delivery) => ({ text: delivery.body, at: null });

/** How each system signs what it sends; HMAC-SHA256 in all of them. */
const schemes = {
  fairlead: {
    source:
      'Fairlead: x-fairlead-event: an id of the sender; x-fairlead-signature: t=SECONDS,v1=HEX of "SECONDS.EVENT.BODY"',
    secret: 'ours',
    signature: (delivery) => ownParts(delivery)?.signature ?? null,
    signed: (delivery) => {
      const parts = ownParts(delivery);
      const event = header(delivery, 'x-fairlead-event');
      if (parts === null || event === null) return null;
      return { text: joined(`${parts.at}.${event}.`, delivery.body), at: Number(parts.at) };
    },
    encoding: 'hex',
  },
  github: {
    source: 'GitHub docs, "Validating webhook deliveries"',
    secret: 'ours',
    signature: (delivery) => after(header(delivery, 'x-hub-signature-256'), 'sha256='),
    signed: ofBody,
    encoding: 'hex',
  },
  jira: {
    source: 'Atlassian developer docs, "Webhooks", secure admin webhooks',
    secret: 'ours',
    signature: (delivery) => after(header(delivery, 'x-hub-signature'), 'sha256='),
    signed: ofBody,
    encoding: 'hex',
  },
  asana: {
    source: 'Asana docs, "Webhooks", X-Hook-Signature',
    secret: 'handshake',
    signature: (delivery) => header(delivery, 'x-hook-signature'),
    signed: ofBody,
    encoding: 'hex',
  },
  slack: {
    source: 'Slack API, "Verifying requests from Slack"',
    secret: { at: 'the app’s page at api.slack.com/apps, Basic Information, Signing Secret' },
    signature: (delivery) => after(header(delivery, 'x-slack-signature'), 'v0='),
    signed: (delivery) => {
      const at = header(delivery, 'x-slack-request-timestamp');
      return at === null ? null : { text: joined(`v0:${at}:`, delivery.body), at: wholeNumber(at) };
    },
    encoding: 'hex',
  },
  zendesk: {
    source: 'Zendesk developer docs, "Verifying webhooks"',
    secret: { at: 'Zendesk’s Admin Center, Webhooks, the webhook’s details, Signing secret' },
    signature: (delivery) => header(delivery, 'x-zendesk-webhook-signature'),
    signed: (delivery) => {
      const at = header(delivery, 'x-zendesk-webhook-signature-timestamp');
      return at === null ? null : { text: joined(at, delivery.body), at: Math.floor(Date.parse(at) / 1000) };
    },
    encoding: 'base64',
  },
  hubspot: {
    source: 'HubSpot docs, "Validating requests", X-HubSpot-Signature-v3',
    secret: { at: 'the app’s page in HubSpot, Auth, Client secret' },
    signature: (delivery) => header(delivery, 'x-hubspot-signature-v3'),
    signed: (delivery) => {
      const at = header(delivery, 'x-hubspot-request-timestamp');
      if (at === null) return null;
      const text = joined(`POST${unescaped(delivery.url)}`, delivery.body);
      return {
        text: Buffer.concat([text, Buffer.from(at)]),
        at: Math.floor(wholeNumber(at) / 1000),
      };
    },
    encoding: 'base64',
  },
  toggl: {
    source: 'Toggl docs, "Validating Received Events", X-Webhook-Signature-256',
    secret: 'ours',
    signature: (delivery) => after(header(delivery, 'x-webhook-signature-256'), 'sha256='),
    signed: ofBody,
    encoding: 'hex',
  },
  monday: {
    source: 'monday.com developer docs, "Authorization header": a JSON web token for this address',
    secret: { at: 'the app’s page in monday.com’s Developer Center, Signing Secret' },
    signature: (delivery) => header(delivery, 'authorization')?.split('.')[2] ?? null,
    // The body is not among it: nothing of a delivery is used but that it came.
    signed: (delivery) => {
      const [head = '', body = ''] = (header(delivery, 'authorization') ?? '')
        .replace(/^Bearer /, '')
        .split('.');
      const { aud, iat } = claimsOf(body);
      const isForUs = aud === delivery.url && typeof iat === 'number';
      return isForUs ? { text: Buffer.from(`${head}.${body}`), at: iat } : null;
    },
    encoding: 'base64url',
  },
} as const satisfies Record<string, Scheme>;

export type SchemeName = keyof typeof schemes;

const table: Readonly<Record<string, Scheme>> = schemes;

/** The vendor's own scheme, else ours. */
export const schemeOf = (vendor: string): SchemeName =>
  vendor in schemes ? (vendor as SchemeName) : 'fairlead';

/** What a sender has to do, in words. */
export const schemeHelp = (name: SchemeName): string => schemes[name].source;

/** Whose the secret is that it signs with. */
export const secretOf = (name: SchemeName): Scheme['secret'] => schemes[name].secret;

function equal(given: string, expected: Buffer, encoding: Encoding): boolean {
  const bytes = Buffer.from(given, encoding);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

/**
 * Whether a delivery was signed with one of the secrets, lately where its time is signed, and what names it. Compares in constant
 * time. A delivery is named by its signature: vendors don't sign their ids, so whoever recorded one could change its id.
 */
export function verifyDelivery(
  name: SchemeName,
  delivery: Delivery,
  { secrets, now }: { secrets: readonly string[]; now: number },
): Verdict {
  const scheme = table[name];
  if (scheme === undefined || secrets.length === 0)
    return { ok: false, reason: 'no secret is set for this source' };
  const signature = scheme.signature(delivery);
  const signed = scheme.signed(delivery);
  if (signature === null || signed === null)
    return { ok: false, reason: `it is not signed. Expected: ${scheme.source}` };
  const expected = secrets
    .map((secret) => createHmac('sha256', secret).update(signed.text).digest())
    .find((candidate) => equal(signature, candidate, scheme.encoding));
  if (expected === undefined) return { ok: false, reason: 'the signature does not fit' };
  if (signed.at !== null && !(Math.abs(now / 1000 - signed.at) <= TOLERANCE_SECONDS))
    return { ok: false, reason: `its time is more than ${TOLERANCE_SECONDS} seconds from now` };
  return { ok: true, event_id: expected.toString('hex') };
}
