import type { Token } from './tokens.ts';

/**
 * What a number counts. `time` is in hours; `money` carries a currency; `percent` and `points` (percentage points)
 * differ; `score` is a rating; `count` is of things.
 */
export interface Unit {
  dimension: 'time' | 'money' | 'percent' | 'points' | 'score' | 'count' | 'bytes';
  /** To the dimension's base (hours): by the calendar first, then by working time where usage differs. */
  factors: readonly number[];
  currency: string | null;
}

const HOUR = 1;
const DAY = 24;
const time = (...factors: number[]): Unit => ({ dimension: 'time', factors, currency: null });
const plain = (dimension: Unit['dimension']): Unit => ({ dimension, factors: [1], currency: null });

const byWord = new Map<string, Unit>();
const add = (words: string, unit: Unit): void => {
  for (const word of words.split(' ')) byWord.set(word, unit);
};
add('millisecond milliseconds ms', time(HOUR / 3.6e6));
add('second seconds sec secs s', time(HOUR / 3600));
add('minute minutes min mins', time(HOUR / 60));
add('hour hours h hr hrs', time(HOUR));
add('day days d', time(DAY));
add(
  'business_day business_days working_day working_days workday workdays person_day person_days person-day person-days',
  time(DAY, 8),
);
// Work of a week is 40 hours: ten working days are two weeks.
add('week weeks wk wks w', time(7 * DAY, 40));
add('fortnight fortnights', time(14 * DAY));
// A month has 28 to 31 days; the mean Gregorian one is the middle.
add('month months', time((365.25 / 12) * DAY));
add('quarter quarters', time((365.25 / 4) * DAY));
add('year years yr yrs', time(365.25 * DAY));
add('percent percents % pct', plain('percent'));
add('percentage_point percentage_points percent_point percent_points pp ppt pps', plain('points'));
add('score scores star stars out_of_5 points_out_of nps rating_points', plain('score'));
add('point points', plain('score'));
add('count', plain('count'));
add('kb mb gb tb', plain('bytes'));
add('ratio share fraction', { dimension: 'percent', factors: [100], currency: null });

const currencies: Record<string, string> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  chf: 'CHF',
  franc: 'CHF',
  francs: 'CHF',
  jpy: 'JPY',
  yen: 'JPY',
  cad: 'CAD',
  aud: 'AUD',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  inr: 'INR',
};

export const money = (currency: string | null): Unit => ({ dimension: 'money', factors: [1], currency });

export function currencyOf(token: Token | undefined): string | null {
  if (token === undefined || (token.kind !== 'currency' && token.kind !== 'word')) return null;
  return currencies[token.lower] ?? null;
}

/** A value of one unit in another: by the calendar on both sides, by working time on both, or as the one reading allows. */
export function conversions(value: number, from: Unit | null, to: Unit | null): number[] {
  const [sources, targets] = [from?.factors ?? [1], to?.factors ?? [1]];
  const pairs =
    sources.length === targets.length
      ? sources.map((source, index) => [source, targets[index] ?? 1] as const)
      : sources.flatMap((source) => targets.map((target) => [source, target] as const));
  return pairs.map(([source, target]) => Number(((value * source) / target).toPrecision(10)));
}

/** A fact's unit as sources write it: `hours`, `EUR`, `currency:EUR`, `%`, `issues` (null: a noun, not a unit). */
export function unitOfWord(word: string): Unit | null {
  const lower = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (lower.startsWith('currency')) return money(lower.split(':')[1]?.toUpperCase() ?? null);
  const currency = currencies[lower];
  if (currency !== undefined) return money(currency);
  return byWord.get(lower) ?? null;
}

/** The unit that begins at a token, with the token after it. */
export function unitAt(tokens: readonly Token[], at: number): { unit: Unit; next: number } | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const second = tokens[at + 1];
  if (token.kind === 'word' && second?.kind === 'word') {
    if (token.lower === 'per' && second.lower === 'cent') {
      const points = /^points?$/.test(tokens[at + 2]?.lower ?? '');
      return { unit: plain(points ? 'points' : 'percent'), next: at + (points ? 3 : 2) };
    }
    const pair = byWord.get(`${token.lower}_${second.lower}`);
    if (pair !== undefined) return { unit: pair, next: at + 2 };
  }
  if (token.lower === '%') {
    if (/^points?$/.test(second?.lower ?? '')) return { unit: plain('points'), next: at + 2 };
    return { unit: plain('percent'), next: at + 1 };
  }
  const currency = currencyOf(token);
  if (currency !== null) return { unit: money(currency), next: at + 1 };
  // One-letter units only when glued to the digits: "14h", but not "14 s".
  if (token.lower.length === 1 && token.spaced) return null;
  const unit = byWord.get(token.lower);
  return unit === undefined || unit.dimension === 'count' ? null : { unit, next: at + 1 };
}
