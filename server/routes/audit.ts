import { z } from 'zod';
import { auditEntry } from '#domain/audit.ts';
import { isoDate } from '#domain/date.ts';
import { notAllowed } from '#domain/errors.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { type AuditWish, newestFirst, oldestFirst } from '../audit-search.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

const query = pageQuery.extend({
  after: z.coerce.number().int().min(0).optional().describe('oldest first: entries after this number'),
  before: z.coerce.number().int().min(1).optional().describe('newest first: entries before this number'),
  order: z.enum(['oldest', 'newest']).default('oldest').describe('`next` goes on in the same direction'),
  who: z.string().min(1).max(200).optional().describe('id of the actor, or a part of their name'),
  what: z.string().min(1).max(100).optional().describe('a part of the event: `approved`'),
  about: z.string().min(1).max(200).optional().describe('id of what it happened to'),
  from: isoDate.optional().describe('first day, UTC'),
  to: isoDate.optional().describe('last day, UTC'),
});

const verdict = z.object({
  ok: z.boolean(),
  entries: z.int().describe('that hold'),
  broken_at: z.int().nullable(),
  reason: z.string().nullable(),
  head_hash: z.string().nullable(),
});

const DEFAULT_LIMIT = 100;

export function auditRoutes(app: App, { store }: Pick<AppDeps, 'store'>): void {
  const system = store.as({ kind: 'system' });
  app.get(
    '/api/audit',
    {
      schema: {
        tags: ['audit'],
        summary: 'the log, oldest first; a page may have fewer entries than asked for and still go on',
        querystring: query,
        response: { 200: listOf(auditEntry).extend({ names }), ...faults },
      },
    },
    async (request) => {
      const caller = auditing(await request.caller());
      const { order, after = 0, before, limit = DEFAULT_LIMIT, ...asked } = request.query;
      const wish = await wishOf(system, given(asked));
      const { audit } = caller.store;
      const page =
        order === 'newest'
          ? await newestFirst(audit, wish, limit, before)
          : await oldestFirst(audit, wish, limit, after);
      const mentioned = page.items.flatMap(({ actor, subject }) => [actor, subject]).filter(isPerson);
      return { ...page, names: Object.fromEntries(await system.people.names([...new Set(mentioned)])) };
    },
  );

  app.get(
    '/api/audit/verify',
    {
      schema: {
        tags: ['audit'],
        summary: 'walks the whole chain and says whether it holds, or where it is broken',
        response: { 200: verdict, ...faults },
      },
    },
    async (request) => {
      const found = await auditing(await request.caller()).store.audit.verify();
      return found.ok
        ? { ...found, broken_at: null, reason: null }
        : {
            ok: false,
            entries: found.entries,
            broken_at: found.broken_at,
            reason: found.reason,
            head_hash: null,
          };
    },
  );
}

function auditing(caller: Caller): Caller {
  if (!caller.roles.includes('hr') && !caller.roles.includes('auditor'))
    throw notAllowed('The audit log is for hr and auditors.', { needs: ['hr', 'auditor'] });
  return caller;
}

const isPerson = (id: string): id is PersonKey => id.startsWith('per_');
type PersonKey = Parameters<ScopedStore['people']['names']>[0][number];

interface Asked {
  who?: string;
  what?: string;
  about?: string;
  from?: string;
  to?: string;
}

async function wishOf(system: ScopedStore, { who, what, about, from, to }: Asked): Promise<AuditWish> {
  return given({
    actors: who === undefined ? undefined : await actorsOf(system, who.trim()),
    event: what?.trim().toLowerCase().replaceAll(' ', '-'),
    subject: about,
    from,
    to,
  });
}

/** `fairlead`, `operator`, or everybody whose name has that in it, those who left included. */
async function actorsOf(system: ScopedStore, who: string): Promise<string[]> {
  const part = who.toLowerCase();
  const people = await system.people.list();
  return [who, part, ...people.filter(({ name }) => name.toLowerCase().includes(part)).map(({ id }) => id)];
}
