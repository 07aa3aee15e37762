import { type RoleFramework, roleFramework } from '#domain/indicator.ts';
import { type JobFunction, jobFunction } from '#domain/person.ts';
import { indicatorOf } from './definitions.ts';

type Row = [indicator: string, weight: number, low: number | null, high: number | null];

/** 60–110 % of the contract: under it somebody has room or doesn't log; over it for weeks is overtime. */
const HOURS_CORRIDOR = [60, 110] as const;
/** A quarter of one's open dates missed is where planning by date stops working. */
const OVERDUE_HIGH = 25;
/** More than one in seven coming back says that `done` is agreed on too early; lower would fire on a single item. */
const REOPEN_HIGH = 15;
/** Median estimate off by a factor of two. */
const ACCURACY_LOW = 50;

const rows: Record<JobFunction, Row[]> = {
  engineering: [
    ['throughput', 0.2, 1, null],
    ['cycle_time_median', 0.2, null, 10],
    ['cycle_time_p85', 0.1, null, 21],
    ['work_in_progress', 0.05, null, 4],
    ['work_item_age_median', 0.05, null, 14],
    ['overdue_share', 0.1, null, OVERDUE_HIGH],
    ['estimate_accuracy', 0.1, ACCURACY_LOW, null],
    ['reopen_rate', 0.1, null, REOPEN_HIGH],
    ['blocked_time', 0.05, null, 5],
    ['hours_against_capacity', 0.05, ...HOURS_CORRIDOR],
  ],
  support: [
    ['throughput', 0.25, 3, null],
    ['cycle_time_median', 0.2, null, 3],
    ['cycle_time_p85', 0.1, null, 7],
    ['overdue_share', 0.15, null, 15],
    ['late_share', 0.1, null, 20],
    ['reopen_rate', 0.05, null, REOPEN_HIGH],
    ['work_item_age_median', 0.05, null, 5],
    ['work_in_progress', 0.05, null, 8],
    ['hours_against_capacity', 0.05, ...HOURS_CORRIDOR],
  ],
  customer_success: [
    ['throughput', 0.2, 1, null],
    ['lead_time_median', 0.15, null, 21],
    ['cycle_time_median', 0.15, null, 10],
    ['overdue_share', 0.15, null, OVERDUE_HIGH],
    ['late_share', 0.15, null, OVERDUE_HIGH],
    ['reopen_rate', 0.1, null, REOPEN_HIGH],
    ['hours_against_capacity', 0.1, ...HOURS_CORRIDOR],
  ],
  sales: [
    ['throughput', 0.25, 1, null],
    ['lead_time_median', 0.2, null, 30],
    ['cycle_time_median', 0.15, null, 14],
    ['overdue_share', 0.15, null, OVERDUE_HIGH],
    ['late_share', 0.15, null, OVERDUE_HIGH],
    ['hours_against_capacity', 0.1, ...HOURS_CORRIDOR],
  ],
  marketing: [
    ['throughput', 0.2, 1, null],
    ['cycle_time_median', 0.15, null, 14],
    ['overdue_share', 0.2, null, OVERDUE_HIGH],
    ['late_share', 0.15, null, OVERDUE_HIGH],
    ['estimate_accuracy', 0.1, ACCURACY_LOW, null],
    ['work_in_progress', 0.1, null, 5],
    ['hours_against_capacity', 0.1, ...HOURS_CORRIDOR],
  ],
  other: [
    ['throughput', 0.25, 1, null],
    ['lead_time_median', 0.2, null, 30],
    ['cycle_time_median', 0.1, null, 14],
    ['overdue_share', 0.2, null, OVERDUE_HIGH],
    ['reopen_rate', 0.1, null, REOPEN_HIGH],
    ['hours_against_capacity', 0.15, ...HOURS_CORRIDOR],
  ],
};

/** How a team works together; of single people only where policy allows it. */
const together: Row[] = [
  ['focus_hours', 0.03, 15, null],
  ['after_hours_share', 0.03, null, 15],
];

/**
 * What further sources add: shares of the whole, by which the rest is cut. Days and hours are those that a customer or a
 * colleague would call quick enough; a coverage of 3 is what sales teams commonly aim at, and one win in four weeks the
 * least that keeps a pipeline moving.
 */
const activityRows: Record<JobFunction, Row[]> = {
  engineering: [
    ['merge_time_median', 0.08, null, 72],
    ['review_turnaround_median', 0.08, null, 24],
    ['reviews_given', 0.05, 1, null],
    ['change_size_median', 0.04, null, 400],
    ['deployment_failure_share', 0.05, null, REOPEN_HIGH],
    ...together,
  ],
  support: [
    ['first_response_median', 0.15, null, 8],
    ['resolution_time_median', 0.12, null, 72],
    ['satisfaction_share', 0.15, 85, null],
    ['tickets_solved', 0.1, 5, null],
    ['ticket_backlog', 0.08, null, 25],
    ['ticket_reopen_share', 0.05, null, REOPEN_HIGH],
    ...together,
  ],
  customer_success: [
    ['renewal_rate', 0.2, 80, null],
    ['net_promoter_score', 0.1, 20, null],
    ['satisfaction_share', 0.1, 80, null],
    ['first_response_median', 0.08, null, 24],
    ...together,
  ],
  sales: [
    ['win_rate', 0.18, 20, null],
    ['pipeline_coverage', 0.14, 3, null],
    ['opportunities_created', 0.12, 1, null],
    ['sales_cycle_median', 0.1, null, 90],
    ['sales_velocity', 0.08, 0.25, null],
    ...together,
  ],
  marketing: [['opportunities_created', 0.1, 1, null], ...together],
  other: together,
};

/** The rows of a function: those of work and time, cut by what the others take. */
function allRows(job: JobFunction): Row[] {
  const further = activityRows[job];
  const taken = further.reduce((sum, [, weight]) => sum + weight, 0);
  const own = rows[job].map(
    ([indicator, weight, ...corridor]): Row => [indicator, exact(weight * (1 - taken)), ...corridor],
  );
  return [...own, ...further];
}

/** Without the rounding errors of binary fractions, so that weights cut and grown again are what they were. */
const exact = (weight: number): number => Math.round(weight * 1e9) / 1e9;

/**
 * Which indicators count for each job function: a starting point that an organisation may replace. Corridors are
 * for one person and one week; the frameworks never make a rating of them.
 */
export const roleFrameworks: readonly RoleFramework[] = jobFunction.options.map((name) =>
  roleFramework.parse({
    job_function: name,
    entries: allRows(name).map(([indicator_id, weight, low, high]) => ({
      indicator_id,
      weight,
      corridor: { low, high },
    })),
  }),
);

/** The frameworks that count: the organisation's own where its policy has one, else those that come with Fairlead. */
export const frameworksUnder = ({
  frameworks,
}: {
  frameworks: readonly RoleFramework[];
}): readonly RoleFramework[] =>
  frameworks.length === 0
    ? roleFrameworks
    : roleFrameworks.map(
        (shipped) => frameworks.find(({ job_function }) => job_function === shipped.job_function) ?? shipped,
      );

/** The framework of a job function. */
export function frameworkOf(job: JobFunction, frameworks = roleFrameworks): RoleFramework | undefined {
  return (
    frameworks.find((framework) => framework.job_function === job) ??
    frameworks.find((framework) => framework.job_function === 'other')
  );
}

type Entry = RoleFramework['entries'][number];

/** Where a source tells no status history there is no cycle time; lead time then carries its weight. */
const substitutes: Readonly<Record<string, Pick<Entry, 'indicator_id' | 'corridor'>>> = {
  cycle_time_median: { indicator_id: 'lead_time_median', corridor: { low: null, high: 30 } },
};

/**
 * Without what only further sources would tell, where they tell nothing of the subject: nobody is thinly known for a
 * system that isn't connected. The weights of the others grow to 1 again.
 */
function seenEntries(
  entries: readonly Entry[],
  isMeasured: (indicator: string) => boolean,
): readonly Entry[] {
  const seen = entries.filter(({ indicator_id }) => {
    const kind = indicatorOf(indicator_id)?.record_kind;
    return kind === 'work_item' || kind === 'time_entry' || isMeasured(indicator_id);
  });
  if (seen.length === entries.length) return entries;
  const whole = seen.reduce((sum, { weight }) => sum + weight, 0);
  return seen.map((entry) => ({ ...entry, weight: whole > 0 ? exact(entry.weight / whole) : 0 }));
}

/** A framework's entries, with a stand-in for each indicator that isn't measured at all where the stand-in is. */
export function entriesMeasured(
  framework: RoleFramework | undefined,
  isMeasured: (indicator: string) => boolean,
): Entry[] {
  const entries = seenEntries(framework?.entries ?? [], isMeasured);
  return entries.map((entry) => {
    const other = substitutes[entry.indicator_id];
    const stands =
      other !== undefined &&
      !isMeasured(entry.indicator_id) &&
      isMeasured(other.indicator_id) &&
      !entries.some((one) => one.indicator_id === other.indicator_id);
    return stands ? { ...entry, ...other } : entry;
  });
}
