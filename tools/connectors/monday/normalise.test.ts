import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeMondayDataset, mondayItem } from '#tools/connectors/testing/monday.ts';
import { normaliseItem, normaliseUser, rolesOf } from './normalise.ts';

const [board] = makeMondayDataset(0).boards;
if (board === undefined) throw new Error('no board');
const question = { board, roles: rolesOf(board, {}), fields: new Set(['title', 'due_on', 'estimates']) };

test('whatever a source sends is a record or a fault, never an exception', () => {
  const spoiled = fc
    .tuple(fc.constantFrom(...Object.keys(mondayItem(1))), fc.anything({ withBigInt: true, withDate: true }))
    .map(([name, value]) => ({ ...mondayItem(1), [name]: value }));
  fc.assert(
    fc.property(fc.anything(), spoiled, (any, item) => {
      for (const raw of [any, item]) expect(typeof normaliseItem(raw, question).ok).toBe('boolean');
      expect(typeof normaliseUser(any).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('columns are known by the setting, else by their kind and title', () => {
  expect(question.roles).toEqual({ people: 'person', status: 'status', due: 'date4', hours: 'numbers' });
  const columns = [
    { id: 'p1', title: 'Watchers', type: 'people' },
    { id: 'p2', title: 'Owner', type: 'people' },
    { id: 'd1', title: 'Kick-off', type: 'date' },
  ];
  const other = { id: '1', columns };
  expect(rolesOf(other, {})).toEqual({ people: 'p2', status: null, due: null, hours: null });
  expect(rolesOf(other, { people: 'p1', due: 'd1', status: 'gone' })).toMatchObject({
    people: 'p1',
    due: 'd1',
    status: null,
  });
});
