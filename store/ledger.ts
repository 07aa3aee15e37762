import { sql } from 'kysely';
import { z } from 'zod';
import { dayOf } from '#domain/date.ts';
import { interventionId, personId } from '#domain/ids.ts';
import { interventionKind, interventionState, outcome, proposalContent } from '#domain/intervention.ts';
import {
  comparison,
  LEDGER_AT_MOST,
  type LedgerEntry,
  ledgerEntry,
  ledgerGroup,
  ledgerRecord,
  verdictFrom,
} from '#domain/ledger.ts';
import { jsonText } from './clean.ts';
import type { StoreLedger } from './ports.ts';
import type { Tx } from './scope.ts';
import { limitOf, pageOf, positionOf, type Scoped } from './scoped.ts';

const row = z.object({
  id: interventionId,
  kind: interventionKind,
  state: interventionState,
  content: proposalContent,
  settled_at: z.string(),
  created_at: z.string(),
  case_group: ledgerGroup,
  measured: z.number().nullable(),
  verdict: outcome.shape.verdict.nullable(),
  comparison: comparison.nullable(),
  measured_at: z.string().nullable(),
});

/** Carried out, or measured though it wasn't; nothing planted, and nothing that only took another back. */
const entries = (tenant: string, where: ReturnType<typeof sql>) => sql`
  select item.id, item.kind, item.state, shown.content, item.created_at,
    coalesce((select max(done_at) from outbox
              where outbox.tenant_id = item.tenant_id and outbox.intervention_id = item.id),
             item.updated_at) as settled_at,
    coalesce(found.case_group, 'done') as case_group,
    found.measured, found.verdict, found.comparison, found.measured_at
  from interventions as item
  join intervention_versions as shown on shown.tenant_id = item.tenant_id
    and shown.intervention_id = item.id and shown.version = item.version
  left join outcomes as found on found.tenant_id = item.tenant_id and found.intervention_id = item.id
  where item.tenant_id = ${tenant} and not item.planted and item.kind <> 'undo'
    and (item.state in ('executed', 'measured') or found.intervention_id is not null) ${where}
  order by item.created_at desc, item.id desc`;

function entryFrom(raw: unknown): LedgerEntry & { created_at: string } {
  const { id, content, settled_at, case_group, verdict, created_at, ...rest } = row.parse(raw);
  const effect = content.predicted_effect;
  const open = rest.state === 'executed' && verdict === null;
  return {
    ...ledgerEntry.parse({
      ...rest,
      intervention_id: id,
      team_id: content.team_id,
      title: content.title,
      group: case_group,
      since: dayOf(settled_at),
      metric: effect?.metric ?? null,
      unit: effect?.unit ?? null,
      before: effect?.before ?? null,
      predicted: effect?.after ?? null,
      constructed: effect?.learned?.from ?? effect?.after ?? null,
      lower80: effect?.lower80 ?? null,
      upper80: effect?.upper80 ?? null,
      verdict: open && effect !== null ? 'too_early' : verdictFrom(verdict ?? 'not_enough_data'),
    }),
    created_at,
  };
}

const read = async (tx: Tx, query: ReturnType<typeof sql>) => (await query.execute(tx)).rows.map(entryFrom);

/** What proposals promised and what came of them. */
export const makeLedger = ({ run, tenant_id }: Scoped): StoreLedger => ({
  list: (request) =>
    run(async (tx) => {
      const after = positionOf(request);
      const { team_id, kind, group } = request;
      const where = sql`
        ${team_id === undefined ? sql`` : sql`and item.team_id = ${team_id}`}
        ${kind === undefined ? sql`` : sql`and item.kind = ${kind}`}
        ${group === undefined ? sql`` : sql`and coalesce(found.case_group, 'done') = ${group}`}
        ${after === null ? sql`` : sql`and (item.created_at, item.id) < (${after[0]}, ${after[1]})`}`;
      const rows = await read(tx, sql`${entries(tenant_id, where)} limit ${limitOf(request.limit) + 1}`);
      const page = pageOf(rows, request, (item) => [item.created_at, item.intervention_id]);
      return { ...page, items: page.items.map((item) => ledgerEntry.parse(item)) };
    }),
  measured: () =>
    run(async (tx) => {
      const rows = await read(tx, sql`${entries(tenant_id, sql``)} limit ${LEDGER_AT_MOST}`);
      return rows.map((item) => ledgerEntry.parse(item));
    }),
  record: (entry) =>
    run(async (tx) => {
      const { group, comparison: compared, ...measured } = ledgerRecord.parse(entry);
      await tx
        .insertInto('outcomes')
        .values({
          ...measured,
          tenant_id,
          case_group: group,
          comparison: compared === null ? null : jsonText(compared),
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'intervention_id']).doNothing())
        .execute();
    }),
  touched: (people, from, to, except) =>
    run(async (tx) => {
      const { rows } = await sql`
        select distinct person as person_id from interventions as item
          join outbox on outbox.tenant_id = item.tenant_id and outbox.intervention_id = item.id,
          unnest(item.subject_ids) as person
        where item.tenant_id = ${tenant_id} and item.id <> ${except} and outbox.state = 'done'
          and outbox.done_at >= ${from}::date and outbox.done_at < ${to}::date + 1
          and person = any(${[...people]}::text[])
        order by 1`.execute(tx);
      return z
        .array(z.object({ person_id: personId }))
        .parse(rows)
        .map(({ person_id }) => person_id);
    }),
  isUndone: (id) =>
    run(async (tx) => {
      const { rows } = await sql`
        select item.id from interventions as item
          join intervention_versions as shown on shown.tenant_id = item.tenant_id
            and shown.intervention_id = item.id and shown.version = item.version
        where item.tenant_id = ${tenant_id} and item.kind = 'undo' and item.state in ('executed', 'measured')
          and shown.content ->> 'undoes' = ${id} limit 1`.execute(tx);
      return rows.length > 0;
    }),
  leftUnmeasured: (settledBy, limit) =>
    run(async (tx) => {
      const { rows } = await sql`
        select item.id from interventions as item
          join intervention_versions as shown on shown.tenant_id = item.tenant_id
            and shown.intervention_id = item.id and shown.version = item.version
        where item.tenant_id = ${tenant_id} and item.state in ('rejected', 'expired') and not item.planted
          and item.kind <> 'undo' and item.updated_at < ${settledBy}::date + 1
          and shown.content -> 'predicted_effect' <> 'null'::jsonb
          and not exists (select from outcomes where outcomes.tenant_id = item.tenant_id
                          and outcomes.intervention_id = item.id)
        order by item.updated_at, item.id limit ${limit}`.execute(tx);
      return z
        .array(z.object({ id: interventionId }))
        .parse(rows)
        .map(({ id }) => id);
    }),
});
