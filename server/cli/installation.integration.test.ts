import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestDatabase, type TestDatabase, testDatabaseKind } from '#store/testing/test-database.ts';
import { makeSecretFile } from '../secrets.ts';
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

const run = (words: string[], stdin = '') => runCommand(words, env, stdin);
async function file(name: string, text: string): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, text);
  return place;
}

const header = 'Employee Id,Name,Email,Manager Email,Job Title,Weekly Hours,Birth Date';
const people = [
  header,
  '1,Ada Head,ada@example.com,,Engineering Manager,40,1970-01-01',
  '2,Ben Able,ben@example.com,ada@example.com,Software Engineer,40,',
  '3,Cas Oak,cas@example.com,ada@example.com,Software Engineer,32,',
].join('\n');

const issue = (key: string, assignee: string, resolved: string | null) => ({
  id: key.replace('-', '0'),
  key,
  fields: {
    summary: `Work on ${key}`,
    status: { name: resolved ? 'Done' : 'To Do', statusCategory: { key: resolved ? 'done' : 'new' } },
    assignee: { accountId: assignee, displayName: assignee, emailAddress: `${assignee}@example.com` },
    created: '2026-01-05T09:00:00.000+0000',
    updated: resolved ?? '2026-02-05T09:00:00.000+0000',
    resolutiondate: resolved,
    issuetype: { name: 'Task' },
    project: { key: 'PAY' },
  },
});

describe('an installation, by the command line', () => {
  test('is brought up to date once, and again without harm', async () => {
    const first = await run(['migrate', '--json']);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(first.stdout).applied.length).toBeGreaterThan(5);
    expect(await run(['migrate'])).toMatchObject({ status: 0, stdout: 'The database is up to date.\n' });
  });

  test('takes no employee file with a fault in it, and names line and field', async () => {
    const bad = await file('bad.csv', `${people}\n4,,dan@example.com,,,forty,`);
    const { status, stdout, stderr } = await run(['import', 'people', bad]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/line 5, Name/);
    expect(stderr).toMatch(/line 5, Weekly Hours/);
    const { stdout: none } = await run(['people', 'unmatched', '--json']);
    expect(JSON.parse(none)).toEqual([]);
  });

  test('says what an employee file would change, and then changes it', async () => {
    const good = await file('people.csv', people);
    const figures = async (...options: string[]) =>
      JSON.parse((await run(['import', 'people', good, '--json', ...options])).stdout);
    const wanted = { rows: 3, created: 3, updated: 0, unchanged: 0, deactivated: 0, teams: 1 };
    expect(await figures('--dry-run')).toMatchObject({ ...wanted, dry_run: true });
    expect(await figures()).toMatchObject({
      ...wanted,
      dry_run: false,
      dropped_columns: [{ header: 'Birth Date', reason: 'protected' }],
    });
    const fewer = await file('people.csv', people.split('\n').slice(0, 3).join('\n').replace('Able', 'Abel'));
    expect(fewer).toBe(good);
    const change = { rows: 2, created: 0, updated: 1, unchanged: 1, deactivated: 1 };
    expect(await figures('--full', '--dry-run')).toMatchObject(change);
    expect(await figures('--partial')).toMatchObject({ ...change, deactivated: 0 });
    expect(await figures('--full')).toMatchObject({ updated: 0, unchanged: 2, deactivated: 1 });
  });

  test('takes a Jira export, tells what it couldn’t read, and joins the accounts', async () => {
    const issues = [
      JSON.stringify(issue('PAY-1', 'ben', '2026-02-10T09:00:00.000+0000')),
      '{"key": "PAY-2", "fields"',
      JSON.stringify(issue('PAY-3', 'zoe', null)),
    ];
    const place = await file('issues.jsonl', issues.join('\n'));
    const { status, stdout, stderr } = await run(['import', 'records', '--source', 'jira', place, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ source: 'jira', stored: 2, rejected: 1, accounts_matched: 1 });
    expect(stderr).toMatch(/line 2/);
    expect(status).toBe(0);
    expect(await run(['import', 'records', '--source', 'jira', place])).toMatchObject({
      stdout: expect.stringContaining('0 records stored, 2 as they were'),
    });
    expect(JSON.parse((await run(['people', 'unmatched', '--json'])).stdout)).toMatchObject([
      { source: 'jira', account: 'zoe' },
    ]);
    const confirm = [
      'people',
      'confirm',
      '--source',
      'jira',
      '--account',
      'zoe',
      '--email',
      'ada@example.com',
    ];
    expect(await run(confirm)).toMatchObject({ status: 0, stdout: expect.stringContaining('Ada Head') });
    expect(JSON.parse((await run(['people', 'unmatched', '--json'])).stdout)).toEqual([]);
  });

  test('keeps a source’s secrets where only their owner reads them, and nowhere else', async () => {
    const secrets = JSON.stringify({ token: 'top-secret-token' });
    const add = ['sources', 'add', 'harvest', '--setting', 'account_id=7'];
    const lacking = await run(['sources', 'add', 'harvest'], secrets);
    expect(lacking).toMatchObject({ status: 1, stderr: expect.stringContaining('account_id') });
    expect(await run(add, 'not json')).toMatchObject({ status: 1, stdout: '' });
    const app = ['sources', 'add', 'github', '--setting', 'repositories=quay/app'];
    const noKey = await run(app, JSON.stringify({ app_id: '1', private_key: 'half-a-key' }));
    expect(noKey).toMatchObject({ status: 1, stderr: expect.stringContaining('no RSA private key. Valid:') });
    expect(noKey.stderr).not.toContain('half-a-key');
    expect(await run(add, secrets)).toMatchObject({ status: 0, stderr: '' });
    const kept = path.join(env.FAIRLEAD_DATA_DIR ?? '', 'credentials/harvest.json');
    expect(await readFile(kept, 'utf8')).not.toContain('top-secret');
    for (const name of ['credentials/harvest.json', 'secret.key']) {
      const { mode } = await stat(path.join(env.FAIRLEAD_DATA_DIR ?? '', name));
      expect(mode & 0o777).toBe(0o600);
    }
    const { stdout } = await run(['sources', 'list', '--json']);
    expect(
      JSON.parse(stdout)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(['harvest', 'jira']);
    expect(stdout).not.toContain('top-secret');
    expect(await run(['sources', 'remove', 'harvest'])).toMatchObject({ status: 0 });
  });

  test('says what a system has to be told to send deliveries, and new credentials leave that be', async () => {
    const add = (vendor: string, ...more: string[]) =>
      run(['sources', 'add', vendor, ...more], JSON.stringify({ token: 'a-token' }));
    const webhook = (name: string, secrets = '') => run(['sources', 'webhook', name], secrets);
    const known = makeSecretFile(env.FAIRLEAD_DATA_DIR ?? '');
    await add('github', '--setting', 'repositories=quay/app,quay/web,organisation=quay');
    const { stdout: listed } = await run(['sources', 'list', '--json']);
    expect(JSON.parse(listed)).toContainEqual(
      expect.objectContaining({ settings: { repositories: 'quay/app,quay/web', organisation: 'quay' } }),
    );
    const { stdout: ours } = await webhook('github');
    expect(ours).toMatch(/^address {2}http:\/\/127\.0\.0\.1:\d+\/api\/webhooks\/github$/m);
    const webhook_secret = /^secret {3}([0-9a-f]{64})$/m.exec(ours)?.[1];
    await run(
      ['sources', 'add', 'github', '--setting', 'repositories=quay/app'],
      JSON.stringify({ token: 'new' }),
    );
    expect(await known.get('github')).toEqual({ token: 'new', webhook_secret });

    await add('slack');
    expect(await webhook('slack')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Signing Secret'),
    });
    expect(await webhook('slack', '{"webhook_secret":"theirs"}')).toMatchObject({ status: 0 });
    expect(await known.get('slack')).toMatchObject({ webhook_secret: 'theirs' });

    await add('asana', '--setting', 'workspace=1');
    const { stdout: offered } = await webhook('asana');
    const key = /\/api\/webhooks\/asana\?key=([0-9a-f]{64})$/m.exec(offered)?.[1];
    expect(await known.get('asana')).toMatchObject({ webhook_key: key });
    for (const name of ['github', 'slack', 'asana']) await run(['sources', 'remove', name]);
  });

  test('gives access, and the log holds', async () => {
    expect(await run(['access', 'grant', 'ada@example.com', 'hr'])).toMatchObject({ status: 0 });
    expect(await run(['access', 'grant', 'nobody@example.com', 'hr'])).toMatchObject({ status: 1 });
    expect((await run(['access', 'list'])).stdout).toMatch(/hr\s+Ada Head/);
    const { stdout: log } = await run(['audit', 'export']);
    expect(await run(['audit', 'verify'])).toMatchObject({ status: 0 });
    const exported = await file('audit.jsonl', log);
    expect(await run(['audit', 'verify', exported])).toMatchObject({ status: 0 });
    const lines = log.trimEnd().split('\n');
    const forged = await file(
      'forged.jsonl',
      lines.map((line) => line.replace('"hr"', '"admin"')).join('\n'),
    );
    const verdict = await run(['audit', 'verify', forged, '--json']);
    expect(verdict.status).toBe(1);
    expect(JSON.parse(verdict.stdout)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('changed'),
    });
    const cut = await file('cut.jsonl', lines.slice(0, -1).join('\n'));
    expect(await run(['audit', 'verify', cut])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('tail was cut'),
    });
  });

  test('is examined', async () => {
    const { status, stdout } = await run(['doctor', '--json']);
    const { checks } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ check: 'row-level security', status: 'ok' }),
        expect.objectContaining({ check: 'hr', status: 'ok' }),
        expect.objectContaining({ check: 'source jira', status: 'ok' }),
      ]),
    );
    const nowhere = { ...env, DATABASE_URL: 'postgresql://fairlead:hunter2@127.0.0.1:1/none' };
    const failed = await runCommand(['doctor'], nowhere);
    expect(failed).toMatchObject({ status: 1, stdout: expect.stringMatching(/^fail {2}database/m) });
    expect(failed.stdout).not.toContain('hunter2');
  });

  test('runs no simulated company over it', async () => {
    expect(await run(['start'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('--no-demo'),
    });
  });

  test('runs a cycle for a team, named by its id or name', async () => {
    const named = await run(['cycle', '--team', 'Nobody']);
    const id = /team_\w+/.exec(named.stderr)?.[0] ?? '';
    const { status, stdout } = await run(['cycle', '--team', id, '--json']);
    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(report).toMatchObject({ team: { id }, people: 1, period: { to: '2026-03-01' } });
    expect(report.summaries).toHaveLength(report.summary_ids.length);
    const again = await run(['cycle', '--team', report.team.name.toUpperCase()]);
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect(again.stdout).toContain('## Ben Abel');
    expect(again.stdout).not.toContain('## Cas Oak');
  });

  test('names the teams when one is not there', async () => {
    expect(await run(['cycle', '--team', 'Nobody'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/no team Nobody.*team_/i),
    });
  });
});
