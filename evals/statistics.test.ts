import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcnemar, wilson } from './statistics.ts';

test('the interval is Wilson’s', () => {
  // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
});

test('the interval holds the rate and lies within 0 and 1', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (total, seed) => {
      const passed = seed % (total + 1);
      const { low, high } = wilson(passed, total);
      return low >= 0 && high <= 1 && low <= passed / total + 1e-9 && high >= passed / total - 1e-9;
    }),
  );
});

test('McNemar: equal numbers are no difference, one-sided ones are', () => {
  expect(mcnemar(0, 0)).toBe(1);
  expect(mcnemar(5, 5)).toBe(1);
  expect(mcnemar(10, 0)).toBeCloseTo(2 / 1024, 6);
});
