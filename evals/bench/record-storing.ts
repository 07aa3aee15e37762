import { generateCompany } from '#demo/company.ts';
import { makeClock } from '#domain/clock.ts';
import { addDays } from '#domain/date.ts';
import { idFrom, recordId, sourceId, tenantId } from '#domain/ids.ts';
import { canonicalJson, sha256 } from '#domain/json.ts';
import { policyPreset } from '#domain/policy.ts';
import type { SourceRecord } from '#domain/record.ts';
import { daysOfRecord } from '#domain/record-days.ts';
import type { ReadPage } from '#domain/source.ts';
import type { Database } from '#store/database.ts';
import { makeStore } from '#store/store.ts';
import { readJiraExport } from '#tools/files/jira-export.ts';
import { type Bench, type BenchLine, median, millisecondsOf, turnAbout } from './bench.ts';
import { places, withDatabase } from './database.ts';

const TURNS = 5;
const ANCHOR = '2026-04-08';
const SOURCE = sourceId.parse('src_bench');
const fields = policyPreset('dynamic').source_fields.jira ?? [];

/** The simulated company's issues as Jira gives them, as one file of JSON Lines. */
function issuesFile(): string {
  const { jira } = generateCompany({ seed: 'bench', anchor: ANCHOR });
  return jira.issues.map((issue) => JSON.stringify(issue)).join('\n');
}

/** The way from a vendor's JSON to pages: read, checked, normalised. */
async function pagesOf(file: string): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  const open = async function* () {
    yield file;
  };
  for await (const page of readJiraExport({ open }, { fields })) pages.push(page);
  return pages;
}

type Row = [string, string, string, string | null, string, boolean, string, string | null, string, string];

const rowOf = ({ external_id, account, updated_at, deleted, payload }: SourceRecord): Row => {
  const text = canonicalJson(payload);
  const { first } = daysOfRecord(payload);
  const id = idFrom('rec', recordId, { source: SOURCE, external_id, kind: payload.kind });
  return [
    id,
    payload.kind,
    external_id,
    account,
    updated_at,
    deleted,
    first,
    addDays(first, 7),
    text,
    sha256(text),
  ];
};

/** The reference: the same rows, ready made, into a table of the same columns and indexes, without any of the care. */
const BARE = `insert into bench.records (tenant_id, source_id, fetched_at, id, kind, external_id, account, updated_at,
    deleted, first_day, last_day, payload, payload_hash)
  select 'org_bench', '${SOURCE}', now(), page.* from unnest($1::text[], $2::text[], $3::text[], $4::text[],
    $5::timestamptz[], $6::boolean[], $7::date[], $8::date[], $9::text[]::jsonb[], $10::text[]) as page
  on conflict (tenant_id, id) do update set payload = excluded.payload, payload_hash = excluded.payload_hash,
    updated_at = excluded.updated_at`;

async function prepare(database: Database) {
  await database.pool.query(
    'create schema bench; create table bench.records (like fairlead.records including all)',
  );
  const clock = makeClock(() => Date.parse(`${ANCHOR}T09:00:00Z`), ANCHOR);
  const store = makeStore({ database, tenant_id: tenantId.parse('org_bench'), clock });
  await store.found('Bench', policyPreset('dynamic'));
  const system = store.as({ kind: 'system' });
  const source = {
    id: SOURCE,
    name: 'jira',
    vendor: 'jira' as const,
    base_url: null,
    settings: {},
    enabled: true,
  };
  await system.sources.save(source);
  return system.ingest;
}

async function measure(place: string, url: string | null): Promise<BenchLine[]> {
  const file = issuesFile();
  const whole = await pagesOf(file);
  return await withDatabase(url, async (database) => {
    const ingest = await prepare(database);
    const empty = () =>
      database.pool.query('truncate bench.records, fairlead.records, fairlead.source_accounts');
    const columns = whole.map(({ records }) => {
      const rows = records.map(rowOf);
      return Array.from({ length: 10 }, (_, place) => rows.map((row) => row[place]));
    });
    const count = whole.reduce((sum, page) => sum + page.records.length, 0);
    const save = async (pages: readonly ReadPage[]) => {
      for (const page of pages) await ingest.savePage(SOURCE, 'issues', page);
    };
    const bare = async () => {
      await empty();
      return await millisecondsOf(async () => {
        for (const page of columns) await database.pool.query(BARE, page);
      });
    };
    const emptied = async (work: () => Promise<void>) => {
      await empty();
      return await millisecondsOf(work);
    };
    const lineOf = (
      name: string,
      aim: BenchLine['aim'],
      times: { measured: number[]; reference: number[] },
    ): BenchLine => {
      const [own, other] = [median(times.measured), median(times.reference)];
      return {
        name: `${name}, ${place}`,
        ratio: other / own,
        aim,
        reference: 'records a second of a bare insert … select unnest(…) on conflict of the same rows',
        figures: {
          records: count,
          pages: whole.length,
          turns: TURNS,
          records_per_second: (1000 * count) / own,
          bare_records_per_second: (1000 * count) / other,
        },
      };
    };
    return [
      lineOf('storing pages', { least: 0.6 }, await turnAbout(TURNS, () => emptied(() => save(whole)), bare)),
      lineOf(
        'reading a file, normalising and storing its pages',
        null,
        await turnAbout(TURNS, () => emptied(async () => await save(await pagesOf(file))), bare),
      ),
    ];
  });
}

export const recordStoring: Bench = {
  name: 'record-storing',
  async *run({ postgres_url, tell }) {
    for (const { place, url } of places(postgres_url)) {
      tell(`record-storing: the simulated company's issues, ${place}`);
      yield* await measure(place, url);
    }
  },
};
