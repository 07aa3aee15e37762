import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BambooDataset, startBambooServer } from '#demo/vendors/bamboohr-server.ts';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { makeTestDatabase, type TestDatabase, testDatabaseKind } from '#store/testing/test-database.ts';
import { runCommand } from '../testing/command-line.ts';

let folder: string;
let database: TestDatabase | null = null;
let env: Record<string, string>;
let bamboo: VendorServer;

const employee = (id: string, name: string, boss: string | null): BambooDataset['employees'][number] => ({
  id,
  status: 'Active',
  employeeNumber: id,
  firstName: name,
  lastName: 'Oak',
  workEmail: boss === null ? null : `${name}@example.com`,
  jobTitle: boss === null ? 'Engineering Manager' : 'Software Engineer',
  supervisorEId: boss,
  gender: 'Female',
});
const dataset: BambooDataset = {
  token: 'bamboo-key-1234',
  employees: [employee('1', 'ada', null), employee('2', 'ben', '1'), employee('3', 'cas', '1')],
};

beforeAll(async () => {
  bamboo = await startBambooServer(dataset);
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-bamboo-'));
  env = { FAIRLEAD_DATA_DIR: path.join(folder, 'data'), FAIRLEAD_TODAY: '2026-03-02' };
  if (testDatabaseKind() === 'postgres') {
    database = await makeTestDatabase({ migrated: false });
    env.DATABASE_URL = database.address ?? '';
  }
});
afterAll(async () => {
  await bamboo.close();
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

const take = (token: string, ...more: string[]) =>
  runCommand(
    [
      'import',
      'people',
      '--from',
      'bamboohr',
      '--company',
      'acme',
      '--base-url',
      bamboo.url,
      '--json',
      ...more,
    ],
    env,
    JSON.stringify({ token }),
  );
const figures = async (...more: string[]) => JSON.parse((await take(dataset.token, ...more)).stdout);

test('people come from BambooHR as they come from a file: foreseen, then done, and again without harm', async () => {
  const wanted = { rows: 3, created: 3, updated: 0, unchanged: 0, deactivated: 0, teams: 1 };
  expect(await figures('--dry-run')).toEqual({ ...wanted, dry_run: true });
  expect(await figures()).toEqual({ ...wanted, dry_run: false });
  expect(await figures('--full')).toMatchObject({ created: 0, unchanged: 3, deactivated: 0 });
  dataset.employees.pop();
  expect(await figures('--full')).toMatchObject({ rows: 2, unchanged: 2, deactivated: 1 });

  const refused = await take('wrong-key-98765');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('401');
  expect(refused.stderr).not.toContain('98765');
  // An empty answer would make everybody inactive.
  dataset.employees.splice(0);
  expect((await take(dataset.token, '--full')).stderr).toContain('Nothing was imported');
});

test('a call that lacks something is told what', async () => {
  const run = async (...words: string[]) => (await runCommand(['import', 'people', ...words], env)).stderr;
  expect(await run()).toContain('Name the CSV file');
  expect(await run('--from', 'lotus')).toContain('Valid: bamboohr');
  expect(await run('--from', 'bamboohr')).toContain('--company');
  expect(await run('--from', 'bamboohr', '--company', 'evil.example/x')).toContain('acme');
  expect(await run('--from', 'bamboohr', '--company', 'acme')).toContain('{"token":"…"}');
  expect(await run('x.csv', '--company', 'acme')).toContain('belong to --from');
});
