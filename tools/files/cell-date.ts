import { isDay, parseInstant } from '#tools/instant.ts';

/** A pattern of a date: YYYY MM DD D M HH H mm ss, everything else stands for itself. */
const TOKEN = /YYYY|MM|DD|HH|mm|ss|D|M|H/gu;
const digits: Record<string, string> = {
  YYYY: '(\\d{4})',
  MM: '(\\d{2})',
  DD: '(\\d{2})',
  HH: '(\\d{2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  D: '(\\d{1,2})',
  M: '(\\d{1,2})',
  H: '(\\d{1,2})',
};

export interface DateReader {
  /** A day as YYYY-MM-DD; null where the text is none. */
  day(text: string): string | null;
  /** An instant in UTC; a day alone is its beginning. `no-zone`: the time zone is known to nobody. */
  instant(text: string): string | 'no-zone' | null;
}

/** Whether the pattern tells a day: year, month and day once each. */
export function isDatePattern(pattern: string): boolean {
  const tokens = pattern.match(TOKEN) ?? [];
  const count = (...names: string[]) => tokens.filter((token) => names.includes(token)).length;
  return count('YYYY') === 1 && count('MM', 'M') === 1 && count('DD', 'D') === 1 && count('HH', 'H') <= 1;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const pad = (value: string): string => value.padStart(2, '0');

/** The text as `YYYY-MM-DDTHH:MM:SS`, whatever it was written like. */
function compile(pattern: string): (text: string) => string | null {
  const tokens = pattern.match(TOKEN) ?? [];
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  let source = '';
  let end = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    source += literal(pattern.slice(end, match.index)) + (digits[match[0]] ?? '');
    end = match.index + match[0].length;
  }
  const whole = new RegExp(`^${source}${literal(pattern.slice(end))}$`, 'u');
  return (text) => {
    const found = whole.exec(text);
    if (found === null) return null;
    const part = (...names: string[]): string | undefined =>
      found[1 + tokens.findIndex((token) => names.includes(token))];
    const of = (...names: string[]) => (tokens.some((token) => names.includes(token)) ? part(...names) : '0');
    const day = `${of('YYYY')}-${pad(of('MM', 'M') ?? '')}-${pad(of('DD', 'D') ?? '')}`;
    return `${day}T${pad(of('HH', 'H') ?? '')}:${pad(of('mm') ?? '')}:${pad(of('ss') ?? '')}`;
  };
}

/** Minutes that a zone's clock is ahead of UTC at an instant. */
function makeOffsetOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return shown - Math.floor(at / 1000) * 1000;
  };
}

const DAY_MS = 86_400_000;

/**
 * A wall clock's time as an instant. Twice an hour in autumn: the first is taken. Never in spring: the clock is taken
 * as if it had not been put forward. Asking for an offset is slow, and the days of a file are few: they are remembered.
 */
function makeLocalTime(zone: string): (wall: string) => string | null {
  const offsetOf = makeOffsetOf(zone);
  const known = new Map<number, number>();
  const offsetOnDay = (day: number): number => {
    const offset = known.get(day) ?? offsetOf(day * DAY_MS);
    known.set(day, offset);
    return offset;
  };
  return (wall) => {
    const shown = Date.parse(`${wall}Z`);
    if (Number.isNaN(shown)) return null;
    const day = Math.floor(shown / DAY_MS);
    const [before, after] = [offsetOnDay(day - 1), offsetOnDay(day + 2)];
    const fits = (offset: number) => offsetOf(shown - offset) === offset;
    const offset = before === after || fits(before) || !fits(after) ? before : after;
    return parseInstant(new Date(shown - offset).toISOString());
  };
}

const ISO_WALL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/u;

function isoWall(text: string): string | null {
  const found = ISO_WALL.exec(text);
  return found === null ? null : `${found[1]}T${found[2] ?? '00:00'}:${found[3] ?? '00'}`;
}

const isWall = (wall: string): boolean =>
  isDay(wall.slice(0, 10)) && /T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/u.test(wall);

/** Reads dates written in one way; without a pattern, ISO 8601. The zone is that of clocks without one of their own. */
export function makeDateReader(pattern: string | null, zone: string | null): DateReader {
  const wallOf = pattern === null ? isoWall : compile(pattern);
  const toInstant = zone === null ? null : makeLocalTime(zone);
  const wall = (text: string): string | null => {
    const found = wallOf(text);
    return found !== null && isWall(found) ? found : null;
  };
  return {
    day(text) {
      const found = wall(text) ?? (pattern === null && parseInstant(text) !== null ? text : null);
      return found?.slice(0, 10) ?? null;
    },
    instant(text) {
      const exact =
        pattern === null ? parseInstant(text.replace(/^(\S{10}) /u, '$1T').replace(' ', '')) : null;
      if (exact !== null) return exact;
      const found = wall(text);
      if (found === null) return null;
      return toInstant === null ? 'no-zone' : toInstant(found);
    },
  };
}
