import { sql } from 'kysely';
import { z } from 'zod';
import { isoInstant } from '#domain/date.ts';
import type { SpacesPort } from '#domain/retrieval.ts';
import type { Scoped } from './scoped.ts';

const spaceRow = z.object({
  version: z.string(),
  trained_for: z.string(),
  body: z.string(),
  trained_at: isoInstant,
});

/** The one in use, and the one before, which another process may still hold. */
const SPACES_KEPT = 2;

export function makeSpaces({ run, tenant_id, clock }: Scoped): SpacesPort {
  return {
    newest: (trainedFor) =>
      run(async (tx) => {
        const found = await sql<object>`
          select version, trained_for, encode(body, 'base64') as body, trained_at from embedding_spaces
          where tenant_id = ${tenant_id} and trained_for = ${trainedFor}
          order by trained_at desc, version limit 1`.execute(tx);
        if (found.rows[0] === undefined) return null;
        const { body, ...space } = spaceRow.parse(found.rows[0]);
        return { ...space, body: new Uint8Array(Buffer.from(body, 'base64')) };
      }),
    save: ({ version, trained_for, body }) =>
      run(async (tx) => {
        await sql`
          insert into embedding_spaces (tenant_id, version, trained_for, body, trained_at)
          values (${tenant_id}, ${version}, ${trained_for}, decode(${Buffer.from(body).toString('base64')}, 'base64'),
            ${clock.now()}::timestamptz) on conflict (tenant_id, version) do nothing`.execute(tx);
        await sql`
          delete from embedding_spaces where tenant_id = ${tenant_id} and version <> ${version} and version not in (
            select version from embedding_spaces where tenant_id = ${tenant_id} and version <> ${version}
            order by trained_at desc, version limit ${SPACES_KEPT - 1})`.execute(tx);
      }),
    titles: (limit) =>
      run(async (tx) => {
        const found = await sql<{ title: string }>`
          select title from (
            select distinct on (payload ->> 'title') payload ->> 'title' as title, updated_at, id from records
            where tenant_id = ${tenant_id} and not deleted and payload ->> 'title' is not null
            order by payload ->> 'title', updated_at desc, id) as titled
          order by updated_at desc, id limit ${limit}`.execute(tx);
        return found.rows.map(({ title }) => title);
      }),
    observed: () =>
      run(async (tx) => {
        const found = await sql<{ indicator_id: string }>`
          select distinct indicator_id from observations where tenant_id = ${tenant_id} and value is not null
          order by 1`.execute(tx);
        return new Set(found.rows.map(({ indicator_id }) => indicator_id));
      }),
  };
}
