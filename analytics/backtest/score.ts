import { type Proportion, proportion } from '../series/proportion.ts';
import { makeRandom } from '../series/random.ts';
import { quantile } from '../series/statistics.ts';

/** One past moment at which a detector could have spoken of somebody, and what then came. */
export interface BacktestCase {
  person_id: string;
  spoke: boolean;
  came: boolean;
}

export interface Score {
  people: number;
  cases: number;
  spoke: number;
  came: number;
  right: number;
  base_rate: number | null;
  precision: Proportion | null;
  recall: Proportion | null;
  brier: number | null;
  brier_base: number | null;
  skill: Proportion | null;
}

/** Enough that the ends of an 80 % interval stand still to a point or two, and done within milliseconds. */
const RESAMPLES = 400;
/** Any fixed number: the same history must give the same verdict. */
const SEED = 20260915;
/** So many cases' worth of the base rate is mixed into a share: one case alone says neither never nor always. */
const PRIOR_CASES = 2;

interface Tally {
  n: [silent: number, spoke: number];
  came: [silent: number, spoke: number];
}

/** Squared errors of one person's cases, the chances being taken from everybody else's. */
interface Errors {
  detector: number;
  base: number;
  cases: number;
}

const emptyTally = (): Tally => ({ n: [0, 0], came: [0, 0] });

function tallyOf(cases: readonly BacktestCase[]): Tally {
  const tally = emptyTally();
  for (const { spoke, came } of cases) {
    tally.n[spoke ? 1 : 0] += 1;
    if (came) tally.came[spoke ? 1 : 0] += 1;
  }
  return tally;
}

function errorsOf(cases: readonly BacktestCase[], own: Tally, all: Tally): Errors | null {
  const n = [all.n[0] - own.n[0], all.n[1] - own.n[1]] as const;
  const came = [all.came[0] - own.came[0], all.came[1] - own.came[1]] as const;
  if (n[0] + n[1] === 0) return null;
  const base = (came[0] + came[1]) / (n[0] + n[1]);
  const chance = (side: 0 | 1) => (came[side] + PRIOR_CASES * base) / (n[side] + PRIOR_CASES);
  const errors: Errors = { detector: 0, base: 0, cases: cases.length };
  for (const one of cases) {
    const truth = Number(one.came);
    errors.detector += (chance(one.spoke ? 1 : 0) - truth) ** 2;
    errors.base += (base - truth) ** 2;
  }
  return errors;
}

const skillOf = (errors: readonly Errors[]): number | null => {
  const base = errors.reduce((sum, one) => sum + one.base, 0);
  return base > 0 ? 1 - errors.reduce((sum, one) => sum + one.detector, 0) / base : null;
};

/** An interval by drawing people anew: several weeks of one person are hardly more than one case. */
function interval(errors: readonly Errors[]): Proportion | null {
  const value = skillOf(errors);
  if (value === null) return null;
  const random = makeRandom(SEED);
  const drawn: number[] = [];
  for (let turn = 0; turn < RESAMPLES; turn += 1) {
    const sample = errors
      .map(() => errors[Math.floor(random() * errors.length)])
      .filter((one) => one !== undefined);
    const skill = skillOf(sample);
    if (skill !== null) drawn.push(skill);
  }
  if (drawn.length === 0) return null;
  return {
    value,
    lower80: Math.min(value, quantile(drawn, 0.1)),
    upper80: Math.max(value, quantile(drawn, 0.9)),
  };
}

/** As many independent cases as so many weeks of so many people are worth: between one a person and all of them. */
const worth = (cases: number, people: number): number => Math.sqrt(cases * Math.max(1, people));

function share(part: number, whole: number, people: number): Proportion | null {
  if (whole === 0) return null;
  const independent = Math.min(whole, worth(whole, people));
  return proportion((part / whole) * independent, independent);
}

/**
 * Precision, recall and Brier score against the base rate. The chance that a detector stands for is the share of
 * outcomes among other people's cases in which it said the same, so that nobody is judged by their own outcome.
 * Independent of the order of the cases.
 */
export function scoreOf(cases: readonly BacktestCase[]): Score {
  const byPerson = Map.groupBy(
    cases.toSorted((a, b) => (a.person_id < b.person_id ? -1 : a.person_id > b.person_id ? 1 : 0)),
    (one) => one.person_id,
  );
  const all = tallyOf(cases);
  const [spoke, came, right] = [all.n[1], all.came[0] + all.came[1], all.came[1]];
  const errors = [...byPerson.values()].flatMap((own) => errorsOf(own, tallyOf(own), all) ?? []);
  const judged = errors.reduce((sum, one) => sum + one.cases, 0);
  const per = (pick: (one: Errors) => number) =>
    judged === 0 ? null : errors.reduce((sum, one) => sum + pick(one), 0) / judged;
  const speaking = [...byPerson.values()].filter((own) => own.some((one) => one.spoke)).length;
  const coming = [...byPerson.values()].filter((own) => own.some((one) => one.came)).length;
  return {
    people: byPerson.size,
    cases: cases.length,
    spoke,
    came,
    right,
    base_rate: cases.length === 0 ? null : came / cases.length,
    precision: share(right, spoke, speaking),
    recall: share(right, came, coming),
    brier: per((one) => one.detector),
    brier_base: per((one) => one.base),
    skill: interval(errors),
  };
}
