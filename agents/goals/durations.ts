import type { Quantity } from './quantities.ts';

/** Hours of one of each; a month is a twelfth of 365.25 days. */
export const HOURS: Readonly<Record<string, number>> = {
  ms: 1 / 3_600_000,
  seconds: 1 / 3600,
  minutes: 1 / 60,
  hours: 1,
  days: 24,
  weeks: 168,
  months: 730.5,
  years: 8766,
};

const rounded = (value: number) => Number(value.toPrecision(12));

/** A duration's number in another unit of time, signed; its own number where either isn't one. */
export function valueIn({ value, unit, sign }: Quantity, wanted: string | null): number | null {
  if (value === null) return null;
  const signed = sign === '-' ? -value : value;
  const [from, to] = [HOURS[unit ?? ''], HOURS[wanted ?? '']];
  return unit === wanted || from === undefined || to === undefined ? signed : rounded((signed * from) / to);
}
