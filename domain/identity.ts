import type { Person } from './person.ts';
import type { Identity } from './record.ts';

type Candidate = Pick<Person, 'id' | 'name' | 'email' | 'employee_id' | 'active'>;

/** A name as two systems might both write it: case, accents, order of words and white space don't count. */
const nameMark = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ');

const emailMark = (email: string): string => email.trim().toLowerCase();

/** People by a mark that identifies them; one that several share identifies nobody. */
function indexBy(people: readonly Candidate[], markOf: (person: Candidate) => string | null) {
  const found = new Map<string, Candidate | 'several'>();
  for (const person of people) {
    const mark = markOf(person);
    if (mark === null || mark === '') continue;
    const other = found.get(mark);
    found.set(
      mark,
      other === undefined || (other !== 'several' && other.id === person.id) ? person : 'several',
    );
  }
  return (mark: string | null): Candidate | null => {
    const person = mark === null ? undefined : found.get(mark);
    return person === undefined || person === 'several' ? null : person;
  };
}

/**
 * Joins source accounts to people, each on a stated ground:
 * 1. what somebody confirmed stays, whatever else fits (unless that person is gone from the list);
 * 2. the e-mail of the account, letter case aside; the source has verified it;
 * 3. an employee id that is exactly the account's id;
 * 4. what somebody took away from a person stays nobody's until somebody gives it to one;
 * 5. else nobody. Somebody of the same name is a suggestion and no more: names are shared.
 *
 * A mark that two people share joins nobody, nor do an e-mail and an id that name different people. Bots are joined
 * to nobody and never suggested. Pure, and the order of both lists makes no difference.
 */
export function matchAccounts(accounts: readonly Identity[], people: readonly Candidate[]): Identity[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const byEmail = indexBy(people, ({ email }) => (email === null ? null : emailMark(email)));
  const byEmployeeId = indexBy(people, ({ employee_id }) => employee_id);
  const byName = indexBy(
    people.filter(({ active }) => active),
    ({ name }) => nameMark(name),
  );

  return accounts.map((account): Identity => {
    const confirmed = account.method === 'confirmed' && account.person_id !== null;
    if (confirmed && account.person_id !== null && byId.has(account.person_id))
      return { ...account, suggested_person_id: null };
    const unmatched = {
      ...account,
      person_id: null,
      method: 'none' as const,
      suggested_person_id: null,
    };
    if (account.method === 'released') return { ...unmatched, method: 'released' };
    if (account.bot) return unmatched;
    const mailed = byEmail(account.email === null ? null : emailMark(account.email));
    const numbered = byEmployeeId(account.account);
    if (mailed !== null && numbered !== null && mailed.id !== numbered.id) return unmatched;
    if (mailed !== null) return { ...unmatched, person_id: mailed.id, method: 'email' };
    if (numbered !== null) return { ...unmatched, person_id: numbered.id, method: 'employee_id' };
    const namesake = account.display_name === null ? null : byName(nameMark(account.display_name));
    return { ...unmatched, suggested_person_id: namesake?.id ?? null };
  });
}

/** The identities that differ from what is stored already: nothing else needs to be written. */
export function changedIdentities(before: readonly Identity[], after: readonly Identity[]): Identity[] {
  const stored = new Map(before.map((identity) => [`${identity.source_id} ${identity.account}`, identity]));
  return after.filter((identity) => {
    const old = stored.get(`${identity.source_id} ${identity.account}`);
    return (
      old === undefined ||
      old.person_id !== identity.person_id ||
      old.method !== identity.method ||
      old.suggested_person_id !== identity.suggested_person_id
    );
  });
}
