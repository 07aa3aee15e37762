import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-lock-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, 'lock.json');
const written = async () => JSON.parse(await readFile(file(), 'utf8'));

test('the second is told who holds it, since when, and what to do', async () => {
  const lock = await takeLock(folder, 'fairlead start');
  await expect(takeLock(folder, 'fairlead cycle')).rejects.toMatchObject({
    code: 'database-locked',
    message: expect.stringMatching(
      new RegExp(`\`fairlead start\` \\(process ${process.pid} on .*since 20.*FAIRLEAD_DATA_DIR`, 's'),
    ),
  });
  await lock.release();
  expect(existsSync(file())).toBe(false);
  await (await takeLock(folder, 'fairlead cycle')).release();
  expect(await readdir(folder)).toEqual([]);
});

test('of many at once one gets it', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) => takeLock(folder, `c${index}`)),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

async function stale(change: (lock: { pid: number; process_began: string }) => object): Promise<void> {
  await takeLock(folder, 'fairlead start');
  await writeFile(file(), JSON.stringify({ ...(await written()), ...change(await written()) }));
}

test('a killed holder’s lock is replaced, by one of many at once', async () => {
  const child = spawn('sleep', ['60']);
  const dead = once(child, 'exit');
  child.kill('SIGKILL');
  await dead;
  await stale(() => ({ pid: child.pid, token: 'dead' }));
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => takeLock(folder, 'fairlead start')),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect((await readdir(folder)).sort()).toEqual(['lock.json']);
});

test('another process with the holder’s number is no holder', async () => {
  await stale(() => ({ process_began: 'an earlier boot:1', token: 'old' }));
  await (await takeLock(folder, 'fairlead start')).release();
});

test('a file that can’t be read holds nobody off', async () => {
  await writeFile(file(), '{"pid":');
  await (await takeLock(folder, 'fairlead start')).release();
});

test('a lock from another machine is respected', async () => {
  await stale(() => ({ host: 'elsewhere', pid: 1, token: 'far' }));
  await expect(takeLock(folder, 'fairlead start')).rejects.toMatchObject({ code: 'database-locked' });
});
