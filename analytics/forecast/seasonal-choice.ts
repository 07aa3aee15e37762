import {
  CYCLE_FADING,
  CYCLES_NEEDED,
  classicalSeason,
  indexAt,
  movingAverage,
  type Season,
  withoutSeason,
} from './season.ts';

/**
 * How many times the variance between places of the cycle must exceed what noise alone makes, for a season to be
 * believed at all. Calibrated in `forecast.bench.ts`: lower finds seasons in noise, higher misses weak ones.
 */
const RATIO_NEEDED = 1.8;

/** Variance between places over variance within them (one-way analysis of variance of the detrended values). */
function varianceRatio(values: Float64Array, season: Season): number {
  const { length, multiplicative } = season;
  const average = movingAverage(values, length);
  const counts = new Float64Array(length);
  let between = 0;
  let within = 0;
  let total = 0;
  average.forEach((level, time) => {
    if (Number.isNaN(level)) return;
    const value = values[time] ?? 0;
    const detrended = multiplicative ? value / level - 1 : value - level;
    const index = indexAt(season, time) - (multiplicative ? 1 : 0);
    between += index * index;
    within += (detrended - index) ** 2;
    counts[time % length] = (counts[time % length] ?? 0) + 1;
    total += 1;
  });
  const free = total - length;
  if (free < 1) return 0;
  return between / (length - 1) / Math.max(within / free, 1e-300);
}

/** Pulls the indices towards none by what of them noise explains (James & Stein 1961; Miller & Williams, IJF 19, 2003). */
function shrunk(season: Season, ratio: number): Season {
  const neutral = season.multiplicative ? 1 : 0;
  const kept = 1 - 1 / ratio;
  return { ...season, indices: season.indices.map((index) => neutral + kept * (index - neutral)) };
}

/** The series without its season, or as it is where there is none beyond noise. */
export function deseasonalise(
  values: Float64Array,
  length: number,
): { season: Season | null; adjusted: Float64Array } {
  const none = { season: null, adjusted: values };
  if (values.length < CYCLES_NEEDED * length) return none;
  const season = classicalSeason(
    values,
    length,
    values.every((value) => value > 0),
    CYCLE_FADING,
  );
  // A factor near nought would blow up what it divides.
  if (season.multiplicative && season.indices.some((index) => index < 0.01)) return none;
  const ratio = varianceRatio(values, season);
  if (ratio < RATIO_NEEDED) return none;
  const kept = shrunk(season, ratio);
  return { season: kept, adjusted: withoutSeason(values, kept) };
}
