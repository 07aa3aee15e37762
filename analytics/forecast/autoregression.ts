import type { Member } from './member.ts';

/** More lags than a season's worth of recent steps explain little and cost sample. */
const MOST_LAGS = 5;
/** Errors of the differences, per lag: fewer observations than this for each lag are fitted noise. */
const VALUES_PER_LAG = 6;

/** Burg's recursion (Burg 1975): always a stable filter, also on short series. Prediction error and lags per order. */
function burg(values: Float64Array, most: number): { error: number; lags: Float64Array }[] {
  const n = values.length;
  let forward = Float64Array.from(values);
  let backward = Float64Array.from(values);
  let error = values.reduce((sum, value) => sum + value * value, 0) / n;
  let lags = new Float64Array(0);
  const orders = [{ error, lags }];
  for (let order = 1; order <= most; order += 1) {
    let cross = 0;
    let power = 0;
    for (let time = order; time < n; time += 1) {
      const ahead = forward[time] ?? 0;
      const behind = backward[time - 1] ?? 0;
      cross += ahead * behind;
      power += ahead * ahead + behind * behind;
    }
    const reflection = power > 0 ? (2 * cross) / power : 0;
    const next = new Float64Array(order);
    for (let lag = 0; lag < order - 1; lag += 1)
      next[lag] = (lags[lag] ?? 0) - reflection * (lags[order - 2 - lag] ?? 0);
    next[order - 1] = reflection;
    lags = next;
    error *= 1 - reflection * reflection;
    const nextForward = Float64Array.from(forward);
    const nextBackward = Float64Array.from(backward);
    for (let time = order; time < n; time += 1) {
      nextForward[time] = (forward[time] ?? 0) - reflection * (backward[time - 1] ?? 0);
      nextBackward[time] = (backward[time - 1] ?? 0) - reflection * (forward[time] ?? 0);
    }
    forward = nextForward;
    backward = nextBackward;
    orders.push({ error, lags });
  }
  return orders;
}

/** The order with the smallest AICc (Hurvich & Tsai 1989). */
function bestOrder(values: Float64Array): Float64Array {
  const n = values.length;
  const orders = burg(values, Math.min(MOST_LAGS, Math.floor(n / VALUES_PER_LAG)));
  let best = { score: Number.POSITIVE_INFINITY, lags: new Float64Array(0) };
  orders.forEach(({ error, lags }, order) => {
    const parameters = order + 2;
    const score =
      n * Math.log(Math.max(error, 1e-300)) + (2 * parameters * n) / Math.max(1, n - parameters - 1);
    if (score < best.score) best = { score, lags: Float64Array.from(lags) };
  });
  return best.lags;
}

/** Share of the mean difference that is believed to go on: the rest of it is often a turn of the past. */
const DRIFT_SHARE = 0.7;

/**
 * Autoregression of the first differences around a drift, ARIMA(p,1,0) with p ≤ 5 by AICc: what smoothing cannot
 * see, swings that answer each other.
 */
export const autoregression: Member = (values, horizon) => {
  const n = values.length;
  const steps = new Float64Array(n - 1);
  for (let time = 1; time < n; time += 1) steps[time - 1] = (values[time] ?? 0) - (values[time - 1] ?? 0);
  const drift = (DRIFT_SHARE * ((values[n - 1] ?? 0) - (values[0] ?? 0))) / (n - 1);
  const centred = steps.map((step) => step - drift);
  const lags = bestOrder(centred);
  const ahead = (origin: number, into: Float64Array) => {
    const past = lags.map((_, lag) => centred[origin - 2 - lag] ?? 0);
    let level = values[origin - 1] ?? 0;
    for (let step = 0; step < into.length; step += 1) {
      let next = 0;
      for (let lag = 0; lag < lags.length; lag += 1) next += (lags[lag] ?? 0) * (past[lag] ?? 0);
      for (let lag = lags.length - 1; lag > 0; lag -= 1) past[lag] = past[lag - 1] ?? 0;
      if (lags.length > 0) past[0] = next;
      level += next + drift;
      into[step] = level;
    }
  };
  const mean = new Float64Array(horizon);
  ahead(n, mean);
  return { mean, ahead };
};
