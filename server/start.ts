import { createServer } from 'node:net';
import type { Config } from '#domain/config.ts';
import { SystemError } from '#domain/errors.ts';
import { compose } from './compose.ts';
import { startWorker } from './worker.ts';

export interface StartOptions {
  config: Config;
  demo: boolean;
  role: 'api' | 'worker' | 'all';
  signal: AbortSignal;
  /** News for the operator. */
  tell: (line: string) => void;
  /** The line that says it is ready. */
  print: (line: string) => void;
}

/** How long a stop waits for running jobs; what is then unfinished runs again at the next start. */
const STOP_MS = 8_000;

/** Runs until the signal aborts. */
export async function startServer({ config, demo, role, signal, tell, print }: StartOptions): Promise<void> {
  if (role !== 'worker') await requireFreePort(config);
  const organisation = demo ? (await import('#demo/roster.ts')).ORGANISATION : undefined;
  const installation = await compose({
    config,
    holder: 'fairlead start',
    tell,
    ...(organisation === undefined ? {} : { organisation }),
  });
  const closing: (() => Promise<void>)[] = [() => installation.close()];
  try {
    if (demo) closing.unshift((await (await import('./demo.ts')).bringDemo(installation, signal)).close);
    await installation.queue.start();
    closing.unshift(() => installation.queue.stop({ timeout_ms: STOP_MS }));
    if (role !== 'api') await startWorker(installation);
    if (role !== 'worker') {
      const { buildApp } = await import('./app.ts');
      const app = await buildApp(installation);
      closing.unshift(() => app.close());
      await app.listen({ port: config.port, host: config.host });
      print(
        `Fairlead is ready at http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`,
      );
    } else print('Fairlead works.');
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    tell('Stopping.');
  } finally {
    for (const close of closing) await close();
  }
}

/** Found out before anything is set up, not after a minute of it. */
async function requireFreePort({ host, port }: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? 'is in use; is Fairlead running already? Else choose another with PORT'
          : `can't be listened on (${cause.code})`;
      reject(new SystemError('config-invalid', `Port ${port} on ${host} ${why}.`, {}, cause));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
