import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { makeProgress } from './progress.ts';
import { suiteResult } from './result.ts';

const finished = suiteResult.parse({
  suite: 's',
  describes: '',
  floor: 1,
  rate: 1,
  met: true,
  rates: [],
  cases: [],
});

test('what a run finished is taken up again by the same code and configuration alone', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-progress-'));
  const run = { writer: makeOfflineWriter(), version: '1', repeat: 1 };
  const by = { code_hash: 'code', config_hash: 'config' };
  const progress = makeProgress(folder, run, by);
  expect(await progress.read()).toEqual([]);
  await progress.write([finished]);
  expect(await progress.read()).toEqual([finished]);
  expect(await makeProgress(folder, run, { ...by, code_hash: 'other' }).read()).toEqual([]);
  expect(await makeProgress(folder, run, { ...by, config_hash: 'other' }).read()).toEqual([]);
  expect(await makeProgress(folder, { ...run, repeat: 2 }, by).read()).toEqual([]);
  await progress.end();
  expect(await progress.read()).toEqual([]);
  await rm(folder, { recursive: true });
});
