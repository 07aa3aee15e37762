import type { Assessment } from '#domain/assessment.ts';
import { daysBetween, type IsoDate, type Period, weeksOf } from '#domain/date.ts';
import { assessmentId, idFrom } from '#domain/ids.ts';
import type { Observation, RoleFramework, Subject } from '#domain/indicator.ts';
import type { JobFunction } from '#domain/person.ts';
import { forecast } from './forecast/forecast.ts';
import { countedActivities } from './indicators/activity-measures.ts';
import { type IndicatorId, indicatorOf } from './indicators/definitions.ts';
import { entriesMeasured, frameworkOf } from './indicators/frameworks.ts';
import { type ChangePointFinder, makeChangePointFinder } from './series/change-point.ts';
import { mean, rounded } from './series/statistics.ts';
import { trendOf } from './series/trend.ts';

export interface AssessedSubject {
  subject: Subject;
  /** Whose role framework applies; a team's is that of most of its members. */
  job_function: JobFunction;
  /** People in a team (1 for a person): corridors of counts are for one person. */
  size?: number;
}

export interface AssessInput {
  /** In any order; weeks before the period, where given, lengthen what the forecast learns from. */
  observations: readonly Observation[];
  frameworks: readonly RoleFramework[];
  subjects: readonly AssessedSubject[];
  period: Period;
  /** Loaded by default; hand one in to load it once for many calls. */
  findChange?: ChangePointFinder;
  /** `false` leaves the forecasts out, which take most of the time; `forecast` is then null. */
  forecasts?: boolean;
  /** Where it says no, no change point is looked for; the permutation test takes most of the rest of the time. */
  mayHaveChanged?: (indicator: string, values: readonly (number | null)[]) => boolean;
}

const RECENT_VALUES = 4;
/** The last four values must not reach further back than this, or they aren't recent. */
const RECENT_WEEKS = 6;
const FEWEST_RECENT = 3;
const FEWEST_BASELINE = 4;
/** What stood open last week mostly still does: two weeks of a stock are worth about one. */
const STOCK_OVERLAP = 2;

const scaledBySize: ReadonlySet<string> = new Set<IndicatorId | string>([
  'throughput',
  'work_in_progress',
  'open_items',
  'blocked_time',
  'hours_logged',
  ...countedActivities,
]);

type Series = Map<IsoDate, Observation>;

const keyOf = (subject: Subject, indicator: string) => `${subject.id} ${indicator}`;

const hasValues = (series: Series | undefined): boolean =>
  series?.values().some((observation) => observation.value !== null) ?? false;

function seriesBySubject(observations: readonly Observation[]): Map<string, Series> {
  const all = new Map<string, Series>();
  for (const observation of observations) {
    const key = keyOf(observation.subject, observation.indicator_id);
    const series = all.get(key) ?? new Map<IsoDate, Observation>();
    series.set(observation.period.from, observation);
    all.set(key, series);
  }
  return all;
}

/** Mean number of weeks that a windowed value looks back over, told by how many of its items each week had. */
function overlapOf(
  indicator: string,
  series: Series,
  counted: Series | undefined,
  weeks: readonly IsoDate[],
): number {
  const definition = indicatorOf(indicator);
  if (definition?.kind === 'stock') return STOCK_OVERLAP;
  if (definition === undefined || definition.minimum_n === 1) return 1;
  if (counted === undefined) return definition.counted_by === null ? definition.window_weeks : 1;
  const spans: number[] = [];
  weeks.forEach((monday, index) => {
    const observation = series.get(monday);
    if (observation === undefined || observation.value === null) return;
    let span = 0;
    for (let items = 0; items < observation.n && span < definition.window_weeks; span += 1)
      items += counted.get(weeks[index - span] ?? '')?.n ?? 0;
    spans.push(Math.max(1, span));
  });
  return spans.length === 0 ? 1 : mean(spans);
}

function levels(values: readonly (number | null)[]): { recent: number | null; baseline: number | null } {
  const places = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const recent = places.slice(-RECENT_VALUES).filter((place) => place.index >= values.length - RECENT_WEEKS);
  const before = places.slice(0, -RECENT_VALUES);
  const level = (list: typeof places, fewest: number) =>
    list.length < fewest ? null : rounded(mean(list.map((place) => place.value)));
  return { recent: level(recent, FEWEST_RECENT), baseline: level(before, FEWEST_BASELINE) };
}

const levelOf = (values: readonly (number | null)[]): number =>
  rounded(mean(values.filter((value) => value !== null)));

/** Shorter times than an hour are all alike. */
const SHORTEST_DAYS = 1 / 24;

/**
 * Durations are skewed, and one long item must not hide or fake a shift: they are tested on a logarithmic scale.
 * Everything else as it is.
 */
function testScale(indicator: string): (value: number | null) => number | null {
  const definition = indicatorOf(indicator);
  const duration =
    (definition?.unit === 'days' && indicator !== 'blocked_time') ||
    (definition?.unit === 'hours' && indicator.endsWith('_median'));
  if (!duration) return (value) => value;
  return (value) => (value === null ? null : Math.log(Math.max(value, SHORTEST_DAYS)));
}

type Corridor = RoleFramework['entries'][number]['corridor'];

/** A framework's corridor for so many people: what counts things grows with them, what measures time or shares doesn't. */
export function corridorOfSize(indicator: string, { low, high }: Corridor, size: number): Corridor {
  const scale = scaledBySize.has(indicator) ? size : 1;
  return { low: low === null ? null : low * scale, high: high === null ? null : high * scale };
}

function standingOf(recent: number | null, { low, high }: Corridor): Assessment['standing'] {
  if (recent === null) return 'not_enough_data';
  if (low !== null && recent < low) return 'below';
  if (high !== null && recent > high) return 'above';
  return 'within';
}

function assessOne(
  { subject, size = 1 }: AssessedSubject,
  entry: RoleFramework['entries'][number],
  all: Map<string, Series>,
  input: AssessInput,
  findChange: ChangePointFinder,
): Assessment {
  const indicator = entry.indicator_id;
  const series: Series = all.get(keyOf(subject, indicator)) ?? new Map();
  const weeks = weeksOf(input.period);
  const values = weeks.map((monday) => series.get(monday)?.value ?? null);
  const first = [...series.keys(), ...weeks].sort()[0] ?? input.period.from;
  const history = weeksOf({ from: first, to: input.period.to }).map((day) => series.get(day)?.value ?? null);
  const overlap = overlapOf(
    indicator,
    series,
    all.get(keyOf(subject, indicatorOf(indicator)?.counted_by ?? '')),
    weeks,
  );
  const steady = input.mayHaveChanged !== undefined && !input.mayHaveChanged(indicator, values);
  const shift = steady ? null : findChange(values.map(testScale(indicator)), overlap);
  const ahead = input.forecasts === false ? null : forecast({ period: 'week', values: history });
  const { recent, baseline } = levels(values);
  return {
    id: idFrom('asm', assessmentId, { indicator, subject, period: input.period }),
    indicator_id: indicator,
    subject,
    period: input.period,
    recent,
    baseline,
    trend: trendOf(values, overlap),
    change_point:
      shift === null
        ? null
        : {
            at: weeks[shift.index] ?? input.period.from,
            before: levelOf(values.slice(0, shift.index)),
            after: levelOf(values.slice(shift.index)),
            confidence: shift.confidence,
          },
    forecast: ahead === null || ahead.mean.length === 0 ? null : ahead,
    standing: standingOf(recent, corridorOfSize(indicator, entry.corridor, size)),
    partial: [...series.values()].some(
      (observation) =>
        observation.flags.includes('partial_source') &&
        daysBetween(input.period.from, observation.period.from) >= 0,
    ),
  };
}

/**
 * What each indicator of a subject's role framework amounts to: the last four weeks against those before, trend,
 * change point, forecast of eight weeks, and where it stands in the corridor. One assessment per subject and
 * framework entry (lead time stands in where a source gives no cycle time), `not_enough_data` where there is too
 * little. Independent of the order of observations.
 */
export async function assessIndicators(input: AssessInput): Promise<Assessment[]> {
  const findChange = input.findChange ?? (await makeChangePointFinder());
  const all = seriesBySubject(input.observations);
  return input.subjects.flatMap((assessed) =>
    entriesMeasured(frameworkOf(assessed.job_function, input.frameworks), (indicator) =>
      hasValues(all.get(keyOf(assessed.subject, indicator))),
    ).map((entry) => assessOne(assessed, entry, all, input, findChange)),
  );
}
