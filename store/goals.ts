import { sql } from 'kysely';
import { notFound, UserError } from '#domain/errors.ts';
import { type CheckIn, checkIn, type Goal, goal, kpiSpec } from '#domain/goal.ts';
import { checkInId, newId, type TenantId } from '#domain/ids.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import type { GoalPatch, StoreGoals } from './ports.ts';
import { databaseCode, type Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

export function makeGoals(scoped: Scoped): StoreGoals {
  const { run, tenant_id, actor, clock } = scoped;
  const audit = (tx: Tx, event: string, subject: string, data: Record<string, string | number>) =>
    appendAudit(tx, tenant_id, { at: clock.now(), actor, event, subject, data });
  return {
    get: (id) => run((tx) => one(tx, tenant_id, id)),
    ofPerson: (person) =>
      run(async (tx) => {
        const rows = await goalsOf(tx, tenant_id)
          .where('owner_kind', '=', 'person')
          .where('owner_id', '=', person)
          .orderBy('created_at')
          .orderBy('id')
          .execute();
        return rows.map(goalFrom);
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = goalsOf(tx, tenant_id);
        if (request.owner_id !== undefined) query = query.where('owner_id', '=', request.owner_id);
        if (request.status !== undefined) query = query.where('status', '=', request.status);
        if (after !== null) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}, ${after[1]})`);
        const rows = await query
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(goalFrom), request, (item) => [item.created_at, item.id]);
      }),
    checkIns: (id) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('check_ins as entry')
          .innerJoin('kpis as kpi', (join) =>
            join.onRef('kpi.tenant_id', '=', 'entry.tenant_id').onRef('kpi.id', '=', 'entry.kpi_id'),
          )
          .selectAll('entry')
          .where('kpi.tenant_id', '=', tenant_id)
          .where('kpi.goal_id', '=', id)
          .orderBy('entry.at')
          .orderBy('entry.id')
          .execute();
        return rows.map((row) => checkIn.parse(row));
      }),
    create: (wanted) =>
      run(async (tx) => {
        const item = goal.parse(wanted);
        const { owner, kpis, ...rest } = item;
        await tx
          .insertInto('goals')
          .values({ ...rest, tenant_id, owner_kind: owner.kind, owner_id: owner.id })
          .execute();
        await writeKpis(tx, tenant_id, item);
        await audit(tx, 'goal-created', item.id, { owner: owner.id, kpis: kpis.length });
        return item;
      }),
    patch: (id, patch) =>
      run(async (tx) => {
        const stored = await one(tx, tenant_id, id);
        if (stored === null) throw notFound('goal', id);
        const wanted = goal.parse({ ...stored, ...patch, updated_at: clock.now() });
        await writeGoal(tx, tenant_id, wanted);
        if (patch.kpis !== undefined) await replaceKpis(tx, tenant_id, wanted);
        await audit(tx, 'goal-changed', id, { fields: changedFields(patch) });
        return wanted;
      }),
    checkIn: (input) =>
      run(async (tx) => {
        const known = await tx
          .selectFrom('kpis')
          .select('id')
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', input.kpi_id)
          .executeTakeFirst();
        if (!known) throw notFound('KPI', input.kpi_id);
        const entry: CheckIn = checkIn.parse({
          id: newId('chk', checkInId),
          kpi_id: input.kpi_id,
          value: input.value,
          comment: input.comment,
          author: scoped.reader.kind === 'person' ? scoped.reader.person_id : 'fairlead',
          at: input.at ?? clock.now(),
        });
        await tx
          .insertInto('check_ins')
          .values({ ...entry, tenant_id })
          .execute();
        await audit(tx, 'check-in-recorded', input.kpi_id, { value: input.value });
        return entry;
      }),
  };
}

const changedFields = (patch: GoalPatch): string =>
  Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .sort()
    .join(', ');

const goalsOf = (tx: Tx, tenant: TenantId) =>
  tx
    .selectFrom('goals')
    .selectAll()
    .select(
      sql<unknown>`coalesce((
        select jsonb_agg(kpi.spec || jsonb_build_object('id', kpi.id, 'goal_id', kpi.goal_id, 'indicator_id',
                         kpi.indicator_id, 'baseline_evidence_id', kpi.baseline_evidence_id) order by kpi.position)
        from kpis kpi where kpi.tenant_id = goals.tenant_id and kpi.goal_id = goals.id), '[]')`.as('kpis'),
    )
    .where('tenant_id', '=', tenant);

const goalFrom = (row: { owner_kind: string; owner_id: string }): Goal =>
  goal.parse({ ...row, owner: { kind: row.owner_kind, id: row.owner_id } });

async function one(tx: Tx, tenant: TenantId, id: string): Promise<Goal | null> {
  const row = await goalsOf(tx, tenant).where('id', '=', id).executeTakeFirst();
  return row ? goalFrom(row) : null;
}

async function writeGoal(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  const { id, owner, kpis, created_by, created_at, ...fields } = item;
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
      })),
    )
    .execute();
}

const FOREIGN_KEY = '23503';

async function replaceKpis(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
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
