import { addDays, type IsoDate, weekEnd } from '#domain/date.ts';

/** What a date is counted from. */
export interface Today {
  today: IsoDate;
  /** 1–12. Fiscal years are named by the calendar year in which they end. */
  fiscal_year_start_month: number;
}

export type PeriodUnit =
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'half'
  | 'year'
  | 'fiscal_year'
  | 'academic_year';

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

export const isoOf = (year: number, month: number, day: number): IsoDate =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

export const lastDayOfMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The last day of a month; months beyond 12 or below 1 run into the neighbouring years. */
export function monthEnd(year: number, month: number): IsoDate {
  const index = year * 12 + month - 1;
  const [ownYear, ownMonth] = [Math.floor(index / 12), (index % 12) + 1];
  return isoOf(ownYear, ownMonth, lastDayOfMonth(ownYear, ownMonth));
}

export const yearOf = (date: IsoDate): number => Number(date.slice(0, 4));
export const monthOf = (date: IsoDate): number => Number(date.slice(5, 7));
const dayOfMonth = (date: IsoDate): number => Number(date.slice(8, 10));

/** A day that exists, or null ("30 February"). */
export function validDay(year: number, month: number, day: number): IsoDate | null {
  if (year < 1900 || year > 2999 || month < 1 || month > 12) return null;
  return day >= 1 && day <= lastDayOfMonth(year, month) ? isoOf(year, month, day) : null;
}

/** The same day n months on; the 31st becomes a shorter month's last day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const end = monthEnd(yearOf(date), monthOf(date) + months);
  const day = Math.min(dayOfMonth(date), dayOfMonth(end));
  return `${end.slice(0, 8)}${pad(day)}`;
}

/** The fiscal year (by its name) in which a day lies. */
export function fiscalYearOf(date: IsoDate, { fiscal_year_start_month: start }: Today): number {
  return start > 1 && monthOf(date) >= start ? yearOf(date) + 1 : yearOf(date);
}

/** Last day of month n (1–12) of the fiscal year. */
const fiscalMonthEnd = (
  fiscalYear: number,
  month: number,
  { fiscal_year_start_month: start }: Today,
): IsoDate => (start === 1 ? monthEnd(fiscalYear, month) : monthEnd(fiscalYear - 1, start - 1 + month));

export const fiscalYearEnd = (fiscalYear: number, now: Today): IsoDate => fiscalMonthEnd(fiscalYear, 12, now);

/** Part n of the fiscal year cut into `parts`; without a year the next one that hasn't ended. */
export function fiscalPartEnd(part: number, parts: 2 | 4, year: number | null, now: Today): IsoDate | null {
  if (part < 1 || part > parts) return null;
  const month = (part * 12) / parts;
  if (year !== null) return fiscalMonthEnd(year, month, now);
  const running = fiscalYearOf(now.today, now);
  const end = fiscalMonthEnd(running, month, now);
  return end >= now.today ? end : fiscalMonthEnd(running + 1, month, now);
}

function partEndFromToday(parts: 2 | 4, offset: number, now: Today): IsoDate {
  const running = fiscalYearOf(now.today, now);
  const length = 12 / parts;
  let month = length;
  while (fiscalMonthEnd(running, month, now) < now.today && month < 12) month += length;
  const index = month / length - 1 + offset;
  const year = running + Math.floor(index / parts);
  return fiscalMonthEnd(year, ((((index % parts) + parts) % parts) + 1) * length, now);
}

/** Academic years end on 30 June. */
export function academicYearEnd(offset: number, { today }: Today): IsoDate {
  const year = monthOf(today) <= 6 ? yearOf(today) : yearOf(today) + 1;
  return isoOf(year + offset, 6, 30);
}

/** The last day of the period that is `offset` periods after the running one. */
export function periodEnd(unit: PeriodUnit, offset: number, now: Today): IsoDate {
  const { today } = now;
  switch (unit) {
    case 'day':
      return addDays(today, offset);
    case 'week':
      return addDays(weekEnd(today), 7 * offset);
    case 'month':
      return monthEnd(yearOf(today), monthOf(today) + offset);
    case 'quarter':
      return partEndFromToday(4, offset, now);
    case 'half':
      return partEndFromToday(2, offset, now);
    case 'year':
      return isoOf(yearOf(today) + offset, 12, 31);
    case 'fiscal_year':
      return fiscalYearEnd(fiscalYearOf(today, now) + offset, now);
    case 'academic_year':
      return academicYearEnd(offset, now);
  }
}

const MOST_UNITS = 5000;

/** Today and n units: "within 6 months". Null for a length that no calendar holds. */
export function fromToday(count: number, unit: PeriodUnit, { today }: Today): IsoDate | null {
  if (!(count >= 0) || count > MOST_UNITS) return null;
  const months = { month: 1, quarter: 3, half: 6, year: 12, fiscal_year: 12, academic_year: 12 };
  if (unit === 'day') return addDays(today, Math.round(count));
  if (unit === 'week') return addDays(today, Math.round(count * 7));
  const moved = Math.round(count * months[unit]);
  return yearOf(today) + moved / 12 < 2999 ? addMonths(today, moved) : null;
}

/** Without a year, the next such month that hasn't ended. */
export function nextMonthEnd(month: number, { today }: Today): IsoDate {
  const end = monthEnd(yearOf(today), month);
  return end >= today ? end : monthEnd(yearOf(today) + 1, month);
}

/** Without a year, the next such day. */
export function nextDay(month: number, day: number, { today }: Today): IsoDate | null {
  const own = validDay(yearOf(today), month, day);
  if (own !== null && own >= today) return own;
  return validDay(yearOf(today) + 1, month, day) ?? own;
}

/** The next Monday (1) … Sunday (7), today not counted; `weeks` more weeks on. */
export function nextWeekday(weekday: number, weeks: number, { today }: Today): IsoDate {
  const monday = addDays(weekEnd(today), -6);
  const inThisWeek = addDays(monday, weekday - 1);
  return addDays(inThisWeek > today ? inThisWeek : addDays(inThisWeek, 7), 7 * weeks);
}
