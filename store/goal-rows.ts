import { sql } from 'kysely';
import { UserError } from '#domain/errors.ts';
import { type Goal, goal, kpiSpec } from '#domain/goal.ts';
import type { TenantId } from '#domain/ids.ts';
import { jsonText } from './clean.ts';
import { databaseCode, type Tx } from './scope.ts';

/** Goals with their KPIs and each KPI's progress, as the transaction's reader may see them. */
export const goalsOf = (tx: Tx, tenant: TenantId) =>
  tx
    .selectFrom('goals')
    .selectAll()
    .select(
      sql<unknown>`coalesce((
        select jsonb_agg(kpi.spec || jsonb_build_object('id', kpi.id, 'goal_id', kpi.goal_id, 'indicator_id',
                         kpi.indicator_id, 'baseline_evidence_id', kpi.baseline_evidence_id)
                         || jsonb_strip_nulls(jsonb_build_object('title', kpi.title))
                         || case when progress.body is null then '{}' else jsonb_build_object('progress', progress.body) end
                         order by kpi.position)
        from kpis kpi left join kpi_progress progress
          on progress.tenant_id = kpi.tenant_id and progress.kpi_id = kpi.id
        where kpi.tenant_id = goals.tenant_id and kpi.goal_id = goals.id), '[]')`.as('kpis'),
    )
    .where('tenant_id', '=', tenant);

type Row = {
  owner_kind: string;
  owner_id: string;
  due_on: string | null;
  stated_completion: number | null;
};

export function goalFrom({ due_on, stated_completion, ...row }: Row): Goal {
  return goal.parse({
    ...row,
    owner: { kind: row.owner_kind, id: row.owner_id },
    ...(due_on === null ? {} : { due_on }),
    ...(stated_completion === null ? {} : { stated_completion }),
  });
}

export async function oneGoal(tx: Tx, tenant: TenantId, id: string): Promise<Goal | null> {
  const row = await goalsOf(tx, tenant).where('id', '=', id).executeTakeFirst();
  return row ? goalFrom(row) : null;
}

const columnsOf = ({ owner, kpis, ...fields }: Goal) => ({
  ...fields,
  owner_kind: owner.kind,
  owner_id: owner.id,
  due_on: fields.due_on ?? null,
  stated_completion: fields.stated_completion ?? null,
});

export async function insertGoal(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  await tx
    .insertInto('goals')
    .values({ ...columnsOf(item), tenant_id: tenant })
    .execute();
  await writeKpis(tx, tenant, item);
}

export async function updateGoal(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  const { id, created_by, created_at, ...fields } = columnsOf(item);
  const changed = await tx
    .updateTable('goals')
    .set(fields)
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) {
    throw new UserError('not-allowed', 'You may read this goal, but not change it.', { goal_id: id });
  }
}

async function writeKpis(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  if (item.kpis.length === 0) return;
  const rows = item.kpis.map((kpi, position) => ({
    tenant_id: tenant,
    id: kpi.id,
    goal_id: item.id,
    position,
    spec: jsonText(kpiSpec.parse(kpi)),
    indicator_id: kpi.indicator_id,
    baseline_evidence_id: kpi.baseline_evidence_id,
    title: kpi.title ?? null,
  }));
  await tx
    .insertInto('kpis')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'id']).doUpdateSet((row) => ({
        position: row.ref('excluded.position'),
        spec: row.ref('excluded.spec'),
        indicator_id: row.ref('excluded.indicator_id'),
        baseline_evidence_id: row.ref('excluded.baseline_evidence_id'),
        title: row.ref('excluded.title'),
      })),
    )
    .execute();
}

const FOREIGN_KEY = '23503';

/** The KPIs as they should be: others go, unless somebody checked in on them. */
export async function replaceKpis(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  const kept = item.kpis.map((kpi) => kpi.id);
  try {
    await tx
      .deleteFrom('kpis')
      .where('tenant_id', '=', tenant)
      .where('goal_id', '=', item.id)
      .where('id', '<>', sql<string>`all(${kept}::text[])`)
      .execute();
  } catch (error) {
    if (databaseCode(error) !== FOREIGN_KEY) throw error;
    throw new UserError(
      'conflict',
      'A KPI that has check-ins stays: cancel the goal instead.',
      { goal_id: item.id },
      error,
    );
  }
  await writeKpis(tx, tenant, item);
}
