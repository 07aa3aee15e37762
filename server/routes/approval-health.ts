import { z } from 'zod';
import { buildCanary } from '#agents/intervention/canaries/build.ts';
import { approvalHealthOf } from '#analytics/ledger/approval-health.ts';
import { approvalHealth, canaryFlaw, canaryReport } from '#domain/approval-health.ts';
import { addDays } from '#domain/date.ts';
import { notAllowed } from '#domain/errors.ts';
import { personId } from '#domain/ids.ts';
import type { App, AppDeps } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults, names } from './list.ts';

/** A quarter: enough decisions of one person to tell something by. */
const DEFAULT_DAYS = 91;

const oversees = ({ roles }: Caller): boolean => roles.includes('hr') || roles.includes('admin');

/** How proposals are decided, and the planting of bad ones to see whether they are noticed. */
export function approvalHealthRoutes(app: App, { store, clock, queue }: AppDeps): void {
  const system = store.as({ kind: 'system' });
  app.get(
    '/api/approval-health',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'how proposals are decided: how fast, how carefully, what waits; of everybody, with catch rates, for hr and admins, of oneself for others',
        querystring: z.object({
          days: z.coerce.number().int().min(1).max(730).default(DEFAULT_DAYS).describe('days to look back'),
        }),
        response: { 200: approvalHealth.extend({ names }), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const since = addDays(clock.today(), -request.query.days);
      const all = oversees(caller);
      // An admin, who may not read proposals, is told figures of them alone.
      const facts = await (all ? system : caller.store).approvalHealth.facts(since);
      const view = all ? ({ kind: 'all' } as const) : ({ kind: 'own', person_id: caller.person.id } as const);
      const health = approvalHealthOf(facts, since, view);
      const mentioned = [
        ...health.deciders.map((one) => one.person_id),
        ...health.open.flatMap((one) => one.owner_ids),
        ...(health.canaries?.list ?? []).flatMap((one) => [one.planted_by, one.person_id]),
      ];
      return { ...health, names: Object.fromEntries(await system.people.names([...new Set(mentioned)])) };
    },
  );

  app.post(
    '/api/approval-health/canaries',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'puts a plainly wrong proposal before a manager to see whether it is noticed, for hr and admins; it is never carried out',
        body: z.object({
          manager: personId,
          flaw: canaryFlaw.optional().describe('what is to be wrong; the plainest possible when left out'),
        }),
        response: { 201: canaryReport, ...faults, 409: errorBody },
      },
    },
    async (request, reply) => {
      const caller = await request.caller();
      if (!oversees(caller))
        throw notAllowed('Planted proposals are for hr and admins.', { needs: ['hr', 'admin'] });
      if (!(await system.policy.current()).planted_tests)
        throw notAllowed('The policy has switched planted proposals off.', { rule: 'planted-tests-off' });
      const { manager, flaw } = request.body;
      if (manager === caller.person.id)
        throw notAllowed('A test that you know of is none.', { rule: 'not-your-own-test' });
      const planting = await buildCanary(
        { ...system, clock },
        {
          manager,
          ...(flaw === undefined ? {} : { flaw }),
          cycleOf: async (team_id) =>
            (await system.cycles.list({ team_id, state: 'done', limit: 1 })).items[0]?.id ?? null,
        },
      );
      const marks = { flaw: planting.flaw, person_id: planting.person_id, planted_by: caller.person.id };
      const stored = await system.approvalHealth.plant(planting.proposal, marks);
      // As for any other, so that its thread looks alike; the sweep would do it too.
      await queue
        .send('intervention-advance', { intervention_id: stored.id })
        .catch((error: Error) => request.log.error({ message: error.message }, 'not woken'));
      return reply.status(201).send({
        ...marks,
        intervention_id: stored.id,
        planted_at: stored.created_at,
        title: stored.title,
        team_id: stored.team_id,
        result: 'open' as const,
        decided_by: null,
      });
    },
  );
}
