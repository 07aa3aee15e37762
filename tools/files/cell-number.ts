/** How a file writes numbers. */
export interface NumberFormat {
  decimal: '.' | ',';
  /** Between thousands; '' for none. */
  thousands: '' | ',' | '.' | ' ' | "'";
  /** What each number is multiplied by: 0.01 makes a share of a percentage. */
  scale: number;
  /** Hours written as a clock shows them, `1:30` or `01:30:00`. */
  clock: boolean;
}

const CLOCK = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/u;
/** Enough for cents of a share; more would only keep the noise of multiplying. */
const DECIMALS = 9;

const tidy = (value: number): number => Number(value.toFixed(DECIMALS));

/** A cell as a number; null where it is none as the file writes them. A percent sign is passed over. */
export function readNumber(text: string, { decimal, thousands, scale, clock }: NumberFormat): number | null {
  if (clock) {
    const found = CLOCK.exec(text);
    if (found === null) return null;
    const [, hours, minutes, seconds] = found;
    return tidy((Number(hours) + Number(minutes) / 60 + Number(seconds ?? 0) / 3600) * scale);
  }
  const bare = text
    .replace(/\s*%$/u, '')
    .replaceAll(/[\u00a0\u202f]/gu, ' ')
    .replaceAll('’', "'");
  const [whole = '', fraction, ...rest] = bare.split(decimal);
  if (rest.length > 0) return null;
  const group = thousands === '.' ? '\\.' : thousands;
  const grouped = thousands === '' ? false : new RegExp(`^-?\\d{1,3}(${group}\\d{3})+$`, 'u').test(whole);
  if (!grouped && !/^-?\d+$/u.test(whole)) return null;
  if (fraction !== undefined && !/^\d+$/u.test(fraction)) return null;
  const plain = grouped ? whole.replaceAll(thousands, '') : whole;
  return tidy(Number(fraction === undefined ? plain : `${plain}.${fraction}`) * scale);
}
