import { sql } from 'kysely';
import { z } from 'zod';
import { isoDate } from '#domain/date.ts';
import { interventionId, personId } from '#domain/ids.ts';
import { interventionKind, interventionState } from '#domain/intervention.ts';
import type { ProposalHistoryPort, ProposalTrace } from '#domain/ports.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';

const trace: z.ZodType<ProposalTrace> = z.object({
  id: interventionId,
  kind: interventionKind,
  dedupe_key: z.string(),
  state: interventionState,
  created_on: isoDate,
  settled_on: isoDate,
  decider_ids: z.array(personId),
  subject_ids: z.array(personId),
});

const received = z.object({ person_id: personId, hours: z.number() });

const columns = sql`item.id, item.kind, item.dedupe_key, item.state, item.decider_ids, item.subject_ids,
  to_char(item.created_at at time zone 'UTC', 'YYYY-MM-DD') as created_on,
  to_char(coalesce(
    (select max(done_at) from outbox where outbox.tenant_id = item.tenant_id and outbox.intervention_id = item.id),
    item.updated_at) at time zone 'UTC', 'YYYY-MM-DD') as settled_on`;

async function read(tx: Tx, query: ReturnType<typeof sql>): Promise<ProposalTrace[]> {
  const { rows } = await query.execute(tx);
  return z.array(trace).parse(rows);
}

/** What became of earlier proposals: for cool-downs, budgets and proposals on the same matter. Planted ones don't count. */
export const makeProposalHistory = ({ run, tenant_id }: Scoped): ProposalHistoryPort => ({
  newestOf: (keys) =>
    run((tx) =>
      read(
        tx,
        // A superseded one was replaced: what replaced it counts.
        sql`select distinct on (item.dedupe_key) ${columns} from interventions as item
          where item.tenant_id = ${tenant_id} and item.dedupe_key = any(${[...keys]}::text[])
            and item.state <> 'superseded' and not item.planted
          order by item.dedupe_key, item.created_at desc, item.id desc`,
      ),
    ),
  givenTo: (deciders, since) =>
    run((tx) =>
      read(
        tx,
        sql`select ${columns} from interventions as item
          where item.tenant_id = ${tenant_id} and item.decider_ids && ${[...deciders]}::text[]
            and item.created_at >= ${since}::date and item.kind <> 'undo' and not item.planted
            and not exists (select from interventions as older where older.tenant_id = item.tenant_id
              and older.dedupe_key = item.dedupe_key and older.state = 'superseded'
              and older.created_at < item.created_at and older.created_at >= ${since}::date)
          order by item.created_at, item.id`,
      ),
    ),
  receivedHours: (people, since) =>
    run(async (tx) => {
      const { rows } = await sql`
        select outbox.action ->> 'to_person_id' as person_id,
          sum(coalesce((outbox.action ->> 'receiver_hours')::float8, (outbox.action ->> 'hours')::float8, 0)) as hours
        from outbox join interventions as item on item.tenant_id = outbox.tenant_id and item.id = outbox.intervention_id
        where outbox.tenant_id = ${tenant_id} and outbox.state = 'done' and outbox.done_at >= ${since}::date
          and outbox.action ->> 'kind' = 'reassign_work_item' and item.kind <> 'undo'
          and outbox.action ->> 'to_person_id' = any(${[...people]}::text[])
          and not exists (
            select from outbox as back join interventions as undo
              on undo.tenant_id = back.tenant_id and undo.id = back.intervention_id and undo.kind = 'undo'
            where back.tenant_id = outbox.tenant_id and back.state = 'done' and back.done_at >= outbox.done_at
              and back.action ->> 'kind' = 'reassign_work_item'
              and back.action ->> 'record_id' = outbox.action ->> 'record_id'
              and back.action ->> 'from_person_id' = outbox.action ->> 'to_person_id')
        group by 1 order by 1`.execute(tx);
      return z.array(received).parse(rows);
    }),
  openAbout: (people) =>
    run((tx) =>
      read(
        tx,
        sql`select ${columns} from interventions as item
          where item.tenant_id = ${tenant_id} and item.subject_ids && ${[...people]}::text[]
            and item.state in ('awaiting_approval', 'approved', 'executing', 'needs_person') and not item.planted
          order by item.created_at, item.id`,
      ),
    ),
});
