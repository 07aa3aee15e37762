import { sql } from 'kysely';
import type { Period } from '#domain/date.ts';
import type { TenantId } from '#domain/ids.ts';
import type { RecordsPort } from '#domain/ports.ts';
import { type StoredRecord, storedRecord } from '#domain/record.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

export function makeRecords({ run, tenant_id }: Scoped): RecordsPort {
  return {
    ofPeople: (ids, range) => run((tx) => recordsOfPeople(tx, tenant_id, ids, range)),
    get: (id) =>
      run(async (tx) => {
        const found = await sql<object>`
          select ${columns} from records record
          left join source_accounts own on own.tenant_id = record.tenant_id and own.source_id = record.source_id
            and own.account = record.account
          where record.tenant_id = ${tenant_id} and record.id = ${id}`.execute(tx);
        const row = found.rows[0];
        return row ? storedRecord.parse(row) : null;
      }),
  };
}

const columns = sql.raw(`record.id, record.source_id, record.external_id, record.account, record.updated_at,
  record.deleted, record.payload, record.payload_hash, record.fetched_at, own.person_id`);

/** In order of id, so that whatever is computed from them doesn't depend on how they came in. Deleted ones are left out. */
async function recordsOfPeople(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
  range: Period,
): Promise<StoredRecord[]> {
  const found = await sql<object>`
    select ${columns} from source_accounts own
    join records record on record.tenant_id = own.tenant_id and record.source_id = own.source_id
      and record.account = own.account
    where own.tenant_id = ${tenant} and own.person_id = any(${[...ids]}::text[]) and not record.deleted
      and record.first_day <= ${range.to}::date and coalesce(record.last_day, 'infinity'::date) >= ${range.from}::date
    order by record.id`.execute(tx);
  return found.rows.map((row) => storedRecord.parse(row));
}
