import type { IndicatorDefinition } from '#domain/indicator.ts';
import { median } from '../series/statistics.ts';
import type { ActivityItem, ActivityLedger } from './activity-ledger.ts';
import type { SeriesName } from './activity-rules.ts';
import type { ActivityIndicatorId } from './definitions.ts';
import type { Measure } from './measure.ts';

/** What a measure may ask besides the ledger. */
export interface MeasureContext {
  /** Contracted hours of a person in that week; null where unknown. */
  contractOf(person: string, week: number): number | null;
}

type Rule = (
  ledger: ActivityLedger,
  week: number,
  definition: Pick<IndicatorDefinition, 'minimum_n' | 'window_weeks'>,
  context: MeasureContext,
) => Measure;

const itemsOf = (ledger: ActivityLedger, name: SeriesName, week: number): readonly ActivityItem[] =>
  ledger.series.get(name)?.[week] ?? [];

const known = (items: readonly ActivityItem[]): number[] =>
  items.map(({ value }) => value).filter((value) => !Number.isNaN(value));

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const nothing: Measure = { value: null, n: 0, eligible: 0 };

/** The items of the week, and of as many weeks before it as it takes to have enough whose value is known. */
function windowed(ledger: ActivityLedger, name: SeriesName, week: number, minimum: number, weeks: number) {
  const values: number[] = [];
  let eligible = 0;
  for (let back = 0; back < weeks && values.length < minimum; back += 1) {
    const items = itemsOf(ledger, name, week - back);
    eligible += items.length;
    values.push(...known(items));
  }
  return { values, eligible };
}

const counted =
  (name: SeriesName): Rule =>
  (ledger, week) => {
    const n = itemsOf(ledger, name, week).length;
    return { value: n, n, eligible: n };
  };

const summarised =
  (name: SeriesName, summarise: (values: number[]) => number): Rule =>
  (ledger, week, { minimum_n, window_weeks }) => {
    const { values, eligible } = windowed(ledger, name, week, minimum_n, window_weeks);
    return { value: values.length === 0 ? null : summarise(values), n: values.length, eligible };
  };

const share = (values: readonly number[]): number => (100 * sum(values)) / values.length;

/** All of the weeks of a window, whatever the sample. */
const whole = (ledger: ActivityLedger, name: SeriesName, week: number, weeks: number): ActivityItem[] =>
  Array.from({ length: weeks }, (_, back) => itemsOf(ledger, name, week - back)).flat();

/** The amounts' sum; null where half of them are missing or they stand in several currencies. */
function total(items: readonly ActivityItem[]): number | null {
  const values = known(items);
  const currencies = new Set(items.flatMap(({ label }) => label ?? []));
  return values.length * 2 < items.length || currencies.size > 1 ? null : sum(values);
}

const pipelineCoverage: Rule = (ledger, week, { window_weeks }) => {
  const open = itemsOf(ledger, 'open_amount', week);
  const won = whole(ledger, 'won_amount', week, window_weeks);
  const [ahead, behind] = [total(open), total(won)];
  const mixed = total([...open, ...won]) === null;
  const value = mixed || ahead === null || behind === null || behind <= 0 ? null : ahead / behind;
  return { value, n: known(open).length, eligible: open.length };
};

const DAYS_PER_WEEK = 7;

const salesVelocity: Rule = (ledger, week, { window_weeks }) => {
  const open = itemsOf(ledger, 'open_deals', week).length;
  const ended = known(whole(ledger, 'won_share', week, window_weeks));
  const days = known(whole(ledger, 'won_days', week, window_weeks));
  const cycle = days.length === 0 ? 0 : median(days) / DAYS_PER_WEEK;
  const value = cycle > 0 && ended.length > 0 ? (open * share(ended)) / 100 / cycle : null;
  return { value, n: days.length, eligible: days.length };
};

function byPerson(items: readonly ActivityItem[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { person, value } of items) sums.set(person, (sums.get(person) ?? 0) + value);
  return sums;
}

const meetingHours: Rule = (ledger, week) => {
  const people = byPerson(itemsOf(ledger, 'meeting_hours', week));
  if (people.size === 0) return nothing;
  return { value: sum([...people.values()]) / people.size, n: people.size, eligible: people.size };
};

const focusHours: Rule = (ledger, week, _definition, { contractOf }) => {
  const people = byPerson(itemsOf(ledger, 'meeting_hours', week));
  const free = [...people].flatMap(([person, hours]) => {
    const contracted = contractOf(person, week);
    return contracted === null ? [] : [Math.max(0, contracted - hours)];
  });
  return { value: free.length === 0 ? null : sum(free) / free.length, n: free.length, eligible: people.size };
};

const afterHours: Rule = (ledger, week) => {
  const all = sum(known(itemsOf(ledger, 'timed_messages', week)));
  const late = sum(known(itemsOf(ledger, 'late_messages', week)));
  // Counts of several days are spread over them: whole messages again.
  const n = Math.round(all);
  return { value: all > 0 ? Math.min(100, (100 * late) / all) : null, n, eligible: n };
};

/** How each indicator reads a ledger, as its definition's formula says. */
export const activityMeasures: Readonly<Record<ActivityIndicatorId, Rule>> = {
  pull_requests_merged: counted('merged'),
  change_size_median: summarised('merged_size', median),
  merge_time_median: summarised('merge_hours', median),
  reviews_given: counted('review_hours'),
  review_turnaround_median: summarised('review_hours', median),
  deployments: counted('deployed'),
  deployment_failure_share: summarised('deploy_failed', share),
  opportunities_created: counted('created'),
  opportunities_won: counted('won'),
  win_rate: summarised('won_share', share),
  sales_cycle_median: summarised('won_days', median),
  open_opportunities: counted('open_deals'),
  pipeline_coverage: pipelineCoverage,
  sales_velocity: salesVelocity,
  renewal_rate: summarised('renewed', share),
  tickets_solved: counted('solved'),
  first_response_median: summarised('response_hours', median),
  resolution_time_median: summarised('solve_hours', median),
  ticket_backlog: counted('backlog'),
  ticket_reopen_share: summarised('reopened', share),
  satisfaction_share: summarised('content', share),
  net_promoter_score: summarised('promoter', share),
  meeting_hours: meetingHours,
  focus_hours: focusHours,
  after_hours_share: afterHours,
};

/** Indicators that are counts, for which zero items is an answer. */
export const countedActivities: ReadonlySet<string> = new Set<ActivityIndicatorId>([
  'pull_requests_merged',
  'reviews_given',
  'deployments',
  'opportunities_created',
  'opportunities_won',
  'open_opportunities',
  'tickets_solved',
  'ticket_backlog',
]);

/** Different people behind a value of a week. */
export const peopleBehind = (ledger: ActivityLedger, week: number): number =>
  new Set(
    (['meeting_hours', 'timed_messages'] as const).flatMap((name) =>
      itemsOf(ledger, name, week).map(({ person }) => person),
    ),
  ).size;
