import { classicalSeason, isSeasonal, withoutSeason, withSeason } from './season.ts';

/**
 * The M competitions' two yardsticks, as simple as they are there: Naive 2 (last value, season by classical
 * decomposition where the test finds one) and the classical Theta (Assimakopoulos & Nikolopoulos 2000). For
 * benchmarks only.
 */
function seasonally(
  history: readonly number[],
  horizon: number,
  length: number,
  method: (values: Float64Array, step: number) => number,
): number[] {
  const values = Float64Array.from(history);
  const season = isSeasonal(values, length)
    ? classicalSeason(
        values,
        length,
        values.every((value) => value > 0),
      )
    : null;
  const adjusted = season === null ? values : withoutSeason(values, season);
  return Array.from({ length: horizon }, (_, step) =>
    withSeason(method(adjusted, step), season, values.length + step),
  );
}

export const naive2 = (history: readonly number[], horizon: number, length: number): number[] =>
  seasonally(history, horizon, length, (values) => values.at(-1) ?? 0);

function smoothedLevel(values: Float64Array): { level: number; alpha: number } {
  let best = { level: 0, alpha: 0.1, sum: Number.POSITIVE_INFINITY };
  for (let alpha = 0.02; alpha < 1; alpha += 0.02) {
    let level = values[0] ?? 0;
    let sum = 0;
    for (const value of values) {
      sum += (value - level) ** 2;
      level += alpha * (value - level);
    }
    if (sum < best.sum) best = { level, alpha, sum };
  }
  return best;
}

export function classicalTheta(history: readonly number[], horizon: number, length: number): number[] {
  const fits = new Map<Float64Array, { level: number; alpha: number; slope: number }>();
  return seasonally(history, horizon, length, (values, step) => {
    let fit = fits.get(values);
    if (fit === undefined) {
      const n = values.length;
      let cross = 0;
      let squares = 0;
      values.forEach((value, index) => {
        cross += (index - (n - 1) / 2) * value;
        squares += (index - (n - 1) / 2) ** 2;
      });
      fit = { ...smoothedLevel(values), slope: cross / squares };
      fits.set(values, fit);
    }
    const { level, alpha, slope } = fit;
    return level + (slope / 2) * (step + (1 - (1 - alpha) ** values.length) / alpha);
  });
}
