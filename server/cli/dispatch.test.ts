import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fairlead } from '../testing/processes.ts';
import { commands } from './commands.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const series = (id: string) => JSON.stringify({ id, period: 'month', values: [10, 12, 13, 15, 16, 18] });
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the command line', () => {
  test('says what there is, and of each command how it is used', async () => {
    const all = await fairlead(['--help'], {});
    expect(all).toMatchObject({ status: 0, stderr: '' });
    for (const name of Object.keys(commands)) expect(all.stdout).toContain(name);
  });

  test.each(Object.keys(commands).filter((name) => !name.startsWith('evals')))(
    '%s shows its own summary and an example',
    async (name) => {
      const entry = commands[name];
      const command = await entry?.load();
      expect(command?.summary).toBe(entry?.summary);
      expect(command?.examples.length).toBeGreaterThan(0);
      for (const example of command?.examples ?? []) expect(example).toContain(`fairlead ${name}`);
    },
  );

  test('prints help on standard output without control codes', async () => {
    const { status, stdout, stderr } = await fairlead(['import', 'people', '--help'], {});
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('EXAMPLES');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there.
    expect(stdout).not.toMatch(/\x1b/);
  });

  test.each([
    [['nonsense'], /no command "nonsense"/],
    [['import'], /no command "import"/],
    [['forecast', '--horizont', '3'], /no option --horizont.*--horizon/],
    [['forecast', '--horizon'], /--horizon needs a value/],
    [['forecast', '--horizon', 'three'], /--horizon "three".*whole number/],
    [['forecast', 'stray'], /takes 0 argument/],
    [['start', '--role', 'boss'], /--role.*boss.*api, worker, all/],
    [['import', 'people'], /file/i],
    [['import', 'people', 'x.csv', '--full', '--partial'], /exclude each other/],
    [['cycle'], /team/],
    [['goals', 'parse', '--today', '2026-13-40'], /--today.*YYYY-MM-DD/],
    [['sources', 'add', 'lotus'], /lotus.*jira/],
    [['access', 'grant', 'a@b.c', 'king'], /king.*hr, auditor, admin/],
  ])('%j is a wrong call', async (words, message) => {
    const { status, stdout, stderr } = await fairlead(words, {});
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('a wrong setting stops a command that uses it, and only such a one', async () => {
    const env = { PORT: 'seventy', FAIRLEAD_DATA_DIR: folder };
    const start = await fairlead(['start'], env);
    expect(start).toMatchObject({ status: 78, stdout: '' });
    expect(start.stderr.trim().split('\n')).toEqual([expect.stringMatching(/PORT is "seventy".*65535/)]);
    expect(await fairlead(['forecast'], env, series('a'))).toMatchObject({ status: 0 });
    expect(await fairlead(['start'], { HOST: '0.0.0.0', FAIRLEAD_AUTH: 'dev' })).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('FAIRLEAD_AUTH'),
    });
    const today = { FAIRLEAD_TODAY: 'soon' };
    expect(await fairlead(['goals', 'parse'], today, '{"id":"g","text":"x"}')).toMatchObject({ status: 78 });
  });
});

describe('a pure command', () => {
  test('answers each line in order', async () => {
    const { status, stdout } = await fairlead(
      ['forecast', '--horizon', '2'],
      {},
      `${series('a')}\n\n${series('b')}`,
    );
    expect(status).toBe(0);
    expect(linesOf(stdout)).toMatchObject([
      { id: 'a', mean: [expect.any(Number), expect.any(Number)] },
      { id: 'b' },
    ]);
  });

  test('tells wrong lines by number and answers the others', async () => {
    const input = `\uFEFF${series('a')}\r\n{"id":\n[]\n${JSON.stringify({ id: 'c', period: 'moon', values: [] })}\n${series('d')}\n`;
    const { status, stdout, stderr } = await fairlead(['forecast'], {}, input);
    expect(status).toBe(1);
    expect(linesOf(stdout)).toMatchObject([{ id: 'a' }, { id: 'd' }]);
    expect(stderr).toMatch(/^line 2: is not JSON/m);
    expect(stderr).toMatch(/^line 3: /m);
    expect(stderr).toMatch(/^line 4: period/m);
  });

  test('reads a file, and says when it is not there', async () => {
    const file = path.join(folder, 'series.jsonl');
    await writeFile(file, series('a'));
    expect(await fairlead(['forecast', '--input', file], {})).toMatchObject({ status: 0, stderr: '' });
    const missing = await fairlead(['forecast', '--input', path.join(folder, 'none.jsonl')], {});
    expect(missing).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('does not exist'),
    });
    expect(await fairlead(['forecast', '--input', folder], {})).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is a folder'),
    });
  });

  test('reads goals', async () => {
    const goal = { id: 'g1', text: 'Cut churn to below 3% by end of Q3' };
    const { stdout } = await fairlead(['goals', 'parse', '--today', '2026-07-01'], {}, JSON.stringify(goal));
    expect(linesOf(stdout)).toMatchObject([{ id: 'g1', kpis: [{ target: 3, due_iso: '2026-09-30' }] }]);
  });

  test('imports neither database nor agents nor HTTP', async () => {
    // The heavy packages take most of a second to load: their absence is what keeps a pure command quick.
    const heavy = ['@electric-sql/pglite', '@langchain/langgraph', 'fastify', 'pg-boss'];
    const probe = path.join(folder, 'probe.mjs');
    await writeFile(
      probe,
      `import { registerHooks } from 'node:module';
       const heavy = ${JSON.stringify(heavy)};
       registerHooks({ resolve(specifier, context, next) {
         if (heavy.some((name) => specifier === name || specifier.startsWith(name + '/'))) throw new Error('loads ' + specifier);
         return next(specifier, context);
       } });`,
    );
    const env = { NODE_OPTIONS: `--import ${probe}` };
    expect(await fairlead(['forecast'], env, series('a'))).toMatchObject({ status: 0 });
    expect(await fairlead(['goals', 'parse'], env, '{"id":"g","text":"x"}')).toMatchObject({ status: 0 });
    expect(await fairlead(['verify'], env, '')).toMatchObject({ status: 0 });
    expect(await fairlead(['migrate'], { ...env, FAIRLEAD_DATA_DIR: folder })).toMatchObject({ status: 1 });
  });
});
