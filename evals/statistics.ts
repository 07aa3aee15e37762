import { makeRandom } from '#analytics/series/random.ts';

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/**
 * 95 % interval of a rate (Wilson 1927, "Probable inference, the law of succession, and statistical inference"): holds
 * its coverage for few cases and for rates near 0 and 1, where the plain one does not.
 */
export function wilson(passed: number, total: number): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = passed / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total));
  const scale = 1 + (Z * Z) / total;
  const centre = share + (Z * Z) / (2 * total);
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/**
 * Two-sided p-value of McNemar's exact test: `worse` cases passed before and fail now, `better` the other way round.
 * Under no difference each is as likely (a binomial with one half).
 */
export function mcnemar(worse: number, better: number): number {
  const total = worse + better;
  if (total === 0) return 1;
  let [term, tail] = [0.5 ** total, 0];
  for (let count = 0; count <= Math.min(worse, better); count += 1) {
    tail += term;
    term = (term * (total - count)) / (count + 1);
  }
  return Math.min(1, 2 * tail);
}

/** 95 % quantile of the normal distribution: two one-sided tests at 5 % are a 90 % interval. */
const Z90 = 1.644854;

/** The mean of paired differences with its 90 % interval. */
export function pairedMean(differences: readonly number[]): { mean: number; low: number; high: number } {
  const n = differences.length;
  if (n === 0) return { mean: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = n === 1 ? Number.POSITIVE_INFINITY : Math.sqrt(squares / (n - 1) / n);
  const spread = squares === 0 ? 0 : Z90 * error;
  return { mean, low: mean - spread, high: mean + spread };
}

/**
 * Whether paired outcomes are equivalent within `margin` by two one-sided tests at 5 % (Schuirmann 1987): the 90 %
 * interval of the mean difference lies inside it. Not shown to differ is not the same as shown not to differ.
 */
export function areEquivalent(differences: readonly number[], margin: number): boolean {
  const { low, high } = pairedMean(differences);
  return low > -margin && high < margin;
}

/**
 * Ratio of two rates with its 95 % interval (Katz et al. 1978, on the logarithm, 0.5 added to each count). Under 0.8 is
 * what US agencies call adverse impact (29 CFR 1607.4 D).
 */
export function impactRatio(
  selected: { count: number; total: number },
  reference: { count: number; total: number },
): { ratio: number; low: number; high: number } {
  const share = ({ count, total }: { count: number; total: number }) => (count + 0.5) / (total + 0.5);
  const part = ({ count, total }: { count: number; total: number }) => 1 / (count + 0.5) - 1 / (total + 0.5);
  const ratio = share(selected) / share(reference);
  const spread = Z * Math.sqrt(Math.max(0, part(selected) + part(reference)));
  return { ratio, low: ratio * Math.exp(-spread), high: ratio * Math.exp(spread) };
}

/** Agreement of two raters over the same items. */
export interface Agreement {
  /** Null where chance alone would agree always: neither rater ever says anything else. */
  kappa: number | null;
  /** 95 % percentile interval by bootstrap; null where too many resamples have no kappa. */
  low: number | null;
  high: number | null;
}

type Pair = readonly [one: boolean, other: boolean];

/** Agreement beyond chance (Cohen 1960); null where chance agrees always. */
export function cohenKappa(pairs: readonly Pair[]): number | null {
  const n = pairs.length;
  if (n === 0) return null;
  const share = (holds: (pair: Pair) => boolean) => pairs.filter(holds).length / n;
  const [one, other] = [share(([first]) => first), share(([, second]) => second)];
  const chance = one * other + (1 - one) * (1 - other);
  return chance === 1 ? null : (share(([first, second]) => first === second) - chance) / (1 - chance);
}

/** Enough that the interval's ends don't move in the second digit. */
const RESAMPLES = 2000;
/** More resamples without a kappa than this, and the interval would be about the rest alone. */
const MOST_UNDEFINED = 0.05;

/** Kappa with its interval (Efron 1979, percentiles); the same for the same pairs. */
export function agreement(pairs: readonly Pair[]): Agreement {
  const kappa = cohenKappa(pairs);
  const random = makeRandom(pairs.length + 1);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    cohenKappa(pairs.map((pair) => pairs[Math.floor(random() * pairs.length)] ?? pair)),
  );
  const found = drawn.filter((value) => value !== null).sort((first, second) => first - second);
  if (kappa === null || found.length < RESAMPLES * (1 - MOST_UNDEFINED))
    return { kappa, low: null, high: null };
  const at = (share: number) => found[Math.floor(share * (found.length - 1))] ?? null;
  return { kappa, low: at(0.025), high: at(0.975) };
}
