import { mean } from '../series/statistics.ts';

/** What past proposals of a kind kept of their promises: `n` shares, 1 being all of it. */
export interface Kept {
  n: number;
  mean: number;
  /** Of a single case around its kind's mean. */
  variance: number;
}

/** How kinds differ from what they promise before anything is measured, and cases from their kind. */
export interface Prior {
  mean: number;
  between: number;
  within: number;
}

/** Cases of a kind differ by half the promise at least: a smaller spread among a few is chance. */
const LEAST_WITHIN = 0.25;
/**
 * How far kinds are from their promise, as a variance: taken so that the promise counts as much as two or three cases
 * until several kinds tell better, and never as less than one or more than five.
 */
const USUAL_BETWEEN = 0.1;
const LEAST_BETWEEN = 0.05;
const MOST_BETWEEN = 0.25;

export function keptOf(shares: readonly number[]): Kept {
  const n = shares.length;
  const middle = n === 0 ? 1 : mean(shares);
  const variance = n < 2 ? 0 : shares.reduce((sum, share) => sum + (share - middle) ** 2, 0) / (n - 1);
  return { n, mean: middle, variance };
}

/**
 * The prior of empirical Bayes, by moments over the kinds of which several were measured (C. N. Morris, "Parametric
 * Empirical Bayes Inference", JASA 78 (1983)). Its mean is 1: before anything is measured a promise is taken at its
 * word.
 */
export function priorOf(kinds: readonly Kept[]): Prior {
  const several = kinds.filter(({ n }) => n >= 2);
  const degrees = several.reduce((sum, { n }) => sum + n - 1, 0);
  const pooled =
    degrees === 0 ? 0 : several.reduce((sum, { n, variance }) => sum + (n - 1) * variance, 0) / degrees;
  const within = Math.max(LEAST_WITHIN, pooled);
  const off =
    several.length < 2 ? USUAL_BETWEEN : mean(several.map((kind) => (kind.mean - 1) ** 2 - within / kind.n));
  return { mean: 1, between: Math.min(MOST_BETWEEN, Math.max(LEAST_BETWEEN, off)), within };
}

/** Share of the promise to be expected of the next of a kind: its mean, drawn towards the prior the more the fewer it is of. */
export function expectedShare(kind: Kept, prior: Prior): { share: number; variance: number } {
  const [ofKind, ofPrior] = [kind.n / prior.within, 1 / prior.between];
  const share =
    (kind.n === 0 ? prior.mean * ofPrior : kind.mean * ofKind + prior.mean * ofPrior) / (ofKind + ofPrior);
  return { share, variance: 1 / (ofKind + ofPrior) };
}

export interface Effect {
  before: number;
  after: number;
  lower80: number;
  upper80: number;
}

const Z80 = 1.281552;

/**
 * A promise as the ledger makes it: the change scaled by what such promises kept. The interval is scaled alike and then
 * as wide at least as single cases have differed from their kind. Nothing changes while nothing is measured.
 */
export function learned(effect: Effect, kind: Kept, prior: Prior): Effect {
  const promised = effect.after - effect.before;
  if (kind.n === 0 || promised === 0) return effect;
  const { share, variance } = expectedShare(kind, prior);
  const scaled = (value: number) => effect.before + (value - effect.before) * share;
  const after = scaled(effect.after);
  const half = Z80 * Math.abs(promised) * Math.sqrt(prior.within + variance);
  const ends = [scaled(effect.lower80), scaled(effect.upper80), after - half, after + half];
  return { before: effect.before, after, lower80: Math.min(...ends), upper80: Math.max(...ends) };
}
