/** Middle of the sorted values, the mean of the two middle ones for an even count; NaN for none. */
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** Linear between order statistics (Hyndman & Fan type 7, what R and NumPy do by default); NaN for none. */
export function quantile(values: ArrayLike<number>, share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - below);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}

/** Of a sample (n − 1); 0 for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += ((values[index] ?? 0) - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Six decimals: enough for any unit here, and free of the last bits in which sums of another order differ. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Area under the standard normal curve up to z; error below 1.5e-7 (Abramowitz & Stegun 26.2.17). */
export function normalCumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
