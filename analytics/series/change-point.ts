import { type ChangePointProposer, loadAugursProposer } from './augurs-change-point.ts';
import { makeRandom } from './random.ts';
import { mean, standardDeviation } from './statistics.ts';

/** A shift of the level. */
export interface LevelShift {
  /** Index of the first value of the new level. */
  index: number;
  before: number;
  after: number;
  /** 1 − p of the permutation test; 0–1. */
  confidence: number;
}

/** Two bad weeks are an accident. */
const MINIMUM_AFTER = 3;
/** A level needs some values before it can be left. */
const MINIMUM_BEFORE = 4;
/** With 399 the p of a borderline case is known to about one point. */
const PERMUTATIONS = 399;
/** One alarm in 33 series of pure noise: a false alarm costs a manager's trust, a missed one is found a week later. */
const SIGNIFICANCE = 0.03;
/** Where the Bayesian detector names the same place, the test may be a little more lenient. */
const SIGNIFICANCE_WHEN_PROPOSED = 0.04;
/** Any fixed number: the same series must give the same answer. */
const SEED = 20260302;

interface Split {
  index: number;
  t: number;
}

/** The split with the largest two-sample t (pooled variance), in one pass over prefix sums. */
function bestSplit(values: Float64Array): Split {
  const n = values.length;
  let total = 0;
  let squares = 0;
  for (const value of values) {
    total += value;
    squares += value * value;
  }
  let best: Split = { index: -1, t: 0 };
  let sum = 0;
  for (let index = 1; index <= n - MINIMUM_AFTER; index += 1) {
    sum += values[index - 1] ?? 0;
    if (index < MINIMUM_BEFORE) continue;
    const before = sum / index;
    const after = (total - sum) / (n - index);
    const within = Math.max(0, squares - before * before * index - after * after * (n - index));
    const scale = Math.sqrt((Math.max(within, 1e-9) / (n - 2)) * (1 / index + 1 / (n - index)));
    const t = Math.abs(after - before) / scale;
    if (t > best.t) best = { index, t };
  }
  return best;
}

function shuffle(values: Float64Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
}

/** Share of shuffled series whose best split is at least as strong. */
function permutationP(values: Float64Array, observed: number): number {
  const random = makeRandom(SEED);
  const shuffled = Float64Array.from(values);
  let stronger = 0;
  for (let round = 0; round < PERMUTATIONS; round += 1) {
    shuffle(shuffled, random);
    if (bestSplit(shuffled).t >= observed) stronger += 1;
  }
  return (stronger + 1) / (PERMUTATIONS + 1);
}

/**
 * The change point of a series, or null when there is none that noise would not show as well. Nulls are gaps;
 * `index` counts them. Without a proposer the test stands alone, a little stricter. `overlap` is over how many
 * periods each value looks back: neighbours then share items, a mean of them is worth fewer values, and the
 * strength of a split is cut by the root of it (untreated, an overlap of 2 gives 25 % false alarms).
 */
export function detectShift(
  series: readonly (number | null)[],
  propose: ChangePointProposer | null,
  overlap = 1,
): LevelShift | null {
  const places = series.flatMap((value, index) => (value === null ? [] : [index]));
  const values = Float64Array.from(places, (index) => series[index] ?? 0);
  if (values.length < MINIMUM_BEFORE + MINIMUM_AFTER) return null;
  const sigma = standardDeviation(values);
  if (!(sigma > 0)) return null;
  const centre = mean(values);
  const standardised = values.map((value) => (value - centre) / sigma);
  const split = bestSplit(standardised);
  const strength = split.t / Math.sqrt(Math.max(1, overlap));
  // Below this no permutation test of any length here comes near 5 %: most series end here, cheaply.
  if (strength < 2.2) return null;
  const p = permutationP(standardised, strength);
  const proposed = propose?.(standardised).some((index) => Math.abs(index - split.index) <= 1) ?? false;
  if (p > (proposed ? SIGNIFICANCE_WHEN_PROPOSED : SIGNIFICANCE)) return null;
  return {
    index: places[split.index] ?? 0,
    before: mean(values.subarray(0, split.index)),
    after: mean(values.subarray(split.index)),
    confidence: 1 - p,
  };
}

export type ChangePointFinder = (series: readonly (number | null)[], overlap?: number) => LevelShift | null;

/** A finder with augurs' detector, or, where its WASM cannot be loaded, with the permutation test alone. */
export async function makeChangePointFinder(
  load: () => Promise<ChangePointProposer> = loadAugursProposer,
): Promise<ChangePointFinder> {
  const propose = await load().catch(() => null);
  return (series, overlap) => {
    try {
      return detectShift(series, propose, overlap);
    } catch {
      // A trap in WASM leaves that instance unusable for this series; the test needs nothing from it.
      return detectShift(series, null, overlap);
    }
  };
}

/** One series at a time: `makeChangePointFinder` loads once for many. */
export async function findChangePoint(series: readonly (number | null)[]): Promise<LevelShift | null> {
  return (await makeChangePointFinder())(series);
}
