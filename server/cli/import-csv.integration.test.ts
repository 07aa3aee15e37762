import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestDatabase, type TestDatabase, testDatabaseKind } from '#store/testing/test-database.ts';
import { runCommand } from '../testing/command-line.ts';

let folder: string;
let database: TestDatabase | null = null;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-csv-'));
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

const run = (...words: string[]) => runCommand(words, env);
async function file(name: string, text: string): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, text);
  return place;
}

const mapping = `
kind: opportunity
external_id: Id
updated_at: Modified
fields:
  key: Id
  owner: Owner
  state: { column: Stage, values: { Won: won, Lost: lost }, otherwise: open }
  amount: Amount
  created_at: Created
`;
const header = 'Id,Owner,Stage,Amount,Created,Modified';
const rows = [
  'D1,ada@example.com,Won,1000,2026-01-05T09:00:00Z,2026-02-01T09:00:00Z',
  'D2,zoe@example.com,Talks,500,2026-01-06T09:00:00Z,2026-02-01T09:00:00Z',
];

test('a table of deals is taken whole, again without harm, newest wins, and never by half', async () => {
  await run('migrate');
  await run('import', 'people', await file('p.csv', 'Employee Id,Name,Email\n1,Ada Head,ada@example.com'));
  const rules = await file('deals.yaml', mapping);
  const take = async (lines: string[], ...more: string[]) =>
    await run(
      ...['import', 'csv', await file('d.csv', [header, ...lines].join('\n'))],
      ...['--mapping', rules, '--source', 'deals', '--json', ...more],
    );
  const figures = async (lines: string[], ...more: string[]) =>
    JSON.parse((await take(lines, ...more)).stdout);

  expect(await figures(rows, '--dry-run')).toMatchObject({ rows: 2, stored: 0, dry_run: true });
  expect((await run('sources', 'list')).stdout).toContain('No source');
  expect(await figures(rows)).toMatchObject({
    source: 'deals',
    kind: 'opportunity',
    stored: 2,
    accounts_matched: 1,
    accounts_unmatched: 1,
  });
  expect(await figures(rows)).toMatchObject({ stored: 0, unchanged: 2 });
  const newer = rows.map((row) => row.replace('Talks,500,', 'Won,700,').replace('2026-02-01', '2026-02-09'));
  expect(await figures(newer.slice(1))).toMatchObject({ stored: 1 });
  // The older file again: nothing goes back.
  expect(await figures(rows)).toMatchObject({ stored: 0, unchanged: 2 });

  const bad = await take([...newer, 'D3,ada@example.com,Won,much,2026-01-05T09:00:00Z,2026-02-01T09:00:00Z']);
  expect(bad).toMatchObject({ status: 1, stdout: '' });
  expect(bad.stderr).toMatch(/line 4, amount/);
  expect(await figures(newer)).toMatchObject({ stored: 1, unchanged: 1 });

  const list = await run('sources', 'list');
  expect(list.stdout).toContain('deals (csv) imported files');
  // Nothing can be read there, and that stops nobody.
  expect((await run('sync', '--source', 'deals')).stderr).toContain('no readable source deals');
  expect((await run('sources', 'test', 'deals')).stderr).toContain('only takes files');
});
