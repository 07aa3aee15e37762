import { attainment } from '#analytics/forecast/attainment.ts';
import { forecast as makeForecast } from '#analytics/forecast/forecast.ts';
import type { Forecast } from '#domain/assessment.ts';
import { addDays, daysBetween, type IsoDate } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import { endValueOf } from '#domain/goal-progress.ts';
import { type Conversion, converted } from './conversion.ts';
import type { AttainmentChance } from './grounding.ts';
import type { Course } from './observed.ts';

/** Two months of weeks: with fewer, an interval is mostly the model's assumption. */
const FEWEST_WEEKS = 8;
/** What is said without a date. */
const USUAL_WEEKS = 8;

export interface Prospect {
  forecast: Forecast | null;
  chance: AttainmentChance | null;
  /** Why there is no chance; null where there is one. */
  reason: string | null;
}

const none = (reason: string, forecast: Forecast | null = null): Prospect => ({
  forecast,
  chance: null,
  reason,
});

const comparatorOf = ({ comparator, direction, target_range }: KpiSpec) =>
  target_range !== null ? 'between' : (comparator ?? (direction === 'decrease' ? '<=' : '>='));

/** A share can't leave 0 to 100. */
function bounded(forecast: Forecast, most: number | null): Forecast {
  if (most === null) return forecast;
  const clamp = (list: number[]) => list.map((value) => Math.min(most, Math.max(0, value)));
  const { method, mean, lower80, upper80, lower95, upper95 } = forecast;
  return {
    method,
    mean: clamp(mean),
    lower80: clamp(lower80),
    upper80: clamp(upper80),
    lower95: clamp(lower95),
    upper95: clamp(upper95),
  };
}

export interface ProspectQuestion {
  kpi: KpiSpec;
  course: Course;
  conversion: Conversion;
  /** Where it stands, in the KPI's unit; null: not known. */
  value: number | null;
  /** The last day that could have been observed. */
  observed_to: IsoDate;
  /** The largest value that there can be; null: no bound. */
  most: number | null;
}

/**
 * The forecast of an indicator in the KPI's terms, and the chance that it meets the target in the week of the due
 * date. No chance where the date lies further ahead than the weeks known: intervals widen by what was seen so far.
 */
export function prospectOf({
  kpi,
  course,
  conversion,
  value,
  observed_to,
  most,
}: ProspectQuestion): Prospect {
  const values = course.values.map((one) => (one === null ? null : converted(one, conversion)));
  const known = values.filter((one) => one !== null).length;
  const ahead = kpi.due_iso === null ? USUAL_WEEKS : Math.ceil(daysBetween(observed_to, kpi.due_iso) / 7);
  if (ahead < 1) return none('The date is past.');
  const reached = Math.min(ahead, Math.max(known, USUAL_WEEKS));
  const raw = makeForecast({ period: 'week', values, horizon: reached });
  if (raw.mean.length === 0)
    return none(
      `There is not enough data for a forecast: ${known} ${known === 1 ? 'week has' : 'weeks have'} a value.`,
    );
  const shown = bounded(raw, most);
  if (known < FEWEST_WEEKS)
    return none(
      `There is not enough data for a chance: ${known} weeks have a value, it takes ${FEWEST_WEEKS}.`,
      shown,
    );
  if (kpi.due_iso === null) return none('Without a date there is no chance to tell.', shown);
  if (ahead > reached)
    return none(
      `The date is ${ahead} weeks ahead; the data reach ${known} weeks back, too few to say how likely it is.`,
      shown,
    );
  const target = kpi.target_range ?? endValueOf({ ...kpi, baseline: kpi.baseline ?? value });
  if (target === null) return none('Without a target there is no chance to tell.', shown);
  const probability = attainment({ forecast: raw, comparator: comparatorOf(kpi), target, step: ahead });
  if (probability === null) return none('There is not enough data for a chance.', shown);
  const at = (list: readonly number[]) => list[ahead - 1] ?? 0;
  return {
    forecast: shown,
    reason: null,
    chance: {
      probability: Math.min(1, Math.max(0, probability)),
      mean: at(shown.mean),
      interval80: [at(shown.lower80), at(shown.upper80)],
      interval95: [at(shown.lower95), at(shown.upper95)],
      method: shown.method,
      at: kpi.due_iso ?? addDays(observed_to, 7 * ahead),
      weeks_ahead: ahead,
      weeks_known: known,
    },
  };
}
