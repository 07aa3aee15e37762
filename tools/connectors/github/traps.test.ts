import { afterEach, describe, expect, test } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { GithubDataset } from '#demo/vendors/github-dataset.ts';
import { makeClock } from '#domain/clock.ts';
import type { RecordPayload } from '#domain/record.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import {
  GITHUB_SECRET_TEXT,
  githubIssue,
  githubUser,
  makeGithubDataset,
  startGithub,
} from '#tools/connectors/testing/github.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { githubLimit } from './api.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function bench(
  dataset: GithubDataset,
  options: Parameters<typeof startGithub>[2] = {},
  http: HttpDeps = systemHttp,
) {
  const started = await startGithub(dataset, http, options);
  open.push(started.server);
  return started;
}

async function readAll(connector: Connector, stream: string, cursor: ReadPage['cursor'] = null) {
  const pages: ReadPage[] = [];
  for await (const page of connector.read(stream, cursor, signal)) pages.push(page);
  return {
    records: pages.flatMap((page) => page.records),
    accounts: pages.flatMap((page) => page.accounts),
    faults: pages.flatMap((page) => page.faults),
    cursor: pages.at(-1)?.cursor ?? null,
  };
}
const ofKind = <Kind extends RecordPayload['kind']>(
  records: readonly { payload: RecordPayload }[],
  kind: Kind,
) =>
  records.flatMap(({ payload }) =>
    payload.kind === kind ? [payload as Extract<RecordPayload, { kind: Kind }>] : [],
  );

describe('GitHub: issues', () => {
  test('pull requests among the issues are no work items', async () => {
    const dataset = makeGithubDataset(5);
    const disguised = dataset.issues[2];
    if (disguised) disguised.pull_request = { url: 'https://api.github.com/repos/capstan/ledger/pulls/3' };
    const { connector } = await bench(dataset);
    const { records } = await readAll(connector, 'issues');
    expect(records.map(({ external_id }) => external_id)).not.toContain('issue:9000002');
    expect(records).toHaveLength(4);
  });

  test.each([false, true])(
    'an issue that is changed while the pages are read pushes no other out of sight (opaque links: %s)',
    async (opaque_links) => {
      const dataset = makeGithubDataset(30);
      const { connector } = await bench(dataset, { page_limit: 10, opaque_links });
      const ids = new Set<string>();
      for await (const page of connector.read('issues', null, signal)) {
        for (const { external_id } of page.records) ids.add(external_id);
        if (dataset.issues[0]) dataset.issues[0].updated_at = TEST_NOW;
      }
      expect(ids.size).toBe(30);
    },
  );

  test.each([false, true])(
    'more issues of one second than a page holds come once each (opaque links: %s)',
    async (opaque_links) => {
      const dataset = makeGithubDataset(40);
      for (const issue of dataset.issues.slice(5, 35)) issue.updated_at = '2026-02-02T02:00:00Z';
      const { connector, server } = await bench(dataset, { page_limit: 10, opaque_links, fields: [] });
      const { records } = await readAll(connector, 'issues');
      expect(records).toHaveLength(40);
      expect(new Set(records.map(({ external_id }) => external_id)).size).toBe(40);
      expect(server.requests.length).toBeLessThan(12);
    },
  );

  test('nobody is named for a deleted account', async () => {
    const dataset = makeGithubDataset(1);
    Object.assign(dataset.issues[0] ?? {}, { user: null, assignee: null, assignees: [] });
    const { connector } = await bench(dataset);
    const { records } = await readAll(connector, 'issues');
    expect(records[0]?.payload).toMatchObject({ reporter: null, assignee: null });
  });

  test('that somebody is at it stands in a label; that it is blocked, too', async () => {
    const dataset = makeGithubDataset(2);
    const label = (name: string) => [{ id: 1, name, color: '' }];
    Object.assign(dataset.issues[1] ?? {}, { labels: label('status: blocked') });
    const { connector } = await bench(dataset);
    const [closed, opened] = ofKind((await readAll(connector, 'issues')).records, 'work_item');
    expect(closed).toMatchObject({ status_category: 'done', blocked: false });
    expect(opened).toMatchObject({ status_category: 'to_do', blocked: true });
  });

  test('a timeline tells the history: who had it, when it was begun, blocked, closed, opened again', async () => {
    const dataset = makeGithubDataset(1);
    const told = (event: string, hour: number, more: object) =>
      dataset.events.push({
        id: hour,
        issue_id: 9_000_000,
        event,
        actor: githubUser(6),
        assignee: null,
        created_at: `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`,
        ...more,
      });
    dataset.issues[0] = { ...githubIssue(0), updated_at: '2026-03-02T20:00:00Z' };
    told('assigned', 8, { assignee: githubUser(1) });
    told('labeled', 9, { label: { name: 'in progress' } });
    told('labeled', 10, { label: { name: 'blocked' } });
    told('unlabeled', 11, { label: { name: 'blocked' } });
    told('assigned', 12, { assignee: githubUser(2) });
    told('unassigned', 13, { assignee: githubUser(1) });
    told('closed', 14, {});
    told('reopened', 15, {});
    told('commented', 16, { body: GITHUB_SECRET_TEXT });
    const { connector } = await bench(dataset);
    const [issue] = ofKind((await readAll(connector, 'issues')).records, 'work_item');
    expect(issue).toMatchObject({
      history_known: true,
      started_at: '2026-03-02T09:00:00.000Z',
      blocked_spans: [{ from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z' }],
    });
    expect(issue?.assignments.map(({ from, to }) => `${from} ${to}`)).toEqual(['null 501', '501 502']);
    expect(
      issue?.transitions.map(({ from_category, to_category }) => `${from_category} ${to_category}`),
    ).toEqual(['to_do in_progress', 'in_progress done', 'done in_progress']);
    expect(JSON.stringify(issue)).not.toContain(GITHUB_SECRET_TEXT);
  });

  test('others who are assigned, too, stay so', async () => {
    const dataset = makeGithubDataset(3);
    const issue = dataset.issues[1];
    if (issue) issue.assignees = [githubUser(1), githubUser(3)];
    const { connector } = await bench(dataset);
    const action = reassignment();
    expect(await connector.precheck(action, 'key', signal)).toEqual({ status: 'ready' });
    await connector.execute(action, 'key', signal);
    expect(issue?.assignees.map(({ id }) => id).toSorted()).toEqual([502, 503]);
  });

  test('a login that was renamed is asked for anew before the write', async () => {
    const dataset = makeGithubDataset(3);
    const receiver = dataset.users[2];
    if (receiver) receiver.login = 'renamed-colleague';
    const { connector, server } = await bench(dataset);
    await connector.execute(reassignment(), 'key', signal);
    expect(server.requests.at(-1)?.body).toEqual({ assignees: ['renamed-colleague'] });
  });

  test('assignees that GitHub drops in silence are an error', async () => {
    const dataset = { ...makeGithubDataset(3), may_not_push: true };
    const { connector } = await bench(dataset);
    await expect(connector.execute(reassignment(), 'key', signal)).rejects.toMatchObject({
      code: 'source-refused',
      message: expect.stringContaining('may not push'),
    });
  });

  test('whoever may not be assigned is said before, since GitHub would pass over them in silence', async () => {
    const dataset = makeGithubDataset(3);
    dataset.users.splice(2, 1);
    const { connector } = await bench(dataset);
    expect(await connector.precheck(reassignment(), 'key', signal)).toMatchObject({
      status: 'stale',
      reason: expect.stringContaining("can't be assigned"),
    });
  });
});

function reassignment() {
  return {
    id: 'act_1',
    source_id: 'src_github',
    record_id: 'rec_1',
    external_id: 'issue:9000001',
    key: 'capstan/ledger#2',
    title: null,
    expected: { assignee: '501', status_category: 'in_progress' },
    kind: 'reassign_work_item',
    from_person_id: 'per_1',
    to_person_id: 'per_2',
    from_account: '501',
    to_account: '502',
    hours: null,
  } as unknown as Parameters<Connector['precheck']>[0] & { kind: 'reassign_work_item' };
}

describe('GitHub: code', () => {
  test('the list of pull requests takes no "since": it is read until a change that lies before', async () => {
    const dataset = makeGithubDataset(1, 250);
    const { connector, server } = await bench(dataset);
    const first = await readAll(connector, 'pull_requests');
    expect(ofKind(first.records, 'pull_request')).toHaveLength(250);
    const before = server.requests.length;
    const changed = dataset.pulls[7];
    if (changed) changed.updated_at = '2026-03-30T12:00:00Z';
    const second = await readAll(connector, 'pull_requests', first.cursor);
    expect(ofKind(second.records, 'pull_request').map(({ key }) => key)).toContain('capstan/ledger#5008');
    const asked = server.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => /\/pulls\?/.test(path))).toHaveLength(1);
    expect(asked.join(' ')).not.toContain('since=');
    expect(asked.length).toBeLessThan(20);
  });

  test('a long history pauses at nine tenths of the hour, and goes on in the next until all is there', async () => {
    const dataset = makeGithubDataset(40, 100);
    dataset.pulls.forEach((pull, index) => {
      pull.updated_at = new Date(Date.UTC(2026, 0, 5, 0, index)).toISOString();
    });
    dataset.users.push(...Array.from({ length: 240 }, (_, index) => githubUser(10 + index)));
    let now = Date.parse(TEST_NOW);
    const http: HttpDeps = { ...systemHttp, now: () => now };
    const { connector, server } = await bench(dataset, { quota: 100, now: () => new Date(now) }, http);
    const seen = new Map<string, Set<string>>();
    const hours: number[] = [];
    for (const stream of connector.streams) {
      let cursor: ReadPage['cursor'] = null;
      const ids = new Set<string>();
      seen.set(stream, ids);
      for (let isWhole = false; !isWhole; ) {
        try {
          for await (const page of connector.read(stream, cursor, signal)) {
            cursor = page.cursor ?? cursor;
            for (const { external_id } of page.records) ids.add(external_id);
            for (const { account } of page.accounts) ids.add(account);
          }
          isWhole = true;
        } catch (error) {
          expect(error).toMatchObject({ code: 'source-rate-limited', retryAfterMs: 3_600_000 });
          hours.push(server.requests.length);
          expect(hours.length, 'hours').toBeLessThan(20);
          now += 3_600_000;
        }
      }
    }
    expect([...seen].map(([stream, ids]) => [stream, ids.size])).toEqual([
      ['users', 250],
      ['issues', 40],
      ['pull_requests', 200],
      ['deployments', 4],
    ]);
    // The first request that is left to others is seen to be one: its answer isn't used.
    expect(hours.map((asked, hour) => asked - (hours[hour - 1] ?? 0))).toEqual(hours.map(() => 91));
    expect(hours.length).toBeGreaterThan(1);
  });

  test('what is left of the hour is there for approved actions', async () => {
    const http: HttpDeps = { ...systemHttp, now: () => Date.parse(TEST_NOW) };
    const { connector } = await bench(makeGithubDataset(60), { quota: 50 }, http);
    await expect(readAll(connector, 'issues')).rejects.toMatchObject({ code: 'source-rate-limited' });
    const action = reassignment();
    expect((await connector.precheck(action, 'key', signal)).status).toBe('ready');
  });

  test('a pull request of a deleted account from a deleted fork is read', async () => {
    const { connector } = await bench(makeGithubDataset(1));
    const { records, faults } = await readAll(connector, 'pull_requests');
    expect(faults).toEqual([]);
    expect(ofKind(records, 'pull_request').find(({ key }) => key.endsWith('#5004'))).toMatchObject({
      author: null,
      additions: 43,
    });
  });

  test("an author's own review and one that was not sent are none", async () => {
    const dataset = makeGithubDataset(1, 1);
    const [review] = dataset.reviews;
    if (review === undefined) throw new Error('no review');
    dataset.reviews.push(
      { ...review, id: 1, user: githubUser(0), state: 'COMMENTED', submitted_at: '2026-01-05T08:30:00Z' },
      { ...review, id: 2, user: githubUser(4), state: 'PENDING', submitted_at: null },
    );
    const { connector } = await bench(dataset);
    const { records } = await readAll(connector, 'pull_requests');
    expect(ofKind(records, 'code_review').map(({ reviewer }) => reviewer)).toEqual(['501']);
    expect(ofKind(records, 'pull_request')[0]?.first_review_at).toBe('2026-01-05T10:00:00.000Z');
  });

  test('sizes are asked for only where policy keeps them', async () => {
    const { connector, server } = await bench(makeGithubDataset(1), { fields: [] });
    const { records } = await readAll(connector, 'pull_requests');
    expect(ofKind(records, 'pull_request')[0]).toMatchObject({ additions: null, title: null });
    expect(server.requests.some(({ path }) => /\/pulls\/\d+$/.test(path))).toBe(false);
  });

  test('a deployment is what its newest status says, and one in "Production" counts as such', async () => {
    const { connector } = await bench(makeGithubDataset(1));
    const { records } = await readAll(connector, 'deployments');
    expect(ofKind(records, 'deployment').map(({ state, production }) => `${state} ${production}`)).toEqual([
      'succeeded true',
      'failed false',
      'succeeded true',
      'succeeded false',
    ]);
  });
});

describe('GitHub: people, limits, texts', () => {
  test('apps are marked, and an address that nobody shows is null', async () => {
    const { connector } = await bench(makeGithubDataset(1), { organisation: 'capstan' });
    const { accounts } = await readAll(connector, 'users');
    expect(accounts).toHaveLength(10);
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['509']);
    expect(accounts[1]).toMatchObject({ email: null, display_name: 'Colleague 1' });
    expect(accounts[3]).toMatchObject({ email: 'colleague-3@example.org' });
  });

  test('people are asked for again after a day, not at every sync', async () => {
    const { connector, server } = await bench(makeGithubDataset(1));
    const { cursor } = await readAll(connector, 'users');
    const before = server.requests.length;
    expect((await readAll(connector, 'users', cursor)).cursor).toEqual(cursor);
    expect(server.requests.length).toBe(before);
    const older = { updated: '2026-03-29T12:00:00.000Z' };
    expect((await readAll(connector, 'users', older)).accounts).toHaveLength(10);
  });

  test("an app's installation, which is nobody, is told as such", async () => {
    const { connector, server } = await bench(makeGithubDataset(1));
    server.inject({ path: '/user', after: 0, times: 1, kind: { type: 'status', status: 403 } });
    expect(await connector.check(signal)).toEqual({ account: 'an app’s installation' });
  });

  test('an hour that is spent answers 403, and is waited for or said', async () => {
    const sleeps: number[] = [];
    const http: HttpDeps = {
      ...systemHttp,
      now: () => Date.parse(TEST_NOW),
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
      },
    };
    const { connector } = await bench(makeGithubDataset(1), { quota: 0, window_seconds: 30 }, http);
    await expect(readAll(connector, 'issues')).rejects.toMatchObject({ code: 'source-rate-limited' });
    expect(sleeps[0]).toBeGreaterThanOrEqual(30_000);
  });

  test('a secondary limit says so in words; any other 403 is no limit', () => {
    const answer = (message: string, headers: Record<string, string> = {}) => ({
      status: 403,
      headers: new Headers(headers),
      json: { message },
    });
    expect(githubLimit(answer('You have exceeded a secondary rate limit.'), 0)).toBe(60_000);
    expect(githubLimit(answer('x', { 'retry-after': '7' }), 0)).toBe(7000);
    expect(githubLimit(answer('Resource not accessible by integration'), 0)).toBeUndefined();
  });

  test('no body, comment or review text leaves the connector', async () => {
    const dataset = makeGithubDataset(20);
    const { connector } = await bench(dataset);
    const everything = [];
    for (const stream of connector.streams) everything.push(await readAll(connector, stream));
    expect(JSON.stringify(dataset)).toContain(GITHUB_SECRET_TEXT);
    expect(JSON.stringify(everything)).not.toContain(GITHUB_SECRET_TEXT);
  });

  test('a repository that is none is refused before anything is asked', () => {
    const source = { name: 'code', vendor: 'github', base_url: null, settings: { repositories: '../etc' } };
    expect(() =>
      makeConnector({
        source: source as never,
        credentials: { token: 'x' },
        fields: [],
        clock: makeClock(() => 0, null),
      }),
    ).toThrow(/not a repository/);
    expect(githubIssue(0).number).toBe(1);
  });
});
