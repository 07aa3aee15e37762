import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedIdentities, matchAccounts } from './identity.ts';
import { personId, sourceId } from './ids.ts';
import type { Identity } from './record.ts';

const source_id = sourceId.parse('src_1');
const person = (
  id: string,
  more: { name?: string; email?: string | null; employee_id?: string | null } = {},
) => ({
  id: personId.parse(`per_${id}`),
  name: `Person ${id}`,
  email: `${id}@example.org`,
  employee_id: null,
  active: true,
  ...more,
});
const account = (id: string, more: Partial<Identity> = {}): Identity => ({
  source_id,
  account: id,
  display_name: null,
  email: null,
  active: true,
  bot: false,
  person_id: null,
  method: 'none',
  suggested_person_id: null,
  ...more,
});
const people = [person('ann', { employee_id: 'E1' }), person('bo'), person('cy', { name: 'Cy Ünal' })];
const one = (identity: Identity, list = people) => matchAccounts([identity], list)[0];

describe('an account is joined', () => {
  test('by e-mail, letter case aside', () => {
    expect(one(account('x', { email: ' ANN@Example.ORG ' }))).toMatchObject({
      person_id: 'per_ann',
      method: 'email',
    });
  });

  test('by an employee id that is exactly its own id', () => {
    expect(one(account('E1'))).toMatchObject({ person_id: 'per_ann', method: 'employee_id' });
    expect(one(account('e1'))).toMatchObject({ person_id: null, method: 'none' });
  });

  test('never by name, which is only suggested', () => {
    expect(one(account('x', { display_name: 'unal, CY' }))).toMatchObject({
      person_id: null,
      suggested_person_id: 'per_cy',
    });
  });

  test('to nobody where two share the mark', () => {
    const twins = [...people, person('ann2', { email: 'ann@example.org', name: 'Person bo' })];
    expect(one(account('x', { email: 'ann@example.org' }), twins)).toMatchObject({ person_id: null });
    expect(one(account('x', { display_name: 'Person bo' }), twins)).toMatchObject({
      suggested_person_id: null,
    });
  });

  test('to nobody where e-mail and id name different people', () => {
    expect(one(account('E1', { email: 'bo@example.org' }))).toMatchObject({
      person_id: null,
      method: 'none',
    });
  });

  test('to whom somebody confirmed, whatever else fits; not to one who is gone', () => {
    const confirmed = account('E1', {
      email: 'ann@example.org',
      person_id: personId.parse('per_bo'),
      method: 'confirmed',
    });
    expect(one(confirmed)).toMatchObject({ person_id: 'per_bo', method: 'confirmed' });
    expect(one({ ...confirmed, person_id: personId.parse('per_gone') })).toMatchObject({
      person_id: 'per_ann',
    });
  });

  test('to nobody once somebody took it away, whatever fits', () => {
    const taken = account('E1', { email: 'ann@example.org', method: 'released' });
    expect(one(taken)).toMatchObject({ person_id: null, method: 'released', suggested_person_id: null });
  });

  test('to nobody when it is a bot, and no longer once its ground is gone', () => {
    expect(
      one(account('x', { email: 'ann@example.org', display_name: 'Person ann', bot: true })),
    ).toMatchObject({
      person_id: null,
      suggested_person_id: null,
    });
    const joined = account('x', {
      email: 'new@example.org',
      person_id: personId.parse('per_ann'),
      method: 'email',
    });
    expect(one(joined)).toMatchObject({ person_id: null, method: 'none' });
  });
});

const mark = fc.constantFrom('a', 'b', 'c', 'd');
const somePeople = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('p', 'q', 'r', 's'),
    name: mark,
    email: fc.option(mark),
    employee_id: fc.option(mark),
  }),
  { selector: ({ id }) => id },
);
const someAccounts = fc.uniqueArray(
  fc.record({ account: mark, display_name: fc.option(mark), email: fc.option(mark), bot: fc.boolean() }),
  { selector: (each) => each.account },
);

test('order makes no difference, and matching twice changes nothing more', () => {
  fc.assert(
    fc.property(somePeople, someAccounts, (list, accounts) => {
      const staff = list.map(({ id, ...more }) => person(id, more));
      const identities = accounts.map((each) => account(each.account, each));
      const matched = matchAccounts(identities, staff);
      expect(matchAccounts(identities.toReversed(), staff.toReversed()).toReversed()).toEqual(matched);
      expect(changedIdentities(matched, matchAccounts(matched, staff))).toEqual([]);
      for (const each of matched) expect(each.method === 'none').toBe(each.person_id === null);
    }),
  );
});
