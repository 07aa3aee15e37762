import { sql } from 'kysely';
import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';
import { type PersonId, personId } from '#domain/ids.ts';
import { accessRole, type Reader } from '#domain/person.ts';
import { type Policy, policy } from '#domain/policy.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import type { StoreGrants, StorePolicy } from './ports.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

/** What can be given; employee and manager follow from the organisation. */
export const grantedRole = accessRole.exclude(['employee', 'manager']);
const grant = z.object({ person_id: personId, role: grantedRole });

export function makeGrants({ run, tenant_id, actor, clock }: Scoped): StoreGrants {
  return {
    list: () =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('access_grants')
          .select(['person_id', 'role'])
          .where('tenant_id', '=', tenant_id)
          .orderBy('role')
          .orderBy('person_id')
          .execute();
        return rows.map((row) => grant.parse(row));
      }),
    give: (person, role) =>
      run(async (tx) => {
        const at = clock.now();
        const values = {
          tenant_id,
          person_id: person,
          role: grantedRole.parse(role),
          granted_by: actor,
          granted_at: at,
        };
        const result = await tx
          .insertInto('access_grants')
          .values(values)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (result.numInsertedOrUpdatedRows === 0n) return;
        await appendAudit(tx, tenant_id, {
          at,
          actor,
          event: 'access-granted',
          subject: person,
          data: { role },
        });
      }),
    take: (person, role) =>
      run(async (tx) => {
        const result = await tx
          .deleteFrom('access_grants')
          .where('tenant_id', '=', tenant_id)
          .where('person_id', '=', person)
          .where('role', '=', role)
          .executeTakeFirst();
        if (result.numDeletedRows === 0n) return;
        await appendAudit(tx, tenant_id, {
          at: clock.now(),
          actor,
          event: 'access-withdrawn',
          subject: person,
          data: { role },
        });
      }),
  };
}

export function makePolicy({ run, tenant_id, actor, clock }: Scoped): StorePolicy {
  return {
    current: () =>
      run(async (tx) => {
        const row = await tx
          .selectFrom('policies')
          .select('content')
          .where('tenant_id', '=', tenant_id)
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (row) return policy.parse(row.content);
        throw new SystemError('internal', 'The organisation has no policy yet: it was never set up.', {
          tenant_id,
        });
      }),
    save: (wanted) =>
      run(async (tx) => {
        const at = clock.now();
        const version = await addPolicy(tx, {
          tenant_id,
          content: wanted,
          changed_by: actor,
          changed_at: at,
        });
        await appendAudit(tx, tenant_id, {
          at,
          actor,
          event: 'policy-changed',
          subject: tenant_id,
          data: { version, archetype: wanted.archetype },
        });
      }),
  };
}

async function addPolicy(
  tx: Tx,
  entry: { tenant_id: string; content: Policy; changed_by: string; changed_at: string },
): Promise<number> {
  const content = jsonText(policy.parse(entry.content));
  const row = await tx
    .insertInto('policies')
    .values({
      ...entry,
      content,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from policies where tenant_id = ${entry.tenant_id})`,
    })
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** The organisation's row and first policy; nothing when they are there. */
export async function foundOrganisation(
  tx: Tx,
  entry: { tenant_id: string; name: string; policy: Policy; at: string },
): Promise<void> {
  const made = await tx
    .insertInto('organisations')
    .values({ tenant_id: entry.tenant_id, name: entry.name, created_at: entry.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return;
  await addPolicy(tx, {
    tenant_id: entry.tenant_id,
    content: entry.policy,
    changed_by: 'fairlead',
    changed_at: entry.at,
  });
}

/** Granted roles, and manager for whoever stands above somebody. Null for the unknown and the inactive. */
export async function readerOf(
  tx: Tx,
  tenant: string,
  id: PersonId,
): Promise<Extract<Reader, { kind: 'person' }> | null> {
  const found = await sql<{ active: boolean; leads: boolean; granted: string[] }>`
    select person.active,
      exists (select from reporting_lines line where line.tenant_id = ${tenant} and line.manager_id = person.id)
        or exists (select from team_lines line where line.tenant_id = ${tenant} and line.manager_id = person.id) as leads,
      array(select role from access_grants given where given.tenant_id = ${tenant} and given.person_id = person.id
            order by role) as granted
    from people person where person.tenant_id = ${tenant} and person.id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (row === undefined || !row.active) return null;
  const granted = z.array(grantedRole).parse(row.granted);
  return {
    kind: 'person',
    person_id: id,
    roles: ['employee', ...(row.leads ? (['manager'] as const) : []), ...granted],
  };
}
