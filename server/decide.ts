import { randomUUID } from 'node:crypto';
import { redraft } from '#agents/intervention/redraft.ts';
import { reviseProposal } from '#agents/intervention/revision.ts';
import type { Clock } from '#domain/clock.ts';
import { planDecision, type Standing, standingAfter } from '#domain/decide.ts';
import { invalidInput, notFound } from '#domain/errors.ts';
import { decisionId, type InterventionId, newId, type PersonId } from '#domain/ids.ts';
import {
  type Decision,
  type DecisionRequest,
  type Intervention,
  type ProposalContent,
  type ProposalEdits,
  proposalContent,
} from '#domain/intervention.ts';
import { approvalChain } from '#domain/policy.ts';
import type { ScopedStore, Store } from '#store/ports.ts';
import type { Caller } from './plugins/auth.ts';

export interface DecisionDeps {
  store: Store;
  clock: Clock;
}

/** The decision and how it left the proposal: the same for the first request and a repeated one. */
export interface Taken {
  decision: Decision;
  standing: Standing;
}

/**
 * Takes a decision: what it means is `planDecision`'s business, that one of several wins the compare-and-set's.
 * @throws UserError `not-found`, `not-allowed`, `already-decided`, `stale-proposal`, `conflict`, `invalid-input`.
 */
export async function decide(
  { store, clock }: DecisionDeps,
  caller: Caller,
  id: InterventionId,
  request: DecisionRequest,
  key: string | undefined,
): Promise<Taken> {
  const idempotency_key = key ?? `none-given:${randomUUID()}`;
  // Before the proposal: a decision that is committed between the two must not look like an earlier step's.
  const earlier = await caller.store.interventions.decisions(id);
  const intervention = await caller.store.interventions.get(id);
  if (intervention === null) throw notFound('proposal', id);
  // Decided in between: whoever comes too late is told by which decision.
  const isOpen = intervention.state === 'awaiting_approval';
  const history = isOpen ? earlier : await caller.store.interventions.decisions(id);
  const prior = await caller.store.interventions.priorDecision({
    intervention_id: id,
    decided_by: caller.person.id,
    idempotency_key,
    request,
  });
  if (prior !== null) return await answered(caller, prior);
  const system = store.as({ kind: 'system' });
  const revises = request.type === 'edit' || request.type === 'respond';
  const lookup = revises ? await editContext(system, intervention, request.edits) : null;
  const plan = planDecision({
    intervention,
    history,
    decider: { person_id: caller.person.id, roles: caller.roles },
    request,
    id: newId('dec', decisionId),
    now: clock.now(),
    today: clock.today(),
    revise: (content, edits) => reviseProposal(content, edits, lookup ?? fail()),
    redraft: (content, comment) =>
      lookup === null || history.filter(({ type }) => type === 'respond').length >= lookup.redraft_limit
        ? null
        : redraft(content, comment, lookup),
    chainWithout: (proposer) => lookup?.chainWithout(proposer) ?? fail(),
  });
  const { version, hash, state, step } = intervention;
  const { decision } = await caller.store.interventions.commitDecision({
    plan,
    expected: { version, hash, state, step },
    request,
    idempotency_key,
  });
  return await answered(caller, decision);
}

async function answered({ store }: Caller, decision: Decision): Promise<Taken> {
  const versions = await store.interventions.versions(decision.intervention_id);
  return { decision, standing: standingAfter(decision, versions) };
}

const fail = (): never => {
  throw invalidInput('An edit needs `edits`.', { field: 'edits' });
};

/** What an edit may need to know: who has an account where, and who would approve it instead of its editor. */
async function editContext(
  system: ScopedStore,
  intervention: Intervention,
  edits: ProposalEdits | undefined,
) {
  const content = proposalContent.parse(intervention);
  const receivers = (edits?.actions ?? []).flatMap(({ to_person_id }) => to_person_id ?? []);
  const moved = new Set([...receivers, ...movers(content)]);
  const involved = new Set([...moved, ...content.load.map((picture) => picture.person_id)]);
  const found = await Promise.all([...involved].map((id) => system.people.get(id)));
  const people = found.filter((person) => person !== null);
  const [identities, managers, policy] = await Promise.all([
    system.identities.ofPeople(people.map((person) => person.id)),
    system.people.managersOfTeam(content.team_id),
    system.policy.current(),
  ]);
  // Also when the edit leaves that very move out: an edit never makes the chain shorter.
  const crossTeam = people.some((person) => moved.has(person.id) && person.team_id !== content.team_id);
  return {
    people,
    identities,
    redraft_limit: policy.redraft_limit,
    chainWithout: (proposer: PersonId) =>
      approvalChain(policy, {
        kind: content.kind,
        cross_team: crossTeam,
        managers: managers.filter((manager) => manager !== proposer),
        subject_ids: [...intervention.subject_ids, ...receivers],
      }),
  };
}

const movers = (content: ProposalContent): PersonId[] =>
  content.actions.flatMap((action) =>
    action.kind === 'reassign_work_item' ? [action.from_person_id, action.to_person_id] : [],
  );
