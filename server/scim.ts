import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '#domain/clock.ts';
import { notFound, UserError } from '#domain/errors.ts';
import { sha256 } from '#domain/json.ts';
import { type PersonRow, planPeople, reportingCycles } from '#domain/org-chart.ts';
import type { Person } from '#domain/person.ts';
import type { ScopedStore } from '#store/ports.ts';
import { managerOf, rowOfUser, type ScimUser } from '#tools/scim/resource.ts';
import { matchIdentities } from '#tools/sync.ts';

/** Where the token's digest lies among the secrets: no source can be called so. */
export const SCIM_SECRETS = '.scim';

/** Whether a request carries the token; told in the same time whatever it carries. */
export function bearsToken(header: string | undefined, digest: string | undefined): boolean {
  const token = /^Bearer (\S{16,200})$/i.exec(header ?? '')?.[1];
  if (token === undefined || digest === undefined) return false;
  return timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(digest));
}

const taken = (what: string) =>
  new UserError('conflict', `Somebody else has the ${what} already.`, { scim_type: 'uniqueness' });

function requireUnique(row: PersonRow, others: readonly Person[]): void {
  if (row.email !== null && others.some(({ email }) => email?.toLowerCase() === row.email))
    throw taken('e-mail address');
  if (row.employee_id !== null && others.some(({ employee_id }) => employee_id === row.employee_id))
    throw taken('employee number');
}

/** Directories send several users at once, and each changes the teams of all: one after the other. */
let turn: Promise<unknown> = Promise.resolve();

/** As `writeUser`, once those before it are done. */
export function saveUser(...question: Parameters<typeof writeUser>): Promise<Person> {
  const mine = turn.then(() => writeUser(...question));
  turn = mine.catch(() => {});
  return mine;
}

/**
 * Writes one user as an employee file of one line would: teams follow the managers, accounts of sources find their person.
 * A manager who isn't there yet is left out until a later change names them again: directories send users first.
 * @param wanted what they shall be, by what they are when it is their turn.
 * @param id of the person to be changed; null makes a new one.
 */
async function writeUser(
  { system, clock }: { system: ScopedStore; clock: Clock },
  wanted: (before: Person | null) => Promise<ScimUser>,
  id: string | null,
): Promise<Person> {
  const today = clock.today();
  const existing = await system.people.list();
  const before = id === null ? null : (existing.find((person) => person.id === id) ?? null);
  if (id !== null && before === null) throw notFound('user', id);
  const user = await wanted(before);
  const manager = existing.find((person) => person.id === managerOf(user)) ?? null;
  if (manager !== null && manager.id === id)
    throw new UserError('invalid-input', 'Nobody is their own manager.', { scim_type: 'invalidValue' });
  const row = rowOfUser(user, before, { today, manager });
  const others = existing.filter((person) => person.id !== id);
  requireUnique(row, others);
  if (
    before !== null &&
    reportingCycles([...others, { ...before, manager_id: manager?.id ?? null }]).length > 0
  )
    throw new UserError('invalid-input', 'Nobody reports to somebody who reports to them.', {
      scim_type: 'invalidValue',
    });
  const plan = planPeople([row], existing, 'partial', today);
  const [made] = plan.people;
  if (made === undefined) throw new UserError('invalid-input', 'The user holds nothing that can be kept.');
  await system.people.upsertMany(plan.people, 'partial', plan.teams);
  for (const source of await system.sources.list()) await matchIdentities(source, system);
  const saved = await system.people.get(made.id);
  if (saved === null) throw notFound('user', made.id);
  return saved;
}
