import { afterEach, describe, expect, test } from 'vitest';
import type { JiraDataset, VendorServer } from '#demo/vendors/datasets.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import { startJira, testSource } from '#tools/connectors/testing/benches.ts';
import { jiraIssue, jiraUser, makeJiraDataset } from '#tools/connectors/testing/datasets.ts';
import { systemHttp } from '#tools/http/client.ts';
import { makeConnector } from '../registry.ts';
import { testClock } from '../testing/benches.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(dataset: JiraDataset, fields?: string[]) {
  const bench = await startJira(dataset, { ...systemHttp, sleep: async () => {} }, fields);
  open.push(bench.server);
  return bench;
}

async function readAll(connector: Connector, stream: string, cursor: JsonValue | null = null) {
  const pages: ReadPage[] = [];
  for await (const page of connector.read(stream, cursor, signal)) pages.push(page);
  return pages;
}

const asked = (server: VendorServer, path: string) =>
  server.requests.filter((request) => request.path.includes(path));

describe('what is asked of Jira', () => {
  test('is no field that policy does not list, and no changelog without history', async () => {
    const bench = await start(makeJiraDataset(3), ['title']);
    await readAll(bench.connector, 'issues');
    const [search] = asked(bench.server, '/search/jql');
    const body = search?.body as { fields: string[]; expand?: string };
    expect(body.fields).toContain('summary');
    for (const field of ['comment', 'labels', 'duedate', 'timespent', 'description', '*all'])
      expect(body.fields).not.toContain(field);
    expect(body.expand).toBeUndefined();
  });

  test('is the changed part alone the second time, with an overlap', async () => {
    const dataset = makeJiraDataset(250);
    const bench = await start(dataset);
    const cursor = (await readAll(bench.connector, 'issues')).at(-1)?.cursor ?? null;
    bench.server.requests.length = 0;
    await readAll(bench.connector, 'issues', cursor);
    expect(asked(bench.server, '/search/jql')).toHaveLength(1);
    expect(JSON.stringify(asked(bench.server, '/search/jql')[0]?.body)).toMatch(/updated >= \\"2026-03-2\d /);
  });
});

test('an issue that changes while pages are read is not taken for one that was lost', async () => {
  const dataset = makeJiraDataset(250);
  const { connector } = await start(dataset);
  const first = (await readAll(connector, 'issues')).at(-1)?.cursor ?? null;
  const faults = [];
  for await (const page of connector.read('issues', first, signal)) {
    for (const issue of dataset.issues.slice(0, 20)) issue.fields.updated = '2026-03-31T11:59:30.000+0000';
    faults.push(...page.faults);
  }
  expect(faults).toEqual([]);
});

describe('a changelog that Jira cut', () => {
  test('is completed by one bulk request', async () => {
    const dataset = makeJiraDataset(3);
    const issue = dataset.issues[1];
    const [entry] = issue?.changelog.histories ?? [];
    if (!issue || !entry) throw new Error('no issue to lengthen');
    issue.changelog.histories = Array.from({ length: 2300 }, (_, index) => ({
      ...entry,
      id: String(index + 1),
      created: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString().replace('Z', '+0000'),
    }));
    const bench = await start(dataset);
    const records = (await readAll(bench.connector, 'issues')).flatMap((page) => page.records);
    const found = records.find(({ external_id }) => external_id === issue.id)?.payload;
    // 2000 is what one issue may keep; its newest.
    expect(found?.kind === 'work_item' ? found.transitions.length : 0).toBe(2000);
    expect(asked(bench.server, '/changelog/bulkfetch')).toHaveLength(3);
    expect(asked(bench.server, '/changelog/bulkfetch')[0]?.body).toMatchObject({
      issueIdsOrKeys: [issue.id],
      fieldIds: ['status', 'assignee', 'customfield_10021'],
    });
  });
});

describe('users', () => {
  test('come over several pages; apps and customers are no staff', async () => {
    const dataset = makeJiraDataset(0, 2300);
    dataset.users.push({ ...jiraUser(9001), accountType: 'app' });
    const bench = await start(dataset);
    const accounts = (await readAll(bench.connector, 'users')).flatMap((page) => page.accounts);
    expect(accounts).toHaveLength(2301);
    expect(accounts.filter(({ bot }) => bot).map(({ account }) => account)).toEqual(['acc-9001']);
    expect(accounts.filter(({ active }) => !active).map(({ account }) => account)).toEqual(['acc-9']);
  });

  test('a page that repeats is an error', async () => {
    const bench = await start(makeJiraDataset(0, 2300));
    bench.server.inject({ path: '/users/search', after: 1, times: 99, kind: { type: 'repeat_page' } });
    await expect(readAll(bench.connector, 'users')).rejects.toThrow(/repeats users/);
  });

  test('one without an id is a fault, not an end', async () => {
    const dataset = makeJiraDataset(0, 3);
    Object.assign(dataset.users[1] ?? {}, { accountId: undefined });
    const pages = await readAll((await start(dataset)).connector, 'users');
    expect(pages.flatMap((page) => page.accounts)).toHaveLength(2);
    expect(pages.flatMap((page) => page.faults)).toHaveLength(1);
  });
});

describe('the precheck of a move', () => {
  const action = {
    kind: 'reassign_work_item',
    id: 'act_1',
    source_id: 'src_jira',
    record_id: 'rec_1',
    external_id: '10001',
    key: 'PAY-2',
    title: null,
    expected: { assignee: 'acc-1', status_category: 'in_progress' },
    from_person_id: 'per_1',
    to_person_id: 'per_2',
    from_account: 'acc-1',
    to_account: 'acc-2',
    hours: null,
  } as const;
  const check = async (change: (dataset: JiraDataset) => void, to = 'acc-2') => {
    const dataset = makeJiraDataset(3);
    change(dataset);
    const bench = await start(dataset);
    const { connector } = bench;
    return await connector.precheck(
      { ...action, to_account: to } as unknown as Parameters<Connector['precheck']>[0],
      'key',
      signal,
    );
  };

  test('names what changed and what was found', async () => {
    const moved = await check((dataset) => {
      const issue = dataset.issues[1];
      if (issue) issue.fields.assignee = jiraUser(4);
    });
    expect(moved).toEqual({
      status: 'stale',
      reason: 'PAY-2 has changed: its assignee is acc-4, not acc-1',
      found: { assignee: 'acc-4', status: 'In Progress', status_category: 'in_progress' },
    });
    const closed = await check((dataset) => {
      const issue = dataset.issues[1];
      if (issue) issue.fields.status = jiraIssue(0).fields.status;
    });
    expect(closed).toMatchObject({
      status: 'stale',
      reason: expect.stringContaining('Closed (done), not in_progress'),
    });
  });

  test('refuses an account that is not active or does not exist', async () => {
    const inactive = await check((dataset) => {
      const user = dataset.users[2];
      if (user) user.active = false;
    });
    expect(inactive).toMatchObject({ status: 'stale', found: { to_account_assignable: false } });
    expect(await check(() => {}, 'acc-404')).toMatchObject({ status: 'stale' });
  });

  test('knows a move that somebody else made', async () => {
    const theirs = await check((dataset) => {
      const issue = dataset.issues[1];
      if (issue) issue.fields.assignee = jiraUser(2);
    });
    expect(theirs).toEqual({ status: 'already_done', by_us: false });
  });
});

test('a comment is found among many, by its property or by its visible reference', async () => {
  const dataset = makeJiraDataset(3);
  const issue = dataset.issues[1];
  if (!issue) throw new Error('no issue to comment on');
  const comments = Array.from({ length: 250 }, (_, index) => ({
    id: String(index),
    author: { accountId: 'acc-3', displayName: 'Colleague 3' },
    body: { type: 'doc', version: 1, content: [] },
    created: '2026-02-01T00:00:00.000+0000',
    updated: '2026-02-01T00:00:00.000+0000',
  }));
  issue.fields.comment = { comments, total: comments.length };
  const { connector, server } = await start(dataset);
  const comment = {
    kind: 'comment_on_work_item',
    external_id: '10001',
    key: 'PAY-2',
    text: 'Moved.',
    expected: { assignee: 'acc-1', status_category: 'in_progress' },
  } as unknown as Parameters<Connector['execute']>[0];
  const first = await connector.execute(comment, 'key', signal);
  const posted = (issue.fields.comment as { comments: { id: string; properties?: unknown }[] }).comments;
  expect(posted).toHaveLength(251);
  // Older comments pushed ours to the end of what is listed, and its property was lost.
  delete posted.at(-1)?.properties;
  posted.unshift(...posted.splice(-1));
  expect((await connector.execute(comment, 'key', signal)).external_ref).toBe(first.external_ref);
  expect(asked(server, '/comment').filter(({ method }) => method === 'POST')).toHaveLength(1);
});

describe('a source that is not complete', () => {
  test('is told what it lacks and how to get it', () => {
    const request = { fields: [], clock: testClock, credentials: {} };
    expect(() => makeConnector({ ...request, source: testSource('jira', null) })).toThrow(
      /base URL, such as https:/,
    );
    const jira = testSource('jira', 'https://x.example');
    expect(() => makeConnector({ ...request, source: jira })).toThrow(
      /lacks its credential email.*API tokens/,
    );
    const wrong = { ...jira, settings: { project_keys: 'PAY' } };
    expect(() =>
      makeConnector({ ...request, source: wrong, credentials: { email: 'a@b.c', token: 'token' } }),
    ).toThrow(/project_keys is not valid/);
  });
});
