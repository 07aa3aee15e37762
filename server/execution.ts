import { type Rehearsal, rehearse } from '#agents/intervention/rehearse.ts';
import { buildUndo } from '#agents/intervention/undo.ts';
import type { Execution } from '#domain/action.ts';
import type { Clock } from '#domain/clock.ts';
import { isAbout } from '#domain/entitlement.ts';
import { notAllowed, notFound, UserError } from '#domain/errors.ts';
import { type InterventionId, interventionId, newId } from '#domain/ids.ts';
import type { Intervention, InterventionState } from '#domain/intervention.ts';
import { approvalChain } from '#domain/policy.ts';
import type { ConnectorsPort } from '#domain/ports.ts';
import { planSettlement, type SettlementRequest } from '#domain/settlement.ts';
import type { Store } from '#store/ports.ts';
import type { Queue } from '#store/queue.ts';
import type { Caller } from './plugins/auth.ts';

export interface ExecutionDeps {
  store: Store;
  clock: Clock;
  connectors: ConnectorsPort;
  queue: Pick<Queue, 'send'>;
}

async function seen({ store }: Caller, id: InterventionId): Promise<Intervention> {
  const found = await store.interventions.get(id);
  if (found === null) throw notFound('proposal', id);
  return found;
}

/**
 * Takes somebody's word on an action whose answer was lost, and wakes the proposal where it goes on.
 * @throws UserError `not-found`, `not-allowed`, `already-decided`, `invalid-input`.
 */
export async function settleAction(
  { store, queue }: Pick<ExecutionDeps, 'store' | 'queue'>,
  caller: Caller,
  key: string,
  request: SettlementRequest,
): Promise<{ execution: Execution; state: InterventionState }> {
  const row = await caller.store.outbox.find(key);
  if (row === null) throw notFound('action', key);
  const found = await seen(caller, interventionId.parse(row.intervention_id));
  const actor = { person_id: caller.person.id, roles: caller.roles };
  const plan = planSettlement(row, found, actor, request);
  const state = await store.as({ kind: 'system' }).outbox.resolve(plan, caller.person.id);
  if (state === 'executing') await queue.send('intervention-advance', { intervention_id: found.id });
  return { execution: (await caller.store.outbox.find(key)) ?? row, state };
}

/** What carrying a proposal out would do now. Anybody who may read it may ask: nothing is written. */
export async function rehearseProposal(
  { store, connectors }: Pick<ExecutionDeps, 'store' | 'connectors'>,
  caller: Caller,
  id: InterventionId,
  signal: AbortSignal,
): Promise<Rehearsal[]> {
  const found = await seen(caller, id);
  const { sources, house } = store.as({ kind: 'system' });
  return await rehearse({ sources, connectors, house }, found, signal);
}

const undoable: readonly InterventionState[] = ['executed', 'measured'];
/** An undo that came to nothing may be asked for again. */
const ended: readonly InterventionState[] = [
  'rejected',
  'expired',
  'void',
  'superseded',
  'withdrawn',
  'failed',
];

/**
 * Proposes to put back what an executed proposal changed; somebody else approves it.
 * @throws UserError `not-found`, `not-allowed`, `conflict` (not executed, already being put back, or nothing left to).
 */
export async function requestUndo(
  { store, clock, connectors }: Omit<ExecutionDeps, 'queue'>,
  caller: Caller,
  id: InterventionId,
  signal: AbortSignal,
): Promise<Intervention> {
  const done = await seen(caller, id);
  const by = caller.person.id;
  const decides =
    caller.roles.includes('hr') ||
    done.chain.some((step) => step.person_ids.includes(by)) ||
    (done.delegations ?? []).some(({ to }) => to === by);
  if (!decides || isAbout(done, by))
    throw notAllowed('Whoever may decide on such a proposal, or hr, asks to put it back.', {
      rule: isAbout(done, by) ? 'not-about-yourself' : 'not-in-chain',
    });
  if (!undoable.includes(done.state))
    throw new UserError('conflict', `This proposal is ${done.state}; there is nothing to put back.`, {
      state: done.state,
    });
  const system = store.as({ kind: 'system' });
  const earlier = await system.interventions.undoOf(id);
  if (earlier !== null && !ended.includes(earlier.state))
    throw new UserError('conflict', `It is being put back by ${earlier.id}, which is ${earlier.state}.`, {
      undo: earlier.id,
      state: earlier.state,
    });
  const [policy, managers, rows, names] = await Promise.all([
    system.policy.current(),
    system.people.managersOfTeam(done.team_id),
    system.outbox.ofIntervention(id),
    system.people.names([by]),
  ]);
  const undo = await buildUndo(
    { sources: system.sources, connectors, house: system.house },
    {
      id: newId('itv', interventionId),
      done,
      rows,
      by,
      names,
      chain: approvalChain(policy, {
        kind: 'undo',
        cross_team: false,
        managers: managers.filter((manager) => manager !== by),
        subject_ids: done.subject_ids,
      }),
      proposal_days: policy.proposal_days,
      now: clock.now(),
      today: clock.today(),
    },
    signal,
  );
  return await system.interventions.propose(undo);
}
