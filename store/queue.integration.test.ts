import { afterAll, beforeAll, expect, test } from 'vitest';
import { cycleId, interventionId } from '#domain/ids.ts';
import { makeQueue, type Queue } from './queue.ts';
import { makeTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
let queue: Queue;
beforeAll(async () => {
  database = await makeTestDatabase();
  queue = makeQueue({
    database,
    onError: (error) => {
      throw error;
    },
  });
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

const until = async (condition: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 200 && !(await condition()); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
};

test('a job reaches its worker with its data; a failing one comes again', async () => {
  const seen: string[] = [];
  const id = cycleId.parse('cyc_1');
  await queue.work('cycle-run', { concurrency: 2 }, async ({ cycle_id }) => {
    seen.push(cycle_id);
    if (seen.length === 1) throw new Error('not yet');
  });
  expect(await queue.send('cycle-run', { cycle_id: id })).toEqual(expect.any(String));
  await until(() => seen.length === 2);
  expect(seen).toEqual([id, id]);
  await until(async () => (await queue.counts())['cycle-run'].active === 0);
  expect((await queue.counts())['cycle-run']).toEqual({ queued: 0, active: 0, failed: 0 });
});

test('a key is worked on once at a time, and a wake-up meanwhile is kept', async () => {
  const id = interventionId.parse('itv_1');
  let running = 0;
  let most = 0;
  let runs = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await queue.work('intervention-advance', { concurrency: 3 }, async () => {
    running += 1;
    most = Math.max(most, running);
    runs += 1;
    if (runs === 1) await held;
    running -= 1;
  });
  await queue.send('intervention-advance', { intervention_id: id });
  await until(() => runs === 1);
  const sent = await Promise.all(
    [1, 2, 3].map(() => queue.send('intervention-advance', { intervention_id: id })),
  );
  expect(sent.filter((job) => job !== null)).toHaveLength(1);
  release();
  await until(() => runs === 2);
  expect([runs, most]).toEqual([2, 1]);
});

test('wrong data is refused before it is queued', async () => {
  await expect(queue.send('cycle-run', JSON.parse('{"cycle_id":"nonsense"}'))).rejects.toThrow(/cyc_/);
});

test('a schedule is set as often as one likes', async () => {
  await queue.schedule('source-sync', '*/15 * * * *', { source_id: null });
  await queue.schedule('source-sync', '*/15 * * * *', { source_id: null });
  const found = await database.pool.query('select cron from pgboss.schedule');
  expect(found.rows).toEqual([{ cron: '*/15 * * * *' }]);
});
