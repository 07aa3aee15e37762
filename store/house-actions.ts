import { sql } from 'kysely';
import type { HouseAction, ReviseGoal, ScheduleConversation } from '#domain/action.ts';
import { SystemError } from '#domain/errors.ts';
import { kpiSpec } from '#domain/goal.ts';
import { conversationId, newId, type TenantId } from '#domain/ids.ts';
import type { HouseActionsPort } from '#domain/ports.ts';
import type { ActionReceipt, Precheck } from '#domain/source.ts';
import { jsonText } from './clean.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

/**
 * What approved proposals do in Fairlead's own tables. Nothing is done without an outbox row under the effect key, and
 * the key is written in the effect's own transaction: however often it is repeated, it acts once.
 */
export function makeHouseActions({ run, tenant_id, clock }: Scoped): HouseActionsPort {
  const look = (tx: Tx, action: HouseAction, key: string) =>
    action.kind === 'schedule_conversation'
      ? lookAtConversation(tx, tenant_id, action, key)
      : lookAtKpi(tx, tenant_id, action, key);
  return {
    precheck: (action, key) => run((tx) => look(tx, action, key)),
    execute: (action, key) =>
      run(async (tx) => {
        const intervention = await approvedUnder(tx, tenant_id, key);
        const at = clock.now();
        const found = await look(tx, action, key);
        if (found.status === 'already_done') return { external_ref: null, at };
        if (found.status === 'stale')
          throw new SystemError('internal', `${found.reason} It was looked at a moment ago.`, { key });
        if (action.kind === 'revise_goal') return await revise(tx, { tenant_id, action, key, at });
        const id = newId('conv', conversationId);
        await tx
          .insertInto('conversations')
          .values({
            tenant_id,
            id,
            with_person_id: action.with_person_id,
            host_person_id: action.host_person_id,
            purpose: action.purpose,
            topics: jsonText(action.topics),
            due_on: action.by,
            state: 'planned',
            note: null,
            intervention_id: intervention,
            effect_key: key,
            created_at: at,
            updated_at: at,
          })
          .execute();
        return { external_ref: id, at };
      }),
  };
}

/** The proposal whose approval put this key into the outbox. */
async function approvedUnder(tx: Tx, tenant: TenantId, key: string): Promise<string> {
  const row = await tx
    .selectFrom('outbox')
    .select('intervention_id')
    .where('tenant_id', '=', tenant)
    .where('effect_key', '=', key)
    .executeTakeFirst();
  if (!row) throw new SystemError('internal', 'Nobody approved an action under this effect key.', { key });
  return row.intervention_id;
}

async function lookAtConversation(
  tx: Tx,
  tenant: TenantId,
  action: ScheduleConversation,
  key: string,
): Promise<Precheck> {
  const done = await tx
    .selectFrom('conversations')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('effect_key', '=', key)
    .executeTakeFirst();
  if (done) return { status: 'already_done', by_us: true };
  const there = await tx
    .selectFrom('people')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenant)
    .where('id', 'in', [action.with_person_id, action.host_person_id])
    .where('active', '=', true)
    .execute();
  const gone = [action.with_person_id, action.host_person_id].filter(
    (id) => !there.some((person) => person.id === id),
  );
  if (gone.length === 0) return { status: 'ready' };
  return { status: 'stale', reason: 'Somebody of the conversation has left.', found: { inactive: gone } };
}

async function lookAtKpi(tx: Tx, tenant: TenantId, action: ReviseGoal, key: string): Promise<Precheck> {
  const done = await tx
    .selectFrom('kpi_revisions')
    .select('kpi_id')
    .where('tenant_id', '=', tenant)
    .where('effect_key', '=', key)
    .executeTakeFirst();
  if (done) return { status: 'already_done', by_us: true };
  const row = await tx
    .selectFrom('kpis as kpi')
    .innerJoin('goals as goal', (join) =>
      join.onRef('goal.tenant_id', '=', 'kpi.tenant_id').onRef('goal.id', '=', 'kpi.goal_id'),
    )
    .select(['kpi.spec', 'goal.status'])
    .where('kpi.tenant_id', '=', tenant)
    .where('kpi.id', '=', action.kpi_id)
    .forUpdate('kpi')
    .executeTakeFirst();
  if (!row) return { status: 'stale', reason: `The KPI “${action.title}” is gone.`, found: {} };
  const { target, due_iso } = kpiSpec.parse(row.spec);
  const same = target === action.expected.target && due_iso === action.expected.due_iso;
  if (same && row.status === 'active') return { status: 'ready' };
  return {
    status: 'stale',
    reason: `The KPI “${action.title}” was changed meanwhile.`,
    found: { target, due_iso, status: row.status },
  };
}

async function revise(
  tx: Tx,
  { tenant_id, action, key, at }: { tenant_id: TenantId; action: ReviseGoal; key: string; at: string },
): Promise<ActionReceipt> {
  const { target, due_iso } = action;
  await tx
    .insertInto('kpi_revisions')
    .values({
      tenant_id,
      effect_key: key,
      kpi_id: action.kpi_id,
      before: jsonText(action.expected),
      after: jsonText({ target, due_iso }),
      at,
    })
    .execute();
  await tx
    .updateTable('kpis')
    .set({ spec: sql`spec || ${jsonText({ target, due_iso, due: due_iso })}::jsonb` })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', action.kpi_id)
    .execute();
  return { external_ref: action.kpi_id, at };
}
