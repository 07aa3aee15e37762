import { sql } from 'kysely';
import { notFound, UserError } from '#domain/errors.ts';
import type { Intervention } from '#domain/intervention.ts';
import { appendAudit } from './audit.ts';
import { cleanText } from './clean.ts';
import { readIntervention } from './intervention-rows.ts';
import type { HandlingCommit } from './ports.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

/**
 * Writes what `planHandling` planned, by compare-and-set on what it was planned from. A claim is also compared: of two
 * who take a decision on at once, one does.
 */
export const handle = (scoped: Scoped, commit: HandlingCommit): Promise<Intervention> =>
  scoped.run(async (tx) => {
    const { tenant_id, actor, clock } = scoped;
    const { id, plan, expected } = commit;
    const at = clock.now();
    const claim =
      plan.claim === undefined
        ? {}
        : { claimed_by: plan.claim?.by ?? null, claimed_until: plan.claim?.until ?? null };
    const handedTo = plan.delegation?.to;
    const changed = await tx
      .updateTable('interventions')
      .set({
        ...claim,
        ...(plan.state === undefined ? {} : { state: plan.state }),
        ...(plan.reminded === undefined ? {} : { reminded_at: at }),
        ...(handedTo === undefined
          ? {}
          : {
              decider_ids: sql<string[]>`(select array_agg(distinct decider)
                from unnest(decider_ids || array[${handedTo}]::text[]) as decider)`,
            }),
        updated_at: at,
      })
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', id)
      .where('version', '=', expected.version)
      .where('state', '=', expected.state)
      .where('step', '=', expected.step)
      .where(sql<boolean>`claimed_by is not distinct from ${expected.claim?.by ?? null}`)
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) throw await lost(tx, scoped, commit);
    if (plan.delegation !== undefined) {
      const { version, step, to, from } = plan.delegation;
      await tx
        .insertInto('delegations')
        .values({
          tenant_id,
          intervention_id: id,
          version,
          step,
          to_person_id: to,
          from_person_id: from,
          reason: cleanText(String(plan.data.reason ?? '')),
          at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    const data = Object.fromEntries(
      Object.entries(plan.data).map(([key, value]) => [
        key,
        typeof value === 'string' ? cleanText(value) : value,
      ]),
    );
    await appendAudit(tx, tenant_id, { at, actor, event: plan.event, subject: id, data });
    const found = await readIntervention(tx, tenant_id, id);
    if (found === null) throw notFound('proposal', id);
    return found;
  });

async function lost(tx: Tx, { tenant_id }: Scoped, { id, expected }: HandlingCommit): Promise<UserError> {
  const current = await readIntervention(tx, tenant_id, id);
  if (current === null) return notFound('proposal', id);
  if (current.state !== expected.state)
    return new UserError('already-decided', `This proposal is ${current.state}; nothing was changed.`, {
      state: current.state,
    });
  if (current.claim != null && current.claim.by !== expected.claim?.by)
    return new UserError(
      'claimed',
      `Somebody else has taken this decision on until ${current.claim.until}.`,
      {
        claimed_by: current.claim.by,
        until: current.claim.until,
      },
    );
  if (current.version !== expected.version || current.step !== expected.step)
    return new UserError('stale-proposal', 'The proposal went on meanwhile. Read it and try again.', {
      version: current.version,
      step: current.step,
    });
  return new UserError('not-allowed', 'You may read this proposal, but not handle it.', {
    intervention_id: id,
  });
}
