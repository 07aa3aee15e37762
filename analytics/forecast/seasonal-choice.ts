import { classicalSeason, isSeasonal, type Season, withoutSeason } from './season.ts';

/** The series without its season, or as it is where the test finds none. */
export function deseasonalise(
  values: Float64Array,
  length: number,
): { season: Season | null; adjusted: Float64Array } {
  if (!isSeasonal(values, length)) return { season: null, adjusted: values };
  const season = classicalSeason(
    values,
    length,
    values.every((value) => value > 0),
  );
  if (season.multiplicative && season.indices.some((index) => index < 0.01))
    return { season: null, adjusted: values };
  return { season, adjusted: withoutSeason(values, season) };
}
