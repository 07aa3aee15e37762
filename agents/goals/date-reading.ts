import type { IsoDate } from '#domain/date.ts';
import { addMonths, fromToday, monthEnd, monthOf, type PeriodUnit, yearOf } from './calendar.ts';
import {
  core,
  type DateCore,
  fiscalYear,
  isText,
  namedDay,
  numberAt,
  offsetPeriod,
  periodUnit,
  type Reader,
  relativePeriod,
  skip,
  yearFirst,
  yearPart,
} from './date-cores.ts';
import { calendarWeek, ideographicDate, monthName, numericDate } from './date-numbers.ts';
import { readNumber } from './numerals.ts';

/** "the quarter", "the year", after "end of" or "by". */
function runningPeriod(reader: Reader, at: number): DateCore | null {
  const place = skip(reader, at, 'articles');
  const noun = reader.vocabulary.calendar.periods.match(reader.tokens, place);
  const unit = periodUnit(noun?.payload);
  // "the end of Year 1" counts from a start that nobody named.
  const counted = noun !== null && numberAt(reader, noun.end, /^\d{1,2}$/) !== null;
  return noun && unit && !counted ? offsetPeriod(noun.end, unit, 0, reader.now) : null;
}

const SIMPLE = [
  ideographicDate,
  numericDate,
  fiscalYear,
  yearPart,
  calendarWeek,
  monthName,
  relativePeriod,
  yearFirst,
  namedDay,
];

function simpleCore(reader: Reader, at: number): DateCore | null {
  for (const read of SIMPLE) {
    const found = read(reader, at);
    if (found !== null) return found;
  }
  return null;
}

function middle(found: DateCore): IsoDate | null {
  if (found.iso === null) return null;
  if (found.months >= 2) {
    const moved = addMonths(found.iso, -Math.ceil(found.months / 2));
    const end = monthEnd(yearOf(moved), monthOf(moved));
    return found.months % 2 === 0 ? end : `${monthEndBefore(found)}-15`;
  }
  return found.months === 1 ? `${found.iso.slice(0, 8)}15` : found.iso;
}

/** The middle month of a quarter, as YYYY-MM. */
const monthEndBefore = (found: DateCore): string => addMonths(found.iso ?? '', -1).slice(0, 7);

/** The first third of the period: "early 2026" ends with April, "beginning of June" on the 10th. */
function early(found: DateCore): IsoDate | null {
  if (found.iso === null || found.months < 1) return found.iso;
  if (found.months === 1) return `${found.iso.slice(0, 8)}10`;
  const moved = addMonths(found.iso, -Math.round((found.months * 2) / 3));
  return monthEnd(yearOf(moved), monthOf(moved));
}

/** A period with what says which part of it: "end of Q3", "mid-2026", "late March", "the end of the quarter". */
export function readCore(reader: Reader, at: number): DateCore | null {
  const { tokens } = reader;
  const { endWords, lateWords, middleWords, earlyWords, startWords } = reader.vocabulary.calendar;
  const place = skip(reader, at, 'articles');
  const parts = [
    [endWords, (found: DateCore) => found.iso],
    [lateWords, (found: DateCore) => found.iso],
    [middleWords, middle],
    [earlyWords, early],
    [startWords, early],
  ] as const;
  for (const [words, day] of parts) {
    const word = words.match(tokens, place);
    if (word === null) continue;
    const dash = isText(reader, word.end, '-') ? word.end + 1 : word.end;
    const after = skip(reader, dash, 'of', 'articles');
    const inner = simpleCore(reader, dash) ?? simpleCore(reader, after) ?? runningPeriod(reader, after);
    if (inner !== null) return { ...inner, iso: day(inner), weak: false };
  }
  const plain = simpleCore(reader, at) ?? (place > at ? simpleCore(reader, place) : null);
  return plain && { ...plain, end: closingEnd(reader, plain) };
}

/** "FY27 year-end", "Q3 close": the word after the period says what its last day says already. */
function closingEnd({ tokens, vocabulary }: Reader, { end, months }: DateCore): number {
  if (months < 1) return end;
  const { endAbbreviations, endWords } = vocabulary.calendar;
  const closing = endAbbreviations.match(tokens, end) ?? endWords.match(tokens, end);
  return closing !== null && !/^(?:of|in|to|-)$/.test(tokens[closing.end]?.lower ?? '') ? closing.end : end;
}

/** "6 months", "the next two years", "a quarter" after "within", "in", "over"; and "6 months from now". */
export function readSpan(
  reader: Reader,
  at: number,
): (DateCore & { count: number; unit: PeriodUnit; ahead: boolean }) | null {
  const { tokens, vocabulary, now } = reader;
  const { articles, next, coming, this: thisWords, periods } = vocabulary.calendar;
  let place = articles.match(tokens, at)?.end ?? at;
  const ahead =
    next.match(tokens, at) ??
    next.match(tokens, place) ??
    coming.match(tokens, at) ??
    coming.match(tokens, place) ??
    thisWords.match(tokens, place);
  place = ahead?.end ?? place;
  const number = readNumber(tokens, place, vocabulary);
  const singular =
    number === null &&
    (ahead !== null ||
      ['a', 'an', 'one', 'un', 'une', 'una', 'um', 'uma', 'einem', 'einer', 'eines'].includes(
        tokens[place]?.lower ?? '',
      ));
  if (number === null && !singular) return null;
  const noun = number?.end ?? (ahead === null ? place + 1 : place);
  const hyphen = tokens[noun]?.text === '-' ? noun + 1 : noun;
  const calendarWord = ['calendar', 'full', 'consecutive', 'short'].includes(tokens[hyphen]?.lower ?? '')
    ? hyphen + 1
    : hyphen;
  const period = periods.match(tokens, calendarWord);
  const unit = periodUnit(period?.payload);
  if (period === null || unit === null) return null;
  // "the next financial year" is a period of its own, not twelve months from now.
  if (number === null && (unit === 'fiscal_year' || unit === 'academic_year')) return null;
  // "in the next quarter" is that quarter; "in the next year" counts from today.
  const named = unit === 'quarter' || unit === 'month' || unit === 'half';
  if (
    (number === null && named && next.match(tokens, at) !== null) ||
    (number === null && named && next.match(tokens, place - 1) !== null)
  )
    return null;
  const count = number?.value ?? 1;
  const iso = fromToday(count, unit, now);
  return iso === null ? null : { ...core(period.end, iso, 0), count, unit, ahead: ahead !== null };
}
