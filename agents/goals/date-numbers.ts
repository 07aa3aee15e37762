import { addDays, weekEnd } from '#domain/date.ts';
import {
  fiscalPartEnd,
  fiscalYearEnd,
  isoOf,
  monthEnd,
  nextDay,
  nextMonthEnd,
  validDay,
  yearOf,
} from './calendar.ts';
import { core, type DateCore, isText, numberAt, partToken, type Reader, skip, yearAt } from './date-cores.ts';
import type { Vocabulary } from './vocabulary.ts';

const ORDINAL_MARK = /^(st|nd|rd|th|er|º|°|ª)$/;

/** A day of a month: "15", "15th", "15." in German. */
function dayNumber(reader: Reader, at: number): { day: number; end: number } | null {
  const day = numberAt(reader, at, /^([1-9]|[12]\d|3[01])$/);
  if (day === null) return null;
  const next = reader.tokens[at + 1];
  const marked =
    next?.glued &&
    (ORDINAL_MARK.test(next.lower) || (next.text === '.' && reader.vocabulary.language === 'de'));
  return { day, end: marked ? at + 2 : at + 1 };
}

/** "by the end of March 20 new customers": the 20 is no day of the month. */
function namedByItsEnd(reader: Reader, at: number): boolean {
  const { endWords } = reader.vocabulary.calendar;
  return [1, 2, 3].some((back) => {
    const word = endWords.match(reader.tokens, at - back);
    return word !== null && skip(reader, word.end, 'of', 'articles') === at;
  });
}

export function monthName(reader: Reader, at: number): DateCore | null {
  const { tokens, vocabulary, now } = reader;
  const leading = dayNumber(reader, at);
  const place = leading ? skip(reader, leading.end, 'of', 'articles') : at;
  const month = vocabulary.calendar.months.match(tokens, place);
  if (month === null) return null;
  const dot =
    tokens[month.end]?.text === '.' && (tokens[month.end - 1]?.text.length ?? 9) < 5
      ? month.end + 1
      : month.end;
  const trailing = leading || namedByItsEnd(reader, at) ? null : dayNumber(reader, dot);
  const unitAfter =
    trailing &&
    (vocabulary.quantity.units.match(tokens, trailing.end) ??
      vocabulary.quantity.scales.match(tokens, trailing.end));
  const day = leading ?? (unitAfter ? null : trailing);
  const afterDay = leading ? dot : (day?.end ?? dot);
  const comma = isText(reader, afterDay, ',') ? afterDay + 1 : afterDay;
  const of = skip(reader, comma, 'of');
  const year = yearAt(reader, of) ?? (isText(reader, of, "'") ? yearAt(reader, of, true) : null);
  const end = year?.end ?? afterDay;
  if (day === null) {
    const iso = year ? monthEnd(year.year, month.payload) : nextMonthEnd(month.payload, now);
    return core(year?.end ?? month.end, iso, 1, { weak: year === null });
  }
  return core(
    end,
    year ? validDay(year.year, month.payload, day.day) : nextDay(month.payload, day.day, now),
    0,
  );
}

/** 2026-03-15, 15.03.2026, 3/15/2026 (month first in English unless that is no month). */
export function numericDate(reader: Reader, at: number): DateCore | null {
  const { tokens, vocabulary } = reader;
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(tokens[at]?.text ?? '');
  if (dotted !== null) return numericParts(at + 1, [dotted[1], dotted[2], dotted[3]], vocabulary, true);
  const parts = [tokens[at], tokens[at + 2], tokens[at + 4]];
  const marks = [tokens[at + 1], tokens[at + 3]];
  if (!parts.every((part) => part?.kind === 'number')) return null;
  if (!marks.every((mark) => mark?.glued && /^[-/]$/.test(mark.text)) || !parts[1]?.glued || !parts[2]?.glued)
    return null;
  return numericParts(
    at + 5,
    parts.map((part) => part?.text),
    vocabulary,
    false,
  );
}

function numericParts(
  end: number,
  texts: (string | undefined)[],
  vocabulary: Vocabulary,
  dayFirst: boolean,
): DateCore | null {
  const [a = 0, b = 0, c = 0] = texts.map(Number);
  if (a > 1000) return core(end, validDay(a, b, c), 0);
  const year = c < 100 ? 2000 + c : c;
  const monthFirst = vocabulary.language === 'en' && !dayFirst && a <= 12;
  const iso = monthFirst ? validDay(year, a, b) : validDay(year, b, a);
  return iso === null ? null : core(end, iso, 0);
}

/** "week 20", "KW 20": the Sunday of that ISO week, of this year or else the next. */
export function calendarWeek(reader: Reader, at: number): DateCore | null {
  const { tokens, now } = reader;
  const place = isText(reader, at, 'calendar') ? at + 1 : at;
  const word = /^(?:week|wk|cw|kw|kalenderwoche|semaine|semana|settimana)$/.test(tokens[place]?.lower ?? '');
  const week = word ? numberAt(reader, place + 1, /^([1-9]|[1-4]\d|5[0-3])$/) : null;
  if (week === null || isText(reader, place + 2, 'of', '%')) return null;
  const year = yearAt(reader, place + 2);
  const endOf = (inYear: number) => addDays(weekEnd(isoOf(inYear, 1, 4)), 7 * (week - 1));
  const own = endOf(year?.year ?? yearOf(now.today));
  const iso = year === null && own < now.today ? endOf(yearOf(now.today) + 1) : own;
  return core(year?.end ?? place + 2, iso, 0.25, { weak: true });
}

/** "来年3月", "明年6月底": a year by its distance, before a month. */
function relativeYear({ tokens, now }: Reader, at: number): { year: number; end: number } | null {
  const [first, second, month] = [tokens[at]?.text, tokens[at + 1]?.text, tokens[at + 2]];
  const years: Record<string, number> = { 来年: 1, 明年: 1, 今年: 0, 本年: 0, 後年: 2 };
  const offset = years[`${first}${second}`];
  const place = month?.text === 'の' || month?.text === '的' ? at + 3 : at + 2;
  const named = tokens[place]?.kind === 'number' && tokens[place + 1]?.text === '月';
  return offset === undefined || !named ? null : { year: yearOf(now.today) + offset, end: place };
}

/** "2026年3月15日", "3月末", "2026年度". */
export function ideographicDate(reader: Reader, at: number): DateCore | null {
  if (!reader.vocabulary.ideographic) return null;
  const { now } = reader;
  const relative = relativeYear(reader, at);
  const year = relative?.year ?? numberAt(reader, at, /^20\d\d$/);
  let end = year !== null && isText(reader, at + 1, '年') ? at + 2 : at;
  if (relative !== null) end = relative.end;
  if (year !== null && end === at) return null;
  if (year !== null && isText(reader, end, '度')) return core(end + 1, fiscalYearEnd(year, now), 12);
  const part = year === null ? null : partToken(reader, isText(reader, end, 'の', '的') ? end + 1 : end);
  if (part !== null) return core(part.end, fiscalPartEnd(part.part, part.parts, year, now), 12 / part.parts);
  const month = numberAt(reader, end, /^(1[0-2]|[1-9])$/);
  if (month === null || !isText(reader, end + 1, '月')) {
    if (year === null) return null;
    return core(isText(reader, end, '末', '底') ? end + 1 : end, isoOf(year, 12, 31), 12);
  }
  end += 2;
  const day = numberAt(reader, end, /^\d{1,2}$/);
  if (day !== null && isText(reader, end + 1, '日', '号'))
    return core(end + 2, year ? validDay(year, month, day) : nextDay(month, day, now), 0);
  const iso = year ? monthEnd(year, month) : nextMonthEnd(month, now);
  return core(isText(reader, end, '末', '底', '中') ? end + 1 : end, iso, 1);
}
