import { sql } from 'kysely';
import type { TenantId } from '#domain/ids.ts';
import type { Tx } from './scope.ts';

/** Deeper than any organisation; a loop in imported managers (A leads B leads A) ends here at the latest. */
const DEEPEST_LINE = 60;

/**
 * Works out anew who is in which team and who stands above whom. Somebody without a manager of their own has their
 * team's. Loops end where they would repeat, and nobody stands above themselves.
 */
export async function rebuildLines(tx: Tx, tenant: TenantId): Promise<void> {
  for (const table of ['team_members', 'reporting_lines', 'team_lines'] as const) {
    await tx.deleteFrom(table).where('tenant_id', '=', tenant).execute();
  }
  await sql`
    insert into team_members (tenant_id, person_id, team_id)
    select tenant_id, id, team_id from people where tenant_id = ${tenant} and team_id is not null`.execute(
    tx,
  );
  await sql`
    with recursive direct as (
      select person.id as person_id, coalesce(person.manager_id, nullif(team.manager_id, person.id)) as manager_id
      from people person left join teams team on team.tenant_id = person.tenant_id and team.id = person.team_id
      where person.tenant_id = ${tenant}
    ), line as (
      select person_id, manager_id, 1 as distance, array[person_id, manager_id] as path
      from direct where manager_id is not null and manager_id <> person_id
      union all
      select line.person_id, direct.manager_id, line.distance + 1, line.path || direct.manager_id
      from line join direct on direct.person_id = line.manager_id
      where direct.manager_id is not null and direct.manager_id <> all (line.path) and line.distance < ${DEEPEST_LINE}
    )
    insert into reporting_lines (tenant_id, person_id, manager_id, distance)
    select ${tenant}, person_id, manager_id, distance from line`.execute(tx);
  // A team's managers, nearest first: its own, theirs, then those of the teams that it is part of.
  await sql`
    with recursive above as (
      select id as team_id, id as ancestor_id, 0 as height, array[id] as path
      from teams where tenant_id = ${tenant}
      union all
      select above.team_id, team.parent_id, above.height + 1, above.path || team.parent_id
      from above join teams team on team.tenant_id = ${tenant} and team.id = above.ancestor_id
      where team.parent_id is not null and team.parent_id <> all (above.path) and above.height < ${DEEPEST_LINE}
    ), manager as (
      select above.team_id, team.manager_id, above.height * 1000 as distance
      from above join teams team on team.tenant_id = ${tenant} and team.id = above.ancestor_id
      where team.manager_id is not null
      union all
      select above.team_id, line.manager_id, above.height * 1000 + line.distance
      from above join teams team on team.tenant_id = ${tenant} and team.id = above.ancestor_id
      join reporting_lines line on line.tenant_id = ${tenant} and line.person_id = team.manager_id
    )
    insert into team_lines (tenant_id, team_id, manager_id, distance)
    select ${tenant}, team_id, manager_id,
      row_number() over (partition by team_id order by min(distance), manager_id)
    from manager group by team_id, manager_id`.execute(tx);
}
