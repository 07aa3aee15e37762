import type { Unit } from '#domain/indicator.ts';

/** What figures are counted in; the last three are only said of counts. */
export type FigureUnit = Unit | 'weeks' | 'times' | 'items';

/** Two decimals at most: finer than that no sentence goes, and a fact must hold what a sentence rounds. */
export const roundedFigure = (value: number, decimals = 2): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;

/** A number with its unit as a fact holds it, for texts of evidence: nothing in them differs from their facts. */
export const exactFigure = (value: number, unit: FigureUnit): string =>
  withUnit(String(roundedFigure(value)), unit);

/** As one says it: whole from ten on, else one decimal where it isn't whole. */
export function spokenNumber(value: number): string {
  const spoken = Math.abs(value) >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return String(Object.is(spoken, -0) ? 0 : spoken);
}

const nouns: Record<Exclude<FigureUnit, 'percent' | 'count' | 'ratio'>, [one: string, several: string]> = {
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  weeks: ['week', 'weeks'],
  points: ['point', 'points'],
  items: ['item', 'items'],
  times: ['time', 'times'],
};

/** A number with its unit: "4.5 days", "1 hour", "112%", "7". */
export const figure = (value: number, unit: FigureUnit): string => withUnit(spokenNumber(value), unit);

function withUnit(number: string, unit: FigureUnit): string {
  if (unit === 'percent') return `${number}%`;
  if (unit === 'count' || unit === 'ratio') return number;
  return `${number} ${nouns[unit][number === '1' ? 0 : 1]}`;
}

/** "target range of the role from 60% to 110%"; empty where both ends are open. */
export function corridorWords(corridor: { low: number | null; high: number | null }, unit: Unit): string {
  const { low, high } = corridor;
  if (low !== null && high !== null)
    return `target range of the role from ${exactFigure(low, unit)} to ${exactFigure(high, unit)}`;
  if (high !== null) return `target range of the role up to ${exactFigure(high, unit)}`;
  return low === null ? '' : `target range of the role from ${exactFigure(low, unit)}`;
}
