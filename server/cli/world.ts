import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Config, parseConfig } from '#domain/config.ts';

/** What a command sees of the process around it. */
export interface World {
  /** Parsed when it is asked for, so that a pure command never trips over a setting that it doesn't use; `over` wins. */
  config(over?: Readonly<Record<string, string>>): Config;
  /** A line of the result. */
  print(line: string): void;
  /** A line for the person at the terminal; never part of the result. */
  tell(line: string): void;
  /** Rewrites one line on a terminal; says nothing elsewhere. */
  progress(text: string | null): void;
  stdin(): Readable;
  file(path: string): Readable;
  /** The real day, or the one that the settings fix. */
  today(): string;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

export function processWorld(env: Readonly<Record<string, string | undefined>>): World {
  const stop = makeStop();
  // npm hands a signal on to its shell alone, which dies of it and leaves this process behind.
  if (env.npm_lifecycle_event !== undefined) stopWithParent(stop);
  // `fairlead … | head` closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // News that nobody reads any more stop nothing.
  process.stderr.on('error', () => {});
  const terminal = process.stderr.isTTY === true;
  return {
    config: (over = {}) => parseConfig({ ...env, ...over }),
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    progress: (text) => {
      if (terminal)
        process.stderr.write(
          text === null ? '\r\x1b[2K' : `\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`,
        );
    },
    stdin: () => process.stdin,
    file: (path) => createReadStream(path),
    // Of all settings only this one is looked at: no other may stop a pure command.
    today: () =>
      parseConfig({ FAIRLEAD_TODAY: env.FAIRLEAD_TODAY }).today ?? new Date().toISOString().slice(0, 10),
    signal: stop.signal,
  };
}

/** A terminal and npm both send the same Ctrl-C: only a signal after this long is a second one. */
const SAME_SIGNAL_MS = 500;

/** Aborts at the first signal; the second one doesn't wait for anything. */
function makeStop(): AbortController {
  const stop = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!stop.signal.aborted) {
        first = performance.now();
        stop.abort(new Error(`stopped by ${name}`));
      } else if (performance.now() - first > SAME_SIGNAL_MS) process.exit(130);
    });
  }
  return stop;
}

const PARENT_LOOK_MS = 200;

function stopWithParent(stop: AbortController): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop.abort(new Error('stopped with its parent'));
  }, PARENT_LOOK_MS).unref();
}
