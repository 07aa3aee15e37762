import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRandom } from './random.ts';

const first = (name: string, count: number) => {
  const random = makeRandom(name);
  return Array.from({ length: count }, () => random.next());
};

describe('the random stream', () => {
  test('is the same for the same name, on any machine', () => {
    expect(first('harbour', 3)).toEqual(first('harbour', 3));
    expect(first('harbour', 2).map((value) => value.toFixed(9))).toMatchInlineSnapshot(`
      [
        "0.941977833",
        "0.184567939",
      ]
    `);
  });

  test('differs between names and stays within [0, 1)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const values = first(one, 20);
        expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
        if (one !== other) expect(values).not.toEqual(first(other, 20));
      }),
    );
  });

  test('keeps the mean and the spread that were asked for', () => {
    const random = makeRandom('moments');
    const values = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(10, 1);
    expect(deviation).toBeCloseTo(2, 1);
  });

  test('picks by weight and never what weighs nothing', () => {
    const random = makeRandom('weights');
    const picks = Array.from({ length: 1000 }, () =>
      random.weighted([
        ['never', 0],
        ['rarely', 0.1],
        ['often', 0.9],
      ]),
    );
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'often').length).toBeGreaterThan(850);
  });
});
