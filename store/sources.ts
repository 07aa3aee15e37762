import { sql } from 'kysely';
import { invalidInput, notFound, UserError } from '#domain/errors.ts';
import { sourceId as sourceIdSchema, type TenantId } from '#domain/ids.ts';
import { type Identity, identity } from '#domain/record.ts';
import { type Source, source } from '#domain/source.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import type { Page, PageRequest, StoreIdentities, StoreSources } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

export function makeSources({ run, tenant_id, actor, clock }: Scoped): StoreSources {
  const first = async (tx: Tx, column: 'id' | 'name', value: string) =>
    (await readSources(tx, tenant_id, { column, value }))[0] ?? null;
  return {
    list: () => run((tx) => readSources(tx, tenant_id, null)),
    get: (id) => run((tx) => first(tx, 'id', id)),
    byName: (name) => run((tx) => first(tx, 'name', name)),
    save: (wanted) =>
      run(async (tx) => {
        const parsed = source.omit({ streams: true }).parse(wanted);
        const row = { ...parsed, tenant_id, settings: jsonText(parsed.settings) };
        await tx
          .insertInto('sources')
          .values(row)
          .onConflict((conflict) =>
            conflict.columns(['tenant_id', 'id']).doUpdateSet((fresh) => ({
              name: fresh.ref('excluded.name'),
              vendor: fresh.ref('excluded.vendor'),
              base_url: fresh.ref('excluded.base_url'),
              settings: fresh.ref('excluded.settings'),
              enabled: fresh.ref('excluded.enabled'),
            })),
          )
          .execute();
        await appendAudit(tx, tenant_id, {
          at: clock.now(),
          actor,
          event: 'source-saved',
          subject: parsed.id,
          data: { name: parsed.name, vendor: parsed.vendor, enabled: parsed.enabled },
        });
        const saved = await first(tx, 'id', parsed.id);
        if (saved === null) throw notFound('source', parsed.id);
        return saved;
      }),
    faults: (id) =>
      run(async (tx) =>
        tx
          .selectFrom('record_faults')
          .select(['external_id', 'reason', 'stream', 'seen_at'])
          .where('tenant_id', '=', tenant_id)
          .where('source_id', '=', id)
          .orderBy('seen_at', 'desc')
          .orderBy('external_id')
          .limit(200)
          .execute(),
      ),
  };
}

async function readSources(
  tx: Tx,
  tenant: TenantId,
  only: { column: 'id' | 'name'; value: string } | null,
): Promise<Source[]> {
  let query = tx.selectFrom('sources').selectAll().where('tenant_id', '=', tenant).orderBy('name');
  if (only !== null) query = query.where(only.column, '=', only.value);
  const rows = await query.execute();
  const states = await tx
    .selectFrom('stream_states')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .orderBy('stream')
    .execute();
  return rows.map((row) =>
    source.parse({
      ...row,
      streams: states
        .filter((state) => state.source_id === row.id)
        .map(({ reading_since: began, reading_seen: seen, ...state }) => ({
          ...state,
          reading: began === null ? null : { began, seen },
        })),
    }),
  );
}

export function makeIdentities({ run, tenant_id, actor, clock }: Scoped): StoreIdentities {
  return {
    ofPeople: (ids) =>
      run(async (tx) => {
        const rows = await identitiesOf(tx, tenant_id)
          .where('person_id', '=', sql<string>`any(${[...ids]}::text[])`)
          .orderBy('source_id')
          .orderBy('account')
          .execute();
        return rows.map((row) => identity.parse(row));
      }),
    unmatched: (request = {}) =>
      run((tx) =>
        accountPage(
          identitiesOf(tx, tenant_id)
            .where('person_id', 'is', null)
            .where('bot', '=', false)
            .where('method', '<>', 'released'),
          request,
        ),
      ),
    page: (request = {}) =>
      run((tx) => {
        let query = identitiesOf(tx, tenant_id);
        if (request.source_id !== undefined) query = query.where('source_id', '=', request.source_id);
        if (request.person_id !== undefined) query = query.where('person_id', '=', request.person_id);
        return accountPage(query, request);
      }),
    counts: () =>
      run(async (tx) => {
        const { rows } = await sql<{ source_id: string; accounts: string; joined: string }>`
          select source_id, count(*) as accounts, count(person_id) as joined from source_accounts
          where tenant_id = ${tenant_id} and not bot group by source_id order by source_id`.execute(tx);
        return rows.map((row) => ({
          source_id: sourceIdSchema.parse(row.source_id),
          accounts: Number(row.accounts),
          joined: Number(row.joined),
        }));
      }),
    release: (source, account) =>
      run(async (tx): Promise<Identity> => {
        const before = await identitiesOf(tx, tenant_id)
          .where('source_id', '=', source)
          .where('account', '=', account)
          .forUpdate()
          .executeTakeFirst();
        if (!before) throw notFound('account', account);
        if (before.person_id === null)
          throw new UserError('conflict', `The account ${account} belongs to nobody already.`, { account });
        const row = await tx
          .updateTable('source_accounts')
          .set({ person_id: null, method: 'released', suggested_person_id: null })
          .where('tenant_id', '=', tenant_id)
          .where('source_id', '=', source)
          .where('account', '=', account)
          .returningAll()
          .executeTakeFirstOrThrow();
        await appendAudit(tx, tenant_id, {
          at: clock.now(),
          actor,
          event: 'identity-released',
          subject: before.person_id,
          data: { source_id: source, account },
        });
        return identity.parse(row);
      }),
    confirm: (sourceId, account, person) =>
      run(async (tx): Promise<Identity> => {
        const known = await tx
          .selectFrom('people')
          .select('id')
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', person)
          .executeTakeFirst();
        if (!known) throw invalidInput(`There is no person ${person}.`, { field: 'person_id' });
        const row = await tx
          .updateTable('source_accounts')
          .set({ person_id: person, method: 'confirmed', suggested_person_id: null })
          .where('tenant_id', '=', tenant_id)
          .where('source_id', '=', sourceId)
          .where('account', '=', account)
          .returningAll()
          .executeTakeFirst();
        if (!row) throw notFound('account', account);
        await appendAudit(tx, tenant_id, {
          at: clock.now(),
          actor,
          event: 'identity-confirmed',
          subject: person,
          data: { source_id: sourceId, account },
        });
        return identity.parse(row);
      }),
  };
}

/** A page of accounts in order of source and account. */
async function accountPage(
  accounts: ReturnType<typeof identitiesOf>,
  request: PageRequest,
): Promise<Page<Identity>> {
  const after = positionOf(request);
  const query =
    after === null
      ? accounts
      : accounts.where(sql<boolean>`(source_id, account) > (${after[0]}, ${after[1]})`);
  const rows = await query
    .orderBy('source_id')
    .orderBy('account')
    .limit(limitOf(request.limit) + 1)
    .execute();
  return pageOf(
    rows.map((row) => identity.parse(row)),
    request,
    (item) => [item.source_id, item.account],
  );
}

export const identitiesOf = (tx: Tx, tenant: TenantId) =>
  tx.selectFrom('source_accounts').selectAll().where('tenant_id', '=', tenant);
