import { performance } from 'node:perf_hooks';
import type { Forecast } from '#domain/assessment.ts';
import { type ForecastCase, syntheticCases } from '../testing/series.ts';
import { type ForecastInput, forecast } from './forecast.ts';
import { classicalTheta, naive2 } from './reference.ts';

const seasonLength = { day: 7, week: 52, month: 12, quarter: 4 };

export interface ForecastFigures {
  cases: number;
  /** Overall weighted average against Naive 2 (M4): mean of the two ratios; under 1 is better. */
  owa: number;
  /** The same of the classical Theta. */
  owa_theta: number;
  smape: number;
  mase: number;
  /** Share of the values that came that lay within the intervals: all, and those of the last third. */
  coverage80: number;
  coverage95: number;
  coverage95_far: number;
  /** Mean scaled interval score at 95 % (Gneiting & Raftery 2007), as in M4. */
  msis: number;
  series_per_second: number;
}

/** Mean absolute difference at the season's lag, in sample: MASE's scale. */
function scaleOf(history: readonly number[], length: number): number {
  const lag = history.length > length ? length : 1;
  let sum = 0;
  for (let index = lag; index < history.length; index += 1)
    sum += Math.abs((history[index] ?? 0) - (history[index - lag] ?? 0));
  return sum / (history.length - lag);
}

const smapeOf = (actual: readonly number[], mean: readonly number[]): number =>
  (200 / actual.length) *
  actual.reduce((sum, value, step) => {
    const size = Math.abs(value) + Math.abs(mean[step] ?? 0);
    return sum + (size === 0 ? 0 : Math.abs(value - (mean[step] ?? 0)) / size);
  }, 0);

const errorOf = (actual: readonly number[], mean: readonly number[]): number =>
  actual.reduce((sum, value, step) => sum + Math.abs(value - (mean[step] ?? 0)), 0) / actual.length;

interface Sums {
  smape: number;
  mase: number;
}

const makeSums = (): Sums => ({ smape: 0, mase: 0 });

function addErrors(sums: Sums, actual: readonly number[], mean: readonly number[], scale: number): void {
  sums.smape += smapeOf(actual, mean);
  sums.mase += errorOf(actual, mean) / scale;
}

const owaOf = (own: Sums, reference: Sums): number =>
  (own.smape / reference.smape + own.mase / reference.mase) / 2;

/** Accuracy, coverage and speed of a method over cases, against both yardsticks on the same cases. */
export function compareForecasts(
  cases: readonly ForecastCase[],
  method: (input: ForecastInput) => Forecast = forecast,
): ForecastFigures {
  const [own, naive, theta] = [makeSums(), makeSums(), makeSums()];
  const inside = { at80: 0, at95: 0, far: 0, all: 0, farAll: 0 };
  let msis = 0;
  let used = 0;
  let milliseconds = 0;
  for (const { history, actual, period } of cases) {
    const length = seasonLength[period];
    const scale = scaleOf(history, length);
    const horizon = actual.length;
    const start = performance.now();
    const made = method({ period, values: history, horizon });
    milliseconds += performance.now() - start;
    if (!(scale > 0) || made.mean.length === 0) continue;
    used += 1;
    addErrors(own, actual, made.mean, scale);
    addErrors(naive, actual, naive2(history, horizon, length), scale);
    addErrors(theta, actual, classicalTheta(history, horizon, length), scale);
    actual.forEach((value, step) => {
      const [low, high] = [made.lower95[step] ?? 0, made.upper95[step] ?? 0];
      const far = step >= (2 * horizon) / 3;
      const within = value >= low && value <= high;
      inside.all += 1;
      inside.at80 += Number(value >= (made.lower80[step] ?? 0) && value <= (made.upper80[step] ?? 0));
      inside.at95 += Number(within);
      inside.farAll += Number(far);
      inside.far += Number(far && within);
      const miss = Math.max(0, low - value) + Math.max(0, value - high);
      msis += (high - low + (2 / 0.05) * miss) / scale / horizon;
    });
  }
  return {
    cases: used,
    owa: owaOf(own, naive),
    owa_theta: owaOf(theta, naive),
    smape: own.smape / used,
    mase: own.mase / used,
    coverage80: inside.at80 / inside.all,
    coverage95: inside.at95 / inside.all,
    coverage95_far: inside.far / inside.farAll,
    msis: msis / used,
    series_per_second: (1000 * used) / milliseconds,
  };
}

/** Figures over synthetic series of every kind, by period; ratios under 1 beat the reference of the same run. */
export function forecastBench(repeats = 6): { name: string; ratio: number; figures: ForecastFigures }[] {
  const byPeriod = Map.groupBy(syntheticCases(repeats), (one) => one.period);
  return [...byPeriod].map(([period, cases]) => {
    const figures = compareForecasts(cases);
    return {
      name: `forecast of ${period} series against the classical Theta`,
      ratio: figures.owa / figures.owa_theta,
      figures,
    };
  });
}
