/** Seasonal indices of a series; `multiplicative` ones are factors around 1, others are added around 0. */
export interface Season {
  length: number;
  multiplicative: boolean;
  indices: Float64Array;
}

/** As the M4 competition asks of Naive 2: fewer cycles show noise as season. */
export const CYCLES_NEEDED = 3;
/** Seasons change slowly: a cycle counts nine tenths of the one after it. */
export const CYCLE_FADING = 0.9;
/** One-sided 5 % of the standard normal: the bound of the autocorrelation test of M3 and M4. */
const TEST_Z = 1.645;

function autocorrelations(values: Float64Array, lags: number): Float64Array {
  const n = values.length;
  const centre = values.reduce((sum, value) => sum + value, 0) / n;
  const at = (index: number) => (values[index] ?? 0) - centre;
  let variance = 0;
  for (let index = 0; index < n; index += 1) variance += at(index) ** 2;
  const found = new Float64Array(lags + 1);
  for (let lag = 1; lag <= lags && variance > 0; lag += 1) {
    let sum = 0;
    for (let index = lag; index < n; index += 1) sum += at(index) * at(index - lag);
    found[lag] = sum / variance;
  }
  return found;
}

/** The test of the M competitions: is the autocorrelation at the season's lag beyond Bartlett's bound? */
export function isSeasonal(values: Float64Array, length: number): boolean {
  if (length < 2 || values.length < CYCLES_NEEDED * length) return false;
  const found = autocorrelations(values, length);
  let squares = 0;
  for (let lag = 1; lag < length; lag += 1) squares += (found[lag] ?? 0) ** 2;
  const limit = TEST_Z * Math.sqrt((1 + 2 * squares) / values.length);
  return Math.abs(found[length] ?? 0) > limit;
}

/** Centred moving average over one cycle (2 × m for an even one); NaN at both ends. */
export function movingAverage(values: Float64Array, length: number): Float64Array {
  const n = values.length;
  const half = Math.floor(length / 2);
  const even = length % 2 === 0;
  const result = new Float64Array(n).fill(Number.NaN);
  for (let index = half; index < n - half; index += 1) {
    let sum = 0;
    for (let offset = -half; offset <= half; offset += 1) {
      const weight = even && Math.abs(offset) === half ? 0.5 : 1;
      sum += weight * (values[index + offset] ?? 0);
    }
    result[index] = sum / length;
  }
  return result;
}

/**
 * Classical decomposition: mean of the ratios (or differences) to the moving average per place in the cycle, each
 * cycle weighing `fading` times the one after it.
 */
export function classicalSeason(
  values: Float64Array,
  length: number,
  multiplicative: boolean,
  fading = 1,
): Season {
  const average = movingAverage(values, length);
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  average.forEach((level, index) => {
    if (Number.isNaN(level)) return;
    const value = values[index] ?? 0;
    const weight = fading ** Math.floor((values.length - 1 - index) / length);
    const place = index % length;
    sums[place] = (sums[place] ?? 0) + weight * (multiplicative ? value / level : value - level);
    counts[place] = (counts[place] ?? 0) + weight;
  });
  const neutral = multiplicative ? 1 : 0;
  const raw = sums.map((sum, place) => ((counts[place] ?? 0) > 0 ? sum / (counts[place] ?? 1) : neutral));
  const centre = raw.reduce((sum, value) => sum + value, 0) / length;
  const indices = raw.map((value) => (multiplicative ? value / centre : value - centre));
  return { length, multiplicative, indices };
}

export const indexAt = (season: Season, time: number): number => season.indices[time % season.length] ?? 0;

export const withoutSeason = (values: Float64Array, season: Season): Float64Array =>
  values.map((value, time) =>
    season.multiplicative ? value / indexAt(season, time) : value - indexAt(season, time),
  );

/** Puts the season back on a value at this time. */
export const withSeason = (value: number, season: Season | null, time: number): number =>
  season === null
    ? value
    : season.multiplicative
      ? value * indexAt(season, time)
      : value + indexAt(season, time);
