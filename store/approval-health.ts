import { sql } from 'kysely';
import { z } from 'zod';
import {
  type ApprovalFacts,
  type Canary,
  canary,
  type OpenProposal,
  resultOfCanary,
} from '#domain/approval-health.ts';
import { dayOf, daysBetween } from '#domain/date.ts';
import { notFound, SystemError, UserError } from '#domain/errors.ts';
import { type InterventionId, personId, type TenantId } from '#domain/ids.ts';
import type { Decision } from '#domain/intervention.ts';
import { decisionType } from '#domain/intervention.ts';
import { appendAudit } from './audit.ts';
import { interventionFrom, interventionsOf, readDecisions, readIntervention } from './intervention-rows.ts';
import type { CanaryEnd, StoreApprovalHealth } from './ports.ts';
import { propose } from './proposals.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

const timing = z.object({
  decided_by: personId,
  planted: z.boolean(),
  type: decisionType,
  waited_seconds: z.number(),
  read_seconds: z.number().nullable(),
});

/** How decisions are taken: what was opened when, what waits, and what was planted to see whether it is noticed. */
export const makeApprovalHealth = (scoped: Scoped): StoreApprovalHealth => {
  const { run, tenant_id, reader, clock } = scoped;
  return {
    shown: (id, version) =>
      run(async (tx) => {
        if (reader.kind !== 'person') return;
        await tx
          .insertInto('proposal_views')
          .values({
            tenant_id,
            intervention_id: id,
            version,
            person_id: reader.person_id,
            shown_at: clock.now(),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    facts: (since) => run((tx) => readFacts(tx, scoped, since)),
    plant: (proposal, marks) =>
      run(async (tx) => {
        if (reader.kind !== 'system')
          throw new SystemError('internal', 'Proposals are planted by Fairlead itself alone.');
        await refuseDisplacing(tx, tenant_id, proposal.dedupe_key);
        const stored = await propose(tx, { ...scoped, actor: 'fairlead' }, proposal);
        await tx
          .updateTable('interventions')
          .set({ planted: true })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', stored.id)
          .execute();
        const planted_at = clock.now();
        const made = canary.parse({ ...marks, intervention_id: stored.id, planted_at });
        await tx
          .insertInto('canaries')
          .values({ ...made, tenant_id })
          .execute();
        await appendAudit(tx, tenant_id, {
          at: planted_at,
          actor: marks.planted_by,
          event: 'canary-planted',
          subject: stored.id,
          data: { flaw: marks.flaw, person_id: marks.person_id, hash: stored.hash },
        });
        return stored;
      }),
    canaryOf: (id) => run((tx) => canaryEnd(tx, tenant_id, id)),
  };
};

/** A test never takes the place of what is meant. */
async function refuseDisplacing(tx: Tx, tenant: TenantId, matter: string): Promise<void> {
  const open = await tx
    .selectFrom('interventions')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('dedupe_key', '=', matter)
    .where('state', '=', 'awaiting_approval')
    .executeTakeFirst();
  if (open !== undefined)
    throw new UserError(
      'conflict',
      'A proposal on the same matter waits for a decision; it is not replaced.',
      {
        intervention_id: open.id,
      },
    );
}

async function canaryEnd(tx: Tx, tenant: TenantId, id: InterventionId): Promise<CanaryEnd | null> {
  const row = await tx
    .selectFrom('canaries')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('intervention_id', '=', id)
    .executeTakeFirst();
  const intervention = row === undefined ? null : await readIntervention(tx, tenant, id);
  if (row === undefined || intervention === null) return null;
  const planted = canary.parse(row);
  const decisions = await readDecisions(tx, tenant, id);
  return { canary: planted, result: resultOfCanary({ canary: planted, intervention, decisions }).result };
}

/**
 * Called where an approval would queue its actions or go on to the next step: the approval of a planted proposal ends
 * it there, under whatever scope the decider has. True for a planted one.
 */
export async function endsPlanted(tx: Tx, { tenant_id, actor }: Scoped, taken: Decision): Promise<boolean> {
  if (taken.type !== 'approve' && taken.type !== 'reject') return false;
  const found = await tx
    .selectFrom('interventions')
    .select('planted')
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', taken.intervention_id)
    .executeTakeFirst();
  if (found?.planted !== true) return false;
  if (taken.type === 'approve')
    await tx
      .updateTable('interventions')
      .set({ state: 'withdrawn' })
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', taken.intervention_id)
      .execute();
  const end = await canaryEnd(tx, tenant_id, taken.intervention_id);
  await appendAudit(tx, tenant_id, {
    at: taken.at,
    actor,
    event: end?.result === 'missed' ? 'canary-missed' : 'canary-caught',
    subject: taken.intervention_id,
    data: { decision_id: taken.id, flaw: end?.canary.flaw ?? null, executed: false },
  });
  return true;
}

async function readFacts(tx: Tx, scoped: Scoped, since: string): Promise<ApprovalFacts> {
  const { tenant_id, clock } = scoped;
  return {
    timings: await readTimings(tx, tenant_id, since),
    open: await readOpen(tx, tenant_id, dayOf(clock.now())),
    canaries: await readCanaries(tx, tenant_id, since),
  };
}

async function readTimings(tx: Tx, tenant: TenantId, since: string): Promise<ApprovalFacts['timings']> {
  const { rows } = await sql`
    select taken.decided_by, item.planted, taken.type,
      extract(epoch from taken.at - greatest(shown.created_at, (
        select max(earlier.at) from decisions earlier
        where earlier.tenant_id = taken.tenant_id and earlier.intervention_id = taken.intervention_id
          and earlier.version = taken.version and earlier.step < taken.step and earlier.type = 'approve')))::float8
        as waited_seconds,
      extract(epoch from taken.at - looked.shown_at)::float8 as read_seconds
    from decisions as taken
    join interventions as item on item.tenant_id = taken.tenant_id and item.id = taken.intervention_id
    join intervention_versions as shown on shown.tenant_id = taken.tenant_id
      and shown.intervention_id = taken.intervention_id and shown.version = taken.version
    left join proposal_views as looked on looked.tenant_id = taken.tenant_id
      and looked.intervention_id = taken.intervention_id and looked.version = taken.version
      and looked.person_id = taken.decided_by
    where taken.tenant_id = ${tenant} and taken.at >= ${since}::date
    order by taken.seq`.execute(tx);
  return z.array(timing).parse(rows);
}

async function readOpen(tx: Tx, tenant: TenantId, today: string): Promise<OpenProposal[]> {
  const rows = await interventionsOf(tx, tenant)
    .select(
      sql<string>`greatest(shown.created_at, (
        select max(taken.at) from decisions taken
        where taken.tenant_id = item.tenant_id and taken.intervention_id = item.id
          and taken.version = item.version and taken.type = 'approve'))`.as('waiting_since'),
    )
    .where('item.state', '=', 'awaiting_approval')
    .orderBy('waiting_since')
    .orderBy('item.id')
    .execute();
  return rows.map(({ waiting_since, ...row }) => {
    const found = interventionFrom(row);
    const step = found.chain[found.step];
    const handed = (found.delegations ?? []).filter(
      (one) => one.version === found.version && one.step === found.step,
    );
    return {
      intervention_id: found.id,
      kind: found.kind,
      team_id: found.team_id,
      title: found.title,
      step: found.step,
      role: step?.role ?? 'hr',
      owner_ids: [...new Set([...(step?.person_ids ?? []), ...handed.map(({ to }) => to)])],
      waiting_since,
      age_days: Math.max(0, daysBetween(dayOf(waiting_since), today)),
    };
  });
}

async function readCanaries(tx: Tx, tenant: TenantId, since: string): Promise<ApprovalFacts['canaries']> {
  const rows = await tx
    .selectFrom('canaries')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`planted_at >= ${since}::date`)
    .orderBy('planted_at', 'desc')
    .orderBy('intervention_id')
    .execute();
  const stories: ApprovalFacts['canaries'] = [];
  for (const row of rows) {
    const planted: Canary = canary.parse(row);
    const intervention = await readIntervention(tx, tenant, planted.intervention_id);
    if (intervention === null) throw notFound('proposal', planted.intervention_id);
    stories.push({
      canary: planted,
      intervention,
      title: intervention.title,
      team_id: intervention.team_id,
      decisions: await readDecisions(tx, tenant, planted.intervention_id),
    });
  }
  return stories;
}
