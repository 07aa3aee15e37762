import type { SeriesPeriod } from '../forecast/forecast.ts';
import { makeRandom } from '../series/random.ts';

/** A series cut in two: what a method may see, and what came after. */
export interface ForecastCase {
  id: string;
  kind: string;
  period: SeriesPeriod;
  history: number[];
  actual: number[];
}

const seasonLength: Record<SeriesPeriod, number> = { day: 7, week: 52, month: 12, quarter: 4 };
/** Horizons of the M4 competition, for comparability. */
export const benchHorizon: Record<SeriesPeriod, number> = { day: 14, week: 13, month: 18, quarter: 8 };

export interface Draw {
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
}

export function makeDraw(seed: number): Draw {
  const uniform = makeRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number) => {
    let count = 0;
    for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count += 1;
    return count;
  };
  return { uniform, normal, poisson };
}

type Maker = (length: number, season: number, draw: Draw) => number[];

const seasonal = (season: number, strength: number, draw: Draw): number[] => {
  const shape = Array.from({ length: season }, () => strength * draw.normal());
  const phase = draw.uniform() * 2 * Math.PI;
  return shape.map(
    (value, place) => 0.5 * value + strength * Math.sin(phase + (2 * Math.PI * place) / season),
  );
};

/** Level that wanders, slope that wanders less, season and noise that multiply: what business series look like. */
const structural =
  (trend: number, season: number, noise: number): Maker =>
  (length, cycle, draw) => {
    const shape = seasonal(cycle, season, draw);
    let level = 4 + 4 * draw.uniform();
    let slope = trend * draw.normal();
    const wander = 0.01 + 0.03 * draw.uniform();
    return Array.from({ length }, (_, time) => {
      slope = 0.97 * slope + 0.1 * trend * draw.normal();
      level += slope + wander * draw.normal();
      return Math.exp(level + (shape[time % cycle] ?? 0) + noise * draw.normal());
    });
  };

const randomWalk: Maker = (length, _cycle, draw) => {
  let level = 100 + 50 * draw.uniform();
  const drift = 0.3 * draw.normal();
  return Array.from({ length }, () => {
    level += drift + 2 * draw.normal();
    return level;
  });
};

const levelShift: Maker = (length, _cycle, draw) => {
  const at = Math.floor(length * (0.3 + 0.5 * draw.uniform()));
  const jump = 3 * draw.normal();
  return Array.from({ length }, (_, time) => 20 + (time >= at ? jump : 0) + draw.normal());
};

/** Items closed a week: a rate that wanders a little, with busy and quiet people. */
const counts: Maker = (length, _cycle, draw) => {
  let rate = Math.log(1 + 8 * draw.uniform());
  return Array.from({ length }, () => {
    rate += 0.05 * draw.normal();
    return draw.poisson(Math.exp(rate));
  });
};

const intermittent: Maker = (length, _cycle, draw) => {
  const often = 0.1 + 0.3 * draw.uniform();
  return Array.from({ length }, () => (draw.uniform() < often ? 1 + draw.poisson(2) : 0));
};

/** Share of a hundred with pull back to a mean: overdue or reopened shares. */
const share: Maker = (length, _cycle, draw) => {
  let deviation = 0;
  const middle = 10 + 40 * draw.uniform();
  return Array.from({ length }, () => {
    deviation = 0.6 * deviation + 6 * draw.normal();
    return Math.min(100, Math.max(0, middle + deviation));
  });
};

const makers: Record<string, Maker> = {
  'trend and season': structural(0.006, 0.15, 0.05),
  'strong season': structural(0.002, 0.35, 0.08),
  'trend only': structural(0.01, 0, 0.06),
  'noise only': structural(0, 0, 0.2),
  'random walk': randomWalk,
  'level shift': levelShift,
  counts,
  intermittent,
  share,
};

const lengths: Record<SeriesPeriod, readonly number[]> = {
  day: [35, 90, 200],
  week: [13, 26, 60],
  month: [30, 60, 120],
  quarter: [16, 32, 60],
};

/** Synthetic cases of every kind, period and length, by seed. */
export function syntheticCases(repeats: number, seed = 11): ForecastCase[] {
  const draw = makeDraw(seed);
  const cases: ForecastCase[] = [];
  for (const period of ['day', 'week', 'month', 'quarter'] as const) {
    for (const [kind, make] of Object.entries(makers)) {
      for (const length of lengths[period]) {
        for (let repeat = 0; repeat < repeats; repeat += 1) {
          const values = make(length + benchHorizon[period], seasonLength[period], draw);
          cases.push({
            id: `${period} ${kind} ${length} ${repeat}`,
            kind,
            period,
            history: values.slice(0, length),
            actual: values.slice(length),
          });
        }
      }
    }
  }
  return cases;
}
