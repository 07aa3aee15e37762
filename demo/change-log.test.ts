import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openChangeLog } from './change-log.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-changes-'));
  file = path.join(folder, 'changes.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (changes: readonly unknown[]) => {
  const log = openChangeLog(file);
  for (const change of changes) log.append(change);
  log.close();
};
const read = () => {
  const log = openChangeLog(file);
  log.close();
  return log.kept;
};

describe('the change log', () => {
  test('keeps every change in order, over several runs', () => {
    write([{ key: 'BERTH-1', to: 'é\n"x"' }]);
    write([{ key: 'BERTH-2' }, { key: 'BERTH-3' }]);
    expect(read()).toEqual([{ key: 'BERTH-1', to: 'é\n"x"' }, { key: 'BERTH-2' }, { key: 'BERTH-3' }]);
  });

  test('drops a torn last line and writes on cleanly behind it, wherever the tear is', () => {
    const torn = JSON.stringify({ key: 'BERTH-9', comment: 'ünfinished' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Buffer.byteLength(torn) }), (length) => {
        rmSync(file, { force: true });
        write([{ key: 'BERTH-1' }]);
        appendFileSync(file, Buffer.from(torn).subarray(0, length));
        write([{ key: 'BERTH-2' }]);
        expect(read()).toEqual([{ key: 'BERTH-1' }, { key: 'BERTH-2' }]);
      }),
      { numRuns: 20 },
    );
  });

  test('names the line that somebody spoilt and leaves the file as it is', () => {
    write([{ key: 'BERTH-1' }]);
    appendFileSync(file, 'not json\n{"key":"BERTH-2"}\n');
    const before = readFileSync(file, 'utf8');
    expect(() => openChangeLog(file)).toThrow(/line 2, is not JSON/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
