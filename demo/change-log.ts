import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { SystemError } from '#domain/errors.ts';

/** Changes in the order in which they were answered, one JSON value a line. */
export interface ChangeLog {
  /** What was kept from earlier runs, oldest first. */
  readonly kept: readonly unknown[];
  /** Returns once the change is on the disk: only then may a vendor answer. */
  append(change: unknown): void;
  close(): void;
}

/** How many bytes of the file are whole lines: a kill in the middle of a write leaves a torn last one. */
function wholeLength(bytes: Buffer): number {
  return bytes.lastIndexOf(0x0a) + 1;
}

function parseLine(line: string, index: number, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const message = `${file}, line ${index + 1}, is not JSON. Remove the file to begin again with an unchanged company.`;
    throw new SystemError('internal', message, { file, line: index + 1 }, cause);
  }
}

/**
 * Opens the log and cuts off a torn last line, whose change was never answered.
 * @throws SystemError `internal` where a whole line is not JSON: somebody edited the file.
 */
export function openChangeLog(file: string): ChangeLog {
  const descriptor = openSync(file, 'a+');
  const bytes = readFileSync(file);
  const whole = wholeLength(bytes);
  if (whole < bytes.length) ftruncateSync(descriptor, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  const kept = lines.map((line, index) => parseLine(line, index, file));
  return {
    kept,
    append: (change) => {
      const line = Buffer.from(`${JSON.stringify(change)}\n`, 'utf8');
      for (let written = 0; written < line.length; ) {
        written += writeSync(descriptor, line, written);
      }
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}
