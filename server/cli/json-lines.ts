import { createInterface } from 'node:readline';
import { FairleadError } from '#domain/errors.ts';
import { exit } from './command.ts';
import type { World } from './world.ts';

/** Arguments that every pure command has. */
export const inputArgument = {
  input: { type: 'string', description: 'read this file instead of standard input', valueHint: 'FILE' },
} as const;

/** Longer lines than this are refused: nobody's draft or series has 16 MB, and a cut file may. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * One JSON object a line in, one out, in order. A line that can't be read is told on standard error with its number,
 * the others are processed all the same, and the exit status is 1.
 */
export async function eachLine(
  world: World,
  input: string | undefined,
  answer: (value: unknown, line: number) => unknown,
): Promise<number> {
  const stream = input === undefined || input === '-' ? world.stdin() : world.file(input);
  let line = 0;
  let faults = 0;
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  for (;;) {
    const next = await Promise.race([lines.next(), failed]);
    if (next.done) break;
    line += 1;
    const text = line === 1 ? next.value.replace(/^\uFEFF/, '') : next.value;
    if (text.trim() === '') continue;
    try {
      world.print(JSON.stringify(await answer(parse(text), line)));
    } catch (error) {
      if (!(error instanceof FairleadError || error instanceof SyntaxError)) throw error;
      faults += 1;
      world.tell(`line ${line}: ${error.message}`);
    }
  }
  return faults === 0 ? exit.done : exit.failure;
}

function parse(text: string): unknown {
  if (text.length > LONGEST_LINE) throw new SyntaxError(`is longer than ${LONGEST_LINE} characters`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `is not JSON (${error instanceof Error ? error.message : error}); one JSON object a line is`,
    );
  }
}
