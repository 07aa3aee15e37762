import type { IsoDate } from '#domain/date.ts';
import {
  academicYearEnd,
  fiscalPartEnd,
  fiscalYearEnd,
  fromToday,
  isoOf,
  monthEnd,
  nextDay,
  nextMonthEnd,
  nextWeekday,
  type PeriodUnit,
  periodEnd,
  type Today,
  yearOf,
} from './calendar.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A period or day named in the text, without its preposition. */
export interface DateCore {
  end: number;
  /** Last day. */
  iso: IsoDate | null;
  /** Length, for "mid" and "early". */
  months: number;
  /** "last quarter": labels something else, never a due date. */
  past: boolean;
  /** A bare year or month name, which may be something else. */
  weak: boolean;
}

export interface Reader {
  tokens: readonly Token[];
  vocabulary: Vocabulary;
  now: Today;
}

export const core = (
  end: number,
  iso: IsoDate | null,
  months: number,
  flags: Partial<DateCore> = {},
): DateCore => ({
  end,
  iso,
  months,
  past: false,
  weak: false,
  ...flags,
});

export const numberAt = ({ tokens }: Reader, at: number, pattern: RegExp): number | null => {
  const token = tokens[at];
  return token?.kind === 'number' && pattern.test(token.text) ? Number(token.text) : null;
};

export const isText = ({ tokens }: Reader, at: number, ...texts: string[]) =>
  texts.includes(tokens[at]?.lower ?? '');

/** "2026", "'26", "26" after FY; also "2025/26" and "2025-26", which is named by its second year. */
export function yearAt(
  reader: Reader,
  at: number,
  short = false,
): { year: number; end: number; split: boolean } | null {
  const apostrophe = isText(reader, at, "'") ? 1 : 0;
  const four = numberAt(reader, at, /^(19|20)\d\d$/);
  const two = short || apostrophe ? numberAt(reader, at + apostrophe, /^\d\d$/) : null;
  const year = four ?? (two === null ? null : 2000 + two);
  if (year === null) return null;
  const end = at + 1 + (four === null ? apostrophe : 0);
  const second = isText(reader, end, '/', '-', '–') ? numberAt(reader, end + 1, /^(?:20)?\d\d$/) : null;
  if (second !== null && second % 100 === (year + 1) % 100 && reader.tokens[end + 1]?.glued)
    return { year: year + 1, end: end + 2, split: true };
  return { year, end, split: false };
}

export const skip = (reader: Reader, at: number, ...lists: ('of' | 'articles')[]): number => {
  let place = at;
  for (const list of lists)
    place = reader.vocabulary.calendar[list].match(reader.tokens, place)?.end ?? place;
  return place;
};

/** A year that follows a part of a year: "2026", "of FY26", "of next year", "-2026". */
function followingYear(reader: Reader, at: number): { year: number; end: number } | null {
  const dashed = isText(reader, at, '-', '/', ',') && reader.tokens[at]?.glued ? at + 1 : at;
  const place = skip(reader, dashed, 'of', 'articles');
  const fiscal = fiscalWordEnd(reader, place);
  const direct = yearAt(reader, fiscal?.end ?? place, fiscal !== null);
  if (direct !== null) return direct;
  if (fiscal?.year != null) return { year: fiscal.year, end: fiscal.end };
  const relative = relativePeriod(reader, place);
  return relative?.months === 12 && relative.iso !== null && !relative.past
    ? { year: yearOf(relative.iso), end: relative.end }
    : null;
}

/** "FY26" in one token, or "FY", "fiscal year" before a year. */
function fiscalWordEnd(reader: Reader, at: number): { end: number; year: number | null } | null {
  const token = reader.tokens[at];
  const joined = /^fy(\d\d|\d{4})$/.exec(token?.lower ?? '');
  if (joined?.[1] !== undefined) {
    const year = Number(joined[1]);
    return { end: at + 1, year: year < 100 ? 2000 + year : year };
  }
  const word = reader.vocabulary.calendar.periods.match(reader.tokens, at);
  return word?.payload === 'fiscal_year' ? { end: word.end, year: null } : null;
}

export function fiscalYear(reader: Reader, at: number): DateCore | null {
  const word = fiscalWordEnd(reader, at);
  if (word === null) return null;
  const year = word.year ?? yearAt(reader, word.end, true)?.year ?? null;
  const end = word.year === null ? (yearAt(reader, word.end, true)?.end ?? word.end) : word.end;
  if (year === null) return null;
  const dashed = isText(reader, end, '-', '/') ? end + 1 : end;
  const part = partToken(reader, dashed);
  if (part === null) return core(end, fiscalYearEnd(year, reader.now), 12);
  return core(part.end, fiscalPartEnd(part.part, part.parts, year, reader.now), 12 / part.parts);
}

interface YearPart {
  part: number;
  parts: 2 | 4;
  end: number;
}

/** "Q3", "H1", "T3" (French, Spanish), "quarter 3", "third quarter", "3rd quarter", "第三季度". */
export function partToken(reader: Reader, at: number): YearPart | null {
  const { tokens, vocabulary } = reader;
  const short = /^(q|h|t|s)([1-4])$/.exec(tokens[at]?.lower ?? '');
  if (short !== null) {
    const letter = short[1] ?? '';
    const romance = ['fr', 'es', 'pt', 'it'].includes(vocabulary.language);
    if (letter === 'q' || (letter === 't' && romance))
      return { part: Number(short[2]), parts: 4, end: at + 1 };
    if (letter === 'h' || (letter === 's' && romance))
      return { part: Number(short[2]), parts: 2, end: at + 1 };
  }
  const reversed = numberAt(reader, at, /^[1-4]$/);
  const letter = /^(q|h)(\d\d)?$/.exec(tokens[at + 1]?.lower ?? '');
  // "1H" is a half year, "2h" two hours.
  const hours = letter?.[0] === 'h' && tokens[at + 1]?.text === 'h';
  if (reversed !== null && letter !== null && !hours && tokens[at + 1]?.glued && letter[2] === undefined)
    return { part: reversed, parts: letter[1] === 'q' ? 4 : 2, end: at + 2 };
  const { periods, ordinals, of } = vocabulary.calendar;
  const noun = periods.match(tokens, at);
  if (noun?.payload === 'quarter') {
    const number = numberAt(reader, noun.end, /^[1-4]$/);
    if (number !== null && !/[%]/.test(tokens[noun.end + 1]?.text ?? ''))
      return { part: number, parts: 4, end: noun.end + 1 };
  }
  const ordinal = ordinals.match(tokens, at);
  if (ordinal === null) return null;
  const after = periods.match(tokens, ordinal.end);
  const parts = after?.payload === 'quarter' ? 4 : after?.payload === 'half' ? 2 : null;
  if (after === null || parts === null || of.match(tokens, at) !== null) return null;
  return ordinal.payload <= parts
    ? { part: ordinal.payload, parts, end: after.end }
    : { part: parts, parts, end: after.end };
}

/** "the first half of the year": where it ends. */
function ofTheYear(reader: Reader, at: number): number {
  const of = reader.vocabulary.calendar.of.match(reader.tokens, at);
  const noun =
    of === null
      ? null
      : reader.vocabulary.calendar.periods.match(reader.tokens, skip(reader, of.end, 'articles'));
  return noun?.payload === 'year' || noun?.payload === 'fiscal_year' ? noun.end : at;
}

export function yearPart(reader: Reader, at: number): DateCore | null {
  const compact = /^(q|h)(\d\d)$/.exec(reader.tokens[at + 1]?.lower ?? '');
  const leading = numberAt(reader, at, /^[1-4]$/);
  if (compact !== null && leading !== null && reader.tokens[at + 1]?.glued) {
    const parts = compact[1] === 'q' ? 4 : 2;
    return core(at + 2, fiscalPartEnd(leading, parts, 2000 + Number(compact[2]), reader.now), 12 / parts);
  }
  const part = partToken(reader, at);
  if (part === null) return null;
  const year = followingYear(reader, part.end);
  const iso = fiscalPartEnd(part.part, part.parts, year?.year ?? null, reader.now);
  return core(year?.end ?? ofTheYear(reader, part.end), iso, 12 / part.parts);
}

/** "2023-2027", "2025–30": years from one to another. */
function lastOfYears(reader: Reader, first: { year: number; end: number }): DateCore | null {
  if (!isText(reader, first.end, '-', '–') || !reader.tokens[first.end + 1]?.glued) return null;
  const second = numberAt(reader, first.end + 1, /^(?:20)?\d\d$/);
  if (second === null) return null;
  const year = second < 100 ? Math.floor(first.year / 100) * 100 + second : second;
  return year > first.year && year - first.year <= 30
    ? core(first.end + 2, isoOf(year, 12, 31), 12 * (year - first.year), { weak: true })
    : null;
}

export function yearFirst(reader: Reader, at: number): DateCore | null {
  // "the year 2030", "FY" aside.
  const word = reader.vocabulary.calendar.periods.match(reader.tokens, at);
  const named = word?.payload === 'year' || word?.payload === 'academic_year' ? word : null;
  const year = yearAt(reader, named?.end ?? at);
  if (named?.payload === 'academic_year' && year !== null) return core(year.end, isoOf(year.year, 6, 30), 12);
  if (named !== null && year !== null) return core(year.end, isoOf(year.year, 12, 31), 12);
  if (year === null) return null;
  const dashed =
    isText(reader, year.end, '-', '/') && reader.tokens[year.end]?.glued ? year.end + 1 : year.end;
  const part = partToken(reader, skip(reader, dashed, 'of'));
  if (part !== null && !year.split)
    return core(part.end, fiscalPartEnd(part.part, part.parts, year.year, reader.now), 12 / part.parts);
  const noun = reader.vocabulary.calendar.periods.match(reader.tokens, year.end);
  if (noun?.payload === 'academic_year') return core(noun.end, isoOf(year.year, 6, 30), 12);
  if (noun?.payload === 'fiscal_year') return core(noun.end, fiscalYearEnd(year.year, reader.now), 12);
  if (year.split) return core(year.end, fiscalYearEnd(year.year, reader.now), 12);
  const last = lastOfYears(reader, year);
  if (last !== null) return last;
  return core(year.end, isoOf(year.year, 12, 31), 12, { weak: true });
}

export const periodUnit = (name: string | undefined): PeriodUnit | null =>
  name === undefined || ['season', 'sprint', 'decade'].includes(name) ? null : (name as PeriodUnit);

const MONTHS_OF: Record<PeriodUnit, number> = {
  day: 0,
  week: 0.25,
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
  fiscal_year: 12,
  academic_year: 12,
};

/** "this quarter", "the next fiscal year", "last year", "coming month". */
export function relativePeriod(reader: Reader, at: number): DateCore | null {
  const { tokens, now } = reader;
  const {
    relative,
    this: thisWords,
    next,
    coming,
    last,
    periods,
    weekdays,
    months,
    articles,
  } = reader.vocabulary.calendar;
  const whole = relative.match(tokens, at);
  if (whole !== null) {
    const [unit = 'year', offset = '0'] = whole.payload.split('+');
    return offsetPeriod(whole.end, unit as PeriodUnit, Number(offset), now);
  }
  const place = articles.match(tokens, at)?.end ?? at;
  const kinds = [
    [coming, 0],
    [thisWords, 0],
    [next, 1],
    [last, -1],
  ] as const;
  for (const [words, offset] of kinds) {
    const modifier = words.match(tokens, at) ?? words.match(tokens, place);
    if (modifier === null) continue;
    const noun = periods.match(tokens, modifier.end);
    const unit = periodUnit(noun?.payload);
    if (noun !== null && unit !== null) return offsetPeriod(noun.end, unit, offset, now);
    const weekday = weekdays.match(tokens, modifier.end);
    if (weekday !== null && offset >= 0) return core(weekday.end, nextWeekday(weekday.payload, 0, now), 0);
    const month = months.match(tokens, modifier.end);
    if (month !== null) return core(month.end, nextMonthEnd(month.payload, now), 1, { past: offset < 0 });
  }
  return null;
}

export function offsetPeriod(end: number, unit: PeriodUnit, offset: number, now: Today): DateCore {
  const iso = unit === 'academic_year' ? academicYearEnd(offset, now) : periodEnd(unit, offset, now);
  return core(end, iso, MONTHS_OF[unit], { past: offset < 0 });
}

/** "the summer release" is a release, whose day nobody said; "the summer break" is still the summer. */
function namesAnEvent({ tokens, vocabulary }: Reader, at: number): boolean {
  return (
    vocabulary.language === 'en' &&
    /^(?:release|launch|campaign|conference|event|season|sale|collection|party|fair|tour|offsite|summit)s?$/.test(
      tokens[at]?.lower ?? '',
    )
  );
}

export function namedDay(reader: Reader, at: number): DateCore | null {
  const { tokens, now } = reader;
  const { endAbbreviations, feasts, seasons, days, weekdays } = reader.vocabulary.calendar;
  const abbreviation = endAbbreviations.match(tokens, at);
  if (abbreviation !== null) {
    const year = followingYear(reader, abbreviation.end);
    const unit = abbreviation.payload as PeriodUnit;
    const iso = year && unit !== 'month' ? isoOf(year.year, 12, 31) : periodEnd(unit, 0, now);
    return core(year?.end ?? abbreviation.end, iso, 0);
  }
  const feast = feasts.match(tokens, at);
  if (feast !== null) {
    const [month = 12, day = 31] = feast.payload.split('-').map(Number);
    return core(feast.end, nextDay(month, day, now), 0, { weak: true });
  }
  const season = seasons.match(tokens, at);
  if (season !== null && !namesAnEvent(reader, season.end)) {
    const year = followingYear(reader, season.end);
    const iso = year ? monthEnd(year.year, season.payload) : nextMonthEnd(season.payload, now);
    return core(year?.end ?? season.end, iso, 3, { weak: true });
  }
  const day = days.match(tokens, at);
  if (day !== null) return core(day.end, fromToday(day.payload, 'day', now), 0, { weak: true });
  const weekday = weekdays.match(tokens, at);
  return weekday && core(weekday.end, nextWeekday(weekday.payload, 0, now), 0, { weak: true });
}
