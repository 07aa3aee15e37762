import { sql } from 'kysely';
import { z } from 'zod';
import { isoInstant } from '#domain/date.ts';
import { SystemError, UserError } from '#domain/errors.ts';
import { personId } from '#domain/ids.ts';
import { FIRST_LOOK_DAYS, type SinceEvent } from '#domain/since.ts';
import type { StoreSince } from './ports.ts';
import type { Tx } from './scope.ts';
import type { Scoped } from './scoped.ts';
import { kpisBehind, readSince, type SinceRow } from './since-events.ts';

const look = z.object({
  seen_at: isoInstant.nullable(),
  behind: z.array(z.string()),
  can_undo: z.boolean(),
});

const DAY_MS = 86_400_000;

/** What changed since the reader last looked. Nobody else's look is ever read. */
export function makeSince({ run, runAsSystem, tenant_id, reader, clock }: Scoped): StoreSince {
  const self = (): string => {
    if (reader.kind !== 'person') throw new SystemError('internal', 'Only people look.');
    return reader.person_id;
  };
  return {
    async read() {
      const person = self();
      const until = clock.now();
      const { rows, seen } = await run(async (tx) => {
        const last = await lastLook(tx, tenant_id, person);
        const first = new Date(Date.parse(until) - FIRST_LOOK_DAYS * DAY_MS).toISOString();
        const since = last?.seen_at ?? first;
        const question = { tenant: tenant_id, person, since, until, behind: last?.behind ?? [] };
        return { rows: await readSince(tx, question), seen: last };
      });
      const names = await runAsSystem((tx) => namesOf(tx, tenant_id, idsIn(rows)));
      return {
        seen_at: seen?.seen_at ?? null,
        can_undo: seen?.can_undo ?? false,
        until,
        items: rows.map((row) => eventOf(row, names)),
      };
    },
    mark: (until) =>
      run(async (tx) => {
        const now = clock.now();
        const behind = await kpisBehind(tx, tenant_id);
        const seen = until > now ? now : until;
        await sql`
          insert into last_seen as stored
            (tenant_id, person_id, seen_at, behind, previous_seen_at, previous_behind, can_undo)
          values (${tenant_id}, ${self()}, ${seen}, ${behind}::text[], null, '{}', true)
          on conflict (tenant_id, person_id) do update set seen_at = excluded.seen_at, behind = excluded.behind,
            previous_seen_at = stored.seen_at, previous_behind = stored.behind, can_undo = true
          where stored.seen_at is null or excluded.seen_at > stored.seen_at`.execute(tx);
      }),
    unmark: () =>
      run(async (tx) => {
        const { rows } = await sql`
          update last_seen set seen_at = previous_seen_at, behind = previous_behind, can_undo = false
          where tenant_id = ${tenant_id} and person_id = ${self()} and can_undo
          returning person_id`.execute(tx);
        if (rows.length === 0) throw new UserError('conflict', 'There is no look to take back.');
      }),
  };
}

async function lastLook(tx: Tx, tenant: string, person: string): Promise<z.infer<typeof look> | null> {
  const { rows } = await sql`
    select seen_at, behind, can_undo from last_seen
    where tenant_id = ${tenant} and person_id = ${person}`.execute(tx);
  return rows[0] === undefined ? null : look.parse(rows[0]);
}

const idsIn = (rows: readonly SinceRow[]): string[] => [
  ...new Set(rows.flatMap(({ people, by }) => (by === null ? people : [...people, by]))),
];

const namedRow = z.object({ id: personId, name: z.string() });

async function namesOf(tx: Tx, tenant: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql`
    select id, name from people where tenant_id = ${tenant} and id = any(${[...ids]}::text[])`.execute(tx);
  return new Map(rows.map((each) => namedRow.parse(each)).map(({ id, name }) => [id, name]));
}

const eventOf = ({ people, by, ...row }: SinceRow, names: ReadonlyMap<string, string>): SinceEvent => ({
  ...row,
  people: people.map((id) => ({ id, name: names.get(id) ?? 'somebody' })),
  by: by === null ? null : { id: by, name: names.get(by) ?? 'Fairlead' },
});
