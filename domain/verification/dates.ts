import { daysBetween, type Period, weekEnd, weekStart } from '../date.ts';
import { baseAt, dayNumberAt, type Found, type Grain } from './date-cores.ts';
import { numeralAt, ordinalValue } from './numerals.ts';
import { addDays, type DateFrame, isDay, months, pad, parts, yearOf } from './periods.ts';
import type { Token } from './tokens.ts';

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
