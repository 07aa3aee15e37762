import type { Member, MemberForecast } from './member.ts';
import { minimise } from './minimise.ts';

interface State {
  alpha: number;
  beta: number;
  phi: number;
  level: number;
  slope: number;
}

/** Level and slope before each value, one longer than the values. */
interface Course {
  levels: Float64Array;
  slopes: Float64Array;
}

const makeCourse = (length: number): Course => ({
  levels: new Float64Array(length + 1),
  slopes: new Float64Array(length + 1),
});

/** Error-correction form of additive smoothing: sum of squared one-step errors. */
function walk(values: Float64Array, state: State, course: Course): number {
  const { alpha, beta, phi } = state;
  let { level, slope } = state;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    course.levels[index] = level;
    course.slopes[index] = slope;
    const expected = level + phi * slope;
    const error = (values[index] ?? 0) - expected;
    sum += error * error;
    level = expected + alpha * error;
    slope = phi * slope + beta * error;
  }
  course.levels[values.length] = level;
  course.slopes[values.length] = slope;
  return sum;
}

function smoothed(values: Float64Array, horizon: number, state: State, course: Course): MemberForecast {
  walk(values, state, course);
  const ahead = (origin: number, into: Float64Array) => {
    let level = course.levels[origin] ?? 0;
    let slope = course.slopes[origin] ?? 0;
    for (let step = 0; step < into.length; step += 1) {
      slope *= state.phi;
      level += slope;
      into[step] = level;
    }
  };
  const mean = new Float64Array(horizon);
  ahead(values.length, mean);
  return { mean, ahead };
}

/** How steep the beginning is: mean of the first differences, at most nine of them. */
function firstSlope(values: Float64Array): number {
  const span = Math.min(values.length - 1, 9);
  return span < 1 ? 0 : ((values[span] ?? 0) - (values[0] ?? 0)) / span;
}

/**
 * Simple exponential smoothing, ETS(A,N,N). Hyndman, Koehler, Ord & Snyder, "Forecasting with Exponential
 * Smoothing" (2008), ch. 2.
 */
export const simpleSmoothing: Member = (values, horizon) => {
  const course = makeCourse(values.length);
  const spread = Math.max(...values) - Math.min(...values) || 1;
  const first = values[0] ?? 0;
  const stateOf = (p: Float64Array): State => ({
    alpha: p[0] ?? 0.3,
    beta: 0,
    phi: 0,
    level: p[1] ?? first,
    slope: 0,
  });
  const best = minimise(
    (p) => walk(values, stateOf(p), course),
    [0.3, first],
    [0.01, Math.min(...values) - spread / 4],
    [0.999, Math.max(...values) + spread / 4],
    90,
  );
  return smoothed(values, horizon, stateOf(best), course);
};

/** The trend is damped by at least 2 % a step (Hyndman et al. bound φ by 0.98): undamped ones overshoot. */
const DAMPING = { lowest: 0.8, highest: 0.98 };

/** Holt's method with a damped trend, ETS(A,Ad,N) (Gardner & McKenzie 1985). */
export const dampedTrend: Member = (values, horizon) => {
  const course = makeCourse(values.length);
  const spread = Math.max(...values) - Math.min(...values) || 1;
  const first = values[0] ?? 0;
  const stateOf = (p: Float64Array): State => ({
    alpha: p[0] ?? 0.3,
    // β is held below α, as the usual region of the state space model is.
    beta: (p[1] ?? 0.1) * (p[0] ?? 0.3),
    phi: p[2] ?? 0.95,
    level: p[3] ?? first,
    slope: p[4] ?? 0,
  });
  const slope = firstSlope(values);
  const steepest = Math.max(Math.abs(slope) * 3, spread / 4);
  const best = minimise(
    (p) => walk(values, stateOf(p), course),
    [0.4, 0.1, 0.93, first, slope],
    [0.01, 0, DAMPING.lowest, Math.min(...values) - spread / 2, -steepest],
    [0.999, 1, DAMPING.highest, Math.max(...values) + spread / 2, steepest],
    260,
  );
  return smoothed(values, horizon, stateOf(best), course);
};
