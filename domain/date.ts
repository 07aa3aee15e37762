import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`. Days are compared and counted in UTC; no clock is read here. */
export const isoDate = z.iso.date();
export type IsoDate = string;

/** An instant in UTC, `YYYY-MM-DDTHH:MM:SS[.sss]Z`. */
export const isoInstant = z.iso.datetime();
export type IsoInstant = string;

/** Both ends belong to the period. */
export const period = z
  .object({ from: isoDate, to: isoDate })
  .refine((value) => value.from <= value.to, { message: '`from` must not be after `to`' });
export type Period = z.infer<typeof period>;

const MILLISECONDS_PER_DAY = 86_400_000;

const dayNumber = (date: IsoDate): number =>
  Math.round(Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_PER_DAY);
const fromDayNumber = (day: number): IsoDate =>
  new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);

export const addDays = (date: IsoDate, days: number): IsoDate => fromDayNumber(dayNumber(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

/** The Monday of the ISO 8601 week that the day lies in. */
export const weekStart = (date: IsoDate): IsoDate => addDays(date, -((dayNumber(date) + 3) % 7));

/** The Sunday of that week. */
export const weekEnd = (date: IsoDate): IsoDate => addDays(weekStart(date), 6);

/** The day of an instant, in UTC. */
export const dayOf = (instant: IsoInstant): IsoDate => new Date(instant).toISOString().slice(0, 10);

/** The Mondays of all weeks that touch the period, in order. */
export function weeksOf(range: Period): IsoDate[] {
  const weeks: IsoDate[] = [];
  for (let monday = weekStart(range.from); monday <= range.to; monday = addDays(monday, 7))
    weeks.push(monday);
  return weeks;
}

/** The last `count` complete ISO weeks before `today` (the running week is never complete). */
export function completeWeeksBefore(today: IsoDate, count: number): Period {
  const lastSunday = addDays(weekStart(today), -1);
  return { from: addDays(lastSunday, 1 - 7 * count), to: lastSunday };
}

export const isWithin = (date: IsoDate, range: Period): boolean => date >= range.from && date <= range.to;
