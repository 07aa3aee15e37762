import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '../..');
const READY_MS = 120_000;

/** A process that a test started, with what it printed. */
export interface Running {
  child: ChildProcess;
  output(): string;
  /** `SIGKILL` unless told; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a script of this project on this Node and waits for a line, or with `line` null for nothing. */
export async function startProcess(
  words: string[],
  env: Record<string, string>,
  line: RegExp | null,
): Promise<Running> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
  const running: Running = {
    child,
    output: () => text,
    async end(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
  const until = Date.now() + READY_MS;
  while (line !== null && !line.test(text)) {
    if (child.exitCode !== null || Date.now() > until) {
      await running.end();
      throw new Error(`${words.join(' ')} did not print ${line}:\n${text}`);
    }
    await delay(25);
  }
  return running;
}

/** Runs a command of Fairlead to its end. */
export async function fairlead(
  words: string[],
  env: Record<string, string>,
  stdin = '',
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['server/main.ts', ...words], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString('utf8');
    });
  // A command may end without having read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...texts };
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
