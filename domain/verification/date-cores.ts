import { daysBetween, type Period } from '../date.ts';
import { ordinalValue } from './numerals.ts';
import {
  addDays,
  type DateFrame,
  isDay,
  isoWeek,
  monthRange,
  months,
  pad,
  partOfYear,
  periodsOf,
  weekdayNumber,
  withoutYear,
} from './periods.ts';
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

export interface Found {
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

export function dayNumberAt(tokens: readonly Token[], at: number): number | null {
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

export function baseAt(tokens: readonly Token[], at: number, period: DateFrame): Found | null {
  for (const read of baseReaders) {
    const found = read(tokens, at, period);
    if (found !== null) return found;
  }
  return null;
}
