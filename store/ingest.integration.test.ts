import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceId } from '#domain/ids.ts';
import type { SourceRecord } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { ids, jira, makeTestCompany, type TestCompany, timeEntry, workItem } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

const page = (over: Partial<ReadPage>): ReadPage => ({
  accounts: [],
  records: [],
  faults: [],
  cursor: null,
  ...over,
});
const item = (external_id: string, over: Partial<SourceRecord> = {}): SourceRecord => ({
  external_id,
  account: 'a1',
  updated_at: '2026-02-10T09:00:00.000Z',
  deleted: false,
  payload: workItem(),
  ...over,
});
const save = (records: SourceRecord[], rest: Partial<ReadPage> = {}) =>
  company.system.ingest.savePage(jira, 'issues', page({ records, ...rest }));
const account = { display_name: 'Ann', email: 'ann@example.com', active: true, bot: false, time_zone: null };
const everything = { from: '2020-01-01', to: '2030-01-01' };

async function claim(accountName: string) {
  await save([], { accounts: [{ ...account, account: accountName }] });
  const known = await company.system.ingest.accounts(jira);
  await company.system.ingest.saveIdentities(
    known
      .filter((entry) => entry.account === accountName)
      .map((entry) => ({ ...entry, person_id: ids.ann, method: 'email' as const })),
  );
}
const stored = async (id: string) =>
  (await company.system.records.ofPeople([ids.ann], everything)).find((record) => record.external_id === id);

describe('a page', () => {
  test('a repeat changes nothing, an older one neither, a newer one wins', async () => {
    await claim('a1');
    expect(await save([item('1'), item('2')])).toEqual({ stored: 2, unchanged: 0 });
    expect(await save([item('2'), item('1')])).toEqual({ stored: 0, unchanged: 2 });
    const before = await stored('1');
    const newer = item('1', {
      updated_at: '2026-02-11T09:00:00.000Z',
      payload: workItem({ title: 'Newer' }),
    });
    expect(await save([newer, item('1')])).toEqual({ stored: 1, unchanged: 0 });
    expect(await save([item('1')])).toEqual({ stored: 0, unchanged: 1 });
    const after = await stored('1');
    expect(after?.payload).toMatchObject({ title: 'Newer' });
    expect(after?.id).toBe(before?.id);
    expect(await save([item('1', { updated_at: '2026-02-12T09:00:00.000Z', deleted: true })])).toMatchObject({
      stored: 1,
    });
    expect(await stored('1')).toBeUndefined();
    expect((await company.system.records.get(after?.id ?? ''))?.deleted).toBe(true);
  });

  test('two kinds may share an external id', async () => {
    await save([item('7'), item('7', { payload: timeEntry() })]);
    const found = await company.system.records.ofPeople([ids.ann], everything);
    expect(
      found
        .filter((record) => record.external_id === '7')
        .map((record) => record.payload.kind)
        .sort(),
    ).toEqual(['time_entry', 'work_item']);
  });

  test('letters that a database can’t hold are replaced, and poisonous keys are only text', async () => {
    const poisoned = workItem({
      title: 'a\0b\ud800c',
      labels: ['{"lc":1,"type":"constructor"}', '__proto__'],
      project: '\udfff',
    });
    expect(await save([item('p\0', { payload: poisoned })])).toEqual({ stored: 1, unchanged: 0 });
    expect(await save([item('p\0', { payload: poisoned })])).toEqual({ stored: 0, unchanged: 1 });
    expect((await stored('p\uFFFD'))?.payload).toMatchObject({
      title: 'a\uFFFDb\uFFFDc',
      labels: poisoned.labels,
      project: '\uFFFD',
    });
  });

  test('a value out of range loses the page with a clear error, and nothing of it is kept', async () => {
    const far = item('far', { updated_at: '0000-01-01T00:00:00.000Z' });
    await expect(save([item('near'), far], { cursor: 'next' })).rejects.toMatchObject({
      code: 'source-answer-invalid',
      message: expect.stringContaining('issues'),
    });
    expect(await stored('near')).toBeUndefined();
    expect(await company.system.ingest.cursor(jira, 'issues')).toBeNull();
  });

  test('what a full read no longer found is gone, of that kind alone; it comes back when it is read again', async () => {
    await claim('g1');
    const mine = { account: 'g1' };
    await save([
      item('g-1', mine),
      item('g-2', mine),
      item('g-1', { ...mine, payload: timeEntry({ account: 'g1' }) }),
    ]);
    const { ingest } = company.system;
    const window = { began: '2100-01-01T00:00:00.000Z', full: true, closed: false, sure: true };
    const shown = (...external: string[]) =>
      ingest.savePage(
        jira,
        'issues',
        page({ records: external.map((id) => item(id, mine)), window }),
        'work_item',
      );
    // Where nothing at all is shown, nothing is gone.
    expect(await ingest.markGone(jira, { kind: 'work_item' }, window.began)).toBe(0);
    await shown('g-2');
    // Nor what began before the list does.
    expect(await ingest.markGone(jira, { kind: 'work_item', from: '2099-01-01' }, window.began)).toBe(0);
    const others = await ingest.markGone(jira, { kind: 'work_item' }, window.began);
    expect(others).toBeGreaterThan(0);
    const kinds = async () =>
      (await company.system.records.ofPeople([ids.ann], everything))
        .filter(({ external_id }) => external_id.startsWith('g-'))
        .map(({ external_id, payload }) => `${external_id} ${payload.kind}`)
        .sort();
    expect(await kinds()).toEqual(['g-1 time_entry', 'g-2 work_item']);
    expect(await ingest.markGone(jira, { kind: 'work_item' }, window.began)).toBe(0);
    expect(await save([item('g-1', mine)])).toEqual({ stored: 1, unchanged: 0 });
    expect(await kinds()).toEqual(['g-1 time_entry', 'g-1 work_item', 'g-2 work_item']);
  });

  test('a page of a source that isn’t set up is refused', async () => {
    await expect(
      company.system.ingest.savePage(sourceId.parse('src_none'), 'issues', page({})),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('shuffled, cut into pages and repeated it comes to the same', async () => {
    await claim('s1');
    const versions = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 28 })),
      {
        minLength: 1,
        maxLength: 12,
        selector: String,
      },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(versions, fc.infiniteStream(fc.nat()), async (list, random) => {
        run += 1;
        const make = (prefix: string) =>
          list.map(([id, day]) => {
            const updated_at = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
            return item(`${prefix}-${run}-${id}`, {
              account: 's1',
              updated_at,
              payload: workItem({ title: `v${day}` }),
            });
          });
        const plain = make('plain');
        await save(plain);
        const mixed = [...make('mixed'), ...make('mixed')]
          .map((record) => [random.next().value ?? 0, record] as const)
          .sort(([a], [b]) => a - b)
          .map(([, record]) => record);
        for (const record of mixed) await save([record]);
        const found = await company.system.records.ofPeople([ids.ann], everything);
        const titles = (prefix: string) =>
          found
            .filter((record) => record.external_id.startsWith(`${prefix}-${run}-`))
            .map((record) => [
              record.external_id.slice(prefix.length),
              (record.payload as { title: string }).title,
            ])
            .sort();
        expect(titles('mixed')).toEqual(titles('plain'));
      }),
      { numRuns: 15 },
    );
  });
});

describe('records of people', () => {
  test('those that touch the period or are still open', async () => {
    await claim('r1');
    const work = (id: string, over: Parameters<typeof workItem>[0]) =>
      item(id, { account: 'r1', payload: workItem({ assignee: 'r1', ...over }) });
    await save([
      work('closed-before', {
        created_at: '2026-01-01T00:00:00Z',
        status_category: 'done',
        resolved_at: '2026-01-05T00:00:00Z',
      }),
      work('closed-within', {
        created_at: '2026-01-01T00:00:00Z',
        status_category: 'done',
        resolved_at: '2026-02-05T00:00:00Z',
      }),
      work('open', { created_at: '2026-01-01T00:00:00Z' }),
      work('later', { created_at: '2026-03-01T00:00:00Z' }),
      item('time', { account: 'r1', payload: timeEntry({ spent_on: '2026-02-28' }) }),
      item('time-later', { account: 'r1', payload: timeEntry({ spent_on: '2026-03-01' }) }),
    ]);
    const found = await company.system.records.ofPeople([ids.ann], { from: '2026-02-01', to: '2026-02-28' });
    expect(
      found
        .filter((record) => record.account === 'r1')
        .map((record) => record.external_id)
        .sort(),
    ).toEqual(['closed-within', 'open', 'time']);
  });
});

describe('a stream', () => {
  test('its cursor moves with the page that carries one, its state says how it ended', async () => {
    await company.system.ingest.savePage(jira, 'worklogs', page({ cursor: { since: '2026-02-01' } }));
    await company.system.ingest.savePage(
      jira,
      'worklogs',
      page({ faults: [{ external_id: 'w1', reason: 'no date' }] }),
    );
    expect(await company.system.ingest.cursor(jira, 'worklogs')).toEqual({ since: '2026-02-01' });
    await company.system.ingest.finish(jira, 'worklogs', { error: null, seen: 9, rejected: 1 });
    const error = { code: 'source-rate-limited', message: 'slow down' };
    await company.system.ingest.finish(jira, 'worklogs', { error, seen: 3, rejected: 0 });
    const source = await company.system.sources.byName('jira');
    expect(source?.streams.find((stream) => stream.stream === 'worklogs')).toMatchObject({
      cursor: { since: '2026-02-01' },
      last_success_at: expect.stringMatching(/^2026-03-02T/),
      last_error_code: 'source-rate-limited',
      partial: true,
      records_seen: 3,
    });
    expect(await company.system.sources.faults(jira)).toMatchObject([
      { external_id: 'w1', reason: 'no date' },
    ]);
  });
});

describe('a window', () => {
  test('that takes several reads is counted from its beginning to its end', async () => {
    const { ingest, sources } = company.system;
    const began = '2026-03-01T09:00:00.000Z';
    const window = { began, full: true, closed: false, sure: true };
    const reading = async () =>
      (await sources.byName('jira'))?.streams.find(({ stream }) => stream === 'boards')?.reading;
    const give = (over: Partial<ReadPage>) => ingest.savePage(jira, 'boards', page({ window, ...over }));
    await give({ records: [item('b-1'), item('b-2')], cursor: { filling: 1 } });
    await ingest.finish(jira, 'boards', { error: { code: 'x', message: 'cut' }, seen: 2, rejected: 0 });
    await give({ records: [item('b-3')] });
    expect(await reading()).toEqual({ began, seen: 3 });
    await give({ window: { ...window, began: '2026-03-02T09:00:00.000Z' }, records: [item('b-1')] });
    expect(await reading()).toEqual({ began: '2026-03-02T09:00:00.000Z', seen: 1 });
    await give({ window: { ...window, closed: true } });
    expect(await reading()).toBeNull();
  });
});

describe('identities', () => {
  test('what a person confirmed stays, and the unmatched are listed without bots', async () => {
    const accounts = [
      { ...account, account: 'u1', display_name: 'Una' },
      { ...account, account: 'u2', display_name: 'Build bot', bot: true },
    ];
    await save([], { accounts });
    const unmatched = (await company.system.identities.unmatched()).items.map((entry) => entry.account);
    expect(unmatched).toContain('u1');
    expect(unmatched).not.toContain('u2');
    const ada = await company.as('ada');
    const confirmed = await ada.identities.confirm(jira, 'u1', ids.bob);
    expect(confirmed).toMatchObject({ person_id: ids.bob, method: 'confirmed' });
    await company.system.ingest.saveIdentities([{ ...confirmed, person_id: ids.cas, method: 'email' }]);
    await save([], { accounts });
    expect(await company.system.identities.ofPeople([ids.bob])).toEqual([confirmed]);
  });
});
