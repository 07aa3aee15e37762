import type { Forecast } from '#domain/assessment.ts';
import { normalCumulative } from '../series/statistics.ts';

export interface AttainmentQuestion {
  forecast: Forecast;
  comparator: '>=' | '<=' | '=' | 'between';
  /** `[low, high]` for `between`. */
  target: number | readonly [number, number];
  /** Which value counts: 1 is the first of the horizon. */
  step: number;
}

const Z80 = 1.2816;
const Z95 = 1.96;

/** z for which a normal curve gives what the interval's two ends say on this side of the mean. */
function standardDistance(value: number, mean: number, end80: number, end95: number): number {
  const inner = Math.abs(end80 - mean);
  const outer = Math.abs(end95 - mean);
  const distance = Math.abs(value - mean);
  if (!(inner > 0))
    return outer > 0 ? (Z95 * distance) / outer : distance === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (distance <= inner || outer <= inner) return (Z80 * distance) / inner;
  // Beyond the 80 % end the two known points go on in a straight line.
  return Z80 + ((Z95 - Z80) * (distance - inner)) / (outer - inner);
}

/** Probability that the value at this step stays at or under `value`, read off the forecast's intervals. */
function atMost(forecast: Forecast, step: number, value: number): number {
  const place = step - 1;
  const mean = forecast.mean[place] ?? Number.NaN;
  const below = value < mean;
  const z = below
    ? standardDistance(value, mean, forecast.lower80[place] ?? mean, forecast.lower95[place] ?? mean)
    : standardDistance(value, mean, forecast.upper80[place] ?? mean, forecast.upper95[place] ?? mean);
  return normalCumulative(below ? -z : z);
}

function meets(
  comparator: AttainmentQuestion['comparator'],
  value: number,
  low: number,
  high: number,
): boolean {
  return (comparator === '<=' || value >= low) && (comparator === '>=' || value <= high);
}

/** For `=`: within 5 % of the target counts as met, since a measured value hardly ever equals it. */
const EQUALITY_SHARE = 0.05;

/**
 * The chance (0–1) that the value at this step meets the target. null where there is no forecast for it: never a
 * guess.
 */
export function attainment({ forecast, comparator, target, step }: AttainmentQuestion): number | null {
  if (forecast.mean[step - 1] === undefined) return null;
  const certain = forecast.upper95[step - 1] === forecast.lower95[step - 1];
  const [low, high] = typeof target === 'number' ? [target, target] : target;
  const margin = comparator === '=' ? EQUALITY_SHARE * Math.abs(low) : 0;
  if (certain)
    return Number(meets(comparator, forecast.mean[step - 1] ?? Number.NaN, low - margin, high + margin));
  const upTo = (value: number) => atMost(forecast, step, value);
  if (comparator === '>=') return 1 - upTo(low);
  if (comparator === '<=') return upTo(high);
  return Math.max(0, upTo(high + margin) - upTo(low - margin));
}
