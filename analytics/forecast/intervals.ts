import { quantileOfSorted } from '../series/statistics.ts';

/** Half-widths of the intervals at each distance. */
export interface Widths {
  half80: Float64Array;
  half95: Float64Array;
}

const NORMAL_80 = 1.2816;
const NORMAL_95 = 1.96;
/** Errors of origins before the method has settled say more about its start than about its forecasts. */
const settledFrom = (n: number): number => Math.min(n - 2, Math.max(2, Math.floor(n / 4)));
/** No method that we use loses certainty faster than a random walk with a wandering slope. */
const STEEPEST_GROWTH = 1.1;
const FLATTEST_GROWTH = 0.1;
/** Growth that is believed before a series has said anything: about that of a random walk with some pull back. */
const PRIOR_GROWTH = 0.4;
/** Weight of that belief, in origins. */
const PRIOR_ORIGINS = 12;

/**
 * Errors of the combined method at each distance, from every settled origin, relative to no scale: rows are
 * distances, from 1 to `reach`.
 */
export function rollingErrors(
  values: Float64Array,
  ahead: (origin: number, into: Float64Array) => void,
  reach: number,
): Float64Array[] {
  const n = values.length;
  const first = settledFrom(n);
  const rows = Array.from({ length: reach }, () => [] as number[]);
  const path = new Float64Array(reach);
  for (let origin = first; origin < n; origin += 1) {
    ahead(origin, path);
    for (let step = 0; step < reach && origin + step < n; step += 1)
      rows[step]?.push((values[origin + step] ?? 0) - (path[step] ?? 0));
  }
  return rows.map((row) => Float64Array.from(row));
}

const rootMeanSquare = (row: Float64Array): number =>
  Math.sqrt(row.reduce((sum, error) => sum + error * error, 0) / row.length);

/** Exponent by which the error grows with distance, shrunk to the prior where there are few origins. */
function growthOf(rows: readonly Float64Array[]): number {
  const base = rootMeanSquare(rows[0] ?? new Float64Array(0));
  let weights = PRIOR_ORIGINS;
  let sum = PRIOR_ORIGINS * PRIOR_GROWTH;
  rows.forEach((row, index) => {
    if (index === 0 || row.length < 3 || !(base > 0)) return;
    const scale = rootMeanSquare(row);
    if (!(scale > 0)) return;
    // Origins at distance h overlap: about n/h of them are worth something of their own.
    const weight = row.length / (index + 1);
    sum += (weight * Math.log(scale / base)) / Math.log(index + 1);
    weights += weight;
  });
  return Math.min(STEEPEST_GROWTH, Math.max(FLATTEST_GROWTH, sum / weights));
}

/**
 * Widths from the method's own errors: the scale at distance 1, its growth with distance, and quantiles of the
 * scaled errors of all distances (split-conformal: Lei, G'Sell, Rinaldo, Tibshirani & Wasserman, JASA 113, 2018),
 * blended with the normal's where errors are few. The errors are those of parameters fitted to the same values, so
 * they are widened by `optimism`, calibrated in `forecast.bench.ts`.
 */
export function intervalWidths(rows: readonly Float64Array[], horizon: number, floor: number): Widths {
  const first = rows[0] ?? new Float64Array(0);
  const base = Math.max(rootMeanSquare(first) || 0, floor);
  const growth = growthOf(rows);
  const scaled: number[] = [];
  rows.forEach((row, index) => {
    for (const error of row) scaled.push(Math.abs(error) / (base * (index + 1) ** growth));
  });
  const sorted = Float64Array.from(scaled).sort();
  // Errors of neighbouring origins and distances repeat each other: count the origins only.
  const trust = first.length / (first.length + 20);
  const quantileAt = (share: number, normal: number) =>
    sorted.length === 0 || base === floor
      ? normal
      : trust * quantileOfSorted(sorted, share) + (1 - trust) * normal;
  const optimism = OPTIMISM.base + OPTIMISM.few / Math.max(1, first.length);
  const q80 = quantileAt(0.8, NORMAL_80) * optimism;
  const q95 = Math.max(quantileAt(0.95, NORMAL_95) * optimism, q80 * 1.15);
  const half = (quantile: number) =>
    Float64Array.from({ length: horizon }, (_, step) => quantile * base * (step + 1) ** growth);
  return { half80: half(q80), half95: half(q95) };
}

const OPTIMISM = { base: 1.08, few: 4 };
