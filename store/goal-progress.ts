import { sql } from 'kysely';
import { dayOf } from '#domain/date.ts';
import { notFound } from '#domain/errors.ts';
import { type KpiAtRisk, type KpiProgress, kpiAtRisk, kpiProgress, kpiSpec } from '#domain/goal.ts';
import { elapsedOf, endValueOf, progressOf } from '#domain/goal-progress.ts';
import type { KpiId, TenantId } from '#domain/ids.ts';
import type { Subject } from '#domain/indicator.ts';
import { jsonText } from './clean.ts';
import type { Tx } from './scope.ts';

export interface ProgressEntry {
  kpi_id: KpiId;
  progress: KpiProgress;
}

/** Keeps the newest progress of each KPI; what a file stated of their goals is then overtaken. */
export async function writeProgress(
  tx: Tx,
  tenant: TenantId,
  entries: readonly ProgressEntry[],
): Promise<void> {
  const rows = entries.map(({ kpi_id, progress }) => ({ kpi_id, body: kpiProgress.parse(progress) }));
  if (rows.length === 0) return;
  await sql`
    insert into kpi_progress as stored (tenant_id, kpi_id, body, status, as_of)
    select ${tenant}, item ->> 'kpi_id', item -> 'body', item #>> '{body,status}', (item #>> '{body,as_of}')::date
    from jsonb_array_elements(${jsonText(rows)}::jsonb) as item
    on conflict (tenant_id, kpi_id) do update set body = excluded.body, status = excluded.status,
      as_of = excluded.as_of
    where stored.body is distinct from excluded.body`.execute(tx);
  const measured = rows.filter(({ body }) => body.by !== 'import').map(({ kpi_id }) => kpi_id);
  if (measured.length === 0) return;
  await sql`update goals set stated_completion = null
    where tenant_id = ${tenant} and stated_completion is not null
      and id in (select goal_id from kpis where tenant_id = ${tenant} and id = any(${measured}::text[]))`.execute(
    tx,
  );
}

/** A KPI with when its goal was set. @throws UserError `not-found`. */
export async function progressOfCheckIn(
  tx: Tx,
  tenant: TenantId,
  entry: { kpi_id: KpiId; value: number; at: string },
  today: string,
): Promise<KpiProgress> {
  const row = await tx
    .selectFrom('kpis as kpi')
    .innerJoin('goals as goal', (join) =>
      join.onRef('goal.tenant_id', '=', 'kpi.tenant_id').onRef('goal.id', '=', 'kpi.goal_id'),
    )
    .select(['kpi.spec', 'goal.created_at'])
    .where('kpi.tenant_id', '=', tenant)
    .where('kpi.id', '=', entry.kpi_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('KPI', entry.kpi_id);
  return progressOf({
    kpi: kpiSpec.parse(row.spec),
    value: entry.value,
    as_of: dayOf(entry.at),
    by: 'check_in',
    chance: null,
    started_on: dayOf(row.created_at),
    today,
  });
}

/** KPIs of active goals whose last progress says at risk or off track, in the order of their ids. */
export async function kpisAtRisk(
  tx: Tx,
  tenant: TenantId,
  owners: readonly Subject[],
  today: string,
): Promise<KpiAtRisk[]> {
  const ids = owners.map(({ id }) => id);
  const rows = await tx
    .selectFrom('kpi_progress as progress')
    .innerJoin('kpis as kpi', (join) =>
      join.onRef('kpi.tenant_id', '=', 'progress.tenant_id').onRef('kpi.id', '=', 'progress.kpi_id'),
    )
    .innerJoin('goals as goal', (join) =>
      join.onRef('goal.tenant_id', '=', 'kpi.tenant_id').onRef('goal.id', '=', 'kpi.goal_id'),
    )
    .select([
      'kpi.id as kpi_id',
      'kpi.goal_id',
      'kpi.spec',
      'kpi.indicator_id',
      'kpi.baseline_evidence_id',
      'progress.body',
      'goal.objective',
      'goal.owner_kind',
      'goal.owner_id',
      'goal.created_at',
    ])
    .where('progress.tenant_id', '=', tenant)
    .where('progress.status', 'in', ['at_risk', 'off_track'])
    .where('goal.status', '=', 'active')
    .where('goal.owner_id', '=', sql<string>`any(${ids}::text[])`)
    .orderBy('kpi.id')
    .execute();
  return rows.map((row) => {
    const spec = kpiSpec.parse(row.spec);
    const { value, share, chance, status, reason, as_of } = kpiProgress.parse(row.body);
    return kpiAtRisk.parse({
      goal_id: row.goal_id,
      kpi_id: row.kpi_id,
      owner: { kind: row.owner_kind, id: row.owner_id },
      objective: row.objective,
      metric: spec.metric,
      direction: spec.direction,
      comparator: spec.comparator,
      unit: spec.unit,
      baseline: spec.baseline,
      target: endValueOf(spec),
      value,
      share,
      elapsed: elapsedOf(spec.due_iso, dayOf(row.created_at), today),
      chance,
      status,
      reason,
      due_iso: spec.due_iso,
      as_of,
      indicator_id: row.indicator_id,
      evidence_ids: row.baseline_evidence_id === null ? [] : [row.baseline_evidence_id],
    });
  });
}
