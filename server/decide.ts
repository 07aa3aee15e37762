import { reviseProposal } from '#agents/intervention/proposal.ts';
import type { Clock } from '#domain/clock.ts';
import { planDecision } from '#domain/decide.ts';
import { invalidInput, notFound } from '#domain/errors.ts';
import { decisionId, type InterventionId, newId, type PersonId } from '#domain/ids.ts';
import {
  type Decision,
  type DecisionRequest,
  type Intervention,
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

/** Without a key of the client's own, the same decision by the same person is the same request. */
const keyOf = (request: DecisionRequest, key: string | undefined): string =>
  key ?? `${request.type}:${request.version}:${request.hash}`;

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
): Promise<{ decision: Decision; intervention: Intervention; repeated: boolean }> {
  const idempotency_key = keyOf(request, key);
  const intervention = await caller.store.interventions.get(id);
  if (intervention === null) throw notFound('proposal', id);
  const prior = await caller.store.interventions.priorDecision({
    intervention_id: id,
    decided_by: caller.person.id,
    idempotency_key,
    request,
  });
  if (prior !== null) return { decision: prior, intervention, repeated: true };
  const system = store.as({ kind: 'system' });
  const lookup = request.type === 'edit' ? await editContext(system, intervention, request.edits) : null;
  const plan = planDecision({
    intervention,
    history: await caller.store.interventions.decisions(id),
    decider: { person_id: caller.person.id, roles: caller.roles },
    request,
    id: newId('dec', decisionId),
    now: clock.now(),
    today: clock.today(),
    revise: (content, edits) => reviseProposal(content, edits, lookup ?? fail()),
    chainWithout: (proposer) => lookup?.chainWithout(proposer) ?? fail(),
  });
  const { version, hash, state, step } = intervention;
  return await caller.store.interventions.commitDecision({
    plan,
    expected: { version, hash, state, step },
    request,
    idempotency_key,
  });
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
  const wanted = (edits?.actions ?? []).flatMap(({ to_person_id }): PersonId[] =>
    to_person_id === undefined ? [] : [to_person_id as PersonId],
  );
  const people = (await Promise.all(wanted.map((id) => system.people.get(id)))).filter(
    (person) => person !== null,
  );
  const [identities, managers, policy] = await Promise.all([
    system.identities.ofPeople(people.map((person) => person.id)),
    system.people.managersOfTeam(content.team_id),
    system.policy.current(),
  ]);
  const crossTeam = people.some((person) => person.team_id !== content.team_id);
  return {
    people,
    identities,
    chainWithout: (proposer: PersonId) =>
      approvalChain(policy, {
        kind: content.kind,
        cross_team: crossTeam,
        managers: managers.filter((manager) => manager !== proposer),
        subject_ids: [...intervention.subject_ids, ...people.map((person) => person.id)],
      }),
  };
}
