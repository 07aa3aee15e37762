import type { Comparison } from '#domain/ledger.ts';
import { mean } from '../series/statistics.ts';
import { t80 } from './interval.ts';

/** Somebody for whom nothing was done, over the same weeks. */
export interface Course {
  before: number;
  after: number;
}

/** Fewer can't tell what happens anyway from chance. */
export const FEWEST_COMPARED = 5;

/**
 * Detectors pick out who stands highest, so hardly anybody else stands there: standard deviations beyond the others to
 * which the line is drawn on. The interval widens on the way; crediting the fall of whoever stands out would be worse.
 */
const REACH = 2;

export interface Expected {
  n: number;
  expected: number;
  /** Half of the 80 % interval of where one more such course would have ended. */
  half: number;
}

/**
 * Where somebody at this starting level would have ended by what happens anyway: the level afterwards regressed on the
 * level before among those for whom nothing was done, because who stands out falls back by itself (A. J. Vickers and
 * D. G. Altman, "Analysing controlled trials with baseline and follow up measurements", BMJ 323 (2001)). The slope is
 * kept between 0 (all return to the mean) and 1 (all stay where they are), so that few courses can't send it wild. null
 * for too few, or where nobody stood at a similar level.
 */
export function expectedAfter(before: number, courses: readonly Course[]): Expected | null {
  const n = courses.length;
  if (n < FEWEST_COMPARED) return null;
  const starts = courses.map((one) => one.before);
  const [x, y] = [mean(starts), mean(courses.map((one) => one.after))];
  const squares = starts.reduce((sum, start) => sum + (start - x) ** 2, 0);
  const spread = Math.sqrt(squares / (n - 1));
  const reach = Math.max(REACH * spread, 1e-9 * Math.max(1, Math.abs(x)));
  if (before < Math.min(...starts) - reach || before > Math.max(...starts) + reach) return null;
  const products = courses.reduce((sum, one) => sum + (one.before - x) * (one.after - y), 0);
  const slope = squares === 0 ? 0 : Math.min(1, Math.max(0, products / squares));
  const expected = y + slope * (before - x);
  const residuals = courses.reduce((sum, one) => sum + (one.after - y - slope * (one.before - x)) ** 2, 0);
  const leverage = 1 + 1 / n + (squares === 0 ? 0 : (before - x) ** 2 / squares);
  return { n, expected, half: t80(n - 2) * Math.sqrt((residuals / (n - 2)) * leverage) };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** What was measured against what comparable people came to; against how it stood where there are none. */
export function compareWithPeople(before: number, measured: number, courses: readonly Course[]): Comparison {
  const found = expectedAfter(before, courses);
  if (found === null) return compareWith('before', before, measured);
  const effect = measured - found.expected;
  return {
    basis: 'comparable_people',
    n: found.n,
    expected: rounded(found.expected),
    effect: rounded(effect),
    lower80: rounded(effect - found.half),
    upper80: rounded(effect + found.half),
  };
}

/** Against a stated figure, of which no spread is known. */
export const compareWith = (
  basis: Exclude<Comparison['basis'], 'comparable_people' | 'comparable_items'>,
  expected: number,
  measured: number,
): Comparison => ({
  basis,
  n: 0,
  expected: rounded(expected),
  effect: rounded(measured - expected),
  lower80: null,
  upper80: null,
});

/**
 * Items that still stand, against the share of comparable items that do. The ends hold 80 %, by the normal
 * approximation of the difference of a count of `items` and its expectation.
 */
export function compareWithItems(
  items: number,
  standing: number,
  others: { all: number; standing: number },
): Comparison {
  if (others.all < FEWEST_COMPARED) return compareWith('before', items, standing);
  // Half an item to either side: a share of none or all among few is never quite none or all.
  const share = (others.standing + 0.5) / (others.all + 1);
  const variance = share * (1 - share) * (items + items ** 2 / others.all);
  const half = t80(others.all - 1) * Math.sqrt(variance);
  const effect = standing - items * share;
  return {
    basis: 'comparable_items',
    n: others.all,
    expected: rounded(items * share),
    effect: rounded(effect),
    lower80: rounded(effect - half),
    upper80: rounded(effect + half),
  };
}
