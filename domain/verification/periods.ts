import { daysBetween, isoDate, type Period, weekStart } from '../date.ts';

/** Where dates without a year are looked for. `any_year`: a source may mean another year than the nearest. */
export interface DateFrame extends Period {
  any_year?: boolean;
}

/** Years that source systems may mean; a draft over all of time doesn't make us look through it. */
const FIRST_YEAR = 1950;
const LAST_YEAR = 2150;

/** A day some days on, kept within the years that ISO dates of four digits can write. */
export function addDays(date: string, days: number): string {
  const moved = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  const kept = Math.min(Math.max(moved, Date.UTC(1000, 0, 1)), Date.UTC(9999, 11, 31));
  return new Date(kept).toISOString().slice(0, 10);
}

export const pad = (value: number): string => String(value).padStart(2, '0');
export const monthStart = (year: number, month: number): string => `${year}-${pad(month)}-01`;
const monthEnd = (year: number, month: number): string =>
  month === 12 ? `${year}-12-31` : addDays(monthStart(year, month + 1), -1);
export const months = (year: number, first: number, count: number): Period => ({
  from: monthStart(year, first),
  to: monthEnd(year, first + count - 1),
});
export const isDay = (text: string): boolean => isoDate.safeParse(text).success && text >= '1000';
export const yearOf = (date: string): number => Number(date.slice(0, 4));
/** Days from Monday. */
export const weekdayNumber = (date: string): number => daysBetween(weekStart(date), date);

export const parts: Record<string, (range: Period) => Period> = {
  early: ({ from, to }) => ({ from, to: addDays(from, Math.ceil(daysBetween(from, to) * 0.4)) }),
  mid: ({ from, to }) => {
    const length = daysBetween(from, to);
    return { from: addDays(from, Math.floor(length * 0.25)), to: addDays(from, Math.ceil(length * 0.75)) };
  },
  late: ({ from, to }) => ({ from: addDays(to, -Math.ceil(daysBetween(from, to) * 0.4)), to }),
};

/** A period as facts write it: a day (also the Monday of a week), `YYYY-MM`, `YYYY-Qn`, `from/to`; [] when it is none. */
export function periodsOf(text: string): Period[] {
  const value = text.trim();
  const [from = '', to = ''] = value.split(/\s*(?:\/|\.\.|\bto\b)\s*/);
  if (isDay(from) && isDay(to) && from <= to) return [{ from, to }];
  if (isDay(value.slice(0, 10)) && /^.{10}(?:T.*)?$/.test(value)) {
    const day = value.slice(0, 10);
    const week = weekStart(day) === day ? [{ from: day, to: addDays(day, 6) }] : [];
    return [{ from: day, to: day }, ...week];
  }
  const month = /^(\d{4})-(\d{2})$/.exec(value);
  if (month !== null) return monthRange(Number(month[1]), Number(month[2]));
  const part = /^(?:(\d{4})[- ]?([QqHh])([1-4])|([QqHh])([1-4])[- ]?(\d{4}))$/.exec(value);
  if (part !== null)
    return partOfYear(Number(part[1] ?? part[6]), part[2] ?? part[4] ?? 'Q', Number(part[3] ?? part[5]));
  const week = /^(\d{4})-?[Ww](\d{1,2})$/.exec(value);
  if (week !== null) return [isoWeek(Number(week[1]), Number(week[2]))];
  return /^(?:19|20)\d{2}$/.test(value) ? [months(Number(value), 1, 12)] : [];
}

export const monthRange = (year: number, month: number): Period[] =>
  month >= 1 && month <= 12 && year >= 1000 ? [months(year, month, 1)] : [];

export function partOfYear(year: number, letter: string, index: number): Period[] {
  if (letter.toLowerCase() === 'q') return [months(year, (index - 1) * 3 + 1, 3)];
  return index <= 2 ? [months(year, (index - 1) * 6 + 1, 6)] : [];
}

export function isoWeek(year: number, week: number): Period {
  const monday = addDays(weekStart(`${year}-01-04`), (week - 1) * 7);
  return { from: monday, to: addDays(monday, 6) };
}

const distance = (range: Period, period: DateFrame): number =>
  range.to < period.from
    ? daysBetween(range.to, period.from)
    : range.from > period.to
      ? daysBetween(period.to, range.from)
      : 0;

/** Ranges of a wording without a year: those that touch the draft's period, else the nearest one. */
export function withoutYear(period: DateFrame, make: (year: number) => Period[]): Period[] {
  const [first, last] = [
    Math.max(FIRST_YEAR, yearOf(period.from) - 1),
    Math.min(LAST_YEAR, yearOf(period.to) + 1),
  ];
  const ranges: Period[] = [];
  for (let year = first; year <= last; year += 1) ranges.push(...make(year));
  if (period.any_year) return ranges;
  const inside = ranges.filter((range) => distance(range, period) === 0);
  if (inside.length > 0) return inside;
  return ranges.sort((a, b) => distance(a, period) - distance(b, period)).slice(0, 1);
}
