import { sql } from 'kysely';
import { FairleadError, notFound, SourceError } from '#domain/errors.ts';
import { idFrom, recordId, type SourceId, type TenantId } from '#domain/ids.ts';
import { canonicalJson, sha256 } from '#domain/json.ts';
import type { IngestPort } from '#domain/ports.ts';
import {
  type Identity,
  identity,
  type RecordKind,
  type SourceAccount,
  type SourceRecord,
} from '#domain/record.ts';
import { daysOfRecord } from '#domain/record-days.ts';
import type { ReadPage } from '#domain/source.ts';
import { cleanJson, cleanText, jsonText } from './clean.ts';
import { databaseCode, type Tx } from './scope.ts';
import { chunksOf, lastOfEach, type Scoped } from './scoped.ts';
import { identitiesOf } from './sources.ts';

export function makeIngest({ run, tenant_id, clock }: Scoped): IngestPort {
  return {
    cursor: (source, stream) =>
      run(async (tx) => {
        const row = await streamState(tx, tenant_id, source, stream).executeTakeFirst();
        return (row?.cursor ?? null) as Awaited<ReturnType<IngestPort['cursor']>>;
      }),
    async savePage(source, stream, page, listed = null) {
      const rows = rowsOf(source, page.records);
      try {
        return await run(async (tx) => {
          const now = clock.now();
          await requireSource(tx, tenant_id, source);
          await saveAccounts(tx, tenant_id, source, page.accounts);
          let stored = 0;
          for (const chunk of piecesOf(rows)) stored += await saveRecords(tx, tenant_id, source, now, chunk);
          if (listed !== null && page.window !== undefined) {
            // A clock may be set back on the way.
            const stamp = now > page.window.began ? now : page.window.began;
            await markListed(tx, tenant_id, stamp, idsShown(source, listed, page));
          }
          await saveFaults(tx, tenant_id, source, stream, now, page);
          await saveProgress(tx, { tenant_id, source_id: source, stream }, page);
          return { stored, unchanged: rows.length - stored };
        });
      } catch (error) {
        throw pageError(error, source, stream);
      }
    },
    finish: (source, stream, { error, seen, rejected }) =>
      run(async (tx) => {
        await requireSource(tx, tenant_id, source);
        const state = {
          last_error: error?.message ?? null,
          last_error_code: error?.code ?? null,
          partial: error !== null || rejected > 0,
          records_seen: seen,
          records_rejected: rejected,
          ...(error === null ? { last_success_at: clock.now() } : {}),
        };
        await tx
          .insertInto('stream_states')
          .values({ ...state, tenant_id, source_id: source, stream, cursor: null })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'source_id', 'stream']).doUpdateSet(state))
          .execute();
      }),
    markGone: (source, { kind, from = null }, since) =>
      run(async (tx) => {
        const { numAffectedRows } = await sql`
          update records set deleted = true, fetched_at = ${clock.now()}::timestamptz
          where tenant_id = ${tenant_id} and source_id = ${source} and kind = ${kind} and not deleted
            and (listed_at is null or listed_at < ${since}::timestamptz)
            and (${from}::date is null or first_day >= ${from}::date)
            and exists (select from records as shown where shown.tenant_id = ${tenant_id}
              and shown.source_id = ${source} and shown.kind = ${kind}
              and shown.listed_at >= ${since}::timestamptz)`.execute(tx);
        return Number(numAffectedRows ?? 0n);
      }),
    accounts: (source) =>
      run(async (tx) => {
        const rows = await identitiesOf(tx, tenant_id)
          .where('source_id', '=', source)
          .orderBy('account')
          .execute();
        return rows.map((row) => identity.parse(row));
      }),
    saveIdentities: (identities) =>
      run(async (tx) => {
        for (const chunk of chunksOf(identities)) await saveIdentities(tx, tenant_id, chunk);
      }),
  };
}

const streamState = (tx: Tx, tenant: TenantId, source: SourceId, stream: string) =>
  tx
    .selectFrom('stream_states')
    .select('cursor')
    .where('tenant_id', '=', tenant)
    .where('source_id', '=', source)
    .where('stream', '=', stream);

async function requireSource(tx: Tx, tenant: TenantId, source: SourceId): Promise<void> {
  const row = await tx
    .selectFrom('sources')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('id', '=', source)
    .executeTakeFirst();
  if (!row) throw notFound('source', source);
}

/** How far the stream was read: where a read would go on, and of a window that is open how much came of it. */
async function saveProgress(
  tx: Tx,
  key: { tenant_id: TenantId; source_id: SourceId; stream: string },
  { cursor, window, records, accounts }: ReadPage,
): Promise<void> {
  const moved = cursor === null ? {} : { cursor: jsonText(cursor) };
  const isOpen = window !== undefined && !window.closed;
  const seen = records.length || accounts.length;
  const reading = isOpen
    ? { reading_since: window.began, reading_seen: seen }
    : { reading_since: null, reading_seen: 0 };
  await tx
    .insertInto('stream_states')
    .values({ cursor: null, ...key, ...moved, ...reading })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'source_id', 'stream']).doUpdateSet({
        ...moved,
        reading_since: reading.reading_since,
        // A window that begins anew is counted anew.
        reading_seen: isOpen
          ? sql<number>`case when stream_states.reading_since = ${window.began}::timestamptz
              then stream_states.reading_seen + ${seen} else ${seen} end`
          : 0,
      }),
    )
    .execute();
}

interface RecordColumns {
  id: string;
  kind: string;
  external_id: string;
  account: string | null;
  updated_at: string;
  deleted: boolean;
  first_day: string;
  last_day: string | null;
  payload: string;
  payload_hash: string;
}

/** Letters of one statement's payloads: far below what a text parameter and a jsonb value can hold (2²⁸). */
const PIECE_LETTERS = 16_000_000;

/** `chunksOf`, and smaller where records are huge. */
function piecesOf(rows: readonly RecordColumns[]): RecordColumns[][] {
  return chunksOf(rows).flatMap((chunk) => {
    const pieces: RecordColumns[][] = [[]];
    let letters = 0;
    for (const row of chunk) {
      letters += row.payload.length;
      if (letters > PIECE_LETTERS && pieces.at(-1)?.length !== 0) {
        pieces.push([]);
        letters = row.payload.length;
      }
      pieces.at(-1)?.push(row);
    }
    return pieces;
  });
}

/** Of several of one id on a page the newest stays; of equally old ones the last, which was read last. */
function rowsOf(source: SourceId, records: readonly SourceRecord[]): RecordColumns[] {
  const newest = new Map<string, RecordColumns>();
  for (const record of records) {
    const row = rowOf(source, record);
    const other = newest.get(row.id);
    if (other === undefined || Date.parse(row.updated_at) >= Date.parse(other.updated_at))
      newest.set(row.id, row);
  }
  return [...newest.values()];
}

function rowOf(source: SourceId, record: SourceRecord): RecordColumns {
  const external = cleanText(record.external_id);
  const { kind } = record.payload;
  const text = cleanCanonical(record.payload);
  return {
    id: recordIdOf(source, external, kind),
    kind,
    external_id: external,
    account: record.account === null ? null : cleanText(record.account),
    updated_at: record.updated_at,
    deleted: record.deleted,
    ...daysOf(record.payload),
    payload: text,
    payload_hash: sha256(text),
  };
}

/** The same thing of the same source has the same id, however often it is read. */
const recordIdOf = (source: SourceId, external_id: string, kind: string) =>
  idFrom('rec', recordId, { source, external_id: cleanText(external_id), kind });

const suspicious = /\\u(?:0000|d[89a-f])/i;
function cleanCanonical(payload: SourceRecord['payload']): string {
  const text = canonicalJson(payload);
  return suspicious.test(text) ? canonicalJson(cleanJson(payload)) : text;
}

/** What `records.ofPeople` looks for. */
function daysOf(payload: SourceRecord['payload']): Pick<RecordColumns, 'first_day' | 'last_day'> {
  const { first, last } = daysOfRecord(payload);
  return { first_day: first, last_day: last };
}

/**
 * How many were new or changed. Columns as arrays: one statement and one plan for thousands of rows. The payloads go
 * as one JSON array: in an array of texts each of their quotes would have to be escaped, which takes a third more time.
 */
async function saveRecords(
  tx: Tx,
  tenant: TenantId,
  source: SourceId,
  now: string,
  rows: readonly RecordColumns[],
): Promise<number> {
  const column = (name: keyof RecordColumns) => rows.map((row) => row[name]);
  // Of equal age the one read later wins: some sources count `updated_at` in whole seconds.
  const result = await sql`
    insert into records as stored (tenant_id, source_id, fetched_at, listed_at, id, kind, external_id, account, updated_at,
      deleted, first_day, last_day, payload_hash, payload)
    select ${tenant}, ${source}, ${now}::timestamptz, ${now}::timestamptz, page.* from rows from (
      unnest(${column('id')}::text[], ${column('kind')}::text[], ${column('external_id')}::text[],
        ${column('account')}::text[], ${column('updated_at')}::timestamptz[], ${column('deleted')}::boolean[],
        ${column('first_day')}::date[], ${column('last_day')}::date[], ${column('payload_hash')}::text[]),
      jsonb_array_elements(${`[${column('payload').join(',')}]`}::jsonb)) as page
    on conflict (tenant_id, id) do update set account = excluded.account, updated_at = excluded.updated_at,
      deleted = excluded.deleted, first_day = excluded.first_day, last_day = excluded.last_day,
      payload = excluded.payload, payload_hash = excluded.payload_hash, fetched_at = excluded.fetched_at,
      listed_at = excluded.listed_at
    where excluded.updated_at >= stored.updated_at
      and (stored.payload_hash, stored.account, stored.deleted, stored.updated_at)
        is distinct from (excluded.payload_hash, excluded.account, excluded.deleted, excluded.updated_at)`.execute(
    tx,
  );
  return Number(result.numAffectedRows ?? 0n);
}

/** What a page shows to be there: what could not be taken, too. */
const idsShown = (source: SourceId, kind: RecordKind, { records, faults }: ReadPage): string[] =>
  [
    ...records.map(({ external_id }) => external_id),
    ...faults.flatMap(({ external_id }) => external_id ?? []),
  ].map((external_id) => recordIdOf(source, external_id, kind));

async function markListed(tx: Tx, tenant: TenantId, stamp: string, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids))
    await sql`
      update records set listed_at = ${stamp}::timestamptz
      where tenant_id = ${tenant} and id = any(${chunk}::text[])
        and (listed_at is null or listed_at < ${stamp}::timestamptz)`.execute(tx);
}

/** Names and states follow the source; who it is (`person_id`, `method`) stays. */
async function saveAccounts(
  tx: Tx,
  tenant: TenantId,
  source: SourceId,
  accounts: readonly SourceAccount[],
): Promise<void> {
  for (const chunk of chunksOf(lastOfEach(accounts, (item) => cleanText(item.account)))) {
    await sql`
      insert into source_accounts (tenant_id, source_id, account, display_name, email, active, bot, time_zone)
      select ${tenant}, ${source}, account, display_name, email, active, bot, time_zone
      from jsonb_to_recordset(${jsonText(chunk)}::jsonb) as page (account text, display_name text, email text,
        active boolean, bot boolean, time_zone text)
      on conflict (tenant_id, source_id, account) do update set display_name = excluded.display_name,
        email = excluded.email, active = excluded.active, bot = excluded.bot, time_zone = excluded.time_zone`.execute(
      tx,
    );
  }
}

/** What is confirmed by a person is only changed by a person. */
async function saveIdentities(tx: Tx, tenant: TenantId, identities: readonly Identity[]): Promise<void> {
  const parsed = lastOfEach(
    identities.map((item) => identity.parse(item)),
    (item) => `${item.source_id} ${item.account}`,
  );
  await sql`
    insert into source_accounts as stored (tenant_id, source_id, account, display_name, email, active, bot, person_id,
      method, suggested_person_id)
    select ${tenant}, source_id, account, display_name, email, active, bot, person_id, method, suggested_person_id
    from jsonb_to_recordset(${jsonText(parsed)}::jsonb) as wanted (source_id text, account text, display_name text,
      email text, active boolean, bot boolean, person_id text, method text, suggested_person_id text)
    on conflict (tenant_id, source_id, account) do update set person_id = excluded.person_id, method = excluded.method,
      suggested_person_id = excluded.suggested_person_id
    where stored.method not in ('confirmed', 'released') or excluded.method = 'confirmed'`.execute(tx);
}

async function saveFaults(
  tx: Tx,
  tenant: TenantId,
  source: SourceId,
  stream: string,
  now: string,
  page: ReadPage,
): Promise<void> {
  const faults = page.faults.map((fault) => ({
    external_id: cleanText(fault.external_id ?? '?').slice(0, 300),
    reason: cleanText(fault.reason).slice(0, 1000),
  }));
  for (const chunk of chunksOf(lastOfEach(faults, (fault) => fault.external_id))) {
    await tx
      .insertInto('record_faults')
      .values(
        chunk.map((fault) => ({ ...fault, tenant_id: tenant, source_id: source, stream, seen_at: now })),
      )
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'source_id', 'stream', 'external_id']).doUpdateSet((row) => ({
          reason: row.ref('excluded.reason'),
          seen_at: row.ref('excluded.seen_at'),
        })),
      )
      .execute();
  }
}

/** Class 22 of SQLSTATE: a value that a column can't hold. A page is stored whole or not at all, and never silently not. */
function pageError(error: unknown, source: SourceId, stream: string): unknown {
  if (error instanceof FairleadError) return error;
  if (!databaseCode(error)?.startsWith('22')) return error;
  return new SourceError(
    'source-answer-invalid',
    `A page of ${stream} holds a value that can't be stored: ${error instanceof Error ? error.message : error}. Nothing of that page was kept.`,
    { source_id: source, stream },
    error,
  );
}
