import { afterEach, describe, expect, test } from 'vitest';
import type { VendorFault, VendorServer } from '#demo/vendors/datasets.ts';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import { sourceAccount, sourceRecord } from '#domain/record.ts';
import type { Connector, ReadPage } from '#domain/source.ts';
import type { HttpDeps } from '#tools/http/client.ts';
import { MAX_TRIES } from '#tools/http/retry.ts';
import { syncSource } from '#tools/sync.ts';
import { makeMemoryIngest } from '#tools/testing/memory-ingest.ts';
import { describeActions } from './testing/action-conformance.ts';
import { testClock, testSource } from './testing/benches.ts';
import type { ConnectorBench, ConnectorHarness, Law } from './testing/harness.ts';

const surrogate = '\uD800';
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Texts that a source might hold, and that must arrive as plain, storable text. */
const poisonousTexts: [string, string][] = [
  ['NUL', 'before\u0000after'],
  ['a lone surrogate', `before${surrogate}after`],
  ['a reversed text', 'harmless\u202Egnp.exe'],
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a poisoned serialisation as text', '{"lc":1,"type":"constructor","id":["langchain"],"kwargs":{}}'],
];
/** What isn't text where text belongs: the record is rejected and the others go in. */
const wrongTypes: [string, unknown][] = [
  ['a poisoned serialisation', { lc: 1, type: 'constructor', id: ['langchain_core'], kwargs: {} }],
  ['deep nesting', nested(1500)],
  ['a number', 42],
];
const wrongInstants = [
  '9999-12-31T00:00:00Z',
  '1066-10-14T09:00:00Z',
  'yesterday',
  '2026-02-30T00:00:00Z',
  '',
];

/** A mark within a window, or nothing: neither says that the window was read to its end. */
const isOfOpenWindow = (cursor: JsonValue | null): boolean =>
  cursor === null || (typeof cursor === 'object' && 'filling' in cursor);

/** What storage would have after these pages. */
const lastCursor = (pages: readonly ReadPage[]): JsonValue | null =>
  pages.findLast(({ cursor }) => cursor !== null)?.cursor ?? null;

const idsOf = (pages: readonly ReadPage[]): string[] =>
  pages.flatMap(({ records }) => records.map(({ external_id }) => external_id));

/** What every connector must do, whatever its vendor does. Declared once, run on each. */
export function describeConnector(harness: ConnectorHarness): void {
  const open: VendorServer[] = [];
  const sleeps: number[] = [];
  const http: HttpDeps = {
    fetch: (...request) => fetch(...request),
    now: () => Date.parse(harness.now),
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
    },
    random: () => 0.5,
  };
  const { signal } = new AbortController();

  async function start(): Promise<ConnectorBench> {
    sleeps.length = 0;
    const bench = await harness.start(http);
    open.push(bench.server);
    return bench;
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });

  async function readAll(connector: Connector, cursor: JsonValue | null = null) {
    const pages: ReadPage[] = [];
    for await (const page of connector.read(harness.stream, cursor, signal)) pages.push(page);
    const records = pages.flatMap((page) => page.records);
    return {
      pages,
      records,
      ids: new Set(records.map(({ external_id }) => external_id)),
      faults: pages.flatMap((page) => page.faults),
      cursor: pages.at(-1)?.cursor ?? null,
    };
  }
  /** Reads until an error; what was seen, and the error. */
  async function readToError(connector: Connector) {
    const pages: ReadPage[] = [];
    try {
      for await (const page of connector.read(harness.stream, null, signal)) pages.push(page);
    } catch (error) {
      if (error instanceof SourceError) return { pages, error };
      throw error;
    }
    return { pages, error: null };
  }
  /** A law holds of every vendor, or is skipped with the reason in its name. */
  const law = (name: Law, title: string, body: () => Promise<void>) => {
    const reason = harness.unlike?.[name];
    if (reason === undefined) test(title, body);
    else test.skip(`${title} (${reason})`, body);
  };
  const always = (kind: VendorFault['kind'], after = 0): VendorFault => ({
    path: harness.path,
    after,
    times: 1000,
    kind,
  });
  const once = (kind: VendorFault['kind'], after = 0): VendorFault => ({ ...always(kind, after), times: 1 });

  describe(`${harness.name}: what it declares`, () => {
    test('its effect fits its actions, and every action needs approval', async () => {
      const { connector } = await start();
      expect(connector.effect).toBe(connector.actions.length > 0 ? 'read_write' : 'read');
      for (const action of connector.actions)
        expect(action).toMatchObject({ effect: 'write', needs_approval: true });
      expect(connector.streams).toContain(harness.stream);
    });

    test('it says whose credentials it has', async () => {
      const { connector } = await start();
      expect((await connector.check(signal)).account).not.toBe('');
    });

    test('a stream that it does not have is an error', async () => {
      const { connector } = await start();
      expect(() => connector.read('nothing', null, signal)).toThrow(/has no stream nothing. It has:/);
    });
  });

  describe(`${harness.name}: reading`, () => {
    test('every record comes once, over several pages, in the agreed shape', async () => {
      const { connector } = await start();
      const { pages, records, ids, faults } = await readAll(connector);
      if (harness.unlike?.pages === undefined) expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(records).toHaveLength(harness.size);
      expect(ids.size).toBe(harness.size);
      expect(faults).toEqual([]);
      for (const record of records) expect(sourceRecord.parse(record)).toEqual(record);
    });

    test('only the page that closes the window moves its end', async () => {
      const { connector } = await start();
      const { pages, cursor } = await readAll(connector);
      expect(cursor).not.toBeNull();
      expect(pages.slice(0, -1).every(({ cursor: mark }) => isOfOpenWindow(mark))).toBe(true);
      expect(isOfOpenWindow(cursor)).toBe(false);
    });

    test('a read that is cut off after any page goes on, brings all the rest, and closes the window', async () => {
      const { connector } = await start();
      const { pages, cursor } = await readAll(connector);
      for (let kept = 1; kept < pages.length; kept += 1) {
        const before = pages.slice(0, kept);
        const rest = await readAll(connector, lastCursor(before));
        const ids = new Set([...idsOf(before), ...rest.ids]);
        expect(ids.size).toBe(harness.size);
        expect(rest.cursor).toEqual(cursor);
      }
    });

    test('what a full read no longer shows is gone, and nothing else', async ({ skip }) => {
      const { connector, items } = await start();
      const relisted = connector.relists?.[harness.stream];
      skip(relisted === undefined, 'deletions are told, or nothing lists everything');
      const ingest = makeMemoryIngest();
      const source = testSource(connector.vendor, null);
      const sync = () =>
        syncSource({
          source,
          connector,
          ingest,
          people: { list: async () => [] },
          clock: testClock,
          signal,
          full: true,
        });
      const gone = async () => (await sync()).streams.reduce((sum, each) => sum + each.gone, 0);
      expect(await gone()).toBe(0);
      items?.splice(7, 1);
      expect(await gone()).toBe(1);
      expect(await gone()).toBe(0);
      const deleted = [...ingest.records.values()].filter((record) => record.deleted);
      expect(deleted.map(({ payload }) => payload.kind)).toEqual([relisted?.kind]);
    });

    test('every other stream gives accounts or records, in the agreed shape', async () => {
      const { connector } = await start();
      for (const stream of connector.streams.filter((name) => name !== harness.stream)) {
        const accounts = [];
        const records = [];
        for await (const page of connector.read(stream, null, signal)) {
          accounts.push(...page.accounts);
          records.push(...page.records);
          expect(page.faults).toEqual([]);
        }
        expect(accounts.length + records.length).toBeGreaterThan(0);
        for (const account of accounts) expect(sourceAccount.parse(account)).toEqual(account);
        for (const record of records) expect(sourceRecord.parse(record)).toEqual(record);
      }
    });

    law('second_read', 'a second read gives what changed and the overlap, not everything', async () => {
      const { connector, records } = await start();
      const { cursor } = await readAll(connector);
      records[3]?.touch(new Date(Date.parse(harness.now) - 60_000).toISOString());
      const second = await readAll(connector, cursor);
      expect(second.ids.size).toBeGreaterThan(0);
      expect(second.ids.size).toBeLessThan(harness.size / 4);
    });

    law('future_stamp', 'a record stamped in the future does not make later changes invisible', async () => {
      const { connector, records } = await start();
      records[0]?.touch('2090-01-01T00:00:00.000Z');
      const { cursor, ids } = await readAll(connector);
      expect(ids.size).toBe(harness.size);
      records[5]?.touch(new Date(Date.parse(harness.now) + 60_000).toISOString());
      const second = await readAll(connector, cursor);
      expect(second.records.map(({ updated_at }) => updated_at.slice(0, 16))).toContain(
        new Date(Date.parse(harness.now) + 60_000).toISOString().slice(0, 16),
      );
    });

    test('a cursor of another version means a full read, not a failure', async () => {
      const { connector } = await start();
      expect((await readAll(connector, { version: 'of long ago' })).ids.size).toBe(harness.size);
    });

    test('a signal that is aborted already asks nothing', async () => {
      const { connector, server } = await start();
      const read = async () => {
        for await (const _ of connector.read(harness.stream, null, AbortSignal.abort())) expect.unreachable();
      };
      await expect(read()).rejects.toBeInstanceOf(SourceError);
      expect(server.requests).toEqual([]);
    });

    test('a signal aborted between pages ends the read', async () => {
      const { connector } = await start();
      const control = new AbortController();
      const read = async () => {
        for await (const _ of connector.read(harness.stream, null, control.signal)) control.abort();
      };
      await expect(read()).rejects.toMatchObject({ details: { aborted: true } });
    });
  });

  describe(`${harness.name}: pages that go astray`, () => {
    law(
      'repeated_page',
      'a page that is repeated ends the read with an error, and the next one brings the rest',
      async () => {
        const { connector, server } = await start();
        server.inject(always({ type: 'repeat_page' }, 1));
        const { pages, error } = await readToError(connector);
        expect(error?.code).toBe('source-answer-invalid');
        expect(pages.every(({ cursor }) => isOfOpenWindow(cursor))).toBe(true);
        server.heal();
        const rest = await readAll(connector, lastCursor(pages));
        expect(new Set([...idsOf(pages), ...rest.ids]).size).toBe(harness.size);
      },
    );

    law('lost_page', 'a page that is lost is noticed, and the next read brings it', async () => {
      const { connector, server } = await start();
      server.inject(once({ type: 'lose_page' }, 1));
      const { pages, error } = await readToError(connector);
      const faults = pages.flatMap((page) => page.faults);
      expect(error !== null || faults.length > 0).toBe(true);
      const rest = await readAll(connector, lastCursor(pages));
      expect(new Set([...idsOf(pages), ...rest.ids]).size).toBe(harness.size);
    });
  });

  describe(`${harness.name}: a source that is unwell`, () => {
    test('401 is said at once, without the secret', async () => {
      const { stranger, server } = await start();
      const { error } = await readToError(stranger);
      expect(error?.code).toBe('source-unauthorized');
      expect(server.requests).toHaveLength(1);
      for (const secret of harness.secrets)
        expect(JSON.stringify({ ...error, text: error?.message })).not.toContain(secret);
    });

    test('429 is waited for as long as it asks', async () => {
      const { connector, server } = await start();
      server.inject(once({ type: 'status', status: 429, retry_after_seconds: 7 }, 1));
      expect((await readAll(connector)).ids.size).toBe(harness.size);
      expect(sleeps).toHaveLength(1);
      expect(sleeps[0]).toBeGreaterThanOrEqual(7000);
    });

    test('429 that asks for an hour ends the read and says when to come back', async () => {
      const { connector, server } = await start();
      server.inject(once({ type: 'status', status: 429, retry_after_seconds: 3600 }));
      const { error } = await readToError(connector);
      expect(error?.code).toBe('source-rate-limited');
      expect(error?.retryAfterMs).toBe(3_600_000);
      expect(sleeps).toEqual([]);
    });

    test('429 without end is given up after a few tries', async () => {
      const { connector, server } = await start();
      server.inject(always({ type: 'status', status: 429, retry_after_seconds: 1 }));
      expect((await readToError(connector)).error?.code).toBe('source-rate-limited');
      expect(sleeps).toHaveLength(MAX_TRIES - 1);
    });

    test.each([502, 503] as const)('%i passes by', async (status) => {
      const { connector, server } = await start();
      server.inject({ ...once({ type: 'status', status }, 1), times: 2 });
      expect((await readAll(connector)).ids.size).toBe(harness.size);
    });

    test('500 ends the read; pages before it stay', async () => {
      const { connector, server } = await start();
      server.inject(always({ type: 'status', status: 500 }, 1));
      const { pages, error } = await readToError(connector);
      expect(error?.code).toBe('source-unavailable');
      if (harness.unlike?.early_pages === undefined) expect(pages.length).toBeGreaterThan(0);
      expect(pages.every(({ cursor }) => isOfOpenWindow(cursor))).toBe(true);
    });

    test.each(['cut', 'malformed'] as const)('an answer that is %s once is asked for again', async (type) => {
      const { connector, server } = await start();
      server.inject(once({ type }, 1));
      expect((await readAll(connector)).ids.size).toBe(harness.size);
    });

    test.each(['cut', 'malformed'] as const)('an answer that is always %s ends the read', async (type) => {
      const { connector, server } = await start();
      server.inject(always({ type }));
      expect((await readToError(connector)).error?.code).toBe('source-answer-invalid');
    });
  });

  describe(`${harness.name}: records that are odd`, () => {
    test('unknown members are passed over', async () => {
      const { connector, records } = await start();
      for (const record of records) record.set('surplus', { deep: nested(200), lc: 1 });
      const { ids, faults } = await readAll(connector);
      expect(ids.size).toBe(harness.size);
      expect(faults).toEqual([]);
    });

    test('what is optional may be missing', async () => {
      const { connector, records } = await start();
      for (const record of records) record.dropOptional();
      const { ids, faults } = await readAll(connector);
      expect(faults).toEqual([]);
      expect(ids.size).toBe(harness.size);
    });

    test.each(wrongTypes)('%s instead of a text rejects that record alone', async (_name, value) => {
      if (harness.unlike?.wrong_text !== undefined) return;
      const { connector, records } = await start();
      records[2]?.set('text', value);
      const { ids, faults } = await readAll(connector);
      expect(faults).toHaveLength(1);
      expect(faults[0]?.external_id).not.toBeNull();
      expect(ids.size).toBe(harness.size - 1);
    });

    test.each(wrongInstants)('the instant "%s" rejects that record alone', async (value) => {
      if (harness.unlike?.wrong_instant !== undefined) return;
      const { connector, records } = await start();
      records[2]?.set('instant', value);
      const { ids, faults } = await readAll(connector);
      expect(faults).toHaveLength(1);
      expect(ids.size).toBe(harness.size - 1);
    });

    test.each([-1, 1e308, '12', Number.NaN])('the amount %s never becomes a figure', async (value) => {
      const { connector, records } = await start();
      records[2]?.set('number', value);
      const { records: read } = await readAll(connector);
      expect(/-1[,}]|e\+?30/.test(JSON.stringify(read))).toBe(false);
      expect(read.length).toBeGreaterThanOrEqual(harness.size - 1);
    });

    test.each(poisonousTexts)('%s arrives as plain text or not at all', async (_name, text) => {
      const { connector, records } = await start();
      records[2]?.set('text', text);
      const { ids, faults, records: read } = await readAll(connector);
      expect(faults).toEqual([]);
      expect(ids.size).toBe(harness.size);
      const written = JSON.stringify(read);
      expect(written.isWellFormed()).toBe(true);
      expect(/\\u0000|\\ud800|\u202E/i.test(written)).toBe(false);
      expect(Math.max(...read.map((record) => JSON.stringify(record).length))).toBeLessThan(20_000);
    });

    test('__proto__ and constructor as members change nothing', async () => {
      const { connector, records } = await start();
      records[2]?.set(
        'surplus',
        JSON.parse('{"__proto__":{"active":true,"polluted":1},"constructor":{"prototype":{}}}'),
      );
      const { ids } = await readAll(connector);
      expect(ids.size).toBe(harness.size);
      expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined();
    });
  });

  if (harness.actions.length > 0) describeActions(harness, start, signal);
}
