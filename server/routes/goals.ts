import { z } from 'zod';
import { notAllowed, notFound } from '#domain/errors.ts';
import { checkIn, goal, kpi, kpiSpec } from '#domain/goal.ts';
import { goalId, kpiId, newId, personId, teamId } from '#domain/ids.ts';
import type { App, AppDeps } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

const wording = z.object({
  objective: z.string().trim().min(1).max(500),
  description: z.string().max(4000).nullable().default(null),
  visibility: goal.shape.visibility.default('line'),
  priority: goal.shape.priority.default(null),
  parent_id: goalId.nullable().default(null),
});
const newKpi = kpiSpec.extend({ indicator_id: kpi.shape.indicator_id.default(null) });
const newGoal = wording.extend({
  owner: goal.shape.owner.optional().describe('me, when left out'),
  kpis: z.array(newKpi).max(20).default([]),
});
const patch = wording.partial().extend({
  status: goal.shape.status.optional(),
  kpis: z
    .array(newKpi.extend({ id: kpiId.optional() }))
    .max(20)
    .optional(),
});

/** Goals and their KPIs. */
export function goalRoutes(app: App, { clock }: AppDeps): void {
  const query = pageQuery.extend({
    owner_id: z.union([personId, teamId]).optional(),
    status: goal.shape.status.optional(),
  });
  app.get(
    '/api/goals',
    {
      schema: {
        tags: ['goals'],
        summary: 'goals that I may see',
        querystring: query,
        response: { 200: listOf(goal), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.goals.list(given(request.query));
    },
  );

  app.post(
    '/api/goals',
    { schema: { tags: ['goals'], body: newGoal, response: { 201: goal, ...faults } } },
    async (request, reply) => {
      const caller = await request.caller();
      const { kpis, owner, ...words } = request.body;
      const id = newId('goal', goalId);
      const now = clock.now();
      const created = await caller.store.goals.create({
        ...words,
        id,
        owner: await ownerFor(caller, owner),
        status: 'active',
        kpis: kpis.map((spec) => ({
          ...spec,
          id: newId('kpi', kpiId),
          goal_id: id,
          baseline_evidence_id: null,
        })),
        created_by: caller.person.id,
        created_at: now,
        updated_at: now,
      });
      return reply.code(201).send(created);
    },
  );

  const params = z.object({ id: goalId });
  app.get(
    '/api/goals/:id',
    { schema: { tags: ['goals'], params, response: { 200: goal, ...faults } } },
    async (request) => {
      const { store } = await request.caller();
      return (await store.goals.get(request.params.id)) ?? missing(request.params.id);
    },
  );

  app.patch(
    '/api/goals/:id',
    { schema: { tags: ['goals'], params, body: patch, response: { 200: goal, ...faults } } },
    async (request) => {
      const { store } = await request.caller();
      const { id } = request.params;
      const before = (await store.goals.get(id)) ?? missing(id);
      const { kpis, ...words } = given(request.body);
      const replaced = kpis?.map((spec) => ({
        ...spec,
        id: spec.id ?? newId('kpi', kpiId),
        goal_id: id,
        baseline_evidence_id: before.kpis.find((known) => known.id === spec.id)?.baseline_evidence_id ?? null,
      }));
      return await store.goals.patch(id, { ...words, ...(replaced === undefined ? {} : { kpis: replaced }) });
    },
  );

  app.get(
    '/api/goals/:id/check-ins',
    { schema: { tags: ['goals'], params, response: { 200: listOf(checkIn), ...faults } } },
    async (request) => {
      const { store } = await request.caller();
      if ((await store.goals.get(request.params.id)) === null) missing(request.params.id);
      return { items: await store.goals.checkIns(request.params.id), next: null };
    },
  );

  const progress = z.object({
    kpi_id: kpiId.optional().describe('may be left out where the goal has one KPI'),
    value: z.number(),
    comment: z.string().max(2000).nullable().default(null),
  });
  app.post(
    '/api/goals/:id/check-ins',
    { schema: { tags: ['goals'], params, body: progress, response: { 201: checkIn, ...faults } } },
    async (request, reply) => {
      const { store } = await request.caller();
      const found = (await store.goals.get(request.params.id)) ?? missing(request.params.id);
      const only = found.kpis.length === 1 ? found.kpis[0]?.id : undefined;
      const wanted = request.body.kpi_id ?? only;
      const measured = found.kpis.find((candidate) => candidate.id === wanted);
      if (measured === undefined)
        throw notFound('KPI of this goal', wanted ?? '(several: name one as kpi_id)');
      const { value, comment } = request.body;
      return reply.code(201).send(await store.goals.checkIn({ kpi_id: measured.id, value, comment }));
    },
  );
}

const missing = (id: string): never => {
  throw notFound('goal', id);
};

/** A goal is one's own, of somebody whom one leads, or of a team that one leads. */
async function ownerFor(caller: Caller, wanted: z.infer<typeof newGoal>['owner']) {
  if (wanted === undefined) return { kind: 'person' as const, id: caller.person.id };
  const { store, person, roles } = caller;
  if (roles.includes('hr') || wanted.id === person.id) return wanted;
  const leads =
    wanted.kind === 'person'
      ? (await store.people.get(wanted.id)) !== null
      : (await store.people.managersOfTeam(wanted.id)).includes(person.id);
  if (!leads)
    throw notAllowed('A goal is set for oneself, for people whom one leads, or for a team that one leads.');
  return wanted;
}
