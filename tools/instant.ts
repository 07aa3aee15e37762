import type { IsoInstant } from '#domain/date.ts';

/** Nothing that people work on today lies outside these years; a date that does is a slip or an attack. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

const withinYears = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

/** Jira writes `2026-03-02T09:15:00.000+0000`, Harvest `2026-03-02T09:15:00Z`, Jira's bulk changelog milliseconds. */
const instantText =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A source's instant in UTC with milliseconds. Null: not an instant, no time zone, or outside 1990–2100. */
export function parseInstant(value: string | number): IsoInstant | null {
  let text = value;
  if (typeof text === 'string') {
    const match = instantText.exec(text);
    if (match === null || !isDay(text.slice(0, 10))) return null;
    const zone = match[8] ?? 'Z';
    text = `${text.slice(0, text.length - zone.length)}${zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')}`;
  }
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || !withinYears(date.getUTCFullYear())) return null;
  return date.toISOString();
}

/** Whether the text is a day that exists, as `YYYY-MM-DD`, within 1990–2100. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !withinYears(Number(text.slice(0, 4)))) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
