import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openHandshake, takeHandshake, webhookSecrets } from './webhook-handshake.ts';

const now = Date.parse('2026-03-31T12:00:00Z');

test('secrets offered at once are all kept, and the oldest of too many ends', async () => {
  let kept: Record<string, string> = openHandshake('the key', now);
  const file = {
    get: async () => {
      const read = kept;
      await setTimeout(1);
      return read;
    },
    set: async (_: string, secrets: Record<string, string>) => {
      kept = secrets;
    },
  };
  const all = Array.from({ length: 201 }, (_, i) => `a secret no ${i}`.replaceAll(' ', '-').padEnd(16, '-'));
  const taken = await Promise.all(
    all.map((offered) => takeHandshake(file, 'asana', { offered, key: 'the key', now })),
  );
  expect(taken).toEqual(all.map(() => true));
  expect(webhookSecrets(kept)).toEqual(all.slice(1));
});
