import type { Unit } from '#domain/indicator.ts';

/** What figures are counted in; the last three are only said of counts. */
export type FigureUnit = Unit | 'weeks' | 'times' | 'items';

/** Two decimals at most: finer than that no sentence goes, and a fact must hold what a sentence rounds. */
export const roundedFigure = (value: number, decimals = 2): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;

/** As one says it: whole from ten on, else one decimal where it isn't whole. */
export function spokenNumber(value: number): string {
  const spoken = Math.abs(value) >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return String(Object.is(spoken, -0) ? 0 : spoken);
}

const nouns: Record<Exclude<FigureUnit, 'percent' | 'count' | 'ratio'>, [one: string, several: string]> = {
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  weeks: ['week', 'weeks'],
  items: ['item', 'items'],
  times: ['time', 'times'],
};

/** A number with its unit: "4.5 days", "1 hour", "112%", "7". */
export function figure(value: number, unit: FigureUnit): string {
  const number = spokenNumber(value);
  if (unit === 'percent') return `${number}%`;
  if (unit === 'count' || unit === 'ratio') return number;
  return `${number} ${nouns[unit][number === '1' ? 0 : 1]}`;
}

/** "healthy from 60% to 110%"; empty where both ends are open. */
export function corridorWords(corridor: { low: number | null; high: number | null }, unit: Unit): string {
  const { low, high } = corridor;
  if (low !== null && high !== null)
    return `healthy for the role from ${figure(low, unit)} to ${figure(high, unit)}`;
  if (high !== null) return `healthy for the role up to ${figure(high, unit)}`;
  return low === null ? '' : `healthy for the role from ${figure(low, unit)}`;
}
