import { median, quantile } from '../series/statistics.ts';
import { type IndicatorId, WINDOW_WEEKS } from './definitions.ts';
import { type ClosedItem, type Figure, figureOf, type Ledger } from './ledger.ts';

/** What a ledger says of an indicator in a week, before sample and freshness are judged. */
export interface Measure {
  /** null: nothing to compute it from. */
  value: number | null;
  n: number;
  /** Items in question, whether or not they had the fields. */
  eligible: number;
}

type Rule = (ledger: Ledger, week: number, minimum: number) => Measure;

/** The items of the week, and of as many weeks before it (at most four in all) as it takes to have enough. */
function windowed<Item>(
  byWeek: readonly (readonly Item[])[],
  week: number,
  minimum: number,
  usable: (item: Item) => boolean,
): { items: Item[]; eligible: number } {
  const items: Item[] = [];
  let eligible = 0;
  for (let back = 0; back < WINDOW_WEEKS && items.length < minimum; back += 1) {
    const list = byWeek[week - back] ?? [];
    eligible += list.length;
    for (const item of list) if (usable(item)) items.push(item);
  }
  return { items, eligible };
}

const closedMeasure =
  (field: keyof ClosedItem, summarise: (values: number[]) => number): Rule =>
  (ledger, week, minimum) => {
    const { items, eligible } = windowed(ledger.closed, week, minimum, (item) => !Number.isNaN(item[field]));
    const values = items.map((item) => item[field]);
    return { value: values.length === 0 ? null : summarise(values), n: values.length, eligible };
  };

const shareOf = (values: readonly number[]): number =>
  (100 * values.reduce((sum, value) => sum + value, 0)) / values.length;

/** A count stands with no minimum: none closed is a fact. */
const counted =
  (figure: Figure, known: Figure, all: Figure): Rule =>
  (ledger, week) => {
    const eligible = figureOf(ledger, all, week);
    const n = figureOf(ledger, known, week);
    return { value: eligible > 0 && n === 0 ? null : figureOf(ledger, figure, week), n, eligible };
  };

const throughput: Rule = (ledger, week) => {
  const n = figureOf(ledger, 'closed', week);
  const eligible = n + figureOf(ledger, 'undated', week);
  return { value: eligible > 0 && n === 0 ? null : n, n, eligible };
};

const ageOfWork: Rule = (ledger, week) => {
  const ages = ledger.ages[week] ?? [];
  return {
    value: ages.length === 0 ? null : median(ages),
    n: ages.length,
    eligible: figureOf(ledger, 'in_progress', week),
  };
};

const overdueShare: Rule = (ledger, week) => {
  const n = figureOf(ledger, 'open_due', week);
  return {
    value: n === 0 ? null : (100 * figureOf(ledger, 'overdue', week)) / n,
    n,
    eligible: figureOf(ledger, 'open', week),
  };
};

const reopenRate: Rule = (ledger, week, minimum) => {
  const { items } = windowed(ledger.completions, week, minimum, () => true);
  let unknown = 0;
  for (let back = 0; back < WINDOW_WEEKS; back += 1)
    unknown += figureOf(ledger, 'history_unknown', week - back);
  const undone = items.map((item) => Number(item.undone_week <= week));
  return {
    value: items.length === 0 ? null : shareOf(undone),
    n: items.length,
    eligible: items.length + unknown,
  };
};

/** How each indicator of work items reads a ledger, as its definition's formula says. */
export const workItemRules: Partial<Record<IndicatorId, Rule>> = {
  throughput,
  cycle_time_median: closedMeasure('cycle_days', median),
  cycle_time_p85: closedMeasure('cycle_days', (values) => quantile(values, 0.85)),
  lead_time_median: closedMeasure('lead_days', median),
  work_in_progress: counted('in_progress', 'open_known', 'open'),
  work_item_age_median: ageOfWork,
  open_items: counted('open', 'open', 'open'),
  overdue_share: overdueShare,
  late_share: closedMeasure('late', shareOf),
  estimate_accuracy: closedMeasure('accuracy', median),
  reopen_rate: reopenRate,
  blocked_time: counted('blocked_days', 'held_known', 'held'),
};

/** Indicators that are counts or sums, for which zero items is an answer. */
export const countedIndicators: ReadonlySet<string> = new Set<IndicatorId>([
  'throughput',
  'work_in_progress',
  'open_items',
  'blocked_time',
  'hours_logged',
]);
