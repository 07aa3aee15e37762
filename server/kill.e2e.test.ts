import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_SEED } from '#demo/beginning.ts';
import { generateCompany } from '#demo/company.ts';
import { fairlead, freePort, type Running, startProcess } from './testing/processes.ts';

/**
 * The process is killed (`kill -9`) at a random moment of a cycle, of waiting approvals and of their execution, and
 * started again; nothing accepted may be lost and nothing done twice. FAIRLEAD_KILLS says how often: few in CI, fifty
 * before a release.
 */
const KILLS = Number(process.env.FAIRLEAD_KILLS ?? 3);
const SEED = Number(process.env.FAIRLEAD_KILL_SEED ?? 20260302);
const TODAY = '2026-11-23';
const SETTLE_MS = 90_000;

interface DemoSays {
  jira: { url: string; email: string; token: string };
  default_team: string;
  default_manager_email: string;
}
interface Move {
  kind: string;
  key: string;
  external_id: string;
  from_account: string;
  to_account: string;
}
interface JiraIssue {
  fields: { assignee: { accountId: string } | null };
  changelog: { histories: { items: { field: string; to: string | null }[] }[] };
}
interface Proposal {
  id: string;
  version: number;
  hash: string;
  state: string;
  may_decide: boolean;
  actions: Move[];
}

let folder: string;
let demo: DemoSays;
let vendors: Running;
let server: Running | null = null;
let port: number;
const env = () => ({
  FAIRLEAD_DATA_DIR: path.join(folder, 'data'),
  FAIRLEAD_TODAY: TODAY,
  PORT: String(port),
  FAIRLEAD_LOG: 'error',
});

/** mulberry32: the same seed kills at the same moments. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fairlead-kill-'));
  port = await freePort();
  vendors = await startProcess(
    ['demo/main.ts', '--data-dir', path.join(folder, 'vendors'), '--today', TODAY],
    {},
    /\n/,
  );
  demo = JSON.parse(vendors.output().split('\n')[0] ?? '');
  await writeFile(
    path.join(folder, 'people.csv'),
    generateCompany({ seed: DEFAULT_SEED, anchor: TODAY }).people_csv,
  );
  await done(['import', 'people', path.join(folder, 'people.csv')]);
  await done(
    ['sources', 'add', 'jira', '--base-url', demo.jira.url],
    JSON.stringify({ email: demo.jira.email, token: demo.jira.token }),
  );
  await done(['sync']);
  await done(['access', 'grant', demo.default_manager_email, 'hr']);
});

afterAll(async () => {
  await server?.end();
  await vendors?.end();
  await rm(folder, { recursive: true, force: true });
});

async function done(words: string[], stdin = ''): Promise<void> {
  const { status, stderr } = await fairlead(words, env(), stdin);
  expect(status, `${words.join(' ')}: ${stderr}`).toBe(0);
}

async function start(): Promise<void> {
  server = await startProcess(['server/main.ts', 'start', '--no-demo'], env(), /Fairlead is ready/);
}

async function ask<Answer>(
  method: string,
  address: string,
  body?: unknown,
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`http://127.0.0.1:${port}${address}`, {
    method,
    headers: {
      'x-fairlead-person': demo.default_manager_email,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

const jiraHeaders = () => ({
  authorization: `Basic ${Buffer.from(`${demo.jira.email}:${demo.jira.token}`).toString('base64')}`,
  'content-type': 'application/json',
});

const jiraAsk = async <Answer>(address: string): Promise<Answer> =>
  (await (await fetch(address, { headers: jiraHeaders() })).json()) as Answer;

/** What the source itself holds of an item: how often it was assigned to whom, and comments that carry a mark of ours. */
async function atSource(move: Move): Promise<{ assignee: string; to_receiver: number; comments: number }> {
  const address = `${demo.jira.url}/rest/api/3/issue/${move.external_id}`;
  const issue = await jiraAsk<JiraIssue>(`${address}?fields=assignee&expand=changelog`);
  const comments = await jiraAsk<{ comments: unknown[] }>(
    `${address}/comment?expand=properties&maxResults=100`,
  );
  return {
    assignee: issue.fields.assignee?.accountId ?? '',
    to_receiver: issue.changelog.histories
      .flatMap((change) => change.items)
      .filter((item) => item.field === 'assignee' && item.to === move.to_account).length,
    comments: comments.comments.filter((comment) => JSON.stringify(comment).includes('fairlead')).length,
  };
}

const isMove = (action: Move) => action.kind === 'reassign_work_item';

async function waiting(): Promise<Proposal | undefined> {
  const { body } = await ask<{ items?: Proposal[] }>('GET', '/api/interventions?state=awaiting_approval');
  // Under load the server may ask for patience; then there are no items.
  return body.items?.find((proposal) => proposal.may_decide && proposal.actions.some(isMove));
}

async function until<Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> {
  const end = Date.now() + SETTLE_MS;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(150);
  }
  throw new Error(`${what} did not happen within ${SETTLE_MS} ms:\n${server?.output()}`);
}

/** Starts the main job and waits for a proposal; where `kill` is set the process dies somewhere on the way and is started again. */
async function proposalAfterCycle(team: string, kill: number | null): Promise<Proposal> {
  const { status, body } = await ask<{ id: string }>('POST', '/api/cycles', { team_id: team });
  expect(status).toBe(202);
  if (kill !== null) {
    await delay(kill);
    await server?.end();
    await start();
  }
  await until('the cycle’s end', async () => {
    const { body: cycle } = await ask<{ state: string; error: unknown }>('GET', `/api/cycles/${body.id}`);
    expect(cycle.state, JSON.stringify(cycle)).not.toBe('failed');
    return cycle.state === 'done' ? true : undefined;
  });
  return await until('a proposal', waiting);
}

test(
  `${KILLS} kills lose nothing and do nothing twice`,
  async () => {
    const random = makeRandom(SEED);
    const moments = { cycle: 0, approval: 0 };
    await start();
    await proposeMovesAlone();
    const team = (await ask<{ items: { id: string; name: string }[] }>('GET', '/api/teams')).body.items.find(
      (one) => one.name === demo.default_team,
    );
    for (let kill = 0; kill < KILLS; kill += 1) {
      const inCycle = random() < 0.4;
      moments[inCycle ? 'cycle' : 'approval'] += 1;
      const proposal = await proposalAfterCycle(team?.id ?? '', inCycle ? random() * 2500 : null);
      const moves = proposal.actions.filter(isMove);
      expect(moves.length).toBeGreaterThan(0);
      const before = await Promise.all(moves.map(atSource));
      const decision = { version: proposal.version, hash: proposal.hash, type: 'approve' };
      const answer = await ask('POST', `/api/interventions/${proposal.id}/decisions`, decision);
      expect(answer.status).toBe(200);
      if (!inCycle) {
        await delay(random() * 900);
        await server?.end();
        await start();
      }
      const state = await until('the execution', async () => {
        const { body } = await ask<Proposal>('GET', `/api/interventions/${proposal.id}`);
        return body.state === undefined || ['approved', 'executing'].includes(body.state)
          ? undefined
          : body.state;
      });
      expect(state).toBe('executed');
      const after = await Promise.all(moves.map(atSource));
      expect(after).toEqual(
        moves.map((move, index) => ({
          assignee: move.to_account,
          to_receiver: (before[index]?.to_receiver ?? 0) + 1,
          comments: (before[index]?.comments ?? 0) + 1,
        })),
      );
      await putBack(moves);
      process.stderr.write(
        `kill ${kill + 1} (${inCycle ? 'in a cycle' : 'after an approval'}): ${moves.length} moves, each once\n`,
      );
    }
    await server?.end('SIGTERM');
    const audit = await fairlead(['audit', 'verify', '--json'], env());
    expect(JSON.parse(audit.stdout)).toMatchObject({ ok: true });
    process.stderr.write(
      `kills: ${moments.cycle} in a cycle, ${moments.approval} after an approval; ${JSON.parse(audit.stdout).entries} audit entries hold\n`,
    );
  },
  120_000 + KILLS * 60_000,
);

/** Moves of work in every round, and nothing beside them: no cool-down, no weekly budget, no other kind. */
async function proposeMovesAlone(): Promise<void> {
  const { body } = await ask<Record<string, unknown>>('GET', '/api/policy');
  const kinds_off = [
    'goal_at_risk',
    'check_in',
    'recognition',
    'unblock',
    'burnout_warning',
    'retention_conversation',
  ];
  const free = { ...body, kinds_off, cool_down_days: { rebalance_workload: 0 }, weekly_proposals: 100 };
  expect(await ask('PUT', '/api/policy', free)).toMatchObject({ status: 200 });
}

/** Somebody at the source undoes the moves, so that the next round finds the same overload. */
async function putBack(moves: Move[]): Promise<void> {
  for (const move of moves) {
    await fetch(`${demo.jira.url}/rest/api/3/issue/${move.external_id}/assignee`, {
      method: 'PUT',
      headers: jiraHeaders(),
      body: JSON.stringify({ accountId: move.from_account }),
    });
  }
  await server?.end('SIGTERM');
  await done(['sync']);
  await start();
}
