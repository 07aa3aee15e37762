import { z } from 'zod';
import { finding } from '#domain/assessment.ts';
import { cycle } from '#domain/cycle.ts';
import { notAllowed, notFound } from '#domain/errors.ts';
import { cycleId, type PersonId, teamId } from '#domain/ids.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { createCycle } from '../cycles.ts';
import { follow } from '../event-stream.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

const detail = cycle.extend({ findings: z.array(finding), names });

export function cycleRoutes(app: App, { clock, queue, news }: AppDeps): void {
  app.post(
    '/api/cycles',
    {
      schema: {
        tags: ['cycles'],
        summary: 'starts the main job for a team',
        body: z.object({ team_id: teamId }),
        response: { 202: cycle, ...faults },
      },
    },
    async (request, reply) => {
      const caller = await request.caller();
      await requireLead(caller, request.body.team_id);
      const open = await openCycle(caller, request.body.team_id);
      const wanted = open ?? (await createCycle(caller.store, clock, request.body.team_id, caller.person.id));
      await queue.send('cycle-run', { cycle_id: wanted.id });
      return reply.code(202).header('location', `/api/cycles/${wanted.id}`).send(wanted);
    },
  );

  const query = pageQuery.extend({ team_id: teamId.optional() });
  app.get(
    '/api/cycles',
    {
      schema: {
        tags: ['cycles'],
        summary: 'newest first',
        querystring: query,
        response: { 200: listOf(detail), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const page = await caller.store.cycles.list(given(request.query));
      return { ...page, items: await Promise.all(page.items.map((item) => withFindings(caller, item))) };
    },
  );

  const params = z.object({ id: cycleId });
  app.get(
    '/api/cycles/:id',
    { schema: { tags: ['cycles'], params, response: { 200: detail, ...faults } } },
    async (request) => {
      const caller = await request.caller();
      const found = await caller.store.cycles.get(request.params.id);
      if (found === null) throw notFound('cycle', request.params.id);
      return await withFindings(caller, found);
    },
  );

  app.get(
    '/api/cycles/:id/events',
    {
      sse: 'only',
      schema: { tags: ['cycles'], summary: 'follows a cycle (server-sent events `progress`)', params },
    },
    async (request, reply) => {
      const { store } = await request.caller();
      const { id } = request.params;
      if ((await store.cycles.get(id)) === null) throw notFound('cycle', id);
      let wasOver = false;
      await follow(reply, news, id, async (last) => {
        const state = (await store.cycles.get(id))?.state;
        const events = await store.cycles.events(id, Number(last) || 0);
        const closing = events.at(-1)?.step;
        // The last event follows the state closely; one that never came (a kill in between) isn't waited for.
        const ended = closing === 'done' || closing === 'failed' || (wasOver && events.length === 0);
        wasOver = state === 'done' || state === 'failed';
        return {
          events: events.map((event) => ({ id: String(event.seq), event: 'progress', data: event })),
          ended,
          more: events.length === EVENTS_AT_ONCE,
        };
      });
    },
  );
}

/** As many as the store gives in one answer. */
const EVENTS_AT_ONCE = 1000;

/** A cycle of this team that waits or runs: asking twice starts it once. */
async function openCycle({ store }: Caller, team: z.infer<typeof teamId>) {
  const { items } = await store.cycles.list({ team_id: team, limit: 10 });
  return items.find(({ state }) => state === 'queued' || state === 'running');
}

async function requireLead({ store, roles, person }: Caller, team: z.infer<typeof teamId>): Promise<void> {
  if ((await store.people.team(team)) === null) throw notFound('team', team);
  const managers = await store.people.managersOfTeam(team);
  if (roles.includes('hr') || roles.includes('admin') || managers.includes(person.id)) return;
  throw notAllowed('A cycle is started by a manager of the team, by hr or by an admin.');
}

async function withFindings({ store }: Caller, item: z.infer<typeof cycle>) {
  const findings = await store.assessments.findings(item.id);
  const people = findings.flatMap((entry): PersonId[] => (entry.person_id === null ? [] : [entry.person_id]));
  return { ...item, findings, names: Object.fromEntries(await store.people.names(people)) };
}
