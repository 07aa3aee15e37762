import { z } from 'zod';
import { notFound } from '#domain/errors.ts';
import { checkIn, goal, goalVersion, kpi, kpiSpec } from '#domain/goal.ts';
import { goalId, kpiId, newId, personId, teamId } from '#domain/ids.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { ownerFor } from '../goal-owner.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults, given, listOf, pageQuery } from './list.ts';

const wording = z.object({
  objective: z.string().trim().min(1).max(500),
  description: z.string().max(4000).nullable().default(null),
  visibility: goal.shape.visibility.default('line'),
  priority: goal.shape.priority.default(null),
  parent_id: goalId.nullable().default(null).describe('the goal that it serves'),
});
/** Progress is computed; a title is what a file called it. */
const newKpi = kpiSpec.extend({ indicator_id: kpi.shape.indicator_id.default(null) });
const newGoal = wording.extend({
  owner: goal.shape.owner.optional().describe('me, when left out'),
  due_on: goal.shape.due_on,
  kpis: z.array(newKpi).max(20).default([]),
});
/** Without defaults: what is left out stays as it is. */
const patch = z.object({
  objective: wording.shape.objective.optional(),
  description: z.string().max(4000).nullable().optional(),
  visibility: goal.shape.visibility.optional(),
  priority: goal.shape.priority.optional(),
  parent_id: goalId.nullable().optional(),
  status: goal.shape.status.optional(),
  due_on: goal.shape.due_on,
  kpis: z
    .array(newKpi.extend({ id: kpiId.optional() }))
    .max(20)
    .optional(),
});

export const goalQuery = z.object({
  owner_id: z.union([z.literal('me'), personId, teamId]).optional(),
  team_id: teamId.optional().describe('goals of the team and of those who are in it'),
  status: goal.shape.status.optional(),
  q: z.string().max(200).optional().describe('words of the objective, the description or a metric'),
  parent_id: z
    .union([z.literal('none'), goalId])
    .optional()
    .describe('`none`: goals that serve no other'),
});

/** The filter of a query, with `me` as the caller's own id. */
export function filterOf<Query extends { owner_id?: string | undefined }>(query: Query, { person }: Caller) {
  const { owner_id, ...rest } = query;
  const owner = owner_id === 'me' ? person.id : owner_id;
  return given({ ...rest, ...(owner === undefined ? {} : { owner_id: owner }) });
}

/** Goals and their KPIs. */
export function goalRoutes(app: App, { clock }: AppDeps): void {
  app.get(
    '/api/goals',
    {
      schema: {
        tags: ['goals'],
        summary: 'goals that I may see, the newest first',
        querystring: pageQuery.extend(goalQuery.shape),
        response: { 200: listOf(goal), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      return await caller.store.goals.list(filterOf(request.query, caller));
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
    {
      schema: { tags: ['goals'], params, body: patch, response: { 200: goal, 409: faults[422], ...faults } },
    },
    async (request) => {
      const { store } = await request.caller();
      const { id } = request.params;
      const before = (await store.goals.get(id)) ?? missing(id);
      const { kpis, ...words } = given(request.body);
      const replaced = kpis?.map((spec) => {
        const known = before.kpis.find((candidate) => candidate.id === spec.id);
        return {
          ...spec,
          id: spec.id ?? newId('kpi', kpiId),
          goal_id: id,
          baseline_evidence_id: known?.baseline_evidence_id ?? null,
          title: known?.title ?? null,
        };
      });
      return await store.goals.patch(id, { ...words, ...(replaced === undefined ? {} : { kpis: replaced }) });
    },
  );

  app.post(
    '/api/goals/:id/undo',
    {
      schema: {
        tags: ['goals'],
        summary: 'brings the state before the last change back',
        params,
        response: { 200: goal, 409: faults[422], ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      return await store.goals.undo(request.params.id);
    },
  );

  app.get(
    '/api/goals/:id/versions',
    {
      schema: {
        tags: ['goals'],
        summary: 'what it said before, the oldest first; for those who may change it',
        params,
        response: { 200: listOf(goalVersion), ...faults },
      },
    },
    async (request) => {
      const { store } = await request.caller();
      if ((await store.goals.get(request.params.id)) === null) missing(request.params.id);
      return { items: await store.goals.versions(request.params.id), next: null };
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
    confidence: z.int().min(1).max(10).nullable().default(null).describe('1 (hardly) to 10 (certain)'),
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
      const { value, comment, confidence } = request.body;
      return reply
        .code(201)
        .send(await store.goals.checkIn({ kpi_id: measured.id, value, comment, confidence }));
    },
  );
}

const missing = (id: string): never => {
  throw notFound('goal', id);
};
