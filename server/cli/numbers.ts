import { UsageError } from './command.ts';

/** A whole number of an option. @throws UsageError naming what is valid. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} ${JSON.stringify(text)} is not valid. Valid: a whole number from ${least} to ${most}.`,
  );
}
