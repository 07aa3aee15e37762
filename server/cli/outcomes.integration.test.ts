import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvalHealth } from '#domain/approval-health.ts';
import { makeTestDatabase, type TestDatabase, testDatabaseKind } from '#store/testing/test-database.ts';
import { runCommand } from '../testing/command-line.ts';

let folder: string;
let database: TestDatabase | null = null;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-cli-'));
  env = { FAIRLEAD_DATA_DIR: path.join(folder, 'data'), FAIRLEAD_TODAY: '2026-03-02' };
  if (testDatabaseKind() === 'postgres') {
    database = await makeTestDatabase({ migrated: false });
    env.DATABASE_URL = database.address ?? '';
  }
});
afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('where nothing has been decided yet', () => {
  test('the ledger says so', async () => {
    expect(await runCommand(['outcomes'], env, '')).toMatchObject({
      status: 0,
      stdout: 'Nothing has been carried out yet, so there is nothing to measure.\n',
    });
    const { stdout } = await runCommand(['outcomes', '--json'], env, '');
    expect(JSON.parse(stdout)).toEqual({ kinds: [], entries: [] });
  });

  test('approval health is empty, and its days are checked', async () => {
    const { status, stdout } = await runCommand(['approvals', 'health', '--json'], env, '');
    expect(status).toBe(0);
    expect(approvalHealth.parse(JSON.parse(stdout))).toMatchObject({
      since: '2025-12-01',
      decisions: 0,
      open: [],
      canaries: { planted: 0, catch_rate: null },
    });
    expect(await runCommand(['approvals', 'health', '--days', 'many'], env, '')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Valid: 1 to 730/),
    });
    expect((await runCommand(['approvals', 'health'], env, '')).stdout).toMatch(/Nothing waits/);
  });
});
