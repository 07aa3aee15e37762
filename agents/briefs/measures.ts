import { indicatorOf } from '#analytics/indicators/definitions.ts';
import { frameworkOf } from '#analytics/indicators/frameworks.ts';
import { quantile } from '#analytics/series/statistics.ts';
import type { Assessment } from '#domain/assessment.ts';
import { type IsoDate, isWithin, type Period, weeksOf } from '#domain/date.ts';
import type { NewEvidence } from '#domain/evidence.ts';
import type { IndicatorDefinition, Observation } from '#domain/indicator.ts';
import { assessmentEvidence } from './evidence.ts';
import { roundedFigure } from './figures.ts';
import type { BriefMaterial } from './material.ts';

/** As `analytics/assess.ts` forms the recent level: up to four values, none older than six weeks. */
const RECENT_VALUES = 4;
const RECENT_WEEKS = 6;
/** With fewer weeks a quartile is one or two weeks' luck. */
const WEEKS_FOR_A_QUARTILE = 8;

export interface MeasureReading {
  assessment: Assessment;
  definition: IndicatorDefinition;
  corridor: { low: number | null; high: number | null };
  weight: number;
  weeks: number;
  recent_weeks: number;
  recent_from: IsoDate | null;
  n: number;
  reachable: number | null;
}

/** The quartile on the better side of the person's own weeks; null where neither side is better, or there are few. */
function reachableLevel(definition: IndicatorDefinition, values: readonly number[]): number | null {
  if (definition.direction === 'corridor' || values.length < WEEKS_FOR_A_QUARTILE) return null;
  const level = roundedFigure(quantile([...values], definition.direction === 'increase' ? 0.75 : 0.25));
  // Nought in a quarter of the weeks says that there was little to count, not that nought can be promised.
  return level > 0 ? level : null;
}

function readSeries(observations: readonly Observation[], period: Period) {
  const byWeek = new Map(observations.map((observation) => [observation.period.from, observation]));
  const weeks = weeksOf(period).map((monday) => byWeek.get(monday));
  const mondays = weeksOf(period);
  const valued = weeks.flatMap((observation, place) =>
    observation === undefined || observation.value === null
      ? []
      : [{ value: observation.value, n: observation.n, place }],
  );
  const recent = valued.slice(-RECENT_VALUES).filter(({ place }) => place >= weeks.length - RECENT_WEEKS);
  return {
    values: valued.map(({ value }) => value),
    n: valued.reduce((sum, entry) => sum + entry.n, 0),
    recent_weeks: recent.length,
    recent_from: mondays[recent[0]?.place ?? -1] ?? null,
  };
}

/** The person's assessments of the indicators in their role framework that have a recent level, weightiest first. */
export function readMeasures(material: BriefMaterial): MeasureReading[] {
  const { person, period } = material;
  const framework = frameworkOf(person.job_function, material.frameworks);
  const mine = material.observations.filter(
    (observation) => observation.subject.id === person.id && isWithin(observation.period.from, period),
  );
  const entries = [...(framework?.entries ?? [])].sort((a, b) => b.weight - a.weight);
  return entries.flatMap(({ indicator_id, corridor, weight }): MeasureReading[] => {
    const definition = indicatorOf(indicator_id);
    const assessment = material.assessments.find(
      (candidate) => candidate.subject.id === person.id && candidate.indicator_id === indicator_id,
    );
    if (definition === undefined || assessment === undefined || assessment.recent === null) return [];
    const { values, n, recent_weeks, recent_from } = readSeries(
      mine.filter((observation) => observation.indicator_id === indicator_id),
      period,
    );
    const reachable = reachableLevel(definition, values);
    const series = { weeks: values.length, recent_weeks, recent_from, n };
    return [{ assessment, definition, corridor, weight, ...series, reachable }];
  });
}

export const measureEvidence = ({ assessment, ...context }: MeasureReading): NewEvidence =>
  assessmentEvidence(assessment, context);
