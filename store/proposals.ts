import { SystemError } from '#domain/errors.ts';
import { interventionId } from '#domain/ids.ts';
import { type Intervention, proposalContent, proposalHash } from '#domain/intervention.ts';
import { contentHash } from '#domain/json.ts';
import { appendAudit } from './audit.ts';
import { cleanJson } from './clean.ts';
import { addVersion, decidersOf, readIntervention } from './intervention-rows.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

/**
 * Stores a proposal, unless it is there: under its own id (a node that runs twice), or as the open proposal of the
 * same matter that was proposed with the same content (an edit made of it since stands). An open one that differs is
 * superseded.
 */
export async function propose(
  tx: Tx,
  { tenant_id, actor, clock }: Scoped,
  wanted: Intervention,
): Promise<Intervention> {
  const proposal = cleaned(wanted);
  const same = await readIntervention(tx, tenant_id, proposal.id);
  if (same !== null) return same;
  const open = await tx
    .selectFrom('interventions')
    .select(['id', 'version'])
    .where('tenant_id', '=', tenant_id)
    .where('dedupe_key', '=', proposal.dedupe_key)
    .where('state', '=', 'awaiting_approval')
    .forUpdate()
    .executeTakeFirst();
  const at = clock.now();
  if (open !== undefined) {
    const openId = interventionId.parse(open.id);
    const first = await tx
      .selectFrom('intervention_versions')
      .select('content')
      .where('tenant_id', '=', tenant_id)
      .where('intervention_id', '=', open.id)
      .orderBy('version')
      .limit(1)
      .executeTakeFirstOrThrow();
    if (contentHash(proposalContent.parse(first.content)) === contentHash(proposalContent.parse(proposal))) {
      const stored = await readIntervention(tx, tenant_id, openId);
      if (stored !== null) return stored;
    }
    await tx
      .updateTable('interventions')
      .set({ state: 'superseded', updated_at: at })
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', open.id)
      .execute();
    await insert(tx, tenant_id, proposal);
    const data = { version: open.version, superseded_by: proposal.id };
    await appendAudit(tx, tenant_id, { at, actor, event: 'intervention-superseded', subject: open.id, data });
  } else {
    await insert(tx, tenant_id, proposal);
  }
  await appendAudit(tx, tenant_id, {
    at,
    actor,
    event: 'intervention-proposed',
    subject: proposal.id,
    data: { version: proposal.version, hash: proposal.hash, actions: proposal.actions.length },
  });
  return proposal;
}

/** The hash is over what is stored: where a letter had to be replaced, it is taken anew. */
function cleaned(proposal: Intervention): Intervention {
  const text = cleanJson(proposal) as Intervention;
  const hash = proposalHash(proposalContent.parse(text), text.version);
  if (proposal.hash !== proposalHash(proposalContent.parse(proposal), proposal.version)) {
    throw new SystemError('internal', `Proposal ${proposal.id} carries a hash that isn't its content's.`, {
      intervention_id: proposal.id,
    });
  }
  return { ...text, hash };
}

async function insert(tx: Tx, tenant: Scoped['tenant_id'], proposal: Intervention): Promise<void> {
  await tx
    .insertInto('interventions')
    .values({
      tenant_id: tenant,
      id: proposal.id,
      kind: proposal.kind,
      team_id: proposal.team_id,
      cycle_id: proposal.cycle_id,
      version: proposal.version,
      hash: proposal.hash,
      state: proposal.state,
      step: proposal.step,
      proposed_by: proposal.proposed_by,
      subject_ids: proposal.subject_ids,
      decider_ids: decidersOf(proposal),
      dedupe_key: proposal.dedupe_key,
      expires_on: proposal.expires_on,
      created_at: proposal.created_at,
      updated_at: proposal.updated_at,
    })
    .execute();
  await addVersion(tx, tenant, proposal.id, { ...proposal, content: proposal });
}
