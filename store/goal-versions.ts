import { sql } from 'kysely';
import { notFound, UserError } from '#domain/errors.ts';
import { type Goal, type GoalVersion, goal, goalVersion } from '#domain/goal.ts';
import type { GoalId, TenantId } from '#domain/ids.ts';
import { jsonText } from './clean.ts';
import { oneGoal } from './goal-rows.ts';
import type { Tx } from './scope.ts';

/** Who keeps a version, and when. */
export interface Keeper {
  changed_by: string;
  changed_at: string;
}

/** Progress is computed, not stated: it is no part of what is brought back. */
const withoutProgress = (item: Goal): Goal => ({
  ...item,
  kpis: item.kpis.map(({ progress, ...rest }) => rest),
});

export async function versionsOf(tx: Tx, tenant: TenantId, id: GoalId): Promise<GoalVersion[]> {
  const rows = await tx
    .selectFrom('goal_versions')
    .select(['version', 'content', 'changed_by', 'changed_at', 'restored_from'])
    .where('tenant_id', '=', tenant)
    .where('goal_id', '=', id)
    .orderBy('version')
    .execute();
  return rows.map(({ content, ...row }) => goalVersion.parse({ ...row, goal: content }));
}

/** Keeps how a goal stands now. Two at once: the second one's key is taken, and its transaction fails. */
export async function keepVersion(
  tx: Tx,
  tenant: TenantId,
  item: Goal,
  keeper: Keeper,
  restored_from: number | null = null,
): Promise<void> {
  const last = await tx
    .selectFrom('goal_versions')
    .select(sql<number>`coalesce(max(version), 0)`.as('version'))
    .where('tenant_id', '=', tenant)
    .where('goal_id', '=', item.id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('goal_versions')
    .values({
      tenant_id: tenant,
      goal_id: item.id,
      version: last.version + 1,
      content: jsonText(goal.parse(withoutProgress(item))),
      ...keeper,
      restored_from,
    })
    .execute();
}

/** The version that an undo would bring back. @throws UserError `conflict` where there is none before. */
export async function versionBefore(
  tx: Tx,
  tenant: TenantId,
  id: GoalId,
): Promise<{ version: number; goal: Goal }> {
  const versions = await versionsOf(tx, tenant, id);
  const last = versions.at(-1);
  const wanted = last === undefined ? 0 : (last.restored_from ?? last.version) - 1;
  const found = versions.find(({ version }) => version === wanted);
  if (found === undefined)
    throw new UserError('conflict', 'There is no earlier state of this goal to go back to.', { goal_id: id });
  return { version: wanted, goal: found.goal };
}

// A strategy has a handful of levels; more are a mistake in the tree.
const DEEPEST_GOAL = 12;

/**
 * Refuses a parent that isn't there for the reader, or whose own line of parents leads back to the goal. Parents may
 * be hidden from the reader, so the line is walked under Fairlead's own rights; one at a time in an organisation, since
 * two changes could close a circle between them.
 */
export async function refuseCircle(tx: Tx, tenant: TenantId, item: Goal): Promise<void> {
  if (item.parent_id === null) return;
  if ((await oneGoal(tx, tenant, item.parent_id)) === null) throw notFound('parent goal', item.parent_id);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`goal-parents ${tenant}`}, 0))`.execute(tx);
  const line = await asSystem(tx, async () => {
    const { rows } = await sql<{ id: string }>`
      with recursive line as (
        select ${item.parent_id}::text as id, 1 as depth
        union all
        select goal.parent_id, line.depth + 1
        from line join goals goal on goal.tenant_id = ${tenant} and goal.id = line.id
        where goal.parent_id is not null and line.depth <= ${DEEPEST_GOAL}
      ) select id from line`.execute(tx);
    return rows.map(({ id }) => id);
  });
  if (line.includes(item.id))
    throw new UserError('conflict', 'A goal can’t serve itself: the parent already serves this goal.', {
      goal_id: item.id,
      parent_id: item.parent_id,
    });
  if (line.length >= DEEPEST_GOAL)
    throw new UserError('conflict', `Goals may serve one another at most ${DEEPEST_GOAL} deep.`, {
      goal_id: item.id,
    });
}

/** A look under Fairlead's own rights within a reader's transaction; a failure ends the transaction, and the rights with it. */
async function asSystem<Result>(tx: Tx, look: () => Promise<Result>): Promise<Result> {
  const { rows } = await sql<{ access: string }>`select current_setting('fairlead.access') as access`.execute(
    tx,
  );
  await sql`select set_config('fairlead.access', 'system', true)`.execute(tx);
  const found = await look();
  await sql`select set_config('fairlead.access', ${rows[0]?.access ?? ''}, true)`.execute(tx);
  return found;
}
