import { z } from 'zod';
import { execution, executionState } from '#domain/action.ts';
import { interventionId } from '#domain/ids.ts';
import { intervention, interventionState } from '#domain/intervention.ts';
import { jsonValue } from '#domain/json.ts';
import { settlementRequest } from '#domain/settlement.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { rehearseProposal, requestUndo, settleAction } from '../execution.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults } from './list.ts';

const MOST_ROWS = 200;
/** Reads of a whole proposal's targets at its sources; more would keep the reader waiting. */
const LOOK_MS = 30_000;

const check = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ready') }),
  z.object({ status: z.literal('already_done'), by_us: z.boolean() }),
  z.object({ status: z.literal('stale'), reason: z.string(), found: z.record(z.string(), jsonValue) }),
  z.object({ status: z.literal('unreachable'), reason: z.string() }),
]);
const rehearsal = z.object({
  action_id: z.string(),
  kind: z.string(),
  effect_key: z.string(),
  check,
  requests: z.array(z.object({ method: z.string(), path: z.string(), body: jsonValue })),
});

/** What approved proposals do: what became of it, what it would do, and putting it back. */
export function executionRoutes(app: App, deps: AppDeps): void {
  app.get(
    '/api/outbox',
    {
      schema: {
        tags: ['interventions'],
        summary: 'approved actions by their state; `unknown`: the answer was lost, and somebody must look',
        querystring: z.object({ state: executionState.default('unknown') }),
        response: { 200: z.object({ items: z.array(execution), next: z.null() }), ...faults },
      },
    },
    async (request) => {
      const { outbox } = (await request.caller()).store;
      return { items: await outbox.list({ state: request.query.state, limit: MOST_ROWS }), next: null };
    },
  );

  app.post(
    '/api/outbox/:effect_key/settle',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'say what became of an action whose answer was lost: it happened, try it again under the same key, or give it up',
        params: z.object({ effect_key: z.string().min(1) }),
        body: settlementRequest,
        response: { 200: z.object({ execution, state: interventionState }), ...faults, 409: errorBody },
      },
    },
    async (request) =>
      await settleAction(deps, await request.caller(), request.params.effect_key, request.body),
  );

  const params = z.object({ id: interventionId });
  app.post(
    '/api/interventions/:id/dry-run',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'what carrying it out would do now: each target looked at, each request shown; nothing is written',
        params,
        response: { 200: z.object({ items: z.array(rehearsal) }), ...faults },
      },
    },
    async (request) => ({
      items: await rehearseProposal(
        deps,
        await request.caller(),
        request.params.id,
        AbortSignal.timeout(LOOK_MS),
      ),
    }),
  );

  app.post(
    '/api/interventions/:id/undo',
    {
      schema: {
        tags: ['interventions'],
        summary: 'propose to put back what an executed proposal changed; somebody else approves it',
        params,
        response: { 200: intervention, ...faults, 409: errorBody },
      },
    },
    async (request) =>
      await requestUndo(deps, await request.caller(), request.params.id, AbortSignal.timeout(LOOK_MS)),
  );
}
