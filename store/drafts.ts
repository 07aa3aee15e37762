import { sql } from 'kysely';
import { type Draft, draft } from '#domain/draft.ts';
import type { TenantId } from '#domain/ids.ts';
import { jsonText } from './clean.ts';
import type { StoreDrafts } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';
import type { DraftRow } from './tables.ts';

export function makeDrafts({ run, tenant_id }: Scoped): StoreDrafts {
  return {
    save: (wanted) => run((tx) => saveDraft(tx, tenant_id, draft.parse(wanted))),
    get: (id) =>
      run(async (tx) => {
        const row = await draftsOf(tx, tenant_id).where('id', '=', id).executeTakeFirst();
        return row ? draftFrom(row) : null;
      }),
    latest: (person, kind) =>
      run(async (tx) => {
        const row = await draftsOf(tx, tenant_id)
          .where('person_id', '=', person)
          .where('kind', '=', kind)
          .where('status', '<>', 'superseded')
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row ? draftFrom(row) : null;
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = draftsOf(tx, tenant_id).where('kind', '=', request.kind);
        if (request.person_id !== undefined) query = query.where('person_id', '=', request.person_id);
        if (request.superseded !== true) query = query.where('status', '<>', 'superseded');
        if (request.team_id !== undefined) {
          query = query.where('person_id', 'in', (members) =>
            members
              .selectFrom('team_members')
              .select('person_id')
              .where('tenant_id', '=', tenant_id)
              .where('team_id', '=', request.team_id ?? ''),
          );
        }
        if (after !== null) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}, ${after[1]})`);
        const rows = await query
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(draftFrom), request, (item) => [item.created_at, item.id]);
      }),
  };
}

const draftsOf = (tx: Tx, tenant: TenantId) =>
  tx
    .selectFrom('drafts')
    .selectAll()
    .select(
      sql<unknown>`coalesce((
        select jsonb_agg(jsonb_build_object('section', claim.section, 'text', claim.text, 'citations', claim.citations)
                         order by claim.position)
        from claims claim where claim.tenant_id = drafts.tenant_id and claim.draft_id = drafts.id), '[]')`.as(
        'claims',
      ),
    )
    .where('tenant_id', '=', tenant);

const draftFrom = (row: Pick<DraftRow, 'period_from' | 'period_to'>): Draft =>
  draft.parse({ ...row, period: { from: row.period_from, to: row.period_to } });

/** A draft is written once; the same id again changes nothing. */
async function saveDraft(tx: Tx, tenant: TenantId, item: Draft): Promise<void> {
  const { claims, period, ...rest } = item;
  const made = await tx
    .insertInto('drafts')
    .values({
      ...rest,
      tenant_id: tenant,
      period_from: period.from,
      period_to: period.to,
      areas: jsonText(item.areas),
      dropped: jsonText(item.dropped),
      authorship: jsonText(item.authorship),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return;
  if (claims.length > 0) {
    const rows = claims.map((claim, position) => ({
      ...claim,
      tenant_id: tenant,
      draft_id: item.id,
      position,
    }));
    await tx.insertInto('claims').values(rows).execute();
  }
  await tx
    .updateTable('drafts')
    .set({ status: 'superseded' })
    .where('tenant_id', '=', tenant)
    .where('person_id', '=', item.person_id)
    .where('kind', '=', item.kind)
    .where('id', '<>', item.id)
    .where('status', '<>', 'superseded')
    .where(sql<boolean>`created_at <= ${item.created_at}`)
    .execute();
}
