import { sql } from 'kysely';
import { type Execution, execution, type LeasedExecution } from '#domain/action.ts';
import { UserError } from '#domain/errors.ts';
import { type InterventionId, interventionId, type PersonId, type TenantId } from '#domain/ids.ts';
import type { InterventionState } from '#domain/intervention.ts';
import type { OutboxPort } from '#domain/ports.ts';
import { type SettlementPlan, stateAfterSettlement } from '#domain/settlement.ts';
import { appendAudit } from './audit.ts';
import { cleanText } from './clean.ts';
import type { StoreOutbox } from './ports.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

type Result = Parameters<OutboxPort['settle']>[2];

/**
 * The approved actions and what became of them. Leases run by the database's own clock: the processes that compete
 * for one need not agree on the time, and the app's clock may stand still (FAIRLEAD_TODAY).
 */
export function makeOutbox(scoped: Scoped): StoreOutbox {
  const { run, tenant_id } = scoped;
  return {
    ofIntervention: (id) => run((tx) => executionsOf(tx, tenant_id, id)),
    lease: (id, seconds) => run((tx) => lease(tx, tenant_id, id, seconds)),
    find: (key) => run((tx) => rowOf(tx, tenant_id, key)),
    list: ({ state, limit }) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('outbox')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('state', '=', state)
          .orderBy('intervention_id')
          .orderBy('version')
          .orderBy('position')
          .limit(limit)
          .execute();
        return rows.map((row) => execution.parse(row));
      }),
    resolve: (plan, by) => run((tx) => resolve(tx, scoped, plan, by)),
    settle: (key, fence, result) => run((tx) => settle(tx, scoped, { key, fence, result })),
  };
}

async function executionsOf(tx: Tx, tenant: TenantId, id: InterventionId): Promise<Execution[]> {
  const rows = await tx
    .selectFrom('outbox')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('intervention_id', '=', id)
    .orderBy('version')
    .orderBy('position')
    .execute();
  return rows.map((row) => execution.parse(row));
}

async function lease(
  tx: Tx,
  tenant: TenantId,
  id: InterventionId,
  seconds: number,
): Promise<LeasedExecution | null> {
  // Always the first that isn't settled: actions of a proposal rest on the ones before them (a comment on its
  // reassignment), so one that somebody still holds is waited for and never overtaken.
  const found = await sql<{ was: string }>`
    with next as (
      select tenant_id, effect_key, state from outbox
      where tenant_id = ${tenant} and intervention_id = ${id} and state in ('queued', 'leased')
      order by version, position limit 1 for update)
    update outbox set state = 'leased', attempts = attempts + 1, fence = fence + 1,
      leased_until = clock_timestamp() + make_interval(secs => ${seconds})
    from next
    where outbox.tenant_id = next.tenant_id and outbox.effect_key = next.effect_key
      and (outbox.state = 'queued' or (outbox.state = 'leased' and outbox.leased_until < clock_timestamp()))
    returning outbox.*, next.state as was`.execute(tx);
  const row = found.rows[0];
  return row ? { ...execution.parse(row), interrupted: row.was === 'leased' } : null;
}

interface Settlement {
  key: string;
  fence: number;
  result: Result;
}

async function settle(tx: Tx, scoped: Scoped, { key, fence, result }: Settlement): Promise<boolean> {
  const { tenant_id, actor, clock } = scoped;
  const at = clock.now();
  const done = result.state === 'done';
  const row = await tx
    .updateTable('outbox')
    .set({
      state: result.state,
      leased_until: null,
      external_ref: done ? result.external_ref : null,
      reason: done ? null : result.reason,
      done_at: done ? at : null,
    })
    .where('tenant_id', '=', tenant_id)
    .where('effect_key', '=', key)
    .where('fence', '=', fence)
    .where('state', '=', 'leased')
    .returning(['intervention_id', 'version', 'attempts'])
    .executeTakeFirst();
  if (!row) return false;
  if (done) {
    const effect = { tenant_id, effect_key: key, intervention_id: row.intervention_id, fence, at };
    await tx
      .insertInto('effects')
      .values({ ...effect, done_by: result.by, external_ref: result.external_ref })
      .execute();
  }
  const outcome = done
    ? { external_ref: result.external_ref, by: result.by }
    : { reason: cleanText(result.reason) };
  await appendAudit(tx, tenant_id, {
    at,
    actor,
    event: eventOf[result.state],
    subject: row.intervention_id,
    data: { effect_key: key, version: row.version, attempt: row.attempts, ...outcome },
  });
  return true;
}

const eventOf = {
  done: 'action-executed',
  void: 'action-voided',
  failed: 'action-failed',
  unknown: 'action-unknown',
  queued: 'action-postponed',
} as const satisfies Record<Result['state'], string>;

async function rowOf(tx: Tx, tenant: TenantId, key: string): Promise<Execution | null> {
  const row = await tx
    .selectFrom('outbox')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('effect_key', '=', key)
    .executeTakeFirst();
  return row ? execution.parse(row) : null;
}

/**
 * Writes what a person says of an action whose answer was lost, and where its proposal stands after it, in one
 * transaction: compare-and-set on state and fence.
 */
async function resolve(
  tx: Tx,
  scoped: Scoped,
  plan: SettlementPlan,
  by: PersonId,
): Promise<InterventionState> {
  const { tenant_id, clock } = scoped;
  const at = clock.now();
  const row = await tx
    .updateTable('outbox')
    .set({
      state: plan.state,
      reason: plan.state === 'done' ? null : cleanText(plan.note),
      done_at: plan.state === 'done' ? at : null,
    })
    .where('tenant_id', '=', tenant_id)
    .where('effect_key', '=', plan.effect_key)
    .where('fence', '=', plan.fence)
    .where('state', '=', 'unknown')
    .returning(['intervention_id', 'version'])
    .executeTakeFirst();
  if (!row) {
    const current = await rowOf(tx, tenant_id, plan.effect_key);
    throw new UserError(
      'already-decided',
      `This action is ${current?.state ?? 'gone'}; nothing was changed.`,
      {
        effect_key: plan.effect_key,
        state: current?.state ?? null,
      },
    );
  }
  const id = interventionId.parse(row.intervention_id);
  if (plan.state === 'done')
    await tx
      .insertInto('effects')
      .values({
        tenant_id,
        effect_key: plan.effect_key,
        intervention_id: id,
        fence: plan.fence,
        at,
        done_by: 'us',
        external_ref: null,
      })
      .execute();
  await appendAudit(tx, tenant_id, {
    at,
    actor: by,
    event: 'action-settled',
    subject: id,
    data: {
      effect_key: plan.effect_key,
      version: row.version,
      outcome: plan.outcome,
      note: cleanText(plan.note),
    },
  });
  const state = stateAfterSettlement(await executionsOf(tx, tenant_id, id));
  if (state === 'needs_person') return state;
  const moved = await tx
    .updateTable('interventions')
    .set({ state, updated_at: at })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('state', '=', 'needs_person')
    .executeTakeFirst();
  if (moved.numUpdatedRows === 1n)
    await appendAudit(tx, tenant_id, {
      at,
      actor: by,
      event: 'intervention-settled',
      subject: id,
      data: { state },
    });
  return state;
}
