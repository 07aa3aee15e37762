import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#domain/config.ts';
import { SystemError } from '#domain/errors.ts';
import { compose, type Installation } from './compose.ts';
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

/** Runs until the signal aborts, then stops in order: no new requests, no new jobs, the database last. */
export async function startServer(options: StartOptions): Promise<void> {
  const { config, demo, role, signal, tell, print } = options;
  const patience = makePatience(tell, signal);
  if (role !== 'worker') await patience(() => requireFreePort(config));
  const organisation = demo ? { organisation: (await import('#demo/roster.ts')).ORGANISATION } : {};
  const installation = await patience(() =>
    compose({ config, holder: 'fairlead start', tell, ...organisation }),
  );
  const closing: (() => Promise<void>)[] = [() => installation.close()];
  try {
    if (demo) {
      const { bringDemo } = await import('./demo.ts');
      const { close } = await bringDemo(installation, signal);
      closing.unshift(close);
    } else if (role !== 'worker') await welcome(installation);
    await installation.queue.start();
    closing.unshift(() => installation.queue.stop({ timeout_ms: STOP_MS }));
    if (role !== 'api') await startWorker(installation);
    if (role !== 'worker') {
      const { buildApp } = await import('./app.ts');
      const app = await buildApp(installation);
      closing.unshift(() => app.close());
      await app.listen({ port: config.port, host: config.host });
      print(`Fairlead is ready at ${addressOf(config)}`);
    } else print('Fairlead works.');
    await aborted(signal);
    tell('Stopping.');
  } catch (error) {
    // Asked to stop before it was ready: what was begun goes on at the next start.
    if (!signal.aborted) throw error;
    tell('Stopped before it was ready; the next start goes on from here.');
  } finally {
    await closeAll(closing, tell);
  }
}

/** A process that was told to stop a moment ago has its port and its folder for some seconds more. */
const PATIENCE_MS = 5_000;
const PATIENCE_STEP_MS = 250;

/** Tries again for a little while where something is still taken. */
function makePatience(tell: (line: string) => void, signal: AbortSignal) {
  const end = Date.now() + PATIENCE_MS;
  let told = false;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const taken =
          error instanceof SystemError &&
          (error.code === 'database-locked' || (error.cause as NodeJS.ErrnoException)?.code === 'EADDRINUSE');
        if (!taken || signal.aborted || Date.now() > end) throw error;
        if (!told) tell('Another process still has what this one needs; waiting a few seconds for it.');
        told = true;
        await delay(PATIENCE_STEP_MS);
      }
    }
  };
}

/** What a new installation without the simulated company should do next. */
async function welcome({ system, config, tell }: Installation): Promise<void> {
  const [sources, people] = await Promise.all([system.sources.list(), system.people.page({ limit: 1 })]);
  if (sources.some((source) => source.settings.demo === true))
    tell(
      'This data holds the simulated company, whose systems are not running now. For your own organisation choose another FAIRLEAD_DATA_DIR or DATABASE_URL.',
    );
  else if (people.items.length === 0)
    tell(
      // The embedded database is for one process at a time.
      `Nobody is in it yet. ${config.database_url === null ? 'Stop this, then' : 'Next'}: fairlead import people FILE.csv, fairlead sources add --help, fairlead sync.`,
    );
}

const addressOf = ({ host, port }: Config): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** One part that ends badly keeps no other from ending. */
async function closeAll(
  closing: readonly (() => Promise<void>)[],
  tell: (line: string) => void,
): Promise<void> {
  for (const close of closing) {
    await close().catch((error: Error) => tell(`while stopping: ${error.message}`));
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
