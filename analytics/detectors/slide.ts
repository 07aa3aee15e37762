import type { Assessment, ChangePoint } from '#domain/assessment.ts';
import { addDays, type Period } from '#domain/date.ts';
import type { Unit } from '#domain/indicator.ts';
import { indicatorOf } from '../indicators/definitions.ts';
import { mean, rounded } from '../series/statistics.ts';
import { measured } from './figures.ts';
import type { Detector, DetectorFinding } from './finding.ts';

/** What slid longer ago has been talked about, or has become the new level. */
export const RECENT_WEEKS = 6;
/** A quarter of the old level: smaller shifts are real at times, but nobody would act on them. */
export const SMALLEST_CHANGE = 0.25;
/** And in itself: one item in eight reopened is a rise from 0 to 12 %, and still one item. */
export const SMALLEST_STEP: Readonly<Record<Unit, number>> = {
  percent: 20,
  count: 1,
  days: 1,
  hours: 4,
  ratio: 0.2,
  points: 10,
};
/**
 * A framework has up to ten indicators, and each raises a false alarm in one series of 30 at the finder's own
 * level: one person in three would be named. At 1 % it is about one in twenty.
 */
export const CONFIDENCE_NEEDED = 0.99;
/** A manager reads three reasons. */
const MOST_REASONS = 3;

export interface Slide {
  assessment: Assessment;
  change: ChangePoint;
  /** Change against the old level; a level of 0 counts as one unit. */
  share: number;
}

/** The shift of an indicator to a worse level, where it is recent, large and sure enough. */
export function slideOf(assessment: Assessment, period: Period): Slide | null {
  const change = assessment.change_point;
  const definition = indicatorOf(assessment.indicator_id);
  const direction = definition?.direction;
  if (change === null || direction === undefined || direction === 'corridor') return null;
  const worse = direction === 'increase' ? change.before - change.after : change.after - change.before;
  if (worse < (definition === undefined ? 0 : SMALLEST_STEP[definition.unit])) return null;
  const share = worse / Math.max(Math.abs(change.before), 1);
  const recent = change.at >= addDays(period.to, 1 - 7 * RECENT_WEEKS);
  const clear = change.confidence >= CONFIDENCE_NEEDED && share >= SMALLEST_CHANGE;
  return recent && clear ? { assessment, change, share } : null;
}

/** How much worse, positive being worse; null for indicators that have no better side. */
export function worsening(indicator: string, before: number, after: number): number | null {
  const direction = indicatorOf(indicator)?.direction;
  if (direction === undefined || direction === 'corridor') return null;
  return direction === 'increase' ? before - after : after - before;
}

/** Whether such a worsening is one that anybody would act on. */
export function isClear(indicator: string, before: number, worse: number): boolean {
  const unit = indicatorOf(indicator)?.unit;
  const step = unit === undefined ? 0 : SMALLEST_STEP[unit];
  return worse >= step && worse / Math.max(Math.abs(before), 1) >= SMALLEST_CHANGE;
}

/** Whether any place of the last weeks parts a clearly worse level from an earlier one: without it nothing has slid. */
export function maySlide(indicator: string, values: readonly (number | null)[]): boolean {
  const levelOf = (part: readonly (number | null)[]) => {
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : rounded(mean(known));
  };
  for (let place = Math.max(1, values.length - RECENT_WEEKS); place < values.length; place += 1) {
    const [before, after] = [levelOf(values.slice(0, place)), levelOf(values.slice(place))];
    if (before === null || after === null) continue;
    const worse = worsening(indicator, before, after);
    if (worse !== null && isClear(indicator, before, worse)) return true;
  }
  return false;
}

function sentence({ assessment, change }: Slide): string {
  const definition = indicatorOf(assessment.indicator_id);
  const name = definition?.name ?? assessment.indicator_id;
  const verb = change.after > change.before ? 'rose' : 'fell';
  const [before, after] = [change.before, change.after].map((level) => measured(level, definition?.unit));
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${verb} from ${before} to ${after}, from the week of ${change.at} on.`;
}

/** Indicators of a person's role that have been at a worse level for some weeks. One finding a person. */
export const detectSlid: Detector = ({ assessments, observations, period }) => {
  const byPerson = Map.groupBy(
    assessments.flatMap((assessment) => slideOf(assessment, period) ?? []),
    (slide) => slide.assessment.subject.id,
  );
  return [...byPerson.values()].flatMap((slides): DetectorFinding[] => {
    const ordered = slides.sort(
      (a, b) => b.share - a.share || a.assessment.indicator_id.localeCompare(b.assessment.indicator_id),
    );
    const subject = ordered[0]?.assessment.subject;
    if (subject?.kind !== 'person') return [];
    const kept = ordered.slice(0, MOST_REASONS);
    const indicators = new Set(kept.map((slide) => slide.assessment.indicator_id));
    const since = kept.map((slide) => slide.change.at).sort()[0] ?? period.from;
    return [
      {
        kind: 'indicator_slid',
        person_id: subject.id,
        severity: 'attention',
        reasons: kept.map(sentence),
        figures: Object.fromEntries(
          kept.flatMap(({ assessment, change }) => [
            [`${assessment.indicator_id}_before`, change.before],
            [`${assessment.indicator_id}_after`, change.after],
          ]),
        ),
        refs: {
          assessment_ids: kept.map((slide) => slide.assessment.id),
          observation_ids: observations
            .filter(
              (one) =>
                one.subject.id === subject.id && indicators.has(one.indicator_id) && one.period.from >= since,
            )
            .map((one) => one.id)
            .sort(),
        },
      },
    ];
  });
};
