import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRandom } from '../series/random.ts';
import { compareWithItems, compareWithPeople, expectedAfter } from './comparison.ts';
import { t80, t95 } from './interval.ts';
import { verdictOf } from './verdict.ts';

const value = fc.double({ min: -200, max: 200, noNaN: true });
const courses = fc.array(fc.record({ before: value, after: value }), { minLength: 5, maxLength: 40 });

/** Normal by the sum of twelve. */
const normal = (random: () => number) =>
  Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, 0) - 6;

describe('what would have come anyway', () => {
  test('takes whoever stands out to fall back by itself', () => {
    // Levels around 100 that are drawn anew each time: the highest of before is an ordinary one afterwards.
    const random = makeRandom(7);
    const drawn = Array.from({ length: 400 }, () => ({
      before: 100 + 20 * normal(random),
      after: 100 + 20 * normal(random),
    }));
    expect(expectedAfter(140, drawn)?.expected).toBeGreaterThan(90);
    expect(expectedAfter(140, drawn)?.expected).toBeLessThan(110);
    // Without a comparison the fall from 140 to 100 would look like help.
    const judged = { unit: 'percent', before: 140, predicted: 100, measured: 100 };
    const comparison = compareWithPeople(140, 100, drawn);
    expect(verdictOf({ ...judged, comparison }, 'less')).toBe('no_effect');
  });

  test('holds 80 % of the courses that come', () => {
    const random = makeRandom(11);
    const draw = () => {
      const level = 100 + 15 * normal(random);
      return { before: level + 10 * normal(random), after: level + 10 * normal(random) };
    };
    let [held, asked] = [0, 0];
    for (let round = 0; round < 1500; round += 1) {
      const found = draw();
      const expected = expectedAfter(found.before, Array.from({ length: 12 }, draw));
      if (expected === null) continue;
      asked += 1;
      if (Math.abs(found.after - expected.expected) <= expected.half) held += 1;
    }
    expect(held / asked).toBeGreaterThan(0.77);
    expect(held / asked).toBeLessThan(0.84);
  });

  test('is not told by too few, nor by people who stood elsewhere', () => {
    const four = Array.from({ length: 4 }, (_, index) => ({ before: index, after: index }));
    expect(expectedAfter(1, four)).toBeNull();
    const low = Array.from({ length: 9 }, (_, index) => ({ before: index, after: index }));
    expect(expectedAfter(150, low)).toBeNull();
    expect(compareWithPeople(150, 90, low)).toMatchObject({ basis: 'before', effect: -60, lower80: null });
  });

  test('does not depend on the order or the zero of the scale', () => {
    fc.assert(
      fc.property(courses, value, value, value, (some, before, measured, shift) => {
        const found = compareWithPeople(before, measured, some);
        expect(compareWithPeople(before, measured, some.toReversed()).effect).toBeCloseTo(found.effect, 2);
        const moved = some.map((one) => ({ before: one.before + shift, after: one.after + shift }));
        const again = compareWithPeople(before + shift, measured + shift, moved);
        if (again.basis === found.basis) expect(again.effect).toBeCloseTo(found.effect, 1);
      }),
    );
  });

  test('lies between all falling to the mean and all staying, moved by the mean change', () => {
    fc.assert(
      fc.property(courses, value, (some, before) => {
        const found = expectedAfter(before, some);
        if (found === null) return;
        const mean = (side: 'before' | 'after') =>
          some.reduce((sum, one) => sum + one[side], 0) / some.length;
        const ends = [mean('after'), mean('after') + before - mean('before')].sort((a, b) => a - b);
        expect(found.expected).toBeGreaterThanOrEqual((ends[0] ?? 0) - 1e-6);
        expect(found.expected).toBeLessThanOrEqual((ends[1] ?? 0) + 1e-6);
        expect(found.half).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('of items is the share of others that still stand', () => {
    const found = compareWithItems(3, 0, { all: 40, standing: 30 });
    expect(found).toMatchObject({ basis: 'comparable_items', n: 40 });
    expect(found.expected).toBeCloseTo(2.23, 1);
    expect(found.upper80).toBeLessThan(0);
    expect(compareWithItems(3, 0, { all: 2, standing: 2 })).toMatchObject({ basis: 'before', effect: -3 });
  });

  test('knows the quantiles of t', () => {
    // Any table: 1.638, 1.372, 1.310; 2.228.
    for (const [degrees, quantile] of [
      [3, 1.638],
      [10, 1.372],
      [30, 1.31],
    ] as const)
      expect(Math.abs(t80(degrees) / quantile - 1)).toBeLessThan(0.01);
    expect(t95(10)).toBe(2.228);
  });
});

describe('a verdict', () => {
  const base = { unit: 'percent', before: 150, predicted: 100 };
  const with80 = (effect: number, half: number | null) => ({
    basis: 'comparable_people' as const,
    n: 9,
    expected: 0,
    effect,
    lower80: half === null ? null : effect - half,
    upper80: half === null ? null : effect + half,
  });

  test.each([
    [-40, 20, 'helped'],
    [-40, 50, 'no_effect'],
    [40, 20, 'worse'],
    [-2, 1, 'no_effect'],
    [-30, null, 'helped'],
    [-20, null, 'no_effect'],
    [30, null, 'worse'],
  ] as const)('of an effect of %s give or take %s is %s', (effect, half, expected) => {
    expect(verdictOf({ ...base, measured: 1, comparison: with80(effect, half) }, 'less')).toBe(expected);
  });

  test('is not measurable without a figure', () => {
    expect(verdictOf({ ...base, measured: null, comparison: null }, 'less')).toBe('not_measurable');
  });

  test('turns round with the scale', () => {
    const opposite = { helped: 'worse', worse: 'helped' } as Record<string, string>;
    fc.assert(
      fc.property(value, fc.double({ min: 0, max: 100, noNaN: true }), (effect, half) => {
        const one = verdictOf({ ...base, measured: 1, comparison: with80(effect, half) }, 'less');
        const other = verdictOf({ ...base, measured: 1, comparison: with80(-effect, half) }, 'less');
        expect(other).toBe(opposite[one] ?? one);
      }),
    );
  });
});
