import { autoregression } from './autoregression.ts';
import type { Member, MemberForecast } from './member.ts';
import { dampedTrend, simpleSmoothing } from './smoothing.ts';
import { theta } from './theta.ts';

/** The logarithm needs values above 0, and some way above: near 0 it makes the smallest the most important. */
const LOG_RANGE = 100;
/** Ten times the largest value seen: a runaway exponential says nothing of work. */
const LOG_HEADROOM = Math.log(10);

/** A method over the logarithms: growth by a rate. null where the values don't allow it. */
const onLogarithms =
  (member: Member): ((values: Float64Array, horizon: number) => MemberForecast | null) =>
  (values, horizon) => {
    const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
    const most = values.reduce((high, value) => Math.max(high, value), 0);
    if (!(least > 0) || least * LOG_RANGE < most) return null;
    const ceiling = Math.log(most) + LOG_HEADROOM;
    const inner = member(
      values.map((value) => Math.log(value)),
      horizon,
    );
    const back = (value: number) => Math.exp(Math.min(ceiling, value));
    return {
      mean: inner.mean.map(back),
      ahead: (origin, into) => {
        inner.ahead(origin, into);
        for (let step = 0; step < into.length; step += 1) into[step] = back(into[step] ?? 0);
      },
    };
  };

const members: readonly ((values: Float64Array, horizon: number) => MemberForecast | null)[] = [
  theta,
  onLogarithms(theta),
  dampedTrend,
  simpleSmoothing,
  autoregression,
];

export const COMBINATION = 'combination(theta,log-theta,damped,ses,ar)';

/** Errors of the first third belong to methods that have hardly seen anything. */
const settledAt = (n: number): number => Math.max(3, Math.floor(n / 3));

/** Mean squared error of a method over the distances that matter; those further ahead are larger by nature. */
function lossOf(values: Float64Array, one: MemberForecast, reach: number): number {
  const n = values.length;
  const path = new Float64Array(reach);
  let sum = 0;
  let count = 0;
  for (let origin = settledAt(n); origin < n; origin += 1) {
    one.ahead(origin, path);
    for (let step = 0; step < reach && origin + step < n; step += 1) {
      sum += ((values[origin + step] ?? 0) - (path[step] ?? 0)) ** 2 / (step + 1);
      count += 1;
    }
  }
  return count === 0 ? 1 : sum / count;
}

/** Inverse squares of the losses: between the plain mean, which is safe, and the best alone, which is luck. */
function weightsOf(values: Float64Array, forecasts: readonly MemberForecast[], horizon: number): number[] {
  const reach = Math.min(horizon, Math.max(1, Math.floor(values.length / 4)));
  const losses = forecasts.map((one) => lossOf(values, one, reach));
  const least = Math.max(Math.min(...losses), Number.MIN_VALUE);
  const raw = losses.map((loss) => (least / Math.max(loss, least)) ** 2);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/**
 * Weighted mean of several methods: on the M competitions a combination beats nearly every one of its members
 * (Makridakis, Spiliotis & Assimakopoulos, "The M4 Competition", IJF 36, 2020). Values without gaps and season.
 */
export function combine(values: Float64Array, horizon: number): MemberForecast {
  const forecasts = members.flatMap((member) => member(values, horizon) ?? []);
  const weights = weightsOf(values, forecasts, horizon);
  const ahead = (origin: number, into: Float64Array) => {
    const own = new Float64Array(into.length);
    into.fill(0);
    forecasts.forEach((one, index) => {
      one.ahead(origin, own);
      const weight = weights[index] ?? 0;
      for (let step = 0; step < into.length; step += 1)
        into[step] = (into[step] ?? 0) + weight * (own[step] ?? 0);
    });
  };
  const mean = new Float64Array(horizon);
  ahead(values.length, mean);
  return { mean, ahead };
}
