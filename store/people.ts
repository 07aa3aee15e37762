import { sql } from 'kysely';
import { UserError } from '#domain/errors.ts';
import { type PersonId, personId, type TenantId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/json.ts';
import { type Person, person, type Team, team } from '#domain/person.ts';
import { appendAudit } from './audit.ts';
import { jsonText } from './clean.ts';
import { rebuildLines } from './lines.ts';
import type { ImportResult, StorePeople } from './ports.ts';
import { type Tx, violates } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';
import type { PersonRow } from './tables.ts';

/** Zod leaves out `tenant_id`: the domain doesn't know it. */
const personOf = (row: unknown): Person => person.parse(row);
const teamOf = (row: unknown): Team => team.parse(row);

export function makePeople({ run, runAsSystem, tenant_id, actor, clock }: Scoped): StorePeople {
  return {
    get: (id) => run((tx) => one(tx, tenant_id, 'id', id)),
    list: () => run((tx) => listPeople(tx, tenant_id)),
    ofTeam: (id) =>
      run(async (tx) => {
        const rows = await peopleOf(tx, tenant_id).where('team_id', '=', id).orderBy('id').execute();
        return rows.map(personOf);
      }),
    team: (id) =>
      run(async (tx) => {
        const row = await teamsOf(tx, tenant_id).where('id', '=', id).executeTakeFirst();
        return row ? teamOf(row) : null;
      }),
    teams: () =>
      run(async (tx) => (await teamsOf(tx, tenant_id).orderBy('name').orderBy('id').execute()).map(teamOf)),
    lineAbove: (id) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('reporting_lines')
          .select('manager_id')
          .where('tenant_id', '=', tenant_id)
          .where('person_id', '=', id)
          .orderBy('distance')
          .orderBy('manager_id')
          .execute();
        return rows.map((row) => personId.parse(row.manager_id));
      }),
    managersOfTeam: (id) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('team_lines')
          .select('manager_id')
          .where('tenant_id', '=', tenant_id)
          .where('team_id', '=', id)
          .orderBy('distance')
          .execute();
        return rows.map((row) => personId.parse(row.manager_id));
      }),
    byEmail: (email) =>
      run(async (tx) => {
        const row = await peopleOf(tx, tenant_id)
          .where(sql`lower(email)`, '=', email.trim().toLowerCase())
          .executeTakeFirst();
        return row ? personOf(row) : null;
      }),
    names: (ids) =>
      runAsSystem(async (tx) => {
        const rows = await tx
          .selectFrom('people')
          .select(['id', 'name'])
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
          .execute();
        return new Map(rows.map((row) => [personId.parse(row.id), row.name]));
      }),
    page: (request) =>
      run(async (tx) => {
        const after = positionOf(request);
        let query = peopleOf(tx, tenant_id);
        if (request.team_id !== undefined) query = query.where('team_id', '=', request.team_id);
        if (request.active !== undefined) query = query.where('active', '=', request.active);
        if (after !== null) query = query.where(sql<boolean>`(name, id) > (${after[0]}, ${after[1]})`);
        const rows = await query
          .orderBy('name')
          .orderBy('id')
          .limit(limitOf(request.limit) + 1)
          .execute();
        return pageOf(rows.map(personOf), request, (item) => [item.name, item.id]);
      }),
    upsertMany: (people, mode, teams = []) =>
      run(async (tx) => {
        await writeTeams(tx, tenant_id, teams);
        const result = await importPeople(tx, tenant_id, people, mode);
        const counts = {
          mode,
          created: result.created.length,
          updated: result.updated.length,
          deactivated: result.deactivated.length,
        };
        const changed = counts.created + counts.updated + counts.deactivated > 0;
        if (changed || teams.length > 0) await rebuildLines(tx, tenant_id);
        if (changed) {
          const entry = {
            at: clock.now(),
            actor,
            event: 'people-imported',
            subject: tenant_id,
            data: counts,
          };
          await appendAudit(tx, tenant_id, entry);
        }
        return result;
      }),
    saveTeams: (teams) =>
      run(async (tx) => {
        await writeTeams(tx, tenant_id, teams);
        if (teams.length > 0) await rebuildLines(tx, tenant_id);
      }),
  };
}

async function writeTeams(tx: Tx, tenant: TenantId, teams: readonly Team[]): Promise<void> {
  if (teams.length === 0) return;
  await tx
    .insertInto('teams')
    .values(teams.map((item) => ({ ...team.parse(item), tenant_id: tenant })))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'id']).doUpdateSet((row) => ({
        name: row.ref('excluded.name'),
        manager_id: row.ref('excluded.manager_id'),
        parent_id: row.ref('excluded.parent_id'),
      })),
    )
    .execute();
}

const peopleOf = (tx: Tx, tenant: TenantId) =>
  tx.selectFrom('people').selectAll().where('tenant_id', '=', tenant);
const teamsOf = (tx: Tx, tenant: TenantId) =>
  tx.selectFrom('teams').selectAll().where('tenant_id', '=', tenant);

async function one(tx: Tx, tenant: TenantId, column: 'id', value: string): Promise<Person | null> {
  const row = await peopleOf(tx, tenant).where(column, '=', value).executeTakeFirst();
  return row ? personOf(row) : null;
}

export async function listPeople(tx: Tx, tenant: TenantId): Promise<Person[]> {
  return (await peopleOf(tx, tenant).orderBy('name').orderBy('id').execute()).map(personOf);
}

async function importPeople(
  tx: Tx,
  tenant: TenantId,
  people: readonly Person[],
  mode: 'full' | 'partial',
): Promise<ImportResult> {
  const before = new Map((await listPeople(tx, tenant)).map((item) => [item.id, item]));
  const wanted = people.map((item) => person.parse(item));
  const created = wanted.filter((item) => !before.has(item.id));
  const updated = wanted.filter((item) => {
    const old = before.get(item.id);
    return old !== undefined && canonicalJson(old) !== canonicalJson(item);
  });
  const ids = new Set(wanted.map((item) => item.id));
  const gone = mode === 'full' ? [...before.values()].filter((item) => item.active && !ids.has(item.id)) : [];
  await write(tx, tenant, [...created, ...updated, ...gone.map((item) => ({ ...item, active: false }))]);
  const idsOf = (items: readonly Person[]): PersonId[] => items.map((item) => item.id);
  return {
    created: idsOf(created),
    updated: idsOf(updated),
    unchanged: wanted.length - created.length - updated.length,
    deactivated: idsOf(gone),
  };
}

/** `id` and `tenant_id` are the key; everything else follows the import. */
const writable = [
  'employee_id',
  'name',
  'email',
  'manager_id',
  'team_id',
  'job_title',
  'job_function',
  'department',
  'location',
  'start_date',
  'end_date',
  'employment_type',
  'weekly_hours',
  'skills',
  'active',
] as const satisfies readonly (keyof PersonRow)[];

async function write(tx: Tx, tenant: TenantId, people: readonly Person[]): Promise<void> {
  if (people.length === 0) return;
  const columns = sql.join(writable.map((name) => sql.ref(name)));
  const fresh = sql.join(writable.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`));
  try {
    await sql`
      insert into people (tenant_id, id, ${columns})
      select ${tenant}, id, ${columns}
      from jsonb_to_recordset(${jsonText(people)}::jsonb) as wanted (id text, employee_id text, name text, email text,
        manager_id text, team_id text, job_title text, job_function text, department text, location text,
        start_date date, end_date date, employment_type text, weekly_hours double precision, skills jsonb, active boolean)
      on conflict (tenant_id, id) do update set ${fresh}`.execute(tx);
  } catch (error) {
    const field = violates(error, 'people_email') ? 'email' : 'employee_id';
    if (field === 'email' || violates(error, 'people_employee_id')) {
      const words = field === 'email' ? 'e-mail address' : 'employee id';
      const detail = error instanceof Error && 'detail' in error ? String(error.detail) : '';
      throw new UserError(
        'conflict',
        `Two people would have the same ${words}. ${detail}`.trim(),
        { field },
        error,
      );
    }
    throw error;
  }
}
