import { z } from 'zod';
import type { Forecast } from '#domain/assessment.ts';
import { invalidInput } from '#domain/errors.ts';
import { COMBINATION, combine } from './combination.ts';
import { fillGaps } from './gaps.ts';
import { hindcast } from './hindcast.ts';
import { intervalWidths } from './intervals.ts';
import { withSeason } from './season.ts';
import { deseasonalise } from './seasonal-choice.ts';

export const seriesPeriod = z.enum(['day', 'week', 'month', 'quarter']);
export type SeriesPeriod = z.infer<typeof seriesPeriod>;

/** Values of one cycle and how far ahead we say something when not asked for a horizon. */
const calendar: Record<SeriesPeriod, { season: number; horizon: number }> = {
  day: { season: 7, horizon: 14 },
  week: { season: 52, horizon: 8 },
  month: { season: 12, horizon: 12 },
  quarter: { season: 4, horizon: 4 },
};

export const defaultHorizons: Readonly<Record<SeriesPeriod, number>> = {
  day: calendar.day.horizon,
  week: calendar.week.horizon,
  month: calendar.month.horizon,
  quarter: calendar.quarter.horizon,
};

/** One line of `fairlead forecast` (contract 4.3). */
export const forecastRequest = z.object({
  id: z.string(),
  period: seriesPeriod,
  values: z.array(z.number().nullable()).max(100_000),
});
export type ForecastRequest = z.infer<typeof forecastRequest>;

/** Ten years of days: further ahead than any goal. Keeps a mistyped horizon from filling memory. */
export const LONGEST_HORIZON = 3650;
/** Five known values: one more than the parameters of the smallest trend model that is fitted. */
const FEWEST_VALUES = 5;
/** No forecast goes beyond a thousand times the largest value seen, whatever a trend says: it stays finite. */
const LARGEST_FACTOR = 1000;
/** Older values than this tell nothing of the coming ones, and cost time. */
const LONGEST_HISTORY = 1000;

const notEnough: Forecast = {
  method: 'not-enough-data',
  mean: [],
  lower80: [],
  upper80: [],
  lower95: [],
  upper95: [],
};

export interface ForecastInput {
  period: SeriesPeriod;
  /** One a period, oldest first; null (or a number that isn't finite) is a gap. */
  values: readonly (number | null)[];
  /** Periods ahead; by default 14 days, 8 weeks, 12 months or 4 quarters. */
  horizon?: number;
}

/**
 * Forecast with 80 % and 95 % intervals after contract 4.3: the mean of several methods over the series without
 * its season, intervals from the errors that they made on the series itself. Counts (no value below 0) never go
 * below 0. Always finite and nested; fewer than five known values give `not-enough-data`.
 */
export function forecast({ period, values, horizon = calendar[period].horizon }: ForecastInput): Forecast {
  const recent = values.length > LONGEST_HISTORY ? values.slice(-LONGEST_HISTORY) : values;
  const filled = fillGaps(recent);
  if (filled.known < FEWEST_VALUES || horizon < 1) return { ...notEnough };
  const scale = filled.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  // In units of the largest value, so that nothing overflows and tolerances mean the same everywhere.
  const history = filled.values.map((value) => value / scale);
  const distance = horizon + filled.missing;
  const { season, adjusted } = deseasonalise(history, calendar[period].season);
  const combined = combine(adjusted, distance);
  const reach = Math.min(distance, Math.max(1, Math.floor(history.length / 3)));
  const { fitted, honest } = hindcast(adjusted, combined, reach);
  const widths = intervalWidths(fitted, honest, distance, 1e-9);
  const least = history.every((value) => value >= 0) ? 0 : -LARGEST_FACTOR * scale;
  const list = (half: Float64Array | null, side: number) =>
    Array.from({ length: horizon }, (_, ahead) => {
      const step = ahead + filled.missing;
      const value = (combined.mean[step] ?? 0) + side * (half?.[step] ?? 0);
      const seasonal = withSeason(value, season, history.length + step) * scale;
      return Math.min(LARGEST_FACTOR * scale, Math.max(least, seasonal));
    });
  return {
    method: season === null ? COMBINATION : `${COMBINATION}+season`,
    mean: list(null, 0),
    lower80: list(widths.half80, -1),
    upper80: list(widths.half80, 1),
    lower95: list(widths.half95, -1),
    upper95: list(widths.half95, 1),
  };
}

/**
 * A line of `fairlead forecast`: parsed, forecast, and given back with its id.
 * @throws UserError `invalid-input`, naming the field and what would be valid.
 */
export function forecastLine(input: unknown, horizon?: number): Forecast & { id: string } {
  const parsed = forecastRequest.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') || '(whole line)';
    throw invalidInput(
      `${field}: ${issue?.message ?? 'not valid'}. Valid: {"id": text, "period": "week" | "month" | "quarter" | "day", "values": [number or null, …]}.`,
      { field },
    );
  }
  if (horizon !== undefined && !(Number.isInteger(horizon) && horizon >= 1 && horizon <= LONGEST_HORIZON))
    throw invalidInput(`horizon is ${horizon}. Valid: a whole number from 1 to ${LONGEST_HORIZON}.`, {
      field: 'horizon',
    });
  const { id, period, values } = parsed.data;
  return { id, ...forecast(horizon === undefined ? { period, values } : { period, values, horizon }) };
}
