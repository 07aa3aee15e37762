import { sql } from 'kysely';
import { SystemError } from '#domain/errors.ts';
import { interventionId, type TenantId } from '#domain/ids.ts';
import {
  intervention,
  interventionState,
  mayBecome,
  outcome,
  proposalContent,
} from '#domain/intervention.ts';
import { appendAudit } from './audit.ts';
import { commitDecision, priorDecision } from './decisions.ts';
import { handle } from './handling.ts';
import { interventionFrom, interventionsOf, readDecisions, readIntervention } from './intervention-rows.ts';
import type { StoreInterventions } from './ports.ts';
import { propose } from './proposals.ts';
import { type Tx, violates } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

/** Two proposals of one matter at once: the later finds the earlier at its next try. */
const PROPOSE_ATTEMPTS = 3;

export function makeInterventions(scoped: Scoped): StoreInterventions {
  const { run, tenant_id, clock } = scoped;
  return {
    async propose(proposal) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await run((tx) => propose(tx, scoped, intervention.parse(proposal)));
        } catch (error) {
          if (attempt >= PROPOSE_ATTEMPTS || !violates(error, 'interventions_open')) throw error;
        }
      }
    },
    get: (id) => run((tx) => readIntervention(tx, tenant_id, id)),
    decisions: (id) => run((tx) => readDecisions(tx, tenant_id, id)),
    move: (id, from, to, entry) =>
      run(async (tx) => {
        const allowed = from.filter((state) => mayBecome(state, to));
        if (allowed.length === 0) {
          throw new SystemError('internal', `No intervention becomes ${to} from ${from.join(' or ')}.`, {
            from,
            to,
          });
        }
        const at = clock.now();
        const moved = await tx
          .updateTable('interventions')
          .set({ state: to, updated_at: at })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .where('state', 'in', allowed)
          .executeTakeFirst();
        if (moved.numUpdatedRows === 0n) return false;
        await appendAudit(tx, tenant_id, { ...entry, at });
        return true;
      }),
    outcome: (id) =>
      run(async (tx) => {
        const row = await tx
          .selectFrom('outcomes')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('intervention_id', '=', id)
          .executeTakeFirst();
        return row ? outcome.parse(row) : null;
      }),
    versions: (id) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('intervention_versions')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('intervention_id', '=', id)
          .orderBy('version')
          .execute();
        return rows.map(({ version, hash, content, proposed_by, created_at }) => ({
          version,
          hash,
          content: proposalContent.parse(content),
          proposed_by: intervention.shape.proposed_by.parse(proposed_by),
          created_at,
        }));
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = interventionsOf(tx, tenant_id);
        if (request.state !== undefined) {
          query = query.where('item.state', '=', interventionState.parse(request.state));
        }
        if (request.team_id !== undefined) query = query.where('item.team_id', '=', request.team_id);
        if (after !== null) {
          query = query.where(sql<boolean>`(item.created_at, item.id) < (${after[0]}, ${after[1]})`);
        }
        const rows = await query
          .orderBy('item.created_at', 'desc')
          .orderBy('item.id', 'desc')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(interventionFrom), request, (item) => [item.created_at, item.id]);
      }),
    undoOf: (id) =>
      run(async (tx) => {
        const row = await interventionsOf(tx, tenant_id)
          .where(sql<boolean>`shown.content ->> 'undoes' = ${id}`)
          .orderBy('item.created_at', 'desc')
          .orderBy('item.id', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row ? interventionFrom(row) : null;
      }),
    waiting: () => run((tx) => readWaiting(tx, tenant_id)),
    due: (today) => run((tx) => readDue(tx, tenant_id, today)),
    priorDecision: (input) => run((tx) => priorDecision(tx, tenant_id, input)),
    commitDecision: (commit) => commitDecision(scoped, commit),
    handle: (commit) => handle(scoped, commit),
  };
}

/** Proposals that wait for a decision, and since when their present step does. */
async function readWaiting(tx: Tx, tenant: TenantId): ReturnType<StoreInterventions['waiting']> {
  const rows = await interventionsOf(tx, tenant)
    .select(
      sql<string>`greatest(shown.created_at, (
        select max(taken.at) from decisions taken
        where taken.tenant_id = item.tenant_id and taken.intervention_id = item.id
          and taken.version = item.version and taken.type = 'approve'))`.as('waiting_since'),
    )
    .where('item.state', '=', 'awaiting_approval')
    .orderBy('item.id')
    .execute();
  return rows.map(({ waiting_since, ...row }) => ({
    intervention: interventionFrom(row),
    waiting_since,
    reminded_at: row.reminded_at,
  }));
}

async function readDue(tx: Tx, tenant: TenantId, today: string): ReturnType<StoreInterventions['due']> {
  const found = await sql<{ id: string; why: 'expired' | 'unfinished' | 'unmeasured'; executed_at: string }>`
    select id, 'expired' as why, null::timestamptz as executed_at from interventions
    where tenant_id = ${tenant} and state = 'awaiting_approval' and expires_on < ${today}::date
    union all
    select id, 'unfinished', null from interventions
    where tenant_id = ${tenant} and state in ('approved', 'executing')
    union all
    select id, 'unmeasured', coalesce(
      (select max(done_at) from outbox where outbox.tenant_id = ${tenant} and outbox.intervention_id = interventions.id),
      updated_at)
    from interventions where tenant_id = ${tenant} and state = 'executed'
    order by 1`.execute(tx);
  const idsOf = (why: string) =>
    found.rows.filter((row) => row.why === why).map((row) => interventionId.parse(row.id));
  return {
    expired: idsOf('expired'),
    unfinished: idsOf('unfinished'),
    unmeasured: found.rows
      .filter((row) => row.why === 'unmeasured')
      .map((row) => ({ intervention_id: interventionId.parse(row.id), executed_at: row.executed_at })),
  };
}
