/** Two-sided 80 % under the normal curve. */
export const Z80 = 1.2816;

export interface Proportion {
  value: number;
  lower80: number;
  upper80: number;
}

/**
 * Share of successes with its 80 % interval (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22 (1927)); `successes` may be a fraction. null for no trials.
 */
export function proportion(successes: number, trials: number): Proportion | null {
  if (!(trials > 0)) return null;
  const share = successes / trials;
  const square = Z80 ** 2;
  const middle = (share + square / (2 * trials)) / (1 + square / trials);
  const half =
    (Z80 / (1 + square / trials)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials ** 2));
  // The ends include the share itself: at 0 and 1 rounding would leave it out.
  return {
    value: share,
    lower80: Math.max(0, Math.min(share, middle - half)),
    upper80: Math.min(1, Math.max(share, middle + half)),
  };
}
