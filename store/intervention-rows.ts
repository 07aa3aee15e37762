import { type Selectable, sql } from 'kysely';
import type { InterventionId, TenantId } from '#domain/ids.ts';
import {
  type Decision,
  decision,
  type Intervention,
  intervention,
  proposalContent,
} from '#domain/intervention.ts';
import { jsonText } from './clean.ts';
import type { Tx } from './scope.ts';
import type { InterventionRow } from './tables-interventions.ts';

export const interventionsOf = (tx: Tx, tenant: TenantId) =>
  tx
    .selectFrom('interventions as item')
    .innerJoin('intervention_versions as shown', (join) =>
      join
        .onRef('shown.tenant_id', '=', 'item.tenant_id')
        .onRef('shown.intervention_id', '=', 'item.id')
        .onRef('shown.version', '=', 'item.version'),
    )
    .selectAll('item')
    .select('shown.content')
    .select(
      sql<unknown>`coalesce((
        select jsonb_agg(jsonb_build_object('version', handed.version, 'step', handed.step, 'to', handed.to_person_id,
                         'from', handed.from_person_id) order by handed.at, handed.to_person_id)
        from delegations handed
        where handed.tenant_id = item.tenant_id and handed.intervention_id = item.id), '[]')`.as(
        'delegations',
      ),
    )
    .where('item.tenant_id', '=', tenant);

export function interventionFrom({
  claimed_by: by,
  claimed_until: until,
  delegations,
  content,
  ...row
}: Omit<Selectable<InterventionRow>, 'tenant_id'> & {
  content: unknown;
  delegations: unknown;
}): Intervention {
  return intervention.parse({
    ...row,
    ...proposalContent.parse(content),
    ...(by === null || until === null ? {} : { claim: { by, until } }),
    ...(Array.isArray(delegations) && delegations.length > 0 ? { delegations } : {}),
  });
}

export async function readIntervention(
  tx: Tx,
  tenant: TenantId,
  id: InterventionId,
): Promise<Intervention | null> {
  const row = await interventionsOf(tx, tenant).where('item.id', '=', id).executeTakeFirst();
  return row ? interventionFrom(row) : null;
}

export async function readDecisions(tx: Tx, tenant: TenantId, id: InterventionId): Promise<Decision[]> {
  const rows = await tx
    .selectFrom('decisions')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('intervention_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map((row) => decision.parse(row));
}

/** A version is written once and never changed. */
export async function addVersion(
  tx: Tx,
  tenant: TenantId,
  id: InterventionId,
  entry: Pick<Intervention, 'version' | 'hash' | 'proposed_by' | 'created_at'> & { content: unknown },
): Promise<void> {
  await tx
    .insertInto('intervention_versions')
    .values({
      tenant_id: tenant,
      intervention_id: id,
      version: entry.version,
      hash: entry.hash,
      content: jsonText(proposalContent.parse(entry.content)),
      proposed_by: entry.proposed_by,
      created_at: entry.created_at,
    })
    .execute();
}

/** Everybody in the chain. */
export const decidersOf = ({ chain }: Pick<Intervention, 'chain'>): string[] => [
  ...new Set(chain.flatMap((step) => step.person_ids)),
];
