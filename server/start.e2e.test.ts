import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fairlead, freePort, type Running, startProcess } from './testing/processes.ts';

let folder: string;
let port: number;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-start-'));
  port = await freePort();
  env = { FAIRLEAD_DATA_DIR: folder, PORT: String(port), FAIRLEAD_TODAY: '2026-11-23' };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (...options: string[]): Promise<Running> =>
  startProcess(
    ['server/main.ts', 'start', ...options],
    env,
    /Fairlead is ready at http:\/\/127\.0\.0\.1:\d+\n/,
  );
const signIn = /sign in as (\S+@\S+), who leads (.+)\./;

async function get(address: string, who: string): Promise<{ items: { id: string; state: string }[] }> {
  const answer = await fetch(`http://127.0.0.1:${port}${address}`, { headers: { 'x-fairlead-person': who } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { items: { id: string; state: string }[] };
}

async function stop(server: Running): Promise<number | null> {
  const gone = once(server.child, 'exit');
  server.child.kill('SIGTERM');
  const [status] = (await gone) as [number | null];
  return status;
}

describe('start', () => {
  test('brings a company with drafts and a proposal, and finds them again', async () => {
    const first = await start();
    const [, manager = '', team = ''] = signIn.exec(first.output()) ?? [];
    expect(team).not.toBe('');
    const proposals = await get('/api/interventions?state=awaiting_approval', manager);
    expect(proposals.items.length).toBeGreaterThan(0);
    expect((await get('/api/summaries', manager)).items.length).toBeGreaterThan(3);

    const locked = await fairlead(['people', 'unmatched'], env);
    expect(locked).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('fairlead start'),
    });
    expect(await stop(first)).toBe(0);

    const second = await start();
    expect(second.output()).not.toContain('drafting');
    expect(await get('/api/interventions?state=awaiting_approval', manager)).toEqual(proposals);
    expect(await stop(second)).toBe(0);
  });

  test('says that its port is taken before it does anything', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { status, stdout, stderr } = await fairlead(['start'], env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is in use.*PORT`));
    other.close();
    await once(other, 'close');
  });

  test('stops when npm is stopped, and the next one waits for it', async () => {
    const own = { ...env, FAIRLEAD_DATA_DIR: path.join(folder, 'npm') };
    const npm = spawn('npm', ['start', '--', '--no-demo'], {
      cwd: path.join(import.meta.dirname, '..'),
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...own },
      stdio: 'ignore',
    });
    const alive = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await alive())) await new Promise((resolve) => setTimeout(resolve, 100));
    const gone = once(npm, 'exit');
    npm.kill('SIGTERM');
    await gone;
    const next = await startProcess(['server/main.ts', 'start', '--no-demo'], own, /ready/);
    expect(await stop(next)).toBe(0);
  });

  test('ends well when asked to before it is ready', async () => {
    const early = await startProcess(['server/main.ts', 'start'], env, null);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await stop(early)).toBe(0);
  });

  test('without the company says what to do, also over its data', async () => {
    const own = { ...env, FAIRLEAD_DATA_DIR: path.join(folder, 'own') };
    const empty = await startProcess(['server/main.ts', 'start', '--no-demo'], own, /ready/);
    expect(empty.output()).toMatch(/fairlead import people/);
    const people = await fetch(`http://127.0.0.1:${port}/api/dev/people`);
    expect(await people.json()).toEqual({ items: [] });
    expect(await stop(empty)).toBe(0);
    const over = await start('--no-demo');
    expect(over.output()).toMatch(/simulated company/);
    expect(await stop(over)).toBe(0);
  });
});
