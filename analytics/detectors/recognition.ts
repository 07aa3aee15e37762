import { type IsoDate, weeksOf } from '#domain/date.ts';
import type { Observation, RoleFramework } from '#domain/indicator.ts';
import type { JobFunction, Person } from '#domain/person.ts';
import { type IndicatorId, indicatorOf } from '../indicators/definitions.ts';
import { entriesMeasured, frameworkOf } from '../indicators/frameworks.ts';
import { robustSigma } from '../series/outliers.ts';
import { mean, median } from '../series/statistics.ts';
import { counted } from './figures.ts';
import type { DetectInput, Detector, DetectorFinding } from './finding.ts';

/** The period is cut into so many parts: good in each of them is steady, good on average may be one month. */
export const PARTS = 3;
/** In the last part at least half a spread above the middle of the colleagues: who slides now needs another talk. */
export const SCORE_IN_LAST_PART = 0.5;
/** In the earlier ones never below it: a part with a holiday or one stuck item in it isn't a weak one. */
export const SCORE_IN_EACH_PART = 0;
/** And over all of them a whole spread. */
export const SCORE_OVERALL = 1;
/** A score beyond three spreads says no more than three: one odd indicator must not carry the rest. */
const SCORE_LIMIT = 3;
/**
 * What somebody achieved: how much, how fast, in time and sound. How it was planned (estimates, work in progress) is
 * left out: whoever is faster than estimated would be marked down for it.
 */
const RESULTS: ReadonlySet<string> = new Set<IndicatorId>([
  'throughput',
  'cycle_time_median',
  'cycle_time_p85',
  'lead_time_median',
  'late_share',
  'overdue_share',
  'reopen_rate',
]);
/** Results that together weigh less than half of all results don't make a picture. */
const WEIGHT_NEEDED = 0.5;
/** One week is no level. */
const FEWEST_WEEKS = 2;
const HOURS_A_WEEK = 40;

type Entry = RoleFramework['entries'][number];

/** Whether the person worked at least half of the week, as far as hours are written down: leave is no weakness. */
function wasThere(person: Person, found: Map<string, Observation>, week: IsoDate): boolean {
  const logged = found.get(`${person.id} hours_logged ${week}`);
  if (logged === undefined || person.weekly_hours === null) return true;
  return (logged.value ?? 0) >= person.weekly_hours / 2;
}

/** Levels of one indicator by person over some weeks; counts per 40 hours of contract, so that part-timers compare. */
function levelsOf(
  entry: Entry,
  group: readonly Person[],
  found: Map<string, Observation>,
  weeks: readonly IsoDate[],
): Map<string, number> {
  const perHour = entry.indicator_id === 'throughput';
  return new Map(
    group.flatMap((person) => {
      const there = perHour ? weeks.filter((week) => wasThere(person, found, week)) : weeks;
      const values = there.flatMap(
        (week) => found.get(`${person.id} ${entry.indicator_id} ${week}`)?.value ?? [],
      );
      // Half of the weeks at least: a level from one of them is chance.
      if (values.length < there.length / 2 || values.length < FEWEST_WEEKS) return [];
      const scale = perHour ? HOURS_A_WEEK / (person.weekly_hours ?? HOURS_A_WEEK) : 1;
      return [[person.id as string, mean(values) * scale] as const];
    }),
  );
}

/** Weighted mean of robust scores, better being higher; undefined for people with too little. */
function scoresOf(
  entries: readonly Entry[],
  group: readonly Person[],
  found: Map<string, Observation>,
  weeks: readonly IsoDate[],
  fewest: number,
): Map<string, number> {
  const sums = new Map<string, { sum: number; weight: number }>();
  const whole = entries.reduce((sum, entry) => sum + entry.weight, 0);
  for (const entry of entries) {
    const direction = indicatorOf(entry.indicator_id)?.direction;
    if (direction === undefined || direction === 'corridor') continue;
    const levels = levelsOf(entry, group, found, weeks);
    const values = [...levels.values()];
    const spread = robustSigma(values);
    if (values.length < fewest || !(spread > 0)) continue;
    const middle = median(values);
    for (const [person, level] of levels) {
      const score = ((level - middle) / spread) * (direction === 'increase' ? 1 : -1);
      const before = sums.get(person) ?? { sum: 0, weight: 0 };
      before.sum += entry.weight * Math.min(SCORE_LIMIT, Math.max(-SCORE_LIMIT, score));
      before.weight += entry.weight;
      sums.set(person, before);
    }
  }
  return new Map(
    [...sums].flatMap(([person, { sum, weight }]) =>
      weight >= WEIGHT_NEEDED * whole ? [[person, sum / weight] as const] : [],
    ),
  );
}

function partsOf(weeks: readonly IsoDate[]): IsoDate[][] {
  const length = Math.ceil(weeks.length / PARTS);
  return Array.from({ length: PARTS }, (_, part) => weeks.slice(part * length, (part + 1) * length)).filter(
    (part) => part.length > 0,
  );
}

/**
 * Scores of the results of people of one job function over some weeks, by person; those of whom too little is known are
 * left out, and everybody where fewer than the policy asks for can be compared.
 */
export function resultScores(
  job: JobFunction,
  group: readonly Person[],
  input: Pick<DetectInput, 'observations' | 'frameworks' | 'policy'>,
  weeks: readonly IsoDate[],
): Map<string, number> {
  const found = weeklyValues(input.observations);
  return scoresOf(resultEntries(job, found, input), group, found, weeks, input.policy.minimum_group_size);
}

/** A back-test asks for the same observations for every group of every team. */
const tables = new WeakMap<readonly Observation[], Map<string, Observation>>();

function weeklyValues(observations: readonly Observation[]): Map<string, Observation> {
  const known = tables.get(observations);
  if (known !== undefined) return known;
  const made = new Map(
    observations.map((one) => [`${one.subject.id} ${one.indicator_id} ${one.period.from}`, one]),
  );
  tables.set(observations, made);
  return made;
}

function resultEntries(
  job: JobFunction,
  found: Map<string, Observation>,
  { frameworks }: Pick<DetectInput, 'frameworks'>,
): Entry[] {
  const measured = new Set(found.values().flatMap((one) => (one.value === null ? [] : [one.indicator_id])));
  return entriesMeasured(frameworkOf(job, frameworks), (id) => measured.has(id)).filter((entry) =>
    RESULTS.has(entry.indicator_id),
  );
}

/** The person's own recent levels: what they may be thanked for. */
const ownResults = (person: Person, { assessments }: DetectInput): Record<string, number> =>
  Object.fromEntries(
    assessments.flatMap((one) =>
      one.subject.id === person.id && one.recent !== null && RESULTS.has(one.indicator_id)
        ? [[one.indicator_id, one.recent] as const]
        : [],
    ),
  );

function recogniseIn(
  job: JobFunction,
  group: readonly Person[],
  found: Map<string, Observation>,
  input: DetectInput,
): DetectorFinding[] {
  const entries = resultEntries(job, found, input);
  const fewest = input.policy.minimum_group_size;
  const parts = partsOf(weeksOf(input.period)).map((weeks) => scoresOf(entries, group, found, weeks, fewest));
  return group.flatMap((person): DetectorFinding[] => {
    const scores = parts.flatMap((part) => part.get(person.id) ?? []);
    const lowest = Math.min(...scores);
    const overall = mean(scores);
    const last = scores.at(-1) ?? 0;
    const steady = lowest >= SCORE_IN_EACH_PART && last >= SCORE_IN_LAST_PART && overall >= SCORE_OVERALL;
    if (scores.length < PARTS || !steady) return [];
    return [
      {
        kind: 'recognition_overdue',
        person_id: person.id,
        severity: 'note',
        reasons: [
          `Results (amount, speed, punctuality, soundness) stood clearly above the middle of ${counted(group.length - 1, 'colleague')} in the same role over the period, and in no third of it below.`,
        ],
        figures: {
          score: overall,
          lowest_part: lowest,
          colleagues: group.length - 1,
          parts: scores.length,
          ...ownResults(person, input),
        },
        refs: {
          assessment_ids: input.assessments
            .filter((one) => one.subject.id === person.id && one.recent !== null)
            .map((one) => one.id)
            .sort(),
          observation_ids: [],
        },
      },
    ];
  });
}

/**
 * People who steadily do better than colleagues of the same role in the team. Never where the policy forbids
 * comparisons or the group is smaller than it allows.
 */
export const detectRecognition: Detector = (input) => {
  if (!input.policy.comparisons_allowed) return [];
  const found = weeklyValues(input.observations);
  const groups = Map.groupBy(input.people, (person) => person.job_function);
  return [...groups].flatMap(([job, group]) =>
    group.length < input.policy.minimum_group_size ? [] : recogniseIn(job, group, found, input),
  );
};
