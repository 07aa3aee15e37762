import type { IndicatorId } from '#analytics/indicators/definitions.ts';
import type { BriefMeasure, SummaryBrief } from '#domain/writer.ts';
import { countWord, dayWords, spoken } from './wording.ts';

interface Phrase {
  /** Subject of a sentence about its level. */
  subject: string;
  value(value: number): string;
}

const phrases: Record<IndicatorId, Phrase> = {
  throughput: {
    subject: 'output',
    value: (value) => `${spoken(value, 'count')} work items closed a week`,
  },
  cycle_time_median: { subject: 'median cycle time', value: (value) => spoken(value, 'days') },
  cycle_time_p85: { subject: 'the 85th percentile of cycle time', value: (value) => spoken(value, 'days') },
  lead_time_median: { subject: 'median lead time', value: (value) => spoken(value, 'days') },
  work_in_progress: { subject: 'work in progress', value: (value) => spoken(value, 'items') },
  open_items: { subject: 'the stock of open work items', value: (value) => spoken(value, 'count') },
  overdue_share: {
    subject: 'the share of open items overdue',
    value: (value) => spoken(value, 'percent'),
  },
  late_share: { subject: 'the share of items closed late', value: (value) => spoken(value, 'percent') },
  estimate_accuracy: { subject: 'estimate accuracy', value: (value) => spoken(value, 'percent') },
  reopen_rate: {
    subject: 'the share of closed items reopened',
    value: (value) => spoken(value, 'percent'),
  },
  blocked_time: { subject: 'blocked time', value: (value) => `${spoken(value, 'days')} a week` },
  hours_logged: { subject: 'time logged', value: (value) => `${spoken(value, 'hours')} a week` },
  hours_against_capacity: {
    subject: 'hours against capacity',
    value: (value) => spoken(value, 'percent'),
  },
};

/** How an indicator is spoken of; one that the table doesn't hold goes by its definition. */
export function phraseOf({ definition }: BriefMeasure): Phrase {
  const known: Partial<Record<string, Phrase>> = phrases;
  return (
    known[definition.id] ?? {
      subject: definition.name,
      value: (value) => spoken(value, definition.unit),
    }
  );
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

/** Outside the corridor on the side that matters. */
export const isOutside = ({ standing }: BriefMeasure): boolean =>
  standing === 'above' || standing === 'below';

function rangeWords(measure: BriefMeasure): string {
  const { low, high } = measure.corridor;
  const { value } = phraseOf(measure);
  if (low !== null && high !== null) return `${value(low)} to ${value(high)}`;
  if (high !== null) return `up to ${value(high)}`;
  return low === null ? '' : `at least ${value(low)}`;
}

/** ", above the role's range of up to 10 days"; empty within it, and where the organisation wants no yardsticks. */
export function corridorSuffix(measure: BriefMeasure, brief: SummaryBrief): string {
  const range = rangeWords(measure);
  if (brief.archetype === 'gentle' || range === '' || !isOutside(measure)) return '';
  return `, ${measure.standing} the role's range of ${range}`;
}

/** "over the last four weeks". */
export const recentWords = (measure: BriefMeasure): string =>
  measure.recent_weeks === 4
    ? 'over the last four weeks'
    : `over the last ${countWord(measure.recent_weeks)} weeks with data`;

/** What happened to an indicator, as one clause without a full stop. */
export function measureWords(measure: BriefMeasure, brief: SummaryBrief): string {
  const { subject, value } = phraseOf(measure);
  const { recent, baseline, change_point: change, trend } = measure;
  const suffix = corridorSuffix(measure, brief);
  if (recent === null) return '';
  const weeks = recentWords(measure);
  if (change !== null && value(change.before) !== value(change.after)) {
    const verb = change.after > change.before ? 'rose' : 'fell';
    return `${subject} ${verb} from ${value(change.before)} to ${value(change.after)} in the week of ${dayWords(change.at, brief)}${suffix}`;
  }
  if (baseline === null) {
    return `${subject} was ${value(recent)} ${weeks}${suffix}, and there is no earlier level to compare with`;
  }
  if (value(baseline) === value(recent)) return `${subject} held at ${value(recent)} ${weeks}${suffix}`;
  if (trend !== null && movementOf(measure) !== 0) {
    const verb = trend.direction === 'rising' ? 'rose' : 'fell';
    return `${subject} ${verb} from ${value(baseline)} to ${value(recent)} ${weeks}${suffix}`;
  }
  if (Math.abs(recent - baseline) <= SAME_WITHIN * Math.max(Math.abs(recent), Math.abs(baseline))) {
    return `${subject} was ${value(recent)} ${weeks}, close to the ${value(baseline)} before${suffix}`;
  }
  return `${subject} was ${value(recent)} ${weeks} against ${value(baseline)} before${suffix}`;
}

/** "median cycle time (3.1 days)". */
export const measureInList = (measure: BriefMeasure): string => {
  const { subject, value } = phraseOf(measure);
  return measure.recent === null ? subject : `${subject.replace(/^the /, '')} (${value(measure.recent)})`;
};
