import type { Member } from './member.ts';
import { minimise } from './minimise.ts';

interface Line {
  intercept: number;
  slope: number;
}

function fittedLine(values: Float64Array): Line {
  const n = values.length;
  const middle = (n - 1) / 2;
  let centre = 0;
  for (const value of values) centre += value / n;
  let cross = 0;
  let squares = 0;
  for (let index = 0; index < n; index += 1) {
    cross += (index - middle) * ((values[index] ?? 0) - centre);
    squares += (index - middle) ** 2;
  }
  const slope = squares === 0 ? 0 : cross / squares;
  return { intercept: centre - slope * middle, slope };
}

interface Fit {
  line: Line;
  alpha: number;
  /** 1 − 1/θ. */
  weight: number;
}

const expectedOf = ({ line, alpha, weight }: Fit, level: number, power: number): number =>
  level + weight * (power * line.intercept + ((1 - power * (1 - alpha)) / alpha) * line.slope);

/** Sum of squared one-step errors; keeps the level before each value in `levels` (one longer than the values). */
function walk(values: Float64Array, fit: Fit, start: number, levels: Float64Array): number {
  let power = 1;
  let level = start;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    levels[index] = level;
    const value = values[index] ?? 0;
    // The first error is the start's, not the model's.
    if (index > 0) sum += (value - expectedOf(fit, level, power)) ** 2;
    level = fit.alpha * value + (1 - fit.alpha) * level;
    power *= 1 - fit.alpha;
  }
  levels[values.length] = level;
  return sum;
}

/**
 * The optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, "Models for optimising the
 * theta method and their relationship to state space models", International Journal of Forecasting 32, 2016):
 * level, smoothing and theta chosen by least squares of the one-step errors. Values without season.
 */
export const theta: Member = (values, horizon) => {
  const n = values.length;
  const fitted = fittedLine(values);
  // In the paper's numbering the first value has index 1.
  const line = { intercept: fitted.intercept - fitted.slope, slope: fitted.slope };
  const levels = new Float64Array(n + 1);
  const spread = Math.max(...values) - Math.min(...values) || 1;
  const first = values[0] ?? 0;
  const fitOf = (p: Float64Array): Fit => ({ line, alpha: p[1] ?? 0.4, weight: 1 - 1 / (p[2] ?? 2) });
  const best = minimise(
    (p) => walk(values, fitOf(p), p[0] ?? 0, levels),
    [first / 2, 0.4, 2],
    [Math.min(0, first) - 3 * spread, 0.05, 1],
    [Math.max(0, first) + 3 * spread, 0.99, 10],
    160,
  );
  const fit = fitOf(best);
  walk(values, fit, best[0] ?? 0, levels);
  const ahead = (origin: number, into: Float64Array) => {
    let level = levels[origin] ?? 0;
    let power = (1 - fit.alpha) ** origin;
    for (let step = 0; step < into.length; step += 1) {
      const expected = expectedOf(fit, level, power);
      into[step] = expected;
      level = fit.alpha * expected + (1 - fit.alpha) * level;
      power *= 1 - fit.alpha;
    }
  };
  const mean = new Float64Array(horizon);
  ahead(n, mean);
  return { mean, ahead };
};
