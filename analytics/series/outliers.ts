import { median } from './statistics.ts';

/** Fewer earlier values than this say too little about what is usual. */
const MINIMUM_VALUES = 8;
/** Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers: a modified z-score beyond 3.5. */
const MODIFIED_Z = 3.5;
/** Makes the MAD of normal values their standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Median absolute deviation, scaled to a standard deviation. */
export function robustSigma(values: readonly number[]): number {
  const centre = median(values);
  return MAD_TO_SIGMA * median(values.map((value) => Math.abs(value - centre)));
}

/**
 * Whether a value stands out against others by their MAD. Where more than half of them are equal the MAD is 0 and
 * nothing is called an outlier: counts often are.
 */
export function isOutlier(value: number, others: readonly number[]): boolean {
  if (others.length < MINIMUM_VALUES) return false;
  const sigma = robustSigma(others);
  return sigma > 0 && Math.abs(value - median(others)) / sigma > MODIFIED_Z;
}

/** Indices of the values that stand out against all the values of the series. */
export function outliersOf(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  return values.flatMap((value, index) => (value !== null && isOutlier(value, known) ? [index] : []));
}
