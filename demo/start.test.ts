import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeRandom } from './random.ts';
import { type Demo, startDemo } from './start.ts';

let folder: string;
const running: { demos: Demo[]; processes: ChildProcess[] } = { demos: [], processes: [] };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-demo-'));
});
afterEach(async () => {
  await Promise.all(running.demos.splice(0).map((demo) => demo.close()));
  for (const child of running.processes.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const begin = async (today: string, seed?: string): Promise<Demo> => {
  const demo = await startDemo({ data_dir: folder, today, ...(seed === undefined ? {} : { seed }) });
  running.demos.push(demo);
  return demo;
};
const end = async (demo: Demo) => {
  running.demos.splice(running.demos.indexOf(demo), 1);
  await demo.close();
};

type Access = Pick<Demo, 'jira'>;
function ask({ jira }: Access, method: string, where: string, body?: unknown): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.token}`).toString('base64')}`;
  return fetch(`${jira.url}/rest/api/3${where}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const searchSchema = z.object({
  issues: z.array(z.object({ id: z.string(), key: z.string(), fields: z.object({ summary: z.string() }) })),
});
const firstIssues = async (demo: Access) => {
  const query = {
    jql: 'updated >= "2020-01-01 00:00" ORDER BY updated ASC, key ASC',
    maxResults: 40,
    fields: ['summary'],
  };
  return searchSchema.parse(await (await ask(demo, 'POST', '/search/jql', query)).json()).issues;
};
const usersSchema = z.array(z.object({ accountId: z.string(), accountType: z.string() }));
const accountsOf = async (demo: Access) =>
  usersSchema
    .parse(await (await ask(demo, 'GET', '/users/search?maxResults=100')).json())
    .filter((user) => user.accountType === 'atlassian')
    .map((user) => user.accountId);
const issueSchema = z.object({
  fields: z.object({
    updated: z.string(),
    assignee: z.object({ accountId: z.string() }).nullable(),
    comment: z.object({ comments: z.array(z.object({ body: z.unknown() })) }),
  }),
  changelog: z.object({
    histories: z.array(
      z.object({ items: z.array(z.object({ field: z.string(), to: z.string().nullable() })) }),
    ),
  }),
});
const issueOf = async (demo: Access, key: string) =>
  issueSchema.parse(await (await ask(demo, 'GET', `/issue/${key}?expand=changelog`)).json());
const say = (text: string) => ({
  body: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
});

describe('the served company', () => {
  test('tells the same history at a later start, whatever day and seed it is given then', async () => {
    const first = await begin('2026-11-23', 'quay');
    const before = await firstIssues(first);
    await end(first);
    const second = await begin('2026-12-03', 'another');
    expect(second.anchor).toBe('2026-11-23');
    expect(await firstIssues(second)).toEqual(before);
    expect(second.people_csv).toBe(first.people_csv);
  });

  test('names the team and manager to begin with, and what the product needs to connect', async () => {
    const demo = await begin('2026-11-23');
    expect(demo.default_team).toBe('Berth Planning');
    expect(demo.default_manager_email).toBe('priya.raghunathan@capstan-quay.example');
    expect(demo.jira.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const entries = await fetch(`${demo.harvest.url}/v2/time_entries?per_page=2`, {
      headers: {
        authorization: `Bearer ${demo.harvest.token}`,
        'harvest-account-id': demo.harvest.account_id,
        'user-agent': 'test',
      },
    });
    expect(entries.status).toBe(200);
  });

  test('keeps an answered change over a restart, dated on the given day', async () => {
    const first = await begin('2026-11-25');
    const [issue] = await firstIssues(first);
    const key = issue?.key ?? '';
    const account = (await accountsOf(first)).at(-1) ?? '';
    expect((await ask(first, 'PUT', `/issue/${key}/assignee`, { accountId: account })).status).toBe(204);
    expect((await ask(first, 'POST', `/issue/${key}/comment`, say('moved'))).status).toBe(201);
    const before = await issueOf(first, key);
    expect(before.fields.updated.slice(0, 10)).toBe('2026-11-25');
    await end(first);
    const after = await issueOf(await begin('2026-11-26'), key);
    expect(after).toEqual(before);
    expect(after.fields.assignee?.accountId).toBe(account);
  });

  test('starts over a torn last change, and names a change that it cannot read', async () => {
    await end(await begin('2026-11-23'));
    const file = path.join(folder, 'demo', 'changes.jsonl');
    appendFileSync(file, '{"vendor":"jira","kind":"assi');
    await end(await begin('2026-11-23'));
    expect(readFileSync(file, 'utf8')).toBe('');
    writeFileSync(file, '{"vendor":"jira","kind":"delete","issue_id":"1"}\n');
    await expect(begin('2026-11-23')).rejects.toThrow(/changes\.jsonl, line 1, is not a change/);
  });

  test('refuses a folder with a company of another version', async () => {
    await end(await begin('2026-11-23'));
    const file = path.join(folder, 'demo', 'company.json');
    writeFileSync(file, JSON.stringify({ company_version: 99, anchor: '2026-11-23', seed: '7' }));
    await expect(begin('2026-11-23')).rejects.toThrow(/is of version 99/);
    writeFileSync(file, '{"company');
    await expect(begin('2026-11-23')).rejects.toThrow(/cannot be read/);
  });
});

const readySchema = z.object({ jira: z.object({ url: z.string(), email: z.string(), token: z.string() }) });
async function spawnDemo(): Promise<{ child: ChildProcess; demo: Access }> {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--data-dir', folder, '--today', '2026-11-23'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.processes.push(child);
  const stdout = child.stdout;
  if (stdout === null) throw new Error('The demo has no standard output.');
  for await (const line of createInterface({ input: stdout }))
    return { child, demo: readySchema.parse(JSON.parse(line)) };
  throw new Error('The demo ended without being ready.');
}
const killed = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

describe('a killed company', () => {
  test('has every answered change exactly once after each of six kills at random moments', async () => {
    const random = makeRandom('kills');
    const answered: string[] = [];
    let number = 0;
    let key = '';
    for (let round = 0; round < 6; round += 1) {
      const { child, demo } = await spawnDemo();
      key = key === '' ? ((await firstIssues(demo))[0]?.key ?? '') : key;
      const enough = answered.length + random.int(1, 15);
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      for (let open = true; open; ) {
        number += 1;
        const text = `change ${number}.`;
        const reply = await ask(demo, 'POST', `/issue/${key}/comment`, say(text)).catch(() => null);
        if (reply?.status === 201) answered.push(text);
        else open = false;
        // The kill then falls somewhere into the changes that follow.
        if (answered.length === enough) setTimeout(() => child.kill('SIGKILL'), random.int(0, 8));
      }
      await gone;
    }
    const { child, demo } = await spawnDemo();
    const listSchema = z.object({ comments: z.array(z.object({ body: z.unknown() })), total: z.number() });
    const found: string[] = [];
    for (let total = 1; found.length < total; ) {
      const reply = await ask(demo, 'GET', `/issue/${key}/comment?startAt=${found.length}`);
      const page = listSchema.parse(await reply.json());
      total = page.total;
      found.push(...page.comments.map((comment) => JSON.stringify(comment.body)));
    }
    await killed(child);
    expect(answered.length).toBeGreaterThanOrEqual(6);
    for (const text of answered) {
      expect(found.filter((body) => body.includes(`"${text}"`)).length, text).toBe(1);
    }
  });
});
