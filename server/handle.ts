import type { Clock } from '#domain/clock.ts';
import { notFound } from '#domain/errors.ts';
import { type HandlingRequest, planHandling } from '#domain/handling.ts';
import type { InterventionId, PersonId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { Store } from '#store/ports.ts';
import type { Caller } from './plugins/auth.ts';

/**
 * Takes a decision on, gives it back, hands it on or takes a proposal back: what it means is `planHandling`'s business,
 * that one of several wins the compare-and-set's.
 * @throws UserError `not-found`, `not-allowed`, `already-decided`, `claimed`, `stale-proposal`, `invalid-input`.
 */
export async function handle(
  { store, clock }: { store: Store; clock: Clock },
  caller: Caller,
  id: InterventionId,
  request: HandlingRequest,
): Promise<Intervention> {
  const { interventions } = caller.store;
  const history = await interventions.decisions(id);
  const found = await interventions.get(id);
  if (found === null) throw notFound('proposal', id);
  const system = store.as({ kind: 'system' });
  const { claim_hours } = await system.policy.current();
  const plan = planHandling({
    intervention: found,
    history,
    actor: { person_id: caller.person.id, roles: caller.roles },
    request,
    now: clock.now(),
    claim_hours,
    may_receive: request.type === 'delegate' ? await mayReceive(system, found) : [],
  });
  return await interventions.handle({ id, plan, expected: found });
}

/** The managers of the team upwards and then whoever holds the hr role, as far as they are there. */
export async function mayReceive(
  { people, grants }: Pick<ReturnType<Store['as']>, 'people' | 'grants'>,
  { team_id }: Intervention,
): Promise<PersonId[]> {
  const hr = (await grants.list()).filter(({ role }) => role === 'hr').map(({ person_id }) => person_id);
  const candidates = [...(await people.managersOfTeam(team_id)), ...hr];
  const found = await Promise.all(candidates.map((id) => people.get(id)));
  return found.flatMap((person) => (person?.active ? [person.id] : []));
}
