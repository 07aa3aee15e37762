import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeDraw } from '../testing/series.ts';
import { type ChangePointFinder, detectShift, makeChangePointFinder } from './change-point.ts';
import { isOutlier, outliersOf } from './outliers.ts';
import { median, quantile } from './statistics.ts';
import { trendOf } from './trend.ts';

describe('a trend', () => {
  test('is the median slope, and rises only where the test says so', () => {
    expect(trendOf([1, 2, 3, 4, 5, 6, 7])).toMatchObject({ slope: 1, direction: 'rising', n: 7 });
    expect(trendOf([7, 6, 5, 4, 3, 2, 1])).toMatchObject({ slope: -1, direction: 'falling' });
    expect(trendOf([3, 3, 3, 3, 3, 3, 3])).toMatchObject({ slope: 0, p_value: 1, direction: 'flat' });
    expect(trendOf([1, 2, 3, 4, 5])).toBeNull();
  });

  test('is not moved by one wild value, and keeps gaps in their place', () => {
    expect(trendOf([1, 2, 3, 4, 500, 6, 7, 8])?.slope).toBeCloseTo(1);
    expect(trendOf([1, null, 3, null, 5, 6, 7, 8])?.slope).toBe(1);
  });

  test('has the p-value of the literature for ties', () => {
    // S = 11, Var(S) = (8·7·21 − 2·(2·1·9))/18 = 63.33, z = 10/7.958 = 1.2566.
    expect(trendOf([1, 3, 2, 3, 2, 5, 4, 2.5])?.p_value).toBeGreaterThan(0.15);
    const tied = trendOf([1, 2, 2, 3, 3, 4, 5, 6]);
    // S = 26, Var(S) = (1176 − 2·18)/18 = 63.33, z = 25/7.958 = 3.1414.
    expect(tied?.p_value).toBeCloseTo(0.00168, 4);
  });

  test('is called by noise about once in twenty, also where weeks overlap', () => {
    const draw = makeDraw(21);
    let plain = 0;
    let overlapping = 0;
    for (let round = 0; round < 400; round += 1) {
      const noise = Array.from({ length: 14 }, draw.normal);
      if (trendOf(noise.slice(1))?.direction !== 'flat') plain += 1;
      const mixed = noise.slice(1).map((value, index) => value + (noise[index] ?? 0));
      if (trendOf(mixed, 2)?.direction !== 'flat') overlapping += 1;
    }
    expect(plain / 400).toBeLessThan(0.08);
    expect(overlapping / 400).toBeLessThan(0.08);
  });
});

const shiftsIn = (find: ChangePointFinder, length: number, after: number, size: number, rounds = 300) => {
  const draw = makeDraw(5);
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const values = Array.from({ length }, (_, index) => draw.normal() + (index >= length - after ? size : 0));
    const shift = find(values);
    if (shift !== null && (size === 0 || Math.abs(shift.index - (length - after)) <= 1)) found += 1;
  }
  return found / rounds;
};

describe('a change point', () => {
  test('is seldom seen in noise, and mostly where two sigmas came four weeks ago', async () => {
    const find = await makeChangePointFinder();
    for (const length of [13, 26]) {
      expect(shiftsIn(find, length, 0, 0)).toBeLessThanOrEqual(0.06);
      expect(shiftsIn(find, length, 4, 2)).toBeGreaterThan(0.5);
      expect(shiftsIn(find, length, 4, 3)).toBeGreaterThan(0.85);
    }
  });

  test('is found without augurs too', async () => {
    const find = await makeChangePointFinder(() => Promise.reject(new Error('no WASM here')));
    expect(shiftsIn(find, 13, 0, 0)).toBeLessThanOrEqual(0.05);
    expect(shiftsIn(find, 13, 4, 3)).toBeGreaterThan(0.8);
    const trapped = await makeChangePointFinder(async () => () => {
      throw new Error('unreachable');
    });
    expect(shiftsIn(trapped, 13, 4, 3)).toBeGreaterThan(0.8);
  });

  test('names place and levels, gaps counted', () => {
    const shift = detectShift([2, 3, 2, null, 3, 2, 3, 2, 9, 8, null, 9, 8], null);
    expect(shift).toMatchObject({ index: 8, after: 8.5 });
    expect(shift?.before).toBeCloseTo(17 / 7);
  });

  test('is not there in short or constant series', () => {
    expect(detectShift([1, 1, 1, 9, 9, 9], null)).toBeNull();
    expect(detectShift(new Array(20).fill(4), null)).toBeNull();
    expect(detectShift([], null)).toBeNull();
  });
});

describe('outliers', () => {
  test('stand out by the median deviation, not among few or equal values', () => {
    expect(outliersOf([5, 6, 5, 7, 6, 5, 6, 7, 40, null])).toEqual([8]);
    expect(isOutlier(40, [5, 6, 5])).toBe(false);
    expect(isOutlier(1, new Array(20).fill(0))).toBe(false);
  });
});

describe('quantiles', () => {
  test('lie between order statistics, whatever the order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.85)).toBeCloseTo(3.55);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        expect(median(values)).toBe(median(values.toReversed()));
        expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values));
      }),
    );
  });
});
