import { notAllowed } from '#domain/errors.ts';
import type { Goal } from '#domain/goal.ts';
import type { Caller } from './plugins/auth.ts';

/** Whether a caller may set goals for somebody: themself, people whom they lead, a team that they lead; hr for all. */
export async function mayOwn({ store, person, roles }: Caller, owner: Goal['owner']): Promise<boolean> {
  if (roles.includes('hr') || owner.id === person.id) return true;
  return owner.kind === 'person'
    ? (await store.people.get(owner.id)) !== null
    : (await store.people.managersOfTeam(owner.id)).includes(person.id);
}

/** A goal is one's own, of somebody whom one leads, or of a team that one leads. @throws UserError `not-allowed`. */
export async function ownerFor(caller: Caller, wanted: Goal['owner'] | undefined): Promise<Goal['owner']> {
  const owner = wanted ?? { kind: 'person' as const, id: caller.person.id };
  if (await mayOwn(caller, owner)) return owner;
  throw notAllowed('A goal is set for oneself, for people whom one leads, or for a team that one leads.');
}
