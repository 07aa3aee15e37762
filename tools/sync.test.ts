import { afterEach, describe, expect, test, vi } from 'vitest';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { SystemError } from '#domain/errors.ts';
import { personId, type SourceId, sourceId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { Connector } from '#domain/source.ts';
import { startHarvest, startJira, testClock, testSource } from './connectors/testing/benches.ts';
import { makeHarvestDataset, makeJiraDataset } from './connectors/testing/datasets.ts';
import { emptyPage, readWindow } from './connectors/window.ts';
import { systemHttp } from './http/client.ts';
import { storeFile, syncSource, syncSources } from './sync.ts';
import { makeMemoryIngest } from './testing/memory-ingest.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const person = (index: number): Person => ({
  id: personId.parse(`per_${index}`),
  employee_id: null,
  name: `Colleague ${index}`,
  email: `Colleague-${index}@Example.org`,
  manager_id: null,
  team_id: null,
  job_title: null,
  job_function: 'other',
  department: null,
  location: null,
  start_date: null,
  end_date: null,
  employment_type: null,
  weekly_hours: null,
  skills: [],
  active: true,
});
const people = { list: async () => [person(0), person(1), person(2)] };
const http = { ...systemHttp, sleep: async () => {} };

async function makeJira(issues = 250) {
  const dataset = makeJiraDataset(issues);
  const bench = await startJira(dataset, http);
  open.push(bench.server);
  return { ...bench, dataset };
}
const deps = (ingest = makeMemoryIngest()) => ({ ingest, people, clock: testClock, signal });

describe('a sync', () => {
  test('stores every stream and joins accounts to people', async () => {
    const { source, connector } = await makeJira();
    const request = deps();
    const result = await syncSource({ ...request, source, connector });
    expect(result.streams.map(({ stream, error, rejected }) => [stream, error, rejected])).toEqual([
      ['users', null, 0],
      ['issues', null, 0],
    ]);
    expect(result).toMatchObject({ partial: false, matched: 3, unmatched: 7 });
    expect(request.ingest.records.size).toBe(250);
    expect(request.ingest.identities.get('acc-1')).toMatchObject({ method: 'email', person_id: 'per_1' });
  });

  test('a second one finds nothing new', async () => {
    const { source, connector } = await makeJira();
    const request = deps();
    await syncSource({ ...request, source, connector });
    const second = await syncSource({ ...request, source, connector });
    expect(second.streams.map(({ stored }) => stored)).toEqual([0, 0]);
    const full = await syncSource({ ...request, source, connector, full: true });
    expect(full.streams[1]).toMatchObject({ stored: 0, unchanged: 250 });
  });

  test('a full one notices what is gone at the source, and what came back', async () => {
    const { source, connector, dataset } = await makeJira(30);
    const request = deps();
    const gone = () => [...request.ingest.records.values()].filter(({ deleted }) => deleted).length;
    await syncSource({ ...request, source, connector });
    const [first] = dataset.issues.splice(0, 1);
    await syncSource({ ...request, source, connector });
    expect(gone()).toBe(0);
    const full = await syncSource({ ...request, source, connector, full: true });
    expect(full.streams[1]).toMatchObject({ gone: 1, error: null });
    expect(gone()).toBe(1);
    if (first) dataset.issues.unshift(first);
    const again = await syncSource({ ...request, source, connector, full: true });
    expect(again.streams[1]).toMatchObject({ gone: 0, stored: 1 });
    expect(gone()).toBe(0);
  });

  test('a full one that is cut off goes on at the next, and then knows what is gone', async () => {
    const { source, connector, dataset, server } = await makeJira(1300);
    const request = deps();
    await syncSource({ ...request, source, connector });
    const searches = () => server.requests.filter(({ path }) => path.includes('/search/jql')).length;
    expect(searches()).toBe(13);
    dataset.issues.splice(0, 1);
    server.inject({ path: '/search/jql', after: 11, times: 99, kind: { type: 'status', status: 500 } });
    const cut = await syncSource({ ...request, source, connector, full: true });
    expect(cut.streams[1]).toMatchObject({ gone: 0, error: { code: 'source-unavailable' } });
    server.heal();
    const before = searches();
    const rest = await syncSource({ ...request, source, connector });
    expect(rest.streams[1]).toMatchObject({ gone: 1, error: null });
    expect(searches() - before).toBeLessThanOrEqual(4);
  });

  test('the next full one goes on with one that is under way where asked to, and else begins anew', async () => {
    const { source, connector, server } = await makeJira(1300);
    const request = deps();
    const pages = async (full: 'or_go_on' | true) => {
      const before = server.requests.length;
      const result = await syncSource({ ...request, source, connector, full });
      const asked = server.requests.slice(before).filter(({ path }) => path.includes('/search/jql'));
      return { pages: asked.length, error: result.streams[1]?.error?.code ?? null };
    };
    const cut = () =>
      server.inject({ path: '/search/jql', after: 11, times: 99, kind: { type: 'status', status: 500 } });
    cut();
    expect(await pages(true)).toMatchObject({ error: 'source-unavailable' });
    server.heal();
    const rest = await pages('or_go_on');
    expect(rest.error).toBeNull();
    expect(rest.pages).toBeLessThanOrEqual(4);
    // Nothing is under way any more.
    expect(await pages('or_go_on')).toEqual({ pages: 13, error: null });
    cut();
    await pages(true);
    server.heal();
    expect(await pages(true)).toEqual({ pages: 13, error: null });
  });

  test('one that takes too long ends behind a mark, and each stream gets as far as one', async () => {
    const { source, connector } = await makeJira(3000);
    const request = deps();
    let now = Date.parse(testClock.now());
    // A minute passes whenever a page is asked for.
    const slow: Connector = {
      ...connector,
      async *read(stream, cursor, stop) {
        for await (const page of connector.read(stream, cursor, stop)) {
          now += 60_000;
          yield page;
        }
      },
    };
    const clock = { ...testClock, now: () => new Date(now).toISOString() };
    const ends: string[] = [];
    for (let count = 0; count < 5 && ends.at(-1) !== 'whole'; count += 1) {
      const { streams } = await syncSource({ ...request, clock, source, connector: slow, minutes: 5 });
      expect(streams[0]?.error).toBeNull();
      ends.push(streams[1]?.error?.message.slice(0, 13) ?? 'whole');
    }
    expect(ends).toEqual(['The 5 minutes', 'The 5 minutes', 'The 5 minutes', 'whole']);
    expect(request.ingest.records.size).toBe(3000);
  });

  test('a full one that ended early, or lacks something of nobody knows what, takes nothing for gone', async () => {
    const { source, connector, dataset, server } = await makeJira(250);
    const request = deps();
    await syncSource({ ...request, source, connector });
    dataset.issues.splice(0, 1);
    server.inject({ path: '/search/jql', after: 1, times: 99, kind: { type: 'status', status: 500 } });
    const failed = await syncSource({ ...request, source, connector, full: true });
    expect(failed.streams[1]).toMatchObject({ gone: 0, error: { code: 'source-unavailable' } });
    const holey: Connector = {
      ...connector,
      read: (_stream, cursor) =>
        readWindow({ cursor, now: () => testClock.now() }, async function* () {
          const reason = 'a page may have been lost';
          yield { ...emptyPage(), newest: null, faults: [{ external_id: null, reason }], done: 1 };
          yield { ...emptyPage(), newest: null, done: 2 };
        }),
    };
    await syncSource({ ...request, source, connector: holey, full: true });
    await syncSource({ ...request, source, connector: holey });
    expect([...request.ingest.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test('what an issue says of an account never takes away what the user list said', async () => {
    const { source, connector, dataset } = await makeJira(10);
    for (const issue of dataset.issues) issue.fields.assignee = { accountId: 'acc-1', displayName: 'C. One' };
    const request = deps();
    await syncSource({ ...request, source, connector });
    expect(request.ingest.identities.get('acc-1')).toMatchObject({
      email: 'colleague-1@example.org',
      person_id: 'per_1',
    });
  });

  test('killed at any page and begun again, it ends the same', async () => {
    const { source, connector } = await makeJira();
    const whole = deps();
    await syncSource({ ...whole, source, connector });
    for (let page = 1; page <= whole.ingest.pages; page += 1) {
      const broken = deps();
      broken.ingest.failAt = page;
      await expect(syncSource({ ...broken, source, connector })).rejects.toThrow('the process died');
      await syncSource({ ...broken, source, connector });
      expect(broken.ingest.records).toEqual(whole.ingest.records);
      expect(broken.ingest.identities).toEqual(whole.ingest.identities);
      expect(broken.ingest.cursors).toEqual(whole.ingest.cursors);
    }
  });

  test('a fault in one stream leaves the others alone and marks the source partial', async () => {
    const { source, connector, server } = await makeJira();
    server.inject({ path: '/users/search', after: 0, times: 99, kind: { type: 'status', status: 500 } });
    const request = deps();
    const result = await syncSource({ ...request, source, connector });
    expect(result.partial).toBe(true);
    expect(result.streams.map(({ error }) => error?.code ?? null)).toEqual(['source-unavailable', null]);
    expect(request.ingest.finished.map(({ code }) => code)).toEqual(['source-unavailable', null]);
    expect(request.ingest.records.size).toBe(250);
  });

  test('rejected records are counted and mark it partial; the rest is stored', async () => {
    const { source, connector, dataset } = await makeJira(20);
    for (const issue of dataset.issues.slice(0, 3)) issue.fields.created = 'some day';
    const request = deps();
    const result = await syncSource({ ...request, source, connector });
    expect(result.streams[1]).toMatchObject({ rejected: 3, error: null });
    expect(result.partial).toBe(true);
    expect(request.ingest.records.size).toBe(17);
    expect(request.ingest.faults.map(({ external_id }) => external_id)).toEqual(['PAY-1', 'PAY-2', 'PAY-3']);
  });

  test('a lost page is brought by the next sync, although the count stays suspicious only once', async () => {
    const { source, connector, server } = await makeJira();
    server.inject({ path: '/search/jql', after: 1, times: 1, kind: { type: 'lose_page' } });
    const request = deps();
    expect((await syncSource({ ...request, source, connector })).partial).toBe(true);
    expect(request.ingest.records.size).toBe(150);
    expect((await syncSource({ ...request, source, connector })).partial).toBe(false);
    expect(request.ingest.records.size).toBe(250);
  });

  test('tells how far it is', async () => {
    const { source, connector } = await makeJira();
    const seen: number[] = [];
    await syncSource({ ...deps(), source, connector, onProgress: ({ seen: count }) => seen.push(count) });
    expect(seen.length).toBeGreaterThan(3);
  });

  test('stopped, it says so and reads no further stream', async () => {
    const { source, connector } = await makeJira();
    const control = new AbortController();
    const request = { ...deps(), signal: control.signal, onProgress: () => control.abort() };
    const result = await syncSource({ ...request, source, connector });
    expect(result.streams).toHaveLength(1);
  });
});

describe('several sources', () => {
  test('whatever befalls one, the others are read', async () => {
    const jira = await makeJira(20);
    const harvest = await startHarvest(makeHarvestDataset(20), http);
    open.push(harvest.server);
    jira.server.inject({ path: '/', after: 0, times: 999, kind: { type: 'status', status: 500 } });
    const unset = { ...testSource('jira', null), id: sourceId.parse('src_unset'), name: 'unset' };
    const connectors = new Map<SourceId, Connector>([
      [jira.source.id, jira.connector],
      [harvest.source.id, harvest.connector],
    ]);
    const request = deps();
    const results = await syncSources({
      ...request,
      sources: [unset, jira.source, harvest.source],
      connectorOf: async (source) => {
        const found = connectors.get(source.id);
        if (found === undefined) throw new Error('no credentials');
        return found;
      },
    });
    expect(results.map(({ source, partial }) => [source, partial])).toEqual([
      ['unset', true],
      ['jira', true],
      ['harvest', false],
    ]);
    expect(request.ingest.records.size).toBe(20);
  });

  /** So many sources whose reads wait until they are let go, or stopped. */
  function waiting(count: number) {
    const sources = Array.from({ length: count }, (_, index) => ({
      ...testSource('jira', null),
      id: sourceId.parse(`src_${index}`),
      name: `jira-${index}`,
    }));
    const state = { reading: 0, most: 0, stopped: 0 };
    let go = () => {};
    const let_go = new Promise<void>((resolve) => {
      go = resolve;
    });
    const connectorOf = async (): Promise<Connector> => ({
      ...(await makeJira(1)).connector,
      streams: ['issues'],
      read: async function* (_stream, _cursor, during) {
        state.reading += 1;
        state.most = Math.max(state.most, state.reading);
        const stopped = new Promise<void>((resolve) =>
          during.addEventListener('abort', () => {
            state.stopped += 1;
            resolve();
          }),
        );
        await Promise.race([let_go, stopped]);
        state.reading -= 1;
        yield { accounts: [], records: [], faults: [], cursor: null };
      },
    });
    return { sources, connectorOf, state, go };
  }

  test('are read a few at once, since each waits for its own limits', async () => {
    const { sources, connectorOf, state, go } = waiting(6);
    const all = syncSources({ ...deps(), sources, connectorOf });
    await vi.waitFor(() => expect(state.reading).toBe(4));
    go();
    expect((await all).map(({ source }) => source)).toEqual(sources.map(({ name }) => name));
    expect(state.most).toBe(4);
  });

  test('a fault of ours stops the others, and is thrown when they ended', async () => {
    const { sources, connectorOf, state } = waiting(3);
    const broken = deps();
    const { ingest } = broken;
    const [first] = sources;
    const all = syncSources({
      ...broken,
      sources,
      connectorOf,
      ingest: {
        ...ingest,
        accounts: async (id) => {
          if (id !== first?.id) return await ingest.accounts(id);
          await vi.waitFor(() => expect(state.reading).toBe(2));
          throw new SystemError('internal', 'the storage is gone');
        },
      },
    });
    await expect(all).rejects.toThrow('the storage is gone');
    expect(state).toMatchObject({ stopped: 2, reading: 0 });
  });
});

test('pages of a file are stored by the same way', async () => {
  const { source, connector } = await makeJira(120);
  const request = deps();
  const pages = connector.read('issues', null, signal);
  const result = await storeFile({ ...request, source, stream: 'issues', pages });
  expect(result.streams[0]).toMatchObject({ stored: 120, rejected: 0 });
  expect(request.ingest.identities.size).toBe(6);
});
