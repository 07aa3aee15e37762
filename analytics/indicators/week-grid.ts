import { addDays, type IsoDate, type Period, weekStart, weeksOf } from '#domain/date.ts';
import { LONGEST_WINDOW_WEEKS } from './definitions.ts';

const WEEK_MS = 7 * 86_400_000;
const midnight = (day: IsoDate): number => Date.parse(`${day}T00:00:00Z`);

/** Numbers the ISO weeks of a range, with the weeks before it that windows look back to (`lead`). */
export interface WeekGrid {
  /** Weeks before the range; week `lead` is the first that is reported. */
  lead: number;
  /** All weeks, `lead` included. */
  count: number;
  /** Mondays and Sundays of all weeks. */
  mondays: readonly IsoDate[];
  sundays: readonly IsoDate[];
  /** Instant of the first Monday, 00:00 UTC. */
  start: number;
  /** The week of an instant; below 0 or from `count` on when it lies outside. */
  weekOf(instant: number): number;
  /** The week's last millisecond: what is stamped Sunday 24:00 is the next week's. */
  endOf(week: number): number;
}

export function makeWeekGrid(range: Period): WeekGrid {
  const lead = LONGEST_WINDOW_WEEKS - 1;
  const first = addDays(weekStart(range.from), -7 * lead);
  const mondays = weeksOf({ from: first, to: range.to });
  const start = midnight(first);
  return {
    lead,
    count: mondays.length,
    mondays,
    sundays: mondays.map((monday) => addDays(monday, 6)),
    start,
    weekOf: (instant) => Math.floor((instant - start) / WEEK_MS),
    endOf: (week) => start + (week + 1) * WEEK_MS - 1,
  };
}

/** Records of this span are needed for a range: windows look back further than its first week. */
export const recordsRangeOf = (range: Period): Period => ({
  from: addDays(weekStart(range.from), -7 * (LONGEST_WINDOW_WEEKS - 1)),
  to: range.to,
});
