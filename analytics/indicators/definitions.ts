import { type IndicatorDefinition, indicatorDefinition } from '#domain/indicator.ts';
import { jobFunction } from '#domain/person.ts';
import { activityList } from './definitions-activity.ts';

/**
 * Weeks that a flow indicator may look back over. Four is the shortest span in which somebody who closes one
 * or two items a week reaches a sample; longer would hide a slide until it is old.
 */
export const WINDOW_WEEKS = 4;

/** Below this coverage an observation is flagged: more than half of the items said nothing. */
export const COVERAGE_MINIMUM = 0.5;

const everyFunction = jobFunction.options;

const window = (minimum: number) =>
  `over the week, widened back week by week to at most ${WINDOW_WEEKS} weeks until it holds ${minimum} items`;

const kanbanGuide = 'The Kanban Guide (kanbanguides.org), "Kanban Measures"';
const actionableMetrics = 'D. S. Vacanti, Actionable Agile Metrics for Predictability (2015)';

const list = [
  {
    id: 'throughput',
    name: 'work items closed',
    unit: 'count',
    direction: 'increase',
    formula:
      'Number of work items whose (last) resolution lies in the week, counted for whoever was assignee at that moment.',
    record_kind: 'work_item',
    source: kanbanGuide,
    minimum_n: 1,
    kind: 'flow',
  },
  {
    id: 'cycle_time_median',
    name: 'median cycle time',
    unit: 'days',
    direction: 'decrease',
    formula: `Median of the calendar days (24 h) from first start to resolution of the items resolved ${window(4)}.`,
    record_kind: 'work_item',
    source: `${kanbanGuide}; ${actionableMetrics}`,
    minimum_n: 4,
    kind: 'flow',
  },
  {
    id: 'cycle_time_p85',
    name: '85th percentile of cycle time',
    unit: 'days',
    direction: 'decrease',
    formula: `85th percentile (linear between order statistics) of the calendar days from first start to resolution of the items resolved ${window(7)}.`,
    record_kind: 'work_item',
    source: `${actionableMetrics} (service level expectation at 85 %)`,
    // One item in seven lies above the 85th percentile: with fewer it would only be the maximum.
    minimum_n: 7,
    kind: 'flow',
  },
  {
    id: 'lead_time_median',
    name: 'median lead time',
    unit: 'days',
    direction: 'decrease',
    formula: `Median of the calendar days from creation to resolution of the items resolved ${window(4)}; needs no status history.`,
    record_kind: 'work_item',
    source: 'DORA, "lead time" (dora.dev); Kanban University glossary, "system lead time"',
    minimum_n: 4,
    kind: 'flow',
  },
  {
    id: 'work_in_progress',
    name: 'work in progress',
    unit: 'count',
    direction: 'decrease',
    formula:
      'Number of items assigned to the subject that stood in an in-progress status when the week ended (Sunday 24:00 UTC), by status history.',
    record_kind: 'work_item',
    source: `${kanbanGuide}; J. D. C. Little, "A Proof for the Queuing Formula L = λW", Operations Research 9 (1961)`,
    minimum_n: 1,
    kind: 'stock',
  },
  {
    id: 'work_item_age_median',
    name: 'median age of work in progress',
    unit: 'days',
    direction: 'decrease',
    formula:
      'Median of the calendar days (24 h) since first start of the items assigned to the subject that stood in an in-progress status when the week ended (Sunday 24:00 UTC). It shows at once what cycle time only shows when items are closed at last.',
    record_kind: 'work_item',
    source: `${kanbanGuide} (Work Item Age)`,
    minimum_n: 1,
    kind: 'stock',
  },
  {
    id: 'open_items',
    name: 'open work items',
    unit: 'count',
    direction: 'decrease',
    formula:
      'Number of items assigned to the subject that were created and not done when the week ended (Sunday 24:00 UTC), started or not.',
    record_kind: 'work_item',
    source: `${actionableMetrics} (cumulative flow: arrivals less departures)`,
    minimum_n: 1,
    kind: 'stock',
  },
  {
    id: 'overdue_share',
    name: 'share of open items overdue',
    unit: 'percent',
    direction: 'decrease',
    formula:
      'Of the items open at the end of the week that have a due date, the percentage whose due date lies on or before its Sunday.',
    record_kind: 'work_item',
    source: 'DCMA 14-Point Schedule Assessment, "Missed Tasks", over items instead of tasks',
    minimum_n: 4,
    kind: 'stock',
  },
  {
    id: 'late_share',
    name: 'share of items closed late',
    unit: 'percent',
    direction: 'decrease',
    formula: `Of the items with a due date resolved ${window(4)}, the percentage resolved after the due day (UTC).`,
    record_kind: 'work_item',
    source: 'On-time delivery, SCOR model, delivery performance to commit date (ASCM), turned round',
    minimum_n: 4,
    kind: 'flow',
  },
  {
    id: 'estimate_accuracy',
    name: 'estimate accuracy',
    unit: 'percent',
    direction: 'increase',
    formula: `Median of 100 × min(spent, estimate) / max(spent, estimate) of the items resolved ${window(4)} that have both (hours > 0); 100 is exact, and twice as long scores as half as long.`,
    record_kind: 'work_item',
    source:
      'Y. Miyazaki et al., "Method to estimate parameter values in software prediction models", Information and Software Technology 33 (1991): balanced relative error, here as a ratio',
    minimum_n: 4,
    kind: 'flow',
  },
  {
    id: 'reopen_rate',
    name: 'share of closed items reopened',
    unit: 'percent',
    direction: 'decrease',
    formula: `Of the completions (moves into a done status) ${window(4)}, the percentage that were undone by the end of the week; counted for the assignee at completion.`,
    record_kind: 'work_item',
    source:
      'T. Zimmermann, N. Nagappan, P. J. Guo, B. Murphy, "Characterizing and predicting which bugs get reopened", ICSE 2012; DORA change failure rate, by analogy',
    minimum_n: 4,
    kind: 'flow',
  },
  {
    id: 'blocked_time',
    name: 'blocked time',
    unit: 'days',
    direction: 'decrease',
    formula:
      'Calendar days (24 h) of the week during which items assigned to the subject stood flagged or in a blocked status, added up over the items.',
    record_kind: 'work_item',
    source: `${actionableMetrics} (flow efficiency and blockers)`,
    minimum_n: 1,
    kind: 'flow',
  },
  {
    id: 'hours_logged',
    name: 'hours logged',
    unit: 'hours',
    direction: 'corridor',
    formula: 'Sum of the hours of time entries dated in the week, absence and running timers left out.',
    record_kind: 'time_entry',
    source: 'Harvest help, "Time entries"',
    minimum_n: 1,
    kind: 'flow',
  },
  {
    id: 'hours_against_capacity',
    name: 'hours against capacity',
    unit: 'percent',
    direction: 'corridor',
    formula:
      '100 × hours logged in the week / capacity; capacity is the contracted weekly hours, cut in proportion to the working days (Monday to Friday) employed, less logged absence. Unknown contract, or less than a fifth of it left, gives no value.',
    record_kind: 'time_entry',
    source: 'Harvest help, "Capacity"; ILO C001 and C047 (working week) for the reading of long hours',
    minimum_n: 1,
    kind: 'flow',
  },
] as const;

/** Indicators whose values summarise the work items closed in a week. */
const ofClosed = new Set([
  'cycle_time_median',
  'cycle_time_p85',
  'lead_time_median',
  'late_share',
  'estimate_accuracy',
  'reopen_rate',
]);

/** Every indicator that Fairlead computes, as data. */
export const indicatorDefinitions: readonly IndicatorDefinition[] = [
  ...list.map((entry) => ({
    ...entry,
    window_weeks: WINDOW_WEEKS,
    counted_by: ofClosed.has(entry.id) ? 'throughput' : null,
  })),
  ...activityList,
].map((entry) => indicatorDefinition.parse({ ...entry, job_functions: everyFunction }));

export type WorkIndicatorId = (typeof list)[number]['id'];
export type ActivityIndicatorId = (typeof activityList)[number]['id'];
export type IndicatorId = WorkIndicatorId | ActivityIndicatorId;

/** The longest look back of any indicator. */
export const LONGEST_WINDOW_WEEKS = Math.max(...indicatorDefinitions.map(({ window_weeks }) => window_weeks));

const byId = new Map<string, IndicatorDefinition>(indicatorDefinitions.map((entry) => [entry.id, entry]));

/** The definition with this id; undefined when there is none. */
export const indicatorOf = (id: string): IndicatorDefinition | undefined => byId.get(id);
