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
