import { z } from 'zod';
import { type Action, execution } from '#domain/action.ts';
import { isAbout, mayDecide } from '#domain/entitlement.ts';
import { notFound, UserError } from '#domain/errors.ts';
import type { HandlingRequest } from '#domain/handling.ts';
import { decisionBody, humanInterrupt, interruptOf, readDecision } from '#domain/human-in-the-loop.ts';
import { interventionId, type PersonId, personId, teamId } from '#domain/ids.ts';
import {
  decision,
  type Intervention,
  intervention,
  interventionState,
  outcome,
  proposalContent,
} from '#domain/intervention.ts';
import type { Store } from '#store/ports.ts';
import type { App, AppDeps } from '../app-parts.ts';
import { debrief, debriefFor, markShown } from '../approval-health.ts';
import { decide } from '../decide.ts';
import { handle, mayReceive } from '../handle.ts';
import type { Caller } from '../plugins/auth.ts';
import { errorBody } from '../plugins/errors.ts';
import { faults, given, listOf, names, pageQuery } from './list.ts';

/** `may_decide`: whether the step that is waited for is the reader's to decide. */
const listed = intervention.extend({ may_decide: z.boolean() });
const versionSchema = z.object({
  version: z.int(),
  hash: z.string(),
  content: proposalContent,
  proposed_by: z.union([personId, z.literal('fairlead')]),
  created_at: z.string(),
});
const detail = listed.extend({
  history: z.array(decision),
  versions: z.array(versionSchema),
  executions: z.array(execution),
  outcome: outcome.nullable(),
  debrief,
  /** To whom its decider may hand it on. */
  may_receive: z.array(personId),
  names,
});
const standing = z
  .object({ version: z.int(), hash: z.string(), state: interventionState, step: z.int() })
  .describe('how the decision left the proposal; a repeated request is answered as the first was');
const decided = z.object({ decision, standing, debrief });

/** Proposals, and the decisions on them. */
export function interventionRoutes(app: App, { store, clock, queue }: AppDeps): void {
  const query = pageQuery.extend({ state: interventionState.optional(), team_id: teamId.optional() });
  app.get(
    '/api/interventions',
    {
      schema: {
        tags: ['interventions'],
        summary: 'proposals that I may see, newest first',
        querystring: query,
        response: { 200: listOf(listed), ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const page = await caller.store.interventions.list(given(request.query));
      return { ...page, items: page.items.map((item) => ({ ...item, may_decide: decidable(caller, item) })) };
    },
  );

  const params = z.object({ id: interventionId });
  app.get(
    '/api/interventions/:id',
    { schema: { tags: ['interventions'], params, response: { 200: detail, ...faults } } },
    async (request) => {
      const caller = await request.caller();
      const found = await caller.store.interventions.get(request.params.id);
      if (found === null) throw notFound('proposal', request.params.id);
      await markShown(caller, found);
      return await describe(store, caller, found);
    },
  );

  app.get(
    '/api/interventions/:id/interrupt',
    {
      schema: {
        tags: ['interventions'],
        summary: 'the proposal as tools that review agents’ actions expect it (LangChain, agent-inbox)',
        params,
        response: { 200: humanInterrupt, ...faults, 409: errorBody },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const found = await caller.store.interventions.get(request.params.id);
      if (found === null) throw notFound('proposal', request.params.id);
      if (found.state !== 'awaiting_approval')
        throw new UserError('already-decided', `This proposal is ${found.state}; nobody is waited for.`, {
          state: found.state,
        });
      await markShown(caller, found);
      return interruptOf(found);
    },
  );

  app.post(
    '/api/interventions/:id/decisions',
    {
      schema: {
        tags: ['interventions'],
        summary:
          'approve, edit, reject or respond to exactly the version and hash that were shown; also in the shapes of LangChain and agent-inbox',
        params,
        headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
        querystring: z.object({
          version: z.coerce.number().int().positive().optional(),
          hash: z.string().optional(),
        }),
        body: decisionBody,
        response: { 200: decided, ...faults, 409: errorBody },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { id } = request.params;
      const found = await caller.store.interventions.get(id);
      if (found === null) throw notFound('proposal', id);
      const wish = readDecision(request.body, request.query, found.kind);
      const taken = await decide({ store, clock }, caller, id, wish, request.headers['idempotency-key']);
      // The decision stands whatever happens now: the sweep wakes what was not woken.
      await queue
        .send('intervention-advance', { intervention_id: id })
        .catch((error: Error) => request.log.error({ message: error.message }, 'not woken'));
      return { ...taken, debrief: await debriefFor(caller, id) };
    },
  );
}

/** What happens around a decision. Each answers with the proposal as it stands then. */
export function handlingRoutes(app: App, { store, clock }: AppDeps): void {
  const params = z.object({ id: interventionId });
  const answers = { 200: detail, ...faults, 409: errorBody };
  const why = z.string().trim().min(1).max(2000);
  const handled = async (
    request: { caller(): Promise<Caller> },
    id: Intervention['id'],
    wish: HandlingRequest,
  ) => {
    const caller = await request.caller();
    return await describe(store, caller, await handle({ store, clock }, caller, id, wish));
  };
  app.post(
    '/api/interventions/:id/claim',
    {
      schema: {
        tags: ['interventions'],
        summary: 'take the decision on, so that nobody else decides meanwhile',
        params,
        response: answers,
      },
    },
    (request) => handled(request, request.params.id, { type: 'claim' }),
  );
  app.post(
    '/api/interventions/:id/release',
    {
      schema: {
        tags: ['interventions'],
        summary: 'give a decision back that was taken on',
        params,
        response: answers,
      },
    },
    (request) => handled(request, request.params.id, { type: 'release' }),
  );
  app.post(
    '/api/interventions/:id/delegate',
    {
      schema: {
        tags: ['interventions'],
        summary: 'hand the step on to a manager of the team, one further up, or hr',
        params,
        body: z.object({ to_person_id: personId, reason: why }),
        response: answers,
      },
    },
    (request) => handled(request, request.params.id, { type: 'delegate', ...request.body }),
  );
  app.post(
    '/api/interventions/:id/withdraw',
    {
      schema: {
        tags: ['interventions'],
        summary: 'take a proposal back before it is carried out: whoever proposed it, or hr',
        params,
        body: z.object({ reason: why }),
        response: answers,
      },
    },
    (request) => handled(request, request.params.id, { type: 'withdraw', ...request.body }),
  );
}

const decidable = ({ person, roles }: Caller, item: Intervention): boolean =>
  mayDecide(item, { person_id: person.id, roles });

function peopleOf(action: Action): PersonId[] {
  if (action.kind === 'reassign_work_item') return [action.from_person_id, action.to_person_id];
  return action.kind === 'schedule_conversation' ? [action.host_person_id, action.with_person_id] : [];
}

/** Whom planHandling would take: nobody whom it is about, who proposed it, or who decides it already. */
async function receiversOf(store: Store, { person }: Caller, found: Intervention): Promise<PersonId[]> {
  const candidates = await mayReceive(store.as({ kind: 'system' }), found);
  const already = found.chain[found.step]?.person_ids ?? [];
  return [...new Set(candidates)].filter(
    (id) => id !== person.id && id !== found.proposed_by && !already.includes(id) && !isAbout(found, id),
  );
}

async function describe(store: Store, caller: Caller, found: Intervention) {
  const { interventions, outbox, people } = caller.store;
  const may_decide = decidable(caller, found);
  const [history, versions, executions, measured, may_receive] = await Promise.all([
    interventions.decisions(found.id),
    interventions.versions(found.id),
    outbox.ofIntervention(found.id),
    interventions.outcome(found.id),
    may_decide ? receiversOf(store, caller, found) : [],
  ]);
  const mentioned = [
    ...found.subject_ids,
    ...found.load.map((load) => load.person_id),
    ...found.chain.flatMap((step) => step.person_ids),
    ...history.map((entry) => entry.decided_by),
    ...(found.claim ? [found.claim.by] : []),
    ...(found.delegations ?? []).map((delegated) => delegated.to),
    ...found.actions.flatMap(peopleOf),
    ...may_receive,
  ];
  return {
    ...found,
    may_decide,
    may_receive,
    history,
    versions,
    executions,
    outcome: measured,
    debrief: await debriefFor(caller, found.id),
    names: Object.fromEntries(await people.names([...new Set(mentioned)])),
  };
}
