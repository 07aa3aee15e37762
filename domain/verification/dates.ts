import { addDays, daysBetween, isoDate, type Period, weekEnd, weekStart } from '../date.ts';
import { numeralAt, ordinalValue } from './numerals.ts';
import type { Token } from './tokens.ts';

export type Grain =
  | 'before'
  | 'window'
  | 'span'
  | 'day'
  | 'week'
  | 'part'
  | 'month'
  | 'quarter'
  | 'half'
  | 'year'
  | 'range';

/** Where dates without a year are looked for. `any_year`: a source may mean another year than the nearest. */
export interface DateFrame extends Period {
  any_year?: boolean;
}

/** A stretch of time as a text names it. More than one option where the wording leaves it open (03/04/2026). */
export interface DateMention {
  options: Period[];
  grain: Grain;
  at: number;
  next: number;
  /** "by 10 June", "since March": an event may lie on that side of it. */
  relation: 'in' | 'before' | 'after' | 'since';
  written: string;
}

const monthNames =
  'january february march april may june july august september october november december'.split(' ');
const monthOf = new Map<string, number>(
  monthNames.flatMap((name, index): [string, number][] => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
);
monthOf.set('sept', 9);
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const weekdayOf = new Map<string, number>(
  weekdays.flatMap((name, index): [string, number][] => [
    [name, index],
    [`${name}s`, index],
    [name.slice(0, 3), index],
  ]),
);

const pad = (value: number): string => String(value).padStart(2, '0');
const monthStart = (year: number, month: number): string => `${year}-${pad(month)}-01`;
const monthEnd = (year: number, month: number): string =>
  addDays(month === 12 ? monthStart(year + 1, 1) : monthStart(year, month + 1), -1);
const months = (year: number, first: number, count: number): Period => ({
  from: monthStart(year, first),
  to: monthEnd(year, first + count - 1),
});
const isDay = (text: string): boolean => isoDate.safeParse(text).success && text >= '1000';
const yearOf = (date: string): number => Number(date.slice(0, 4));
/** Days from Monday. */
const weekdayNumber = (date: string): number => daysBetween(weekStart(date), date);

const parts: Record<string, (range: Period) => Period> = {
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

const monthRange = (year: number, month: number): Period[] =>
  month >= 1 && month <= 12 && year >= 1000 ? [months(year, month, 1)] : [];

function partOfYear(year: number, letter: string, index: number): Period[] {
  if (letter.toLowerCase() === 'q') return [months(year, (index - 1) * 3 + 1, 3)];
  return index <= 2 ? [months(year, (index - 1) * 6 + 1, 6)] : [];
}

function isoWeek(year: number, week: number): Period {
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
function withoutYear(period: DateFrame, make: (year: number) => Period[]): Period[] {
  const ranges: Period[] = [];
  for (let year = yearOf(period.from) - 1; year <= yearOf(period.to) + 1; year += 1)
    ranges.push(...make(year));
  if (period.any_year) return ranges;
  const inside = ranges.filter((range) => distance(range, period) === 0);
  if (inside.length > 0) return inside;
  return ranges.sort((a, b) => distance(a, period) - distance(b, period)).slice(0, 1);
}

interface Found {
  options: Period[];
  grain: Grain;
  next: number;
}

const yearAt = (tokens: readonly Token[], at: number): number | null => {
  const token = tokens[at];
  if (token?.kind !== 'number' || !/^(?:19|20)\d{2}$/.test(token.text)) return null;
  return Number(token.text);
};

/** The year after a month or a quarter: "March 2026", "March, 2026", "of 2026". */
function trailingYear(tokens: readonly Token[], at: number): { year: number | null; next: number } {
  const skip = tokens[at]?.lower === ',' || tokens[at]?.lower === 'of' || tokens[at]?.lower === 'in' ? 1 : 0;
  const year = yearAt(tokens, at + skip);
  if (year === null) return { year: null, next: at };
  const after = tokens[at + skip + 1];
  // "in March, 2026 issues": a year isn't followed by what it counts.
  if (skip === 1 && tokens[at]?.lower === ',' && after?.kind === 'word' && /s$/.test(after.lower))
    return { year: null, next: at };
  return { year, next: at + skip + 1 };
}

function dayNumberAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const value =
    token.kind === 'number' && /^\d{1,2}$/.test(token.text) ? Number(token.text) : ordinalValue(token);
  return value !== null && value >= 1 && value <= 31 ? value : null;
}

const ambiguousMonths = new Set(['may', 'march', 'mar', 'jan', 'dec', 'sep', 'oct']);
const beforeMonth = new Set(
  'in of since until till by from to on mid early late during and between through for last next this end at - / ( within towards than before after over'.split(
    ' ',
  ),
);

function monthAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (token?.kind !== 'word') return null;
  const month = monthOf.get(token.lower.replace(/'s$/, ''));
  if (month === undefined) return null;
  if (!ambiguousMonths.has(token.lower)) return token.capital || token.lower.length > 3 ? month : null;
  const before = tokens[at - 1];
  const near =
    dayNumberAt(tokens, at - 1) !== null ||
    dayNumberAt(tokens, at + 1) !== null ||
    yearAt(tokens, at + 1) !== null;
  if (near || beforeMonth.has(before?.lower ?? ''))
    return token.capital || near || before?.lower === 'in' ? month : null;
  if (!token.capital) return null;
  const acts = /^(?:was|were|saw|had|brought|is|showed|ended|began|alone|,)$/.test(
    tokens[at + 1]?.lower ?? '',
  );
  return token.opens && ['may', 'march', 'mar'].includes(token.lower) ? (acts ? month : null) : month;
}

function dayOfMonth(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const day = dayNumberAt(tokens, at);
  const direct = day === null ? null : tokens[at + 1]?.lower === 'of' ? at + 2 : at + 1;
  const month = direct === null ? monthAt(tokens, at) : monthAt(tokens, direct);
  if (month === null) return null;
  const [number, after] = direct === null ? [dayNumberAt(tokens, at + 1), at + 2] : [day, direct + 1];
  if (number === null) return null;
  // "March 14 issues were closed" is not a day; "March 14" and "March 14, 2026" are.
  const counted = direct === null ? tokens[after] : undefined;
  if (
    counted?.kind === 'word' &&
    counted.lower.length > 3 &&
    /s$/.test(counted.lower) &&
    tokens[at + 1]?.kind === 'number'
  )
    return null;
  const { year, next } = trailingYear(tokens, after);
  const make = (of: number): Period[] => {
    const date = `${of}-${pad(month)}-${pad(number)}`;
    return isDay(date) ? [{ from: date, to: date }] : [];
  };
  const options = year === null ? withoutYear(period, make) : make(year);
  return { options, grain: 'day', next };
}

function wholeMonth(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const month = monthAt(tokens, at);
  if (month === null) return null;
  const { year, next } = trailingYear(tokens, at + 1);
  const options =
    year === null ? withoutYear(period, (of) => monthRange(of, month)) : monthRange(year, month);
  return { options, grain: 'month', next };
}

const quarterWords = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['last', 4],
  ['final', 4],
]);

function yearPart(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const token = tokens[at];
  const short = /^([qh])([1-4])(?:'?(\d{2}))?$/.exec(token?.lower ?? '');
  const spelt = tokens[at + 1]?.lower;
  const hyphen = spelt === '-' ? 1 : 0;
  const name = tokens[at + 1 + hyphen]?.lower;
  const index =
    short !== null ? Number(short[2]) : (quarterWords.get(token?.lower ?? '') ?? ordinalValue(token));
  const letter = short?.[1] ?? (name === 'quarter' ? 'q' : name === 'half' ? 'h' : null);
  if (
    letter === null ||
    index === null ||
    index > (letter === 'q' ? 4 : 2) ||
    (short === null && token?.lower === 'last')
  )
    return null;
  let after = short !== null ? at + 1 : at + 2 + hyphen;
  // "the second half of March" belongs to the month.
  if (letter === 'h' && short === null && tokens[after]?.lower === 'of') {
    const of = wholeMonth(tokens, after + 1, period);
    if (of !== null) {
      const halves = of.options.map(({ from, to }) => {
        const middle = addDays(from, Math.floor(daysBetween(from, to) / 2));
        return index === 1 ? { from, to: middle } : { from: addDays(middle, 1), to };
      });
      return { options: halves, grain: 'part', next: of.next };
    }
    const phrase = tokens
      .slice(after, after + 3)
      .map((word) => word.lower)
      .join(' ');
    if (/of the (quarter|period|month)/.test(phrase)) {
      const middle = addDays(period.from, Math.floor(daysBetween(period.from, period.to) / 2));
      return {
        options: [
          index === 1 ? { from: period.from, to: middle } : { from: addDays(middle, 1), to: period.to },
        ],
        grain: 'part',
        next: after + 3,
      };
    }
    if (/of the year/.test(phrase)) after += 3;
  }
  const { year, next } = trailingYear(tokens, after);
  const grain = letter === 'q' ? 'quarter' : 'half';
  const options =
    year === null
      ? withoutYear(period, (of) => partOfYear(of, letter, index))
      : partOfYear(year, letter, index);
  return { options, grain, next };
}

function written(tokens: readonly Token[], at: number): Found | null {
  const token = tokens[at];
  if (token?.kind !== 'date') return null;
  const split = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(token.text);
  if (split !== null) {
    const [first, second, year] = [Number(split[1]), Number(split[3]), split[4]];
    const candidates = [
      `${year}-${pad(second)}-${pad(first)}`,
      ...(split[2] === '/' ? [`${year}-${pad(first)}-${pad(second)}`] : []),
    ];
    return {
      options: candidates.filter(isDay).map((day) => ({ from: day, to: day })),
      grain: 'day',
      next: at + 1,
    };
  }
  const options = periodsOf(token.text);
  const grain: Grain = /^\d{4}-\d{2}-/.test(token.text)
    ? 'day'
    : /^\d{4}-\d{2}$/.test(token.text)
      ? 'month'
      : /w/i.test(token.text)
        ? 'week'
        : /q/i.test(token.text)
          ? 'quarter'
          : 'half';
  return { options: grain === 'day' ? options.slice(0, 1) : options, grain, next: at + 1 };
}

function bareYear(tokens: readonly Token[], at: number): Found | null {
  const year = yearAt(tokens, at);
  if (year === null) return null;
  const before = tokens[at - 1]?.lower ?? '';
  if (!['in', 'of', 'since', 'during', 'until', 'by', 'throughout', 'for', 'year', 'over'].includes(before))
    return null;
  const after = tokens[at + 1];
  if (after?.kind === 'word' && /s$/.test(after.lower) && !['was', 'is', 'as'].includes(after.lower))
    return null;
  return { options: [months(year, 1, 12)], grain: 'year', next: at + 1 };
}

function calendarWeek(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const short = /^(?:cw|kw|w)(\d{1,2})$/.exec(tokens[at]?.lower ?? '');
  const label = ['week', 'cw', 'kw'].includes(tokens[at]?.lower ?? '') ? tokens[at + 1] : undefined;
  const number =
    short !== null
      ? Number(short[1])
      : label?.kind === 'number' && /^\d{1,2}$/.test(label.text)
        ? Number(label.text)
        : null;
  if (number === null || number < 1 || number > 53) return null;
  return {
    options: withoutYear(period, (year) => [isoWeek(year, number)]),
    grain: 'week',
    next: short !== null ? at + 1 : at + 2,
  };
}

function weekdayAlone(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const weekday = weekdayOf.get(tokens[at]?.lower ?? '');
  if (weekday === undefined || !tokens[at]?.capital) return null;
  const skip = [',', 'the'].includes(tokens[at + 1]?.lower ?? '') ? 1 : 0;
  const day = dayOfMonth(tokens, at + 1 + skip, period) ?? written(tokens, at + 1 + skip);
  if (day !== null && day.grain === 'day')
    return { ...day, options: day.options.filter(({ from }) => weekdayNumber(from) === weekday) };
  const options: Period[] = [];
  for (let date = period.from; date <= period.to && options.length < 60; date = addDays(date, 1))
    if (weekdayNumber(date) === weekday) options.push({ from: date, to: date });
  return { options, grain: 'day', next: at + 1 };
}

const baseReaders = [written, dayOfMonth, weekdayAlone, yearPart, wholeMonth, calendarWeek, bareYear];

function baseAt(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  for (const read of baseReaders) {
    const found = read(tokens, at, period);
    if (found !== null) return found;
  }
  return null;
}

/** "the previous 13 weeks", "the prior quarter": just before the draft's period. A source's own is not known. */
function previous(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  if (period.any_year) return null;
  const count = numeralAt(tokens, at + 1);
  const unit = /^(day|week|month|quarter|period)s?$/.exec(tokens[count?.next ?? at + 1]?.lower ?? '')?.[1];
  if (unit === undefined || (count !== null && count.form !== 'plain')) return null;
  const own = daysBetween(period.from, period.to) + 1;
  const days = { day: 1, week: 7, month: 30.4, quarter: 91.3, period: own }[unit] ?? own;
  const to = addDays(period.from, -1);
  return {
    options: [{ from: addDays(to, 1 - Math.round(days * (count?.value ?? 1))), to }],
    grain: 'before',
    next: (count?.next ?? at + 1) + 1,
  };
}

/** "the quarter", "this period", "the thirteen weeks", "last month of the quarter": relative to the draft's period. */
function relative(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const [first, second] = [tokens[at]?.lower ?? '', tokens[at + 1]?.lower ?? ''];
  const length = daysBetween(period.from, period.to) + 1;
  const fits = (word: string): boolean =>
    ['period', 'cycle'].includes(word) ||
    (word === 'month' && length >= 27 && length <= 32) ||
    (word === 'quarter' && length >= 84 && length <= 99) ||
    (word === 'year' && length >= 360) ||
    (word === 'week' && length <= 7);
  if (['this', 'the', 'whole', 'entire', 'full'].includes(first) && fits(second)) {
    if (first === 'the' && ['before', 'after'].includes(tokens[at + 2]?.lower ?? '')) return null;
    return { options: [period], grain: 'range', next: at + 2 };
  }
  if (['last', 'final'].includes(first) && second === 'month') {
    const last = months(yearOf(period.to), Number(period.to.slice(5, 7)), 1);
    const of = tokens[at + 2]?.lower === 'of' && tokens[at + 3]?.lower === 'the' ? 5 : 2;
    return {
      options: [last, ...(of === 2 ? [{ from: addDays(last.from, -31), to: addDays(last.from, -1) }] : [])],
      grain: 'month',
      next: at + of,
    };
  }
  if (['previous', 'prior', 'preceding'].includes(first)) return previous(tokens, at, period);
  const full = ['full', 'complete', 'whole'].includes(second) ? 1 : 0;
  if (
    ['last', 'final'].includes(first) &&
    tokens[at + 1 + full]?.lower === 'week' &&
    tokens[at + 2 + full]?.lower !== 'of'
  ) {
    const monday = weekStart(period.to);
    const complete = weekEnd(period.to) === period.to ? monday : addDays(monday, -7);
    return {
      options: [
        { from: monday, to: addDays(monday, 6) },
        { from: complete, to: addDays(complete, 6) },
      ],
      grain: 'week',
      next: at + 2 + full,
    };
  }
  return null;
}

const edges = new Map<string, 'start' | 'end'>([
  ['end', 'end'],
  ['close', 'end'],
  ['start', 'start'],
  ['beginning', 'start'],
]);

function edge(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const side = edges.get(tokens[at]?.lower ?? '');
  if (side === undefined || tokens[at + 1]?.lower !== 'of') return null;
  const inner = mentionAt(tokens, at + 2, period);
  if (inner === null) return null;
  const options = inner.options.map((range) => (side === 'end' ? parts.late : parts.early)?.(range) ?? range);
  return { options, grain: 'part', next: inner.next };
}

/** "first week of March", "last two weeks of the quarter", "the first three months". */
function slice(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const which = tokens[at]?.lower ?? '';
  const index = ['last', 'final', 'past'].includes(which) ? -1 : ordinalValue(tokens[at]);
  if (index === null) return null;
  const count = numeralAt(tokens, at + 1);
  const unitToken = tokens[count?.next ?? at + 1];
  const unit = /^(day|week|month)s?$/.exec(unitToken?.lower ?? '')?.[1];
  if (unit === undefined) return null;
  const after = (count?.next ?? at + 1) + 1;
  const inner = tokens[after]?.lower === 'of' ? mentionAt(tokens, after + 1, period) : null;
  if (inner === null && (count === null || tokens[after]?.lower === 'of')) return null;
  const amount = count?.value ?? 1;
  const days = (unit === 'day' ? 1 : unit === 'week' ? 7 : 30.4) * amount;
  const options = (inner?.options ?? [period]).map(({ from, to }) => {
    if (index < 0) return { from: addDays(to, 1 - Math.round(days)), to };
    const start = addDays(from, Math.round(days * (index - 1)));
    return { from: start, to: addDays(start, Math.round(days) - 1) };
  });
  return { options, grain: inner === null && index < 0 ? 'window' : 'part', next: inner?.next ?? after };
}

function weekOf(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  if (!/^weeks?$/.test(tokens[at]?.lower ?? '')) return null;
  const skip = ['of', 'from', 'starting', 'beginning', 'commencing'].includes(tokens[at + 1]?.lower ?? '')
    ? 1
    : 0;
  const the = tokens[at + 1 + skip]?.lower === 'the' || tokens[at + 1 + skip]?.lower === 'monday' ? 1 : 0;
  const inner = baseAt(tokens, at + 1 + skip + the, period);
  if (inner === null || inner.grain !== 'day') return null;
  return {
    options: inner.options.map(({ from }) => ({ from: weekStart(from), to: weekEnd(from) })),
    grain: 'week',
    next: inner.next,
  };
}

function qualified(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  const part = parts[tokens[at]?.lower ?? ''];
  if (part === undefined) return null;
  const hyphen = tokens[at + 1]?.lower === '-' ? 1 : 0;
  const the =
    tokens[at + 1 + hyphen]?.lower === 'in' && tokens[at + 2 + hyphen]?.lower === 'the'
      ? 1
      : tokens[at + 1 + hyphen]?.lower === 'in'
        ? 1
        : 0;
  const inner =
    baseAt(tokens, at + 1 + hyphen + the, period) ?? relative(tokens, at + 1 + hyphen + the, period);
  if (inner === null || inner.grain === 'day') return null;
  return { options: inner.options.map(part), grain: 'part', next: inner.next };
}

function mentionAt(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  return (
    weekOf(tokens, at, period) ??
    edge(tokens, at, period) ??
    qualified(tokens, at, period) ??
    slice(tokens, at, period) ??
    relative(tokens, at, period) ??
    baseAt(tokens, at, period)
  );
}

const links = new Set(['to', '-', 'until', 'till', 'through', 'and', '/']);

/** "from 16 to 25 March", "Jan-Mar 2026", "between 30 March and 28 June", "16-25 March". */
function spanAt(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  let first = mentionAt(tokens, at, period);
  const bareDay = first === null || first.grain === 'year' ? dayNumberAt(tokens, at) : null;
  if (first === null && bareDay === null) return null;
  const link = bareDay !== null ? at + 1 : (first?.next ?? at);
  const word = tokens[link]?.lower ?? '';
  if (
    !links.has(word) ||
    (word === 'and' &&
      tokens[at - 1]?.lower !== 'between' &&
      !(bareDay !== null && tokens[at - 1]?.lower === 'on'))
  )
    return first;
  const second = mentionAt(tokens, link + 1, period);
  if (second === null) return first;
  if (bareDay !== null && ['and', ',', 'or'].includes(word) && tokens[at - 1]?.lower !== 'between') {
    if (second.grain !== 'day') return first;
    const days = second.options.map(({ from }) => `${from.slice(0, 8)}${pad(bareDay)}`).filter(isDay);
    return { options: days.map((day) => ({ from: day, to: day })), grain: 'day', next: at + 1 };
  }
  if (bareDay !== null) {
    if (second.grain !== 'day') return first;
    first = {
      options: second.options.flatMap(({ from }) => {
        const day = `${from.slice(0, 8)}${pad(bareDay)}`;
        return isDay(day) ? [{ from: day, to: day }] : [];
      }),
      grain: 'day',
      next: link,
    };
  }
  if (first === null) return null;
  const options = first.options.flatMap((start) =>
    second.options
      .map((end) => (start.from <= end.to ? { from: start.from, to: end.to } : sameYear(start, end)))
      .filter((range): range is Period => range !== null),
  );
  return options.length === 0
    ? first
    : {
        options: shortest(options),
        grain: first.grain === 'day' && second.grain === 'day' ? 'span' : 'range',
        next: second.next,
      };
}

/** "Jan-Mar 2026": the year stands at the end only. */
function sameYear(start: Period, end: Period): Period | null {
  const from = `${end.to.slice(0, 4)}${start.from.slice(4)}`;
  return isDay(from) && from <= end.to ? { from, to: end.to } : null;
}

function shortest(ranges: Period[]): Period[] {
  return [...ranges].sort((a, b) => daysBetween(a.from, a.to) - daysBetween(b.from, b.to)).slice(0, 2);
}

const before = new Set(['by', 'before', 'until', 'till', 'ahead']);
const after = new Set(['after', 'from']);

function relationAt(tokens: readonly Token[], at: number, grain: Grain): DateMention['relation'] {
  for (let back = 1; back <= 3; back += 1) {
    const word = tokens[at - back]?.lower ?? '';
    if (before.has(word)) return 'before';
    if (word === 'since') return 'since';
    if (after.has(word)) return grain === 'range' ? 'in' : 'after';
    if (!['the', 'of', 'week', 'end', 'start'].includes(word)) return 'in';
  }
  return 'in';
}

/** All dates that a text names. Wordings without a year are read within `period`. */
export function datesOf(tokens: readonly Token[], period: DateFrame): DateMention[] {
  const mentions: DateMention[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'punctuation') continue;
    const found = spanAt(tokens, at, period);
    if (found === null) continue;
    const text = tokens
      .slice(at, found.next)
      .map((part) => (part.spaced ? ` ${part.text}` : part.text))
      .join('')
      .trim();
    mentions.push({ ...found, at, relation: relationAt(tokens, at, found.grain), written: text });
    at = found.next - 1;
  }
  return mentions;
}
