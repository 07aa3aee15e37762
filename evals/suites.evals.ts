import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { readComparable } from './baseline.ts';
import { compareRuns, isSignificantDrop } from './compare.ts';
import { runSuite } from './runner.ts';
import { suites } from './suites/all.ts';

// `vitest run --project evals`: each suite with its cases as tests, over the offline writer. A case is only known once its
// suite has run, so that is done while tests are collected.

const writer = makeOfflineWriter();
const baseline = await readComparable(fileURLToPath(new URL('./baselines/offline.json', import.meta.url)));

for (const suite of suites) {
  const result = await runSuite(suite, {
    writer,
    repeat: 1,
    signal: new AbortController().signal,
    concurrency: 2,
  });
  const [change] = compareRuns(baseline, { writer: writer.name, version: '', suites: [result] });

  describe(suite.name, () => {
    test(`gate: at least ${100 * suite.floor} %, and no significant drop against the baseline`, () => {
      expect({ met: result.met, rate: result.rate }).toMatchObject({ met: true });
      expect(change !== undefined && isSignificantDrop(change) ? change.worse : []).toEqual([]);
    });

    for (const entry of result.cases)
      test(`${entry.kind}: ${entry.id}`, ({ skip }) => {
        // What the floor allows is told, and fails nothing.
        if (result.met && !entry.passed) skip(`failed, within the floor: ${entry.reasons.join('; ')}`);
        expect(entry.reasons).toEqual([]);
      });
  });
}
