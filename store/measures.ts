import { sql } from 'kysely';
import { z } from 'zod';
import { type Assessment, assessment, type Finding, finding } from '#domain/assessment.ts';
import type { CycleId, TenantId } from '#domain/ids.ts';
import { type Observation, observation } from '#domain/indicator.ts';
import type { AssessmentsPort, ObservationsPort } from '#domain/ports.ts';
import { jsonText } from './clean.ts';
import type { Tx } from './scope.ts';
import { chunksOf, lastOfEach, type Scoped } from './scoped.ts';

/** An observation is of an indicator, a subject and a period; a newer one of the same takes its place. */
const naturalKey = (item: Observation | Assessment) =>
  `${item.subject.id} ${item.indicator_id} ${item.period.from} ${item.period.to}`;

export function makeObservations({ run, tenant_id }: Scoped): ObservationsPort {
  return {
    save: (observations) =>
      run(async (tx) => {
        for (const chunk of chunksOf(lastOfEach(observations, naturalKey))) {
          await saveObservations(tx, tenant_id, chunk);
        }
      }),
    replace: (subjects, range, observations) =>
      run(async (tx) => {
        for (const chunk of chunksOf(lastOfEach(observations, naturalKey)))
          await saveObservations(tx, tenant_id, chunk);
        const { rows } = await sql<object>`
          delete from observations
          where tenant_id = ${tenant_id} and subject_id = any(${subjects.map(({ id }) => id)}::text[])
            and period_from >= ${range.from}::date and period_to <= ${range.to}::date
            and not (id = any(${observations.map(({ id }) => id)}::text[]))
          returning id`.execute(tx);
        return { removed: rows.length };
      }),
    ofSubjects: (subjects, range) =>
      run(async (tx) => {
        const ids = subjects.map((subject) => subject.id);
        const rows = await tx
          .selectFrom('observations')
          .selectAll()
          .where('tenant_id', '=', tenant_id)
          .where('subject_id', '=', sql<string>`any(${ids}::text[])`)
          .where('period_from', '<=', range.to)
          .where('period_to', '>=', range.from)
          .orderBy('subject_id')
          .orderBy('indicator_id')
          .orderBy('period_from')
          .execute();
        return rows.map((row) => observation.parse({ ...row, ...placeOf(row) }));
      }),
  };
}

const placeOf = (row: {
  subject_kind: string;
  subject_id: string;
  period_from: string;
  period_to: string;
}) => ({
  subject: { kind: row.subject_kind, id: row.subject_id },
  period: { from: row.period_from, to: row.period_to },
});

async function saveObservations(tx: Tx, tenant: TenantId, items: readonly Observation[]): Promise<void> {
  const column = <Value>(pick: (item: Observation) => Value): Value[] => items.map(pick);
  await sql`
    insert into observations as stored (tenant_id, id, indicator_id, subject_kind, subject_id, period_from, period_to,
      value, unit, n, coverage, fresh_until, flags)
    select ${tenant}, id, indicator_id, subject_kind, subject_id, period_from, period_to, value, unit, n, coverage,
      fresh_until, coalesce(string_to_array(nullif(flags, ''), ','), '{}') from unnest(
        ${column((item) => item.id)}::text[], ${column((item) => item.indicator_id)}::text[],
        ${column((item) => item.subject.kind)}::text[], ${column((item) => item.subject.id)}::text[],
        ${column((item) => item.period.from)}::date[], ${column((item) => item.period.to)}::date[],
        ${column((item) => item.value)}::double precision[], ${column((item) => item.unit)}::text[],
        ${column((item) => item.n)}::int[], ${column((item) => item.coverage)}::double precision[],
        ${column((item) => item.fresh_until)}::date[], ${column((item) => item.flags.join(','))}::text[])
      as wanted (id, indicator_id, subject_kind, subject_id, period_from, period_to, value, unit, n, coverage,
        fresh_until, flags)
    on conflict (tenant_id, subject_id, indicator_id, period_from, period_to) do update set id = excluded.id,
      value = excluded.value, unit = excluded.unit, n = excluded.n, coverage = excluded.coverage,
      fresh_until = excluded.fresh_until, flags = excluded.flags
    where (stored.id, stored.value, stored.unit, stored.n, stored.coverage, stored.fresh_until, stored.flags)
      is distinct from (excluded.id, excluded.value, excluded.unit, excluded.n, excluded.coverage,
        excluded.fresh_until, excluded.flags)`.execute(tx);
}

export function makeAssessments({ run, tenant_id }: Scoped): AssessmentsPort {
  return {
    save: (assessments) =>
      run(async (tx) => {
        for (const chunk of chunksOf(lastOfEach(assessments, naturalKey))) {
          await saveAssessments(tx, tenant_id, chunk);
        }
      }),
    /** The latest of each indicator and subject. */
    ofSubjects: (subjects) =>
      run(async (tx) => {
        const ids = subjects.map((subject) => subject.id);
        const rows = await tx
          .selectFrom('assessments')
          .select('body')
          .distinctOn(['subject_id', 'indicator_id'])
          .where('tenant_id', '=', tenant_id)
          .where('subject_id', '=', sql<string>`any(${ids}::text[])`)
          .orderBy('subject_id')
          .orderBy('indicator_id')
          .orderBy('period_to', 'desc')
          .orderBy('period_from')
          .execute();
        return rows.map((row) => assessment.parse(row.body));
      }),
    saveFindings: (cycle, findings) => run((tx) => saveFindings(tx, tenant_id, cycle, findings)),
    findings: (cycle) =>
      run(async (tx) => {
        const rows = await tx
          .selectFrom('findings')
          .select('body')
          .where('tenant_id', '=', tenant_id)
          .where('cycle_id', '=', cycle)
          .orderBy('id')
          .execute();
        return rows.map((row) => finding.parse(row.body));
      }),
  };
}

async function saveAssessments(tx: Tx, tenant: TenantId, items: readonly Assessment[]): Promise<void> {
  const rows = z.array(assessment).parse(items);
  await sql`
    insert into assessments as stored (tenant_id, id, indicator_id, subject_kind, subject_id, period_from, period_to, body)
    select ${tenant}, body ->> 'id', body ->> 'indicator_id', body #>> '{subject,kind}', body #>> '{subject,id}',
      (body #>> '{period,from}')::date, (body #>> '{period,to}')::date, body
    from jsonb_array_elements(${jsonText(rows)}::jsonb) as body
    on conflict (tenant_id, subject_id, indicator_id, period_from, period_to)
      do update set id = excluded.id, body = excluded.body
    where stored.body is distinct from excluded.body`.execute(tx);
}

async function saveFindings(
  tx: Tx,
  tenant: TenantId,
  cycle: CycleId,
  findings: readonly Finding[],
): Promise<void> {
  const rows = lastOfEach(z.array(finding).parse(findings), (item) => item.id);
  await sql`
    insert into findings (tenant_id, cycle_id, id, kind, team_id, person_id, body)
    select ${tenant}, ${cycle}, body ->> 'id', body ->> 'kind', body ->> 'team_id', body ->> 'person_id', body
    from jsonb_array_elements(${jsonText(rows)}::jsonb) as body
    on conflict (tenant_id, cycle_id, id) do update set kind = excluded.kind, team_id = excluded.team_id,
      person_id = excluded.person_id, body = excluded.body`.execute(tx);
}
