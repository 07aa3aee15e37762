import type { FigureUnit } from '#agents/briefs/figures.ts';
import type { IndicatorId } from '#analytics/indicators/definitions.ts';
import { addDays } from '#domain/date.ts';
import type { BriefMeasure, SummaryBrief } from '#domain/writer.ts';
import { activityPhrases } from './activity-phrases.ts';
import { dayWords, spoken } from './wording.ts';

interface Phrase {
  /** Subject of a sentence about its level. */
  subject: string;
  value(value: number): string;
  /** The same without what has been counted, where a sentence has just said it: "against 6.1 before". */
  bare(value: number): string;
}

const phrase = (subject: string, unit: FigureUnit, rest = ''): Phrase => ({
  subject,
  value: (value) => `${spoken(value, unit)}${rest}`,
  bare: (value) => spoken(value, unit === 'percent' ? unit : 'count'),
});

const phrases: Record<IndicatorId, Phrase> = {
  throughput: {
    ...phrase('output', 'count'),
    value: (value) =>
      `${spoken(value, 'count')} work ${spoken(value, 'count') === '1' ? 'item' : 'items'} closed a week`,
  },
  cycle_time_median: phrase('median cycle time', 'days'),
  cycle_time_p85: phrase('the 85th percentile of cycle time', 'days'),
  lead_time_median: phrase('median lead time', 'days'),
  work_in_progress: phrase('work in progress', 'items'),
  open_items: phrase('the stock of open work', 'items'),
  work_item_age_median: phrase('the median age of work in progress', 'days'),
  overdue_share: phrase('the share of open items overdue', 'percent'),
  late_share: phrase('the share of items closed late', 'percent'),
  estimate_accuracy: phrase('estimate accuracy', 'percent'),
  reopen_rate: phrase('the share of closed items reopened', 'percent'),
  blocked_time: phrase('blocked time', 'days', ' a week'),
  hours_logged: phrase('time logged', 'hours', ' a week'),
  hours_against_capacity: phrase('hours against capacity', 'percent'),
  ...activityPhrases,
};

/** How an indicator is spoken of; one that the table doesn't hold goes by its definition. */
export function phraseOf({ definition }: BriefMeasure): Phrase {
  const known: Partial<Record<string, Phrase>> = phrases;
  return known[definition.id] ?? phrase(definition.name, definition.unit);
}

/** Level changes below a tenth are what weeks do anyway. */
const SAME_WITHIN = 0.1;

/** 1 better, -1 worse, 0 neither: which way a change from one level to another goes. */
export function judged({ definition }: BriefMeasure, before: number, after: number): -1 | 0 | 1 {
  if (definition.direction === 'corridor' || before === after) return 0;
  return after > before === (definition.direction === 'increase') ? 1 : -1;
}

/** A shift or a significant trend, and whether it is for better or worse. */
export function movementOf(measure: BriefMeasure): -1 | 0 | 1 {
  const { change_point: change, trend, recent, baseline } = measure;
  if (change !== null) return judged(measure, change.before, change.after);
  if (trend === null || trend.direction === 'flat' || recent === null || baseline === null) return 0;
  // A trend that the levels don't bear out (a rise and fall within the weeks) is not spoken of.
  if ((trend.direction === 'rising') !== recent > baseline) return 0;
  return judged(measure, baseline, recent);
}

export const hasMoved = (measure: BriefMeasure): boolean =>
  measure.change_point !== null || movementOf(measure) !== 0;

const silentAtNought: ReadonlySet<string> = new Set<IndicatorId>([
  'work_in_progress',
  'blocked_time',
  'open_items',
  'reopen_rate',
  'reviews_given',
  'deployments',
  'deployment_failure_share',
  'ticket_backlog',
  'ticket_reopen_share',
]);

/** Nothing in progress, blocked or reopened, and never was: said elsewhere, or the source doesn't tell. */
export const isSilent = ({ definition, recent, baseline }: BriefMeasure): boolean =>
  silentAtNought.has(definition.id) && recent === 0 && (baseline ?? 0) === 0;

/** Outside the corridor on the side that matters. */
export const isOutside = ({ standing }: BriefMeasure): boolean =>
  standing === 'above' || standing === 'below';

function rangeWords(measure: BriefMeasure): string {
  const { low, high } = measure.corridor;
  const phrase = phraseOf(measure);
  const value = measure.definition.unit === 'count' ? phrase.bare : phrase.value;
  if (low !== null && high !== null) return `${value(low)} to ${value(high)}`;
  if (high !== null) return `up to ${value(high)}`;
  return low === null ? '' : `at least ${value(low)}`;
}

/** ", outside the role's target range of up to 10 days"; empty within it, and where the organisation wants no yardsticks. */
export function corridorSuffix(measure: BriefMeasure, brief: SummaryBrief): string {
  const range = rangeWords(measure);
  if (brief.archetype === 'gentle' || range === '' || !isOutside(measure)) return '';
  return `, outside the role's target range of ${range}`;
}

const FOUR_WEEKS_IN_DAYS = 28;

/** "in the last four weeks"; "in recent weeks" where some of the weeks have no value. */
export const recentWords = ({ recent_weeks, recent_from }: BriefMeasure, { period }: SummaryBrief): string =>
  recent_weeks === 4 && recent_from === addDays(period.to, 1 - FOUR_WEEKS_IN_DAYS)
    ? 'in the last four weeks'
    : 'in recent weeks';

/** " against 6.1 before"; nothing before is no level to compare with. */
const against = (before: string): string => (/^0%?$/.test(before) ? '' : ` against ${before} before`);

/** What happened to an indicator, as one clause without a full stop. */
export function measureWords(measure: BriefMeasure, brief: SummaryBrief): string {
  const { subject, value, bare } = phraseOf(measure);
  const { recent, baseline, change_point: change, trend } = measure;
  const suffix = corridorSuffix(measure, brief);
  if (recent === null) return '';
  const weeks = recentWords(measure, brief);
  if (change !== null && value(change.before) !== value(change.after)) {
    return `since the week of ${dayWords(change.at, brief)}, ${subject} has been ${value(change.after)}${against(bare(change.before))}${suffix}`;
  }
  if (baseline === null) {
    return `${subject} was ${value(recent)} ${weeks}${suffix}`;
  }
  if (value(baseline) === value(recent)) return `${subject} held at ${value(recent)} ${weeks}${suffix}`;
  if (trend !== null && movementOf(measure) !== 0) {
    const verb = trend.direction === 'rising' ? 'rose' : 'fell';
    return `${subject} ${verb} from ${bare(baseline)} to ${value(recent)} ${weeks}${suffix}`;
  }
  if (Math.abs(recent - baseline) <= SAME_WITHIN * Math.max(Math.abs(recent), Math.abs(baseline))) {
    return `${subject} was ${value(recent)} ${weeks}, much as before (${bare(baseline)})${suffix}`;
  }
  return `${subject} was ${value(recent)} ${weeks}${against(bare(baseline))}${suffix}`;
}

/** "median cycle time (3.1 days)". */
export const measureInList = (measure: BriefMeasure): string => {
  const { subject, value } = phraseOf(measure);
  return `${subject.replace(/^the /, '')} (${value(measure.recent ?? 0)})`;
};
