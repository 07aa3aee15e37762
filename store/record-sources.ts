import { sql } from 'kysely';
import { z } from 'zod';
import { recordKind } from '#domain/record.ts';
import type { StoreRecordSources } from './ports.ts';
import type { Scoped } from './scoped.ts';

const row = z.object({ kind: recordKind, names: z.array(z.string()) });

/**
 * Fairlead's own scope: which systems an organisation reads is no secret among those who work in it. Of the records
 * themselves nothing but their kind is looked at.
 */
export const makeRecordSources = ({ runAsSystem, tenant_id }: Scoped): StoreRecordSources => ({
  ofPeople: (people, since) =>
    runAsSystem(async (tx) => {
      const { rows } = await sql`
        select record.kind, array_agg(distinct source.name order by source.name) as names
        from fairlead.source_accounts account
        join fairlead.sources source on source.tenant_id = account.tenant_id and source.id = account.source_id
        join fairlead.records record on record.tenant_id = account.tenant_id
          and record.source_id = account.source_id and record.account = account.account
        where account.tenant_id = ${tenant_id} and account.person_id = any(${[...people]}::text[])
          and record.first_day >= ${since}::date and not record.deleted
        group by record.kind`.execute(tx);
      return new Map(rows.map((each) => row.parse(each)).map(({ kind, names }) => [kind, names]));
    }),
});
