import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asanaTask } from '#tools/connectors/testing/asana.ts';
import { normaliseTask, normaliseUser } from './normalise.ts';

const fields = new Set(['title', 'labels', 'priority', 'due_on', 'estimates']);

test('whatever a source sends is a record or a fault, never an exception', () => {
  const spoiled = fc
    .tuple(fc.constantFrom(...Object.keys(asanaTask(1))), fc.anything({ withBigInt: true, withDate: true }))
    .map(([name, value]) => ({ ...asanaTask(1), [name]: value }));
  fc.assert(
    fc.property(fc.anything(), spoiled, (any, task) => {
      for (const raw of [any, task]) expect(typeof normaliseTask(raw, fields, [any]).ok).toBe('boolean');
      expect(typeof normaliseUser(any, new Set()).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('what policy does not list is not kept, even where it is sent', () => {
  const result = normaliseTask(asanaTask(1), new Set(), null);
  expect(result).toMatchObject({
    ok: true,
    record: {
      payload: {
        title: null,
        labels: [],
        priority: null,
        due_on: null,
        estimate_hours: null,
        spent_hours: null,
      },
    },
  });
});
