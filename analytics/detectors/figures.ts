import type { Unit } from '#domain/indicator.ts';

/** A figure as it stands in a sentence: whole from ten on, else with one decimal, and none when it is whole. */
export const shown = (value: number): string => {
  const digits = Math.abs(value) >= 10 ? 0 : 1;
  return String(Number(value.toFixed(digits)));
};

/** "1 item", "3 items". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "4.5 days", "1 day", "12 %", and a bare number for counts. */
export function measured(value: number, unit: Unit | undefined): string {
  const figure = shown(value);
  if (unit === 'percent') return `${figure} %`;
  if (unit === 'days' || unit === 'hours') return `${figure} ${figure === '1' ? unit.slice(0, -1) : unit}`;
  return figure;
}

/** A share of 1 as a whole percentage. */
export function percent(share: number): string {
  if (share > 0.995 && share < 1) return 'over 99 %';
  // A forecast never says never.
  return share < 0.005 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}

/** Control and format characters (zero-width, bidirectional), surrogates, private use, line separators. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const LONGEST_NAME = 80;

/** What somebody called a thing, fit to stand in a sentence: one line, nothing hidden, no quotation marks. */
export function plainName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(unprintable, ' ')
    .replace(/["“”„«»]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...clean];
  return letters.length <= LONGEST_NAME
    ? clean
    : `${letters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}…`;
}
