import type { Trend } from '#domain/assessment.ts';
import { median, normalCumulative } from './statistics.ts';

/** Mann–Kendall's normal approximation is used from 4 values on; below 6 it can hardly ever reach 5 %. */
const MINIMUM_VALUES = 6;
const SIGNIFICANCE = 0.05;

interface Point {
  at: number;
  value: number;
}

function pairwise(points: readonly Point[]): { slopes: number[]; score: number } {
  const slopes: number[] = [];
  let score = 0;
  points.forEach((later, index) => {
    for (const earlier of points.slice(0, index)) {
      slopes.push((later.value - earlier.value) / (later.at - earlier.at));
      score += Math.sign(later.value - earlier.value);
    }
  });
  return { slopes, score };
}

/** Variance of Mann–Kendall's S with the correction for ties. */
function scoreVariance(values: readonly number[]): number {
  const n = values.length;
  const term = (count: number) => count * (count - 1) * (2 * count + 5);
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  const ties = [...groups.values()].reduce((sum, count) => sum + term(count), 0);
  return (term(n) - ties) / 18;
}

/**
 * Theil–Sen slope per period and the Mann–Kendall test with tie and continuity corrections (Mann 1945, Kendall
 * 1975, Sen 1968). Nulls are gaps that keep their place. null for fewer than six values. `overlap`, the periods
 * over which each value looks back, widens the variance as Hamed & Rao (1998) do for autocorrelated values.
 */
export function trendOf(values: readonly (number | null)[], overlap = 1): Trend | null {
  const points = values.flatMap((value, at): Point[] => (value === null ? [] : [{ at, value }]));
  if (points.length < MINIMUM_VALUES) return null;
  const { slopes, score } = pairwise(points);
  const variance = scoreVariance(points.map((point) => point.value)) * Math.max(1, overlap);
  const z = variance === 0 ? 0 : (score - Math.sign(score)) / Math.sqrt(variance);
  const p = z === 0 ? 1 : Math.min(1, 2 * (1 - normalCumulative(Math.abs(z))));
  const slope = median(slopes);
  const direction = p >= SIGNIFICANCE ? 'flat' : score > 0 ? 'rising' : 'falling';
  return { slope, p_value: p, direction, n: points.length };
}
