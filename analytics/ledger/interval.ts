/** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom (any table of the distribution). */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const Z95 = 1.959964;

/** Beyond the table by the first term of the Cornish–Fisher expansion, right to three digits there. */
export function t95(degrees: number): number {
  const whole = Math.max(1, Math.floor(degrees));
  return T95[whole - 1] ?? Z95 + (Z95 ** 3 + Z95) / (4 * whole);
}

const Z80 = 1.281552;

/** Two-sided 80 % quantile of Student's t by two terms of the same expansion: right to 1 % from three degrees on. */
export function t80(degrees: number): number {
  const whole = Math.max(1, Math.floor(degrees));
  const first = (Z80 ** 3 + Z80) / (4 * whole);
  return Z80 + first + (5 * Z80 ** 5 + 16 * Z80 ** 3 + 3 * Z80) / (96 * whole ** 2);
}

export interface Interval {
  mean: number;
  lower95: number;
  upper95: number;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const varianceOf = (values: readonly number[], mean: number): number =>
  values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);

/** Mean with its 95 % interval by Student's t; null for fewer than two values. */
export function meanInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const half = t95(values.length - 1) * Math.sqrt(varianceOf(values, mean) / values.length);
  return { mean, lower95: mean - half, upper95: mean + half };
}

/** `mean(a) − mean(b)` with its 95 % interval (Welch 1947: the spreads may differ); null for fewer than two of either. */
export function differenceInterval(a: readonly number[], b: readonly number[]): Interval | null {
  if (a.length < 2 || b.length < 2) return null;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const [partA, partB] = [varianceOf(a, meanA) / a.length, varianceOf(b, meanB) / b.length];
  const error = partA + partB;
  const degrees =
    error === 0
      ? a.length + b.length - 2
      : error ** 2 / (partA ** 2 / (a.length - 1) + partB ** 2 / (b.length - 1));
  const half = t95(degrees) * Math.sqrt(error);
  const mean = meanA - meanB;
  return { mean, lower95: mean - half, upper95: mean + half };
}

/** A share with its 95 % interval (Wilson 1927), right also for few cases and for none or all; null for no cases. */
export function wilsonInterval(
  hits: number,
  n: number,
): { share: number; lower95: number; upper95: number } | null {
  if (n === 0) return null;
  const share = hits / n;
  const scale = 1 + Z95 ** 2 / n;
  const middle = (share + Z95 ** 2 / (2 * n)) / scale;
  const half = (Z95 / scale) * Math.sqrt((share * (1 - share)) / n + Z95 ** 2 / (4 * n ** 2));
  return {
    share,
    lower95: hits === 0 ? 0 : Math.max(0, middle - half),
    upper95: hits === n ? 1 : Math.min(1, middle + half),
  };
}
