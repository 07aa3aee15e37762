import { type ExpressionBuilder, sql } from 'kysely';
import { dayOf } from '#domain/date.ts';
import { notFound } from '#domain/errors.ts';
import { type CheckIn, checkIn, type Goal, goal, kpiSpec } from '#domain/goal.ts';
import { progressOf } from '#domain/goal-progress.ts';
import { checkInId, type GoalId, newId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/json.ts';
import { appendAudit } from './audit.ts';
import { kpisAtRisk, type ProgressEntry, progressOfCheckIn, writeProgress } from './goal-progress.ts';
import { goalFrom, goalsOf, insertGoal, oneGoal, replaceKpis, updateGoal } from './goal-rows.ts';
import { type Keeper, keepVersion, refuseCircle, versionBefore, versionsOf } from './goal-versions.ts';
import type { GoalFilter, GoalPatch, StoreGoals } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';
import type { Tables } from './tables.ts';

export function makeGoals(scoped: Scoped): StoreGoals {
  const { run, tenant_id, actor, clock } = scoped;
  const audit = (tx: Tx, event: string, subject: string, data: Record<string, string | number>) =>
    appendAudit(tx, tenant_id, { at: clock.now(), actor, event, subject, data });
  const keeper = (): Keeper => ({
    changed_by: scoped.reader.kind === 'person' ? scoped.reader.person_id : actor,
    changed_at: clock.now(),
  });

  async function create(tx: Tx, wanted: Goal): Promise<Goal> {
    const item = goal.parse(wanted);
    await refuseCircle(tx, tenant_id, item);
    await insertGoal(tx, tenant_id, item);
    await keepVersion(tx, tenant_id, item, keeper());
    await saveStated(tx, item);
    await audit(tx, 'goal-created', item.id, { owner: item.owner.id, kpis: item.kpis.length });
    return item;
  }

  /** Progress that comes with a goal is what a file said of it; all else is computed. */
  const saveStated = (tx: Tx, item: Goal) =>
    writeProgress(
      tx,
      tenant_id,
      item.kpis.flatMap(({ id, progress }) => (progress?.by === 'import' ? [{ kpi_id: id, progress }] : [])),
    );

  async function change(tx: Tx, id: GoalId, patch: GoalPatch): Promise<Goal> {
    const stored = (await oneGoal(tx, tenant_id, id)) ?? missing(id);
    const wanted = goal.parse({ ...stored, ...patch, updated_at: clock.now() });
    if (wanted.parent_id !== stored.parent_id) await refuseCircle(tx, tenant_id, wanted);
    await updateGoal(tx, tenant_id, wanted);
    // Goals older than versions begin with how they stood.
    if ((await versionsOf(tx, tenant_id, id)).length === 0)
      await keepVersion(tx, tenant_id, stored, { ...keeper(), changed_at: stored.updated_at });
    await keepVersion(tx, tenant_id, wanted, keeper());
    if (patch.kpis !== undefined) {
      await replaceKpis(tx, tenant_id, wanted);
      await saveStated(tx, wanted);
      await writeProgress(tx, tenant_id, recounted(stored, wanted, clock.today()));
    }
    await audit(tx, 'goal-changed', id, { fields: changedFields(patch) });
    return (await oneGoal(tx, tenant_id, id)) ?? wanted;
  }

  return {
    get: (id) => run((tx) => oneGoal(tx, tenant_id, id)),
    ofPerson: (person) =>
      run(async (tx) => {
        const rows = await goalsOf(tx, tenant_id)
          .where('owner_kind', '=', 'person')
          .where('owner_id', '=', person)
          .orderBy('created_at')
          .orderBy('id')
          .execute();
        return rows.map(goalFrom);
      }),
    list: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = goalsOf(tx, tenant_id).where((expression) =>
          expression.and(matching(expression, request)),
        );
        if (after !== null) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}, ${after[1]})`);
        const rows = await query
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(goalFrom), request, (item) => [item.created_at, item.id]);
      }),
    checkIns: (id) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('check_ins as entry')
          .innerJoin('kpis as kpi', (join) =>
            join.onRef('kpi.tenant_id', '=', 'entry.tenant_id').onRef('kpi.id', '=', 'entry.kpi_id'),
          )
          .selectAll('entry')
          .where('kpi.tenant_id', '=', tenant_id)
          .where('kpi.goal_id', '=', id)
          .orderBy('entry.at')
          .orderBy('entry.id')
          .execute();
        return rows.map(checkInFrom);
      }),
    create: (wanted) => run((tx) => create(tx, wanted)),
    writeAll: (plan) =>
      run(async (tx) => {
        for (const item of plan.create) await create(tx, item);
        for (const { id, patch } of plan.patch) await change(tx, id, patch);
      }),
    patch: (id, patch) => run((tx) => change(tx, id, patch)),
    versions: (id) => run((tx) => versionsOf(tx, tenant_id, id)),
    undo: (id) =>
      run(async (tx) => {
        const stored = (await oneGoal(tx, tenant_id, id)) ?? missing(id);
        const before = await versionBefore(tx, tenant_id, id);
        const wanted = goal.parse({ ...before.goal, updated_at: clock.now() });
        if (wanted.parent_id !== stored.parent_id) await refuseCircle(tx, tenant_id, wanted);
        await updateGoal(tx, tenant_id, wanted);
        await keepVersion(tx, tenant_id, wanted, keeper(), before.version);
        await replaceKpis(tx, tenant_id, wanted);
        await audit(tx, 'goal-restored', id, { version: before.version });
        return (await oneGoal(tx, tenant_id, id)) ?? missing(id);
      }),
    checkIn: (input) =>
      run(async (tx) => {
        const { confidence = null } = input;
        const entry: CheckIn = checkIn.parse({
          id: newId('chk', checkInId),
          kpi_id: input.kpi_id,
          value: input.value,
          comment: input.comment,
          ...(confidence === null ? {} : { confidence }),
          author: scoped.reader.kind === 'person' ? scoped.reader.person_id : 'fairlead',
          at: input.at ?? clock.now(),
        });
        const progress = await progressOfCheckIn(tx, tenant_id, entry, clock.today());
        await tx
          .insertInto('check_ins')
          .values({ ...entry, confidence, tenant_id })
          .execute();
        await writeProgress(tx, tenant_id, [{ kpi_id: entry.kpi_id, progress }]);
        await audit(tx, 'check-in-recorded', input.kpi_id, { value: input.value });
        return entry;
      }),
    saveProgress: (entries) => run((tx) => writeProgress(tx, tenant_id, entries)),
    goalsAtRisk: (owners, today) => run((tx) => kpisAtRisk(tx, tenant_id, owners, today)),
  };
}

const missing = (id: string): never => {
  throw notFound('goal', id);
};

/** The last value of each changed KPI against its new target; what a forecast said of the old one is void. */
function recounted(before: Goal, after: Goal, today: string): ProgressEntry[] {
  return after.kpis.flatMap((kpi) => {
    const known = before.kpis.find(({ id }) => id === kpi.id);
    const progress = known?.progress;
    if (known === undefined || progress == null || progress.value === null) return [];
    if (canonicalJson(kpiSpec.parse(known)) === canonicalJson(kpiSpec.parse(kpi))) return [];
    const { value, as_of, by } = progress;
    const reading = { kpi, value, as_of, by, chance: null, started_on: dayOf(after.created_at), today };
    return [{ kpi_id: kpi.id, progress: progressOf(reading) }];
  });
}

const checkInFrom = ({ confidence, ...row }: { confidence: number | null }): CheckIn =>
  checkIn.parse(confidence === null ? row : { ...row, confidence });

const changedFields = (patch: GoalPatch): string =>
  Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .sort()
    .join(', ');

/** The words of a search, none of them a pattern. */
const containing = (words: string): string => `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;

function matching(where: ExpressionBuilder<Tables, 'goals'>, filter: GoalFilter) {
  const { owner_id, team_id, status, q, parent_id } = filter;
  return [
    ...(owner_id === undefined ? [] : [where('owner_id', '=', owner_id)]),
    ...(status === undefined ? [] : [where('status', '=', status)]),
    ...(parent_id === undefined
      ? []
      : [parent_id === 'none' ? where('parent_id', 'is', null) : where('parent_id', '=', parent_id)]),
    ...(team_id === undefined
      ? []
      : [
          sql<boolean>`(owner_id = ${team_id} or owner_id in (select person_id from team_members member
            where member.tenant_id = goals.tenant_id and member.team_id = ${team_id}))`,
        ]),
    ...(q === undefined || q.trim() === ''
      ? []
      : [
          sql<boolean>`(objective ilike ${containing(q.trim())} or description ilike ${containing(q.trim())}
            or exists (select from kpis kpi where kpi.tenant_id = goals.tenant_id and kpi.goal_id = goals.id
              and kpi.spec ->> 'metric' ilike ${containing(q.trim())}))`,
        ]),
  ];
}
