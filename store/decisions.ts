import { sql } from 'kysely';
import { effectKey } from '#domain/action.ts';
import { claimAt } from '#domain/entitlement.ts';
import { notFound, SystemError, UserError } from '#domain/errors.ts';
import type { InterventionId, PersonId, TenantId } from '#domain/ids.ts';
import {
  type Decision,
  type DecisionRequest,
  decision,
  type Intervention,
  proposalContent,
  proposalHash,
} from '#domain/intervention.ts';
import { contentHash } from '#domain/json.ts';
import { endsPlanted } from './approval-health.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import { addVersion, decidersOf, readDecisions, readIntervention } from './intervention-rows.ts';
import type { DecisionCommit, StoreInterventions } from './ports.ts';
import { type Tx, violates } from './scope.ts';
import type { Scoped } from './scoped.ts';

type Committed = Awaited<ReturnType<StoreInterventions['commitDecision']>>;

interface KeyedRequest {
  intervention_id: InterventionId;
  decided_by: PersonId;
  idempotency_key: string;
  request: DecisionRequest;
}

const requestHash = (input: Pick<KeyedRequest, 'intervention_id' | 'request'>): string =>
  contentHash({ intervention_id: input.intervention_id, request: input.request });

/** The decision that was taken under this key. @throws UserError `conflict` when it was for another request. */
export async function priorDecision(tx: Tx, tenant: TenantId, input: KeyedRequest): Promise<Decision | null> {
  const row = await tx
    .selectFrom('decisions')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('decided_by', '=', input.decided_by)
    .where('idempotency_key', '=', input.idempotency_key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.request_hash !== requestHash(input)) {
    throw new UserError(
      'conflict',
      'This Idempotency-Key belongs to another request of yours; take a new one for each decision.',
      { decision: decision.parse(row) },
    );
  }
  return decision.parse(row);
}

/**
 * Writes what `planDecision` planned, by compare-and-set on what it was planned from: of several at once one wins,
 * and the others learn of its decision.
 */
export async function commitDecision(scoped: Scoped, commit: DecisionCommit): Promise<Committed> {
  const { plan, idempotency_key, request } = commit;
  const keyed: KeyedRequest = {
    intervention_id: plan.decision.intervention_id,
    decided_by: plan.decision.decided_by,
    idempotency_key,
    request,
  };
  try {
    return await scoped.run((tx) => writeDecision(tx, scoped, commit, keyed));
  } catch (error) {
    const taken = ['decisions_tenant_id_decided_by_idempotency_key_key', 'decisions_once'];
    if (!taken.some((name) => violates(error, name))) throw error;
    // The same request twice at once: the other one has been committed meanwhile.
    return await scoped.run(async (tx) => {
      const repeated = await repeatedDecision(tx, scoped.tenant_id, keyed);
      if (repeated !== null) return repeated;
      throw await lost(tx, scoped.tenant_id, commit);
    });
  }
}

async function repeatedDecision(tx: Tx, tenant: TenantId, keyed: KeyedRequest): Promise<Committed | null> {
  const prior = await priorDecision(tx, tenant, keyed);
  if (prior === null) return null;
  return {
    decision: prior,
    intervention: await required(tx, tenant, prior.intervention_id),
    repeated: true,
  };
}

async function writeDecision(
  tx: Tx,
  scoped: Scoped,
  commit: DecisionCommit,
  keyed: KeyedRequest,
): Promise<Committed> {
  const { tenant_id, actor } = scoped;
  const { plan, expected } = commit;
  const { decision: taken, revision } = plan;
  const id = taken.intervention_id;
  const repeated = await repeatedDecision(tx, tenant_id, keyed);
  if (repeated !== null) return repeated;
  if (!(await swap(tx, tenant_id, commit))) {
    // The winner may have been this very request, sent twice.
    const twin = await repeatedDecision(tx, tenant_id, keyed);
    if (twin !== null) return twin;
    throw await lost(tx, tenant_id, commit);
  }
  await tx
    .insertInto('decisions')
    .values({
      ...decision.parse(taken),
      tenant_id,
      idempotency_key: keyed.idempotency_key,
      request_hash: requestHash(keyed),
    })
    .execute();
  if (revision !== null) await addVersion(tx, tenant_id, id, { ...revision, created_at: taken.at });
  await appendAudit(tx, tenant_id, {
    at: taken.at,
    actor,
    event: eventOf[taken.type],
    subject: id,
    data: {
      decision_id: taken.id,
      version: taken.version,
      hash: taken.hash,
      step: taken.step,
      comment: taken.comment,
      state: plan.next.state,
      ...(revision === null ? {} : { new_version: revision.version, new_hash: revision.hash }),
    },
  });
  const test = await endsPlanted(tx, scoped, taken);
  if (plan.executes && !test) await queueActions(tx, tenant_id, id, expected);
  return { decision: taken, intervention: await required(tx, tenant_id, id), repeated: false };
}

const eventOf = {
  approve: 'intervention-approved',
  edit: 'intervention-edited',
  reject: 'intervention-rejected',
  respond: 'intervention-answered',
} as const satisfies Record<Decision['type'], string>;

/** The compare-and-set: true for the one transaction that found everything as it was planned from. */
async function swap(tx: Tx, tenant: TenantId, { plan, expected }: DecisionCommit): Promise<boolean> {
  const { revision, next, decision: taken } = plan;
  const newVersion =
    revision === null
      ? {}
      : {
          version: revision.version,
          hash: revision.hash,
          proposed_by: revision.proposed_by,
          decider_ids: sql<
            string[]
          >`(select array_agg(distinct decider) from unnest(decider_ids || ${decidersOf(revision.content)}::text[]) as decider)`,
        };
  const changed = await tx
    .updateTable('interventions')
    .set({
      ...newVersion,
      state: next.state,
      step: next.step,
      // The next step is somebody else's; an editor or asker goes on with what they took on.
      ...(taken.type === 'approve' || taken.type === 'reject'
        ? { claimed_by: null, claimed_until: null }
        : {}),
      updated_at: taken.at,
    })
    .where('tenant_id', '=', tenant)
    .where('id', '=', taken.intervention_id)
    .where('version', '=', expected.version)
    .where('hash', '=', expected.hash)
    .where('state', '=', expected.state)
    .where('step', '=', expected.step)
    // Whoever took it on meanwhile decides.
    .where(
      sql<boolean>`(claimed_by is null or claimed_by = ${taken.decided_by} or claimed_until <= ${taken.at}::timestamptz)`,
    )
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** What is executed is the stored version that was approved, never anything that came with the decision. */
async function queueActions(
  tx: Tx,
  tenant: TenantId,
  id: InterventionId,
  { version, hash }: DecisionCommit['expected'],
): Promise<void> {
  const row = await tx
    .selectFrom('intervention_versions')
    .select('content')
    .where('tenant_id', '=', tenant)
    .where('intervention_id', '=', id)
    .where('version', '=', version)
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow();
  const content = proposalContent.parse(row.content);
  // Whoever changed what is stored since it was shown changed what would be done: nothing of it is.
  if (proposalHash(content, version) !== hash)
    throw new SystemError('internal', `Version ${version} of ${id} is not what was shown any more.`, {
      intervention_id: id,
      version,
      hash,
    });
  const { actions } = content;
  await tx
    .insertInto('outbox')
    .values(
      actions.map((action, position) => ({
        tenant_id: tenant,
        effect_key: effectKey(id, version, action.id),
        intervention_id: id,
        version,
        position,
        action: jsonText(action),
        state: 'queued',
        leased_until: null,
        external_ref: null,
        reason: null,
        done_at: null,
      })),
    )
    .execute();
}

async function required(tx: Tx, tenant: TenantId, id: InterventionId): Promise<Intervention> {
  const found = await readIntervention(tx, tenant, id);
  if (found === null) throw notFound('intervention', id);
  return found;
}

/** Why nothing matched: somebody decided, edited or superseded it in the meantime; or it can't be seen at all. */
async function lost(tx: Tx, tenant: TenantId, { plan, expected }: DecisionCommit): Promise<UserError> {
  const id = plan.decision.intervention_id;
  const current = await required(tx, tenant, id);
  const history = await readDecisions(tx, tenant, id);
  const deciding = history.findLast((entry) => entry.type !== 'respond') ?? null;
  const by =
    deciding === null ? '' : ` by decision ${deciding.id} (${deciding.type} by ${deciding.decided_by})`;
  if (current.version !== expected.version || current.hash !== expected.hash) {
    return new UserError(
      'stale-proposal',
      `Version ${expected.version} is no longer current: version ${current.version} was made${by}. Read it and decide again.`,
      { version: current.version, hash: current.hash, decision: deciding },
    );
  }
  if (current.state !== expected.state || current.step !== expected.step) {
    return new UserError('already-decided', `This proposal is ${current.state}${by}; nothing was changed.`, {
      state: current.state,
      step: current.step,
      decision: deciding,
    });
  }
  const claim = claimAt(current, plan.decision.at);
  if (claim !== null && claim.by !== plan.decision.decided_by)
    return new UserError('claimed', `Somebody else has taken this decision on until ${claim.until}.`, {
      claimed_by: claim.by,
      until: claim.until,
    });
  return new UserError('not-allowed', 'You may read this proposal, but not decide on it.', {
    intervention_id: id,
  });
}
