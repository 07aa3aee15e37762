import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agreement,
  areEquivalent,
  cohenKappa,
  impactRatio,
  mcnemar,
  pairedMean,
  wilson,
} from './statistics.ts';

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

test('equal pairs are equivalent; a shift beyond the margin and a wide spread are not', () => {
  expect(areEquivalent([0, 0, 0], 0.1)).toBe(true);
  expect(
    areEquivalent(
      Array.from({ length: 40 }, () => 1),
      0.5,
    ),
  ).toBe(false);
  // Not shown to differ: its interval holds 0, and is too wide to show anything.
  const noisy = [4, -4, 3, -3];
  expect(pairedMean(noisy).mean).toBe(0);
  expect(areEquivalent(noisy, 0.5)).toBe(false);
});

test('the impact ratio of equal groups is 1, of half the share about a half, and its interval holds it', () => {
  const all = { count: 40, total: 50 };
  expect(impactRatio(all, all).ratio).toBe(1);
  const { ratio, low, high } = impactRatio({ count: 20, total: 50 }, all);
  expect(ratio).toBeCloseTo(0.506, 3);
  expect(low).toBeLessThan(ratio);
  expect(high).toBeGreaterThan(ratio);
  expect(high).toBeLessThan(0.8);
});

describe('agreement of two raters', () => {
  const pairs = (both: number, neither: number, first: number, second: number): [boolean, boolean][] => [
    ...Array.from({ length: both }, (): [boolean, boolean] => [true, true]),
    ...Array.from({ length: neither }, (): [boolean, boolean] => [false, false]),
    ...Array.from({ length: first }, (): [boolean, boolean] => [true, false]),
    ...Array.from({ length: second }, (): [boolean, boolean] => [false, true]),
  ];

  test('is what the textbook gives', () => {
    // Fifty applications, 20 both yes, 15 both no, 5 and 10 apart: observed 0.7, by chance 0.5.
    expect(cohenKappa(pairs(20, 15, 5, 10))).toBeCloseTo(0.4, 10);
    const { low, high } = agreement(pairs(20, 15, 5, 10));
    // Asymptotic: 0.4 ± 1.96 × 0.127.
    expect(low).toBeCloseTo(0.15, 1);
    expect(high).toBeCloseTo(0.65, 1);
    expect(agreement(pairs(20, 15, 5, 10))).toEqual(agreement(pairs(20, 15, 5, 10)));
  });

  test('has no figure where chance agrees always, and no interval where nearly', () => {
    expect(cohenKappa(pairs(10, 0, 0, 0))).toBeNull();
    expect(agreement(pairs(10, 1, 0, 0))).toMatchObject({ kappa: 1, low: null });
  });
});
