import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import { sourceId, tenantId } from '#domain/ids.ts';
import { planPeople } from '#domain/org-chart.ts';
import { policyPreset } from '#domain/policy.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeStore } from '#store/store.ts';
import { makeTestDatabase, type TestDatabase } from '#store/testing/test-database.ts';
import { sharedData } from './connectors/testing/api-description.ts';
import { startJira } from './connectors/testing/benches.ts';
import { makeJiraDataset, TEST_NOW } from './connectors/testing/datasets.ts';
import { EXPORT_STREAM, readJiraExport } from './files/jira-export.ts';
import { readPeopleCsv } from './files/people-csv.ts';
import { storeFile, syncSource } from './sync.ts';

const clock = makeClock(() => Date.parse(TEST_NOW), null);
const policy = policyPreset('dynamic');
const jira = sourceId.parse('src_jira');
const { signal } = new AbortController();
const everything = { from: '1990-01-01', to: '2100-01-01' };

let database: TestDatabase;
let system: ScopedStore;
beforeAll(async () => {
  database = await makeTestDatabase();
  const store = makeStore({ database, tenant_id: tenantId.parse('org_tools'), clock });
  await store.found('Tools', policy);
  system = store.as({ kind: 'system' });
});
afterAll(async () => {
  await database.close();
});

const saveSource = (id: typeof jira, name: string, base_url: string | null) =>
  system.sources.save({ id, name, vendor: 'jira', base_url, settings: {}, enabled: true });

async function savePeople(csv: Uint8Array | string) {
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv;
  const plan = planPeople(readPeopleCsv(bytes).people, [], 'partial', '2026-03-31');
  await system.people.saveTeams(plan.teams);
  await system.people.upsertMany(plan.people, 'partial');
  return plan;
}

describe('into a real database', () => {
  test('a sync stores what it reads, a second one nothing more, and a change at the source is seen', async () => {
    const dataset = makeJiraDataset(230);
    // Poison that only a real database chokes on.
    for (const [index, text] of ['a\u0000b', '\uD800', 'x'.repeat(1_000_000), '{"lc":1}'].entries()) {
      const issue = dataset.issues[index];
      if (issue) issue.fields.summary = text;
    }
    const { server, connector } = await startJira(dataset);
    const source = await saveSource(jira, 'jira', server.url);
    const { people } = await savePeople(
      'Name,Email\nColleague 1,colleague-1@example.org\nColleague 2,c2@example.org',
    );
    const request = { source, connector, signal, ingest: system.ingest, people: system.people, clock };
    const first = await syncSource(request);
    expect(first).toMatchObject({ partial: false, matched: 1, unmatched: 9 });
    expect(first.streams[1]).toMatchObject({ seen: 230, stored: 230, rejected: 0 });
    const second = await syncSource(request);
    expect(second.streams[1]?.stored).toBe(0);
    expect(second.streams[1]?.seen).toBeLessThan(20);

    const mine = (await system.people.list()).find(({ name }) => name === 'Colleague 1');
    expect(mine?.id).toBe(people[0]?.id);
    const records = mine ? await system.records.ofPeople([mine.id], everything) : [];
    expect(records).toHaveLength(46);

    await connector.execute(
      {
        kind: 'reassign_work_item',
        external_id: records[0]?.external_id ?? '',
        to_account: 'acc-3',
      } as Parameters<typeof connector.execute>[0],
      'key',
      signal,
    );
    expect((await syncSource(request)).streams[1]?.stored).toBe(1);
    expect((await system.records.get(records[0]?.id ?? ''))?.account).toBe('acc-3');
    expect((await system.identities.unmatched()).items).toHaveLength(9);
    await server.close();
  });

  const folder = path.join(sharedData(), 'jira');
  test.skipIf(!existsSync(folder))('a real export with its employee file: everybody is found', async () => {
    const read = (name: string) => createReadStream(path.join(folder, name));
    const chunks: Uint8Array[] = [];
    for await (const chunk of read('tidev-people.csv')) chunks.push(chunk);
    await savePeople(Buffer.concat(chunks));
    const source = await saveSource(sourceId.parse('src_tidev'), 'tidev', null);
    const pages = () =>
      readJiraExport({ open: () => read('tidev-2014.jsonl') }, { fields: policy.source_fields.jira ?? [] });
    const request = { source, stream: EXPORT_STREAM, ingest: system.ingest, people: system.people, clock };
    const first = await storeFile({ ...request, pages: pages() });
    expect(first.streams[0]).toMatchObject({ seen: 1898, stored: 1898, rejected: 0, error: null });
    expect(first.matched).toBe(55);
    const again = await storeFile({ ...request, pages: pages() });
    expect(again.streams[0]).toMatchObject({ stored: 0, unchanged: 1898 });
  });
});
