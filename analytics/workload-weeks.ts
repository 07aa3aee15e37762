import { addDays, type IsoDate, type Period, weekStart } from '#domain/date.ts';
import type { Person } from '#domain/person.ts';

/** Hours there are and hours that are due, in seven days of the horizon. */
export interface LoadWeek {
  from: IsoDate;
  to: IsoDate;
  /** Contract less leave, times the share that goes into work items; null when the contract isn't known. */
  capacity_hours: number | null;
  leave_hours: number;
  /** Of open items that are due in this week; what is overdue is due in the first. */
  due_hours: number;
}

/** Weeks that work is planned over: as far ahead as trackers hold due dates and calendars hold leave. */
export const HORIZON_WEEKS = 4;
/**
 * Shortest stretch that an overload is told by. One week alone says little: an estimate is off by a third easily, and
 * what is due in days can't be handed over any more.
 */
export const SHORTEST_SPAN_WEEKS = 2;

const MONDAY_TO_FRIDAY = 5;
const isWorkday = (day: IsoDate): boolean => {
  const weekday = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${weekStart(day)}T00:00:00Z`)) / 86_400_000;
  return weekday < MONDAY_TO_FRIDAY;
};

/** Monday-to-Friday days of a stretch on which the person is employed. */
function workingDays(person: Person, { from, to }: Period): number {
  let days = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const employed =
      (person.start_date === null || person.start_date <= day) &&
      (person.end_date === null || day <= person.end_date);
    if (employed && isWorkday(day)) days += 1;
  }
  return days;
}

/** The horizon in stretches of seven days, the first beginning today. */
export const horizonWeeks = (asOf: IsoDate, weeks: number): Period[] =>
  Array.from({ length: weeks }, (_, week) => ({
    from: addDays(asOf, 7 * week),
    to: addDays(asOf, 7 * week + 6),
  }));

/**
 * A person's weeks. @param leave hours by day; @param due hours by week; @param focusShare of the contract that goes
 * into work items.
 */
export function weeksOfPerson(
  person: Person,
  periods: readonly Period[],
  leave: ReadonlyMap<IsoDate, number>,
  due: readonly number[],
  focusShare: number,
): LoadWeek[] {
  return periods.map(({ from, to }, week): LoadWeek => {
    let away = 0;
    for (const [day, hours] of leave) if (day >= from && day <= to) away += hours;
    const contracted =
      person.weekly_hours === null
        ? null
        : (person.weekly_hours * workingDays(person, { from, to })) / MONDAY_TO_FRIDAY;
    return {
      from,
      to,
      capacity_hours: contracted === null ? null : Math.max(0, contracted - away) * focusShare,
      leave_hours: away,
      due_hours: due[week] ?? 0,
    };
  });
}

/** Capacity until the end of a stretch of weeks, and what is due until then; null when the contract isn't known. */
export function untilWeek(
  weeks: readonly LoadWeek[],
  count: number,
): { capacity: number | null; due: number; leave: number } {
  let capacity: number | null = 0;
  let due = 0;
  let leave = 0;
  for (const week of weeks.slice(0, count)) {
    capacity = capacity === null || week.capacity_hours === null ? null : capacity + week.capacity_hours;
    due += week.due_hours;
    leave += week.leave_hours;
  }
  return { capacity, due, leave };
}

/**
 * The stretch from today, of two weeks to the whole horizon, in which most is due for the capacity there is; the
 * shortest of equal ones.
 */
export function tightestSpan(weeks: readonly LoadWeek[]): { weeks: number; ratio: number | null } {
  let tightest = { weeks: Math.min(SHORTEST_SPAN_WEEKS, weeks.length), ratio: null as number | null };
  for (let count = tightest.weeks; count <= weeks.length; count += 1) {
    const { capacity, due } = untilWeek(weeks, count);
    if (capacity === null || capacity <= 0) continue;
    const ratio = due / capacity;
    // Equal but for rounding is equal: the order in which hours were added up must not decide.
    if (tightest.ratio === null || ratio > tightest.ratio + 1e-9) tightest = { weeks: count, ratio };
  }
  return tightest;
}

/** Hours of capacity from today to the end of a day within the horizon, its week's spread over its workdays. */
export function capacityUntil(weeks: readonly LoadWeek[], day: IsoDate): number | null {
  let total = 0;
  for (const week of weeks) {
    if (week.capacity_hours === null) return null;
    if (day < week.from) break;
    let workdays = 0;
    let passed = 0;
    for (let each = week.from; each <= week.to; each = addDays(each, 1)) {
      if (!isWorkday(each)) continue;
      workdays += 1;
      if (each <= day) passed += 1;
    }
    total += workdays === 0 ? 0 : (week.capacity_hours * passed) / workdays;
  }
  return total;
}
