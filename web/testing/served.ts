import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../..');
/** A first start brings the simulated company in and runs a cycle: some 20 s on a quiet machine. */
const READY_MS = 150_000;
const STOP_MS = 15_000;

/** Fairlead as a newcomer starts it, on a data folder of its own. */
export interface Served {
  address: string;
  /** The e-mail address that the start names for signing in. */
  manager: string;
  /** What the simulated vendors were made to change, oldest first. */
  vendorChanges(): Promise<Record<string, unknown>[]>;
  /** Stops the process; `resume` starts another one on the same folder and port. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** One process on the folder, ready to answer. Resolves to the way to stop it and to what it said. */
async function run(folder: string, port: number, today: string) {
  const child = spawn(process.execPath, ['server/main.ts', 'start'], {
    cwd: root,
    env: { FAIRLEAD_DATA_DIR: folder, PORT: String(port), FAIRLEAD_TODAY: today, FAIRLEAD_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (isGone()) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([gone, delay(STOP_MS).then(() => child.kill('SIGKILL'))]);
  };
  const until = Date.now() + READY_MS;
  while (!/is ready at/.test(said)) {
    if (isGone() || Date.now() > until) {
      await stop();
      throw new Error(`Fairlead did not get ready:\n${said}`);
    }
    await delay(50);
  }
  return { stop, said };
}

/** `today` fixes the simulated company's calendar, so that its stories are where the test looks for them. */
export async function serve({ today }: { today: string }): Promise<Served> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-story-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  const first = await run(folder, port, today).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  let running = first;
  return {
    address: `http://127.0.0.1:${port}`,
    manager: /sign in as (\S+?),/.exec(first.said)?.[1] ?? '',
    async vendorChanges() {
      const lines = await readFile(path.join(folder, 'demo/changes.jsonl'), 'utf8');
      return lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    pause: () => running.stop(),
    async resume() {
      running = await run(folder, port, today);
    },
    async stop() {
      await running.stop();
      await forget();
    },
  };
}
