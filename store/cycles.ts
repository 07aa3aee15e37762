import { sql } from 'kysely';
import { type Cycle, cycle, cycleEvent } from '#domain/cycle.ts';
import { SystemError } from '#domain/errors.ts';
import type { CycleId, TenantId } from '#domain/ids.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import type { StoreCycles } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';
import type { CycleRow } from './tables.ts';

const MOST_EVENTS = 1000;

export function makeCycles(scoped: Scoped): StoreCycles {
  const { run, tenant_id, actor, clock } = scoped;
  const audit = (tx: Tx, event: string, id: CycleId, data: Record<string, string | number>) =>
    appendAudit(tx, tenant_id, { at: clock.now(), actor, event, subject: id, data });
  return {
    get: (id) => run((tx) => one(tx, tenant_id, id)),
    create: (input) =>
      run(async (tx) => {
        const now = clock.now();
        const item = cycle.parse({
          ...input,
          state: 'queued',
          error: null,
          result: null,
          created_at: now,
          updated_at: now,
        });
        const { period, ...rest } = item;
        await tx
          .insertInto('cycles')
          .values({
            ...rest,
            tenant_id,
            period_from: period.from,
            period_to: period.to,
            error: null,
            result: null,
          })
          .execute();
        await audit(tx, 'cycle-requested', item.id, { team_id: item.team_id, as_of: item.as_of });
        return item;
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = cyclesOf(tx, tenant_id);
        if (request.team_id !== undefined) query = query.where('team_id', '=', request.team_id);
        if (request.state !== undefined) query = query.where('state', '=', request.state);
        if (after !== null) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}, ${after[1]})`);
        const rows = await query
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(cycleFrom), request, (item) => [item.created_at, item.id]);
      }),
    start: (id) =>
      run(async (tx) => {
        // A job that is taken up again after a crash finds it running: that is no change.
        await change(tx, tenant_id, id, ['queued', 'running', 'failed'], {
          state: 'running',
          error: null,
          updated_at: clock.now(),
        });
      }),
    finish: (id, result) =>
      run(async (tx) => {
        const fields = {
          state: 'done' as const,
          result: jsonText(result),
          error: null,
          updated_at: clock.now(),
        };
        const changed = await change(tx, tenant_id, id, ['queued', 'running', 'failed'], fields);
        if (changed) {
          const { people, observations, claims_kept, claims_dropped, fallbacks } = result;
          const data = { people, observations, claims_kept, claims_dropped, fallbacks };
          await audit(tx, 'cycle-finished', id, data);
        }
      }),
    fail: (id, error) =>
      run(async (tx) => {
        const fields = { state: 'failed' as const, error: jsonText(error), updated_at: clock.now() };
        const changed = await change(tx, tenant_id, id, ['queued', 'running'], fields);
        if (changed) await audit(tx, 'cycle-failed', id, { code: error.code });
      }),
    report: (id, key, event) =>
      run(async (tx) => {
        // The cycle's row is locked: of two reports at once each has its own number.
        await tx
          .selectFrom('cycles')
          .select('id')
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .forUpdate()
          .execute();
        const values = cycleEvent.parse({ ...event, seq: 1, at: clock.now() });
        await tx
          .insertInto('cycle_events')
          .values({
            ...values,
            tenant_id,
            cycle_id: id,
            key,
            seq: sql<number>`(select coalesce(max(seq), 0) + 1 from cycle_events where tenant_id = ${tenant_id} and cycle_id = ${id})`,
          })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'cycle_id', 'key']).doNothing())
          .execute();
      }),
    events: (id, after) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('cycle_events')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('cycle_id', '=', id)
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(MOST_EVENTS)
          .execute();
        return rows.map((row) => cycleEvent.parse(row));
      }),
  };
}

const cyclesOf = (tx: Tx, tenant: TenantId) =>
  tx.selectFrom('cycles').selectAll().where('tenant_id', '=', tenant);

const cycleFrom = (row: Pick<CycleRow, 'period_from' | 'period_to'>): Cycle =>
  cycle.parse({ ...row, period: { from: row.period_from, to: row.period_to } });

async function one(tx: Tx, tenant: TenantId, id: CycleId): Promise<Cycle | null> {
  const row = await cyclesOf(tx, tenant).where('id', '=', id).executeTakeFirst();
  return row ? cycleFrom(row) : null;
}

/** False when it was done already: the end of a job that ran twice. */
async function change(
  tx: Tx,
  tenant: TenantId,
  id: CycleId,
  from: readonly Cycle['state'][],
  fields: { state: Cycle['state']; updated_at: string; error: string | null; result?: string },
): Promise<boolean> {
  const changed = await tx
    .updateTable('cycles')
    .set(fields)
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return true;
  if ((await one(tx, tenant, id)) === null) {
    throw new SystemError('internal', `There is no cycle ${id}.`, { cycle_id: id });
  }
  return false;
}
