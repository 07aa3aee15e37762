import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parseConfig } from '#domain/config.ts';
import { dispatch } from '../cli/dispatch.ts';
import type { World } from '../cli/world.ts';

/** Runs a command of Fairlead within the test's process: a new one takes a second more. */
export async function runCommand(
  words: string[],
  env: Record<string, string>,
  stdin = '',
): Promise<{ status: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const world: World = {
    config: () => parseConfig(env),
    print: (line) => {
      stdout += `${line}\n`;
    },
    tell: (line) => {
      stderr += `${line}\n`;
    },
    progress: () => {},
    stdin: () => Readable.from([stdin]),
    file: (path) => createReadStream(path),
    today: () => env.FAIRLEAD_TODAY ?? '2026-03-02',
    signal: new AbortController().signal,
  };
  const status = await dispatch(words, world);
  return { status, stdout, stderr };
}
