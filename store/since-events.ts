import { sql } from 'kysely';
import { z } from 'zod';
import { isoInstant } from '#domain/date.ts';
import { type SinceEvent, sinceEvent } from '#domain/since.ts';
import type { Tx } from './scope.ts';

export interface SinceQuestion {
  tenant: string;
  person: string;
  since: string;
  until: string;
  /** KPIs that were known to be behind. */
  behind: readonly string[];
}

/** Of one kind of event, the newest; who was away for a year wants to know what is, not each step to it. */
const EACH_AT_MOST = 50;

const row = z.object({
  at: isoInstant,
  people: z.array(z.string()),
  by: z.string().nullable(),
  place: sinceEvent.shape.place,
  proposal: sinceEvent.shape.proposal,
  decision: sinceEvent.shape.decision,
  text: z.string().nullable(),
  count: z.coerce.number(),
});
/** As it is read: people by id, to be named afterwards. */
export type SinceRow = z.infer<typeof row> & { kind: SinceEvent['kind'] };

/** One of each kind's statements; all of them see what the reader's own scope lets through, and nothing else. */
const statements = {
  drafted: ({ tenant, person, since, until }: SinceQuestion) => sql`
    select created_at as at, array[person_id] as people, null as by,
      jsonb_build_object('kind', 'person', 'id', person_id) as place,
      null as proposal, null as decision, kind as text, 1 as count
    from drafts
    where tenant_id = ${tenant} and person_id = ${person} and created_at > ${since} and created_at <= ${until}
      and status <> 'superseded'`,
  team_drafted: ({ tenant, person, since, until }: SinceQuestion) => sql`
    select max(draft.created_at) as at, array[]::text[] as people, null as by,
      jsonb_build_object('kind', 'team', 'id', cycle.team_id) as place,
      null as proposal, null as decision, max(team.name) as text, count(*) as count
    from drafts draft
    join cycles cycle on cycle.tenant_id = draft.tenant_id and cycle.id = draft.cycle_id
    join teams team on team.tenant_id = cycle.tenant_id and team.id = cycle.team_id
    where draft.tenant_id = ${tenant} and draft.person_id <> ${person}
      and draft.created_at > ${since} and draft.created_at <= ${until}
    group by cycle.id, cycle.team_id`,
  // What was planted to see whether it is noticed is told of on the page of approval health alone.
  decided: ({ tenant, person, since, until }: SinceQuestion) => sql`
    select decision.at, proposal.subject_ids as people, decision.decided_by as by,
      jsonb_build_object('kind', 'proposal', 'id', proposal.id) as place,
      proposal.kind as proposal, decision.type as decision, null as text, 1 as count
    from decisions decision
    join interventions proposal on proposal.tenant_id = decision.tenant_id and proposal.id = decision.intervention_id
    where decision.tenant_id = ${tenant} and decision.decided_by <> ${person} and not proposal.planted
      and decision.at > ${since} and decision.at <= ${until}`,
  carried_out: ({ tenant, since, until }: SinceQuestion) => sql`
    select max(effect.at) as at, proposal.subject_ids as people, null as by,
      jsonb_build_object('kind', 'proposal', 'id', proposal.id) as place,
      proposal.kind as proposal, null as decision, null as text, count(*) as count
    from effects effect
    join interventions proposal on proposal.tenant_id = effect.tenant_id and proposal.id = effect.intervention_id
    where effect.tenant_id = ${tenant} and effect.at > ${since} and effect.at <= ${until}
    group by proposal.id, proposal.kind, proposal.subject_ids`,
  fell_behind: ({ tenant, person, behind, until }: SinceQuestion) => sql`
    select least(max(progress.as_of)::timestamptz, ${until}::timestamptz) as at,
      array_remove(array[max(case when goal.owner_kind = 'person' then goal.owner_id end)], null) as people,
      null as by, jsonb_build_object('kind', 'goal', 'id', goal.id) as place,
      null as proposal, null as decision, goal.objective as text, count(*) as count
    from kpi_progress progress
    join kpis kpi on kpi.tenant_id = progress.tenant_id and kpi.id = progress.kpi_id
    join goals goal on goal.tenant_id = kpi.tenant_id and goal.id = kpi.goal_id
    where progress.tenant_id = ${tenant} and progress.status in ('at_risk', 'off_track') and goal.status = 'active'
      and progress.kpi_id <> all(${[...behind]}::text[])
      and ((select fairlead.sees_everyone()) or goal.created_by = ${person}
           or goal.owner_id in (select fairlead.visible_subjects()))
    group by goal.id, goal.objective`,
  contested: ({ tenant, person, since, until }: SinceQuestion) => sql`
    select contest.contested_at as at, array[item.subject_id] as people, contest.contested_by as by,
      jsonb_build_object('kind', 'person', 'id', item.subject_id) as place,
      null as proposal, null as decision, contest.reason as text, 1 as count
    from contests contest
    join evidence item on item.tenant_id = contest.tenant_id and item.id = contest.evidence_id
    where contest.tenant_id = ${tenant} and contest.contested_by <> ${person}
      and contest.contested_at > ${since} and contest.contested_at <= ${until}`,
  talk_planned: ({ tenant, person, since, until }: SinceQuestion) => sql`
    select created_at as at, array[case when host_person_id = ${person} then with_person_id else host_person_id end]
        as people, null as by, jsonb_build_object('kind', 'person', 'id', ${person}::text) as place,
      null as proposal, null as decision, purpose as text, 1 as count
    from conversations
    where tenant_id = ${tenant} and (with_person_id = ${person} or host_person_id = ${person})
      and state = 'planned' and created_at > ${since} and created_at <= ${until}`,
} satisfies Record<SinceEvent['kind'], (question: SinceQuestion) => ReturnType<typeof sql>>;

/** What happened, newest first; at most fifty of each kind. */
export async function readSince(tx: Tx, question: SinceQuestion): Promise<SinceRow[]> {
  const found: SinceRow[] = [];
  for (const kind of sinceEvent.shape.kind.options) {
    const { rows } = await sql`
      select * from (${statements[kind](question)}) as happened order by at desc limit ${EACH_AT_MOST}`.execute(
      tx,
    );
    found.push(...rows.map((each) => ({ ...row.parse(each), kind })));
  }
  return found.sort((one, other) => (one.at < other.at ? 1 : -1));
}

/** The KPIs that are behind now, of those that the events above would tell of. */
export async function kpisBehind(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('kpi_progress')
    .select('kpi_id')
    .where('tenant_id', '=', tenant)
    .where('status', 'in', ['at_risk', 'off_track'])
    .orderBy('kpi_id')
    .execute();
  return rows.map(({ kpi_id }) => kpi_id);
}
