import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { SecretFile } from './secrets.ts';

/** One a project of a large workspace; the oldest end first. */
const MOST_SECRETS = 200;
const OPEN_MS = 3_600_000;

const offer = z.string().regex(/^[\x21-\x7e]{16,200}$/);

/** Secrets that deliveries of a source may be signed with. */
export const webhookSecrets = ({
  webhook_secret = '',
  webhook_secrets = '',
}: Record<string, string>): string[] =>
  [webhook_secret, ...webhook_secrets.split('\n')].filter((secret) => secret !== '');

/** Of a source's secrets those that its deliveries are known by: new credentials leave them be. */
export const webhookParts = (secrets: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([name]) => name.startsWith('webhook_')));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What `fairlead sources webhook` keeps: whoever knows the key may offer secrets, for an hour. */
export const openHandshake = (key: string, now: number): Record<string, string> => ({
  webhook_key: key,
  webhook_open_until: new Date(now + OPEN_MS).toISOString(),
});

/** One after the other: two at once would each keep the secret of one alone. */
let waiting: Promise<unknown> = Promise.resolve();

/**
 * Takes the secret that a system offers to sign with, if it was told the key and the hour is not over. A stranger could
 * else have its own taken, and sign with it. @returns whether it was taken
 */
export function takeHandshake(
  file: Pick<SecretFile, 'get' | 'set'>,
  source: string,
  { offered, key, now }: { offered: unknown; key: unknown; now: number },
): Promise<boolean> {
  const turn = waiting.then(async () => {
    const known = await file.get(source);
    const secret = offer.safeParse(offered);
    const isOpen = Date.parse(known.webhook_open_until ?? '') > now;
    if (!secret.success || !isOpen || !known.webhook_key || typeof key !== 'string') return false;
    if (!timingSafeEqual(digest(key), digest(known.webhook_key))) return false;
    const earlier = webhookSecrets({ webhook_secrets: known.webhook_secrets ?? '' });
    const all = [...earlier.filter((one) => one !== secret.data), secret.data].slice(-MOST_SECRETS);
    await file.set(source, { ...known, webhook_secrets: all.join('\n') });
    return true;
  });
  waiting = turn.catch(() => null);
  return turn;
}
