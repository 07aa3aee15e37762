import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '#domain/errors.ts';
import { makeDraw, syntheticCases } from '../testing/series.ts';
import { attainment } from './attainment.ts';
import { compareForecasts } from './forecast.bench.ts';
import { defaultHorizons, type ForecastInput, forecast, forecastLine, seriesPeriod } from './forecast.ts';

const notEnough = { method: 'not-enough-data', mean: [], lower80: [], upper80: [], lower95: [], upper95: [] };

function expectSound(input: ForecastInput): void {
  const made = forecast(input);
  if (made.method === 'not-enough-data') {
    expect(made).toEqual(notEnough);
    return;
  }
  const horizon = input.horizon ?? defaultHorizons[input.period];
  const { lower95, lower80, mean, upper80, upper95 } = made;
  for (const list of [lower95, lower80, mean, upper80, upper95]) {
    expect(list).toHaveLength(horizon);
    expect(list.every(Number.isFinite)).toBe(true);
  }
  mean.forEach((value, step) => {
    const ordered = [lower95[step], lower80[step], value, upper80[step], upper95[step]].map(Number);
    expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
  });
  if (input.values.every((value) => value === null || !(value < 0)))
    expect(lower95.every((value) => value >= 0)).toBe(true);
}

describe('a forecast', () => {
  test('is finite and nested whatever the series holds', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.constant(0),
      fc.integer({ min: 0, max: 20 }),
      fc.double({ noNaN: false }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...seriesPeriod.options),
        fc.oneof(
          fc.array(value, { maxLength: 60 }),
          fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        ),
        fc.integer({ min: 1, max: 30 }),
        (period, values, horizon) => expectSound({ period, values, horizon }),
      ),
      { numRuns: 300 },
    );
  });

  test('says nothing of fewer than five values', () => {
    expect(forecast({ period: 'week', values: [1, 2, null, 3, 4] })).toEqual(notEnough);
    expect(forecast({ period: 'week', values: [] })).toEqual(notEnough);
    expect(forecast({ period: 'week', values: [1, 2, null, 3, 4, 5] }).mean).toHaveLength(8);
  });

  test.each([
    ['day', 14],
    ['week', 8],
    ['month', 12],
    ['quarter', 4],
  ] as const)('of %s values reaches %d ahead by default', (period, horizon) => {
    expect(forecast({ period, values: Array.from({ length: 30 }, (_, n) => n % 5) }).mean).toHaveLength(
      horizon,
    );
  });

  test('of a constant is the constant, without doubt', () => {
    const made = forecast({ period: 'month', values: new Array(24).fill(7) });
    for (const value of [...made.mean, ...made.lower95, ...made.upper95]) expect(value).toBeCloseTo(7, 3);
  });

  test('follows a season and a trend', () => {
    const values = Array.from({ length: 60 }, (_, n) => 100 + n + 20 * Math.sin((2 * Math.PI * n) / 12));
    const made = forecast({ period: 'month', values });
    made.mean.forEach((value, step) => {
      const n = 60 + step;
      expect(Math.abs(value - (100 + n + 20 * Math.sin((2 * Math.PI * n) / 12)))).toBeLessThan(8);
    });
    expect(made.method).toContain('season');
  });

  test('begins after the gaps at the end', () => {
    const values = Array.from({ length: 30 }, (_, n) => 10 + 2 * n);
    const made = forecast({ period: 'week', values: [...values, null, null, null] });
    expect(made.mean[0]).toBeGreaterThan(10 + 2 * 31);
  });

  test('scales with its series', () => {
    const draw = makeDraw(4);
    const values = Array.from({ length: 40 }, () => 50 + 5 * draw.normal());
    const small = forecast({ period: 'week', values });
    const large = forecast({ period: 'week', values: values.map((value) => value * 1024 ** 4) });
    large.mean.forEach((value, step) => {
      expect(value / 1024 ** 4).toBeCloseTo(small.mean[step] ?? 0, 6);
    });
  });

  test('stays as accurate and as honest as it was measured to be', () => {
    const cases = syntheticCases(2, 99).filter((one) => one.kind !== 'intermittent');
    const figures = compareForecasts(cases);
    expect(figures.owa).toBeLessThan(0.97);
    expect(figures.owa / figures.owa_theta).toBeLessThan(1.03);
    expect(figures.coverage95).toBeGreaterThan(0.93);
    expect(figures.coverage80).toBeGreaterThan(0.78);
    expect(figures.coverage80).toBeLessThan(0.93);
  });
});

describe('a line of the command', () => {
  test('comes back with its id', () => {
    const line = forecastLine({ id: 's1', period: 'quarter', values: [1, 2, 3, 4, 5, 6] }, 2);
    expect(line).toMatchObject({ id: 's1', mean: [expect.any(Number), expect.any(Number)] });
  });

  test.each([
    [{ id: 's', period: 'year', values: [] }, /period: /],
    [{ id: 's', period: 'week', values: [1, 'two'] }, /values\.1: /],
    [{ period: 'week', values: [] }, /id: /],
    ['text', /whole line/],
    [null, /whole line/],
  ])('names the wrong field of %j', (input, message) => {
    expect(() => forecastLine(input)).toThrow(message);
    expect(() => forecastLine(input)).toThrow(UserError);
  });

  test('refuses a horizon that is none', () => {
    expect(() => forecastLine({ id: 's', period: 'week', values: [] }, 0)).toThrow(/horizon is 0/);
    expect(() => forecastLine({ id: 's', period: 'week', values: [] }, 1.5)).toThrow(/horizon/);
  });
});

describe('the chance of a target', () => {
  const draw = makeDraw(8);
  const ahead = forecast({
    period: 'week',
    values: Array.from({ length: 40 }, () => 20 + 3 * draw.normal()),
  });
  const chance = (comparator: '>=' | '<=' | '=', target: number) =>
    attainment({ forecast: ahead, comparator, target, step: 4 }) ?? Number.NaN;

  test('is what the intervals say', () => {
    expect(chance('>=', ahead.lower80[3] ?? 0)).toBeCloseTo(0.9, 2);
    expect(chance('<=', ahead.upper95[3] ?? 0)).toBeCloseTo(0.975, 2);
    expect(chance('>=', ahead.mean[3] ?? 0)).toBeCloseTo(0.5, 2);
  });

  test('falls as the target rises, and both sides make one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 90, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (target, more) => {
          expect(chance('>=', target + more)).toBeLessThanOrEqual(chance('>=', target) + 1e-9);
          expect(chance('>=', target) + chance('<=', target)).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  test('is certain for a constant, and unknown without a forecast', () => {
    const constant = forecast({ period: 'week', values: new Array(20).fill(5) });
    const flat = { ...constant, mean: [5], lower80: [5], upper80: [5], lower95: [5], upper95: [5] };
    expect(attainment({ forecast: flat, comparator: '>=', target: 5, step: 1 })).toBe(1);
    expect(attainment({ forecast: flat, comparator: 'between', target: [6, 7], step: 1 })).toBe(0);
    expect(
      attainment({
        forecast: forecast({ period: 'week', values: [] }),
        comparator: '>=',
        target: 5,
        step: 1,
      }),
    ).toBeNull();
  });
});
