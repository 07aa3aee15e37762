import { addDays, daysBetween, type IsoDate, weeksOf } from '#domain/date.ts';
import type { Observation } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import { mean } from '../series/statistics.ts';
import { percent, shown } from './figures.ts';
import type { DetectInput, Detector, DetectorFinding } from './finding.ts';
import { OVERLOAD_RATIO, UNKNOWN_SHARE_AT_MOST } from './work.ts';

/** Above 110 % of the contract the frameworks call it overtime; in five of six weeks it is no exception any more. */
export const LONG_WEEK = 110;
export const LOOKED_AT_WEEKS = 6;
export const LONG_WEEKS = 5;
/** And on average clearly above it: 110 % in every week is a long lunch that nobody wrote down. */
export const LONG_MEAN = 112;
/** A quarter without three days off in a row. */
export const NO_LEAVE_DAYS = 91;
/** Weekends in half of the weeks are a habit. */
export const WEEKENDS = 3;
/** Ten points of contract more than before is half a day a week. */
export const RISE = 10;
const BEFORE_WEEKS = 4;

/** Hours against contract of somebody's last weeks. */
export interface LongHours {
  long_weeks: number;
  mean: number;
  before: number | null;
  observation_ids: Observation['id'][];
}

export function hoursOf(input: DetectInput, person: Person['id']): LongHours | null {
  const weeks = weeksOf(input.period);
  const found = new Map(
    input.observations
      .filter((one) => one.subject.id === person && one.indicator_id === 'hours_against_capacity')
      .map((one) => [one.period.from, one]),
  );
  const known = (days: readonly IsoDate[]) =>
    days.flatMap((monday) => {
      const one = found.get(monday);
      return one === undefined || one.value === null ? [] : [{ id: one.id, value: one.value }];
    });
  const last = known(weeks.slice(-LOOKED_AT_WEEKS));
  if (last.length < LONG_WEEKS) return null;
  const before = known(weeks.slice(0, -LOOKED_AT_WEEKS));
  return {
    long_weeks: last.filter(({ value }) => value > LONG_WEEK).length,
    mean: mean(last.map(({ value }) => value)),
    before: before.length < BEFORE_WEEKS ? null : mean(before.map(({ value }) => value)),
    observation_ids: last.map(({ id }) => id),
  };
}

export const areLong = (hours: LongHours): boolean =>
  hours.long_weeks >= LONG_WEEKS && hours.mean >= LONG_MEAN;

export interface Sign {
  name: string;
  sentence: string;
  figures: Record<string, number>;
}

export const longHoursSign = (hours: LongHours): Sign => ({
  name: 'long_hours',
  sentence: `Hours written down were above ${LONG_WEEK} % of the contract in ${hours.long_weeks} of the last ${LOOKED_AT_WEEKS} weeks, ${Math.round(hours.mean)} % on average.`,
  figures: { long_weeks: hours.long_weeks, mean_percent: hours.mean, looked_at_weeks: LOOKED_AT_WEEKS },
});

/** Signs that make long hours more than a busy spell. */
export function furtherSigns(input: DetectInput, person: Person, hours: LongHours): Sign[] {
  const own = input.signs?.find((one) => one.person_id === person.id);
  const load = input.loads.find((one) => one.person_id === person.id);
  const signs: Sign[] = [];
  if (hours.before !== null && hours.mean - hours.before >= RISE)
    signs.push({
      name: 'rising_hours',
      sentence: `In the weeks before, hours were at ${Math.round(hours.before)} %.`,
      figures: { before_percent: hours.before },
    });
  const since = own?.last_leave_on ?? own?.first_entry_on ?? null;
  if (own?.absence_recorded === true && since !== null && daysBetween(since, input.as_of) >= NO_LEAVE_DAYS) {
    const days = daysBetween(since, input.as_of);
    const weeks = Math.floor(days / 7);
    signs.push({
      name: 'no_leave',
      sentence:
        own.last_leave_on === null
          ? `No leave of three days or more is written down in the ${weeks} weeks since ${since}.`
          : `The last leave of three days or more ended on ${since}, ${weeks} weeks ago.`,
      figures: { weeks_without_leave: weeks },
    });
  }
  if (input.policy.weekend_hours_used === true && own !== undefined && own.weekend_weeks.length >= WEEKENDS)
    signs.push({
      name: 'weekends',
      sentence: `There were hours on Saturdays or Sundays in ${own.weekend_weeks.length} of the last ${own.weeks} weeks.`,
      figures: { weekend_weeks: own.weekend_weeks.length },
    });
  const ahead = load?.items.filter((item) => item.in_horizon).length ?? 0;
  if (
    load?.ratio != null &&
    load.ratio >= OVERLOAD_RATIO &&
    load.unknown_items <= UNKNOWN_SHARE_AT_MOST * ahead
  )
    signs.push({
      name: 'more_ahead',
      sentence: `Open work for the next ${load.span_weeks} weeks comes to ${shown(load.load_hours)} hours, ${percent(load.ratio)} of the capacity.`,
      figures: { ahead_hours: load.load_hours, ahead_ratio: load.ratio },
    });
  return signs;
}

/** Long hours for weeks together with another sign: rising, without leave, at weekends, or with no end in sight. */
export const detectSustainedLoad: Detector = (input) =>
  input.people.flatMap((person): DetectorFinding[] => {
    const hours = hoursOf(input, person.id);
    if (hours === null || !areLong(hours)) return [];
    const further = furtherSigns(input, person, hours);
    if (further.length === 0) return [];
    const signs = [longHoursSign(hours), ...further];
    return [
      {
        kind: 'sustained_load',
        person_id: person.id,
        severity: further.length >= 2 ? 'urgent' : 'attention',
        reasons: signs.map((sign) => sign.sentence),
        figures: Object.assign({ signs: signs.length }, ...signs.map((sign) => sign.figures)),
        refs: { observation_ids: hours.observation_ids },
        about: { days: { since: addDays(input.period.to, 1 - 7 * LOOKED_AT_WEEKS) } },
      },
    ];
  });
