import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import { sourceId, tenantId } from '#domain/ids.ts';
import { openDatabase } from './database.ts';
import { makeQueue } from './queue.ts';
import { makeStore } from './store.ts';
import { makeTestDatabase, type TestDatabase, testDatabaseKind } from './testing/test-database.ts';

const embeddedOnly = testDatabaseKind() === 'embedded';
let folder: string;
let server: TestDatabase | null = null;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-kill-'));
  if (!embeddedOnly) server = await makeTestDatabase();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await server?.close();
});

type Message = { ready?: true; committed?: number; begun?: true; error?: string };

/** Runs until `until` says so of a message, goes on for a while, and is killed. Resolves once it is dead. */
async function runAndKill(
  where: string,
  mode: 'write' | 'work',
  until: (message: Message) => boolean,
  plan: { more_ms: number; meanwhile?: () => Promise<void> },
): Promise<Message[]> {
  const child = fork(path.join(import.meta.dirname, 'testing', 'doomed.ts'), [where, mode], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const heard: Message[] = [];
  const dead = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_, signal) => resolve(signal)),
  );
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: Message) => {
      heard.push(message);
      if (until(message)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the child ended by itself (${code})`)));
  });
  await plan.meanwhile?.();
  await new Promise((resolve) => setTimeout(resolve, plan.more_ms));
  child.kill('SIGKILL');
  expect(await dead).toBe('SIGKILL');
  return heard;
}

const ROUNDS = 2;

test.runIf(embeddedOnly)(
  'killed in the middle of writing, the folder opens again with every commit that was told',
  async () => {
    let told = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const heard = await runAndKill(folder, 'write', (message) => message.ready === true, {
        more_ms: 40 + Math.random() * 250,
        meanwhile: async () => {
          const second = openDatabase({ database_url: null, data_dir: folder, holder: 'second' });
          await expect(second).rejects.toMatchObject({
            code: 'database-locked',
            message: expect.stringContaining('`doomed write` (process '),
          });
        },
      });
      told = Math.max(told, ...heard.map((message) => message.committed ?? 0));
      const database = await openDatabase({ database_url: null, data_dir: folder, holder: 'test' });
      const system = makeStore({
        database,
        tenant_id: tenantId.parse('org_test'),
        clock: makeClock(Date.now, null),
      }).as({ kind: 'system' });
      const head = await system.audit.head();
      expect(head.count).toBeGreaterThanOrEqual(told);
      expect(await system.audit.verify()).toMatchObject({ ok: true, entries: head.count });
      // A page and its cursor are one transaction: 20 records each, never a part of them.
      const cursor = await system.ingest.cursor(sourceId.parse('src_harvest'), 'time');
      expect(Number(cursor)).toBeGreaterThanOrEqual(told - 1);
      await database.close();
    }
    expect(told).toBeGreaterThan(ROUNDS);
  },
  120_000,
);

test('a job that a killed process had begun is taken up again', async () => {
  const address = server?.address ?? folder;
  await runAndKill(address, 'work', (message) => message.begun === true, { more_ms: 0 });
  const began = performance.now();
  const database = server ?? (await openDatabase({ database_url: null, data_dir: folder, holder: 'test' }));
  const queue = makeQueue({
    database,
    onError: (error) => {
      throw error;
    },
  });
  await queue.start();
  await new Promise<void>((resolve) => {
    queue.work('outbox-sweep', { concurrency: 1 }, async () => resolve());
  });
  // Embedded: at once, since nobody else can be working on it. Server: when its heartbeat has run out.
  expect(performance.now() - began).toBeLessThan(embeddedOnly ? 15_000 : 40_000);
  await queue.stop();
  if (server === null) await database.close();
}, 90_000);
