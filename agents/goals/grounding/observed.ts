import { WINDOW_WEEKS } from '#analytics/indicators/definitions.ts';
import { mean, standardDeviation } from '#analytics/series/statistics.ts';
import { type IsoDate, type Period, weeksOf } from '#domain/date.ts';
import type { IndicatorDefinition, Observation } from '#domain/indicator.ts';
import { addsUp, type Conversion, converted } from './conversion.ts';
import type { ObservedBaseline } from './grounding.ts';

/** Weeks that "today's value" of a sum is the mean of: one alone says little. */
const MEAN_WEEKS = 4;
/** A value from further back isn't today's. */
const RECENT_WEEKS = 6;
const FEWEST_FOR_SPREAD = 5;

/** The indicator's weeks in order, one entry a week of the range; a week without a value is null. */
export interface Course {
  weeks: readonly IsoDate[];
  observations: readonly (Observation | null)[];
  values: readonly (number | null)[];
}

export function courseOf(observations: readonly Observation[], indicator: string, range: Period): Course {
  const byWeek = new Map(
    observations.filter((one) => one.indicator_id === indicator).map((one) => [one.period.from, one]),
  );
  const weeks = weeksOf(range);
  const found = weeks.map((monday) => byWeek.get(monday) ?? null);
  return { weeks, observations: found, values: found.map((one) => one?.value ?? null) };
}

type Known = Observation & { value: number };
const isKnown = (one: Observation | null): one is Known => one !== null && one.value !== null;

/** The newest weeks with a value that are recent enough, newest last: several of a sum, one of anything else. */
export function recentOf(course: Course, definition: IndicatorDefinition): Known[] {
  const recent = course.observations.slice(-RECENT_WEEKS).filter(isKnown);
  return recent.slice(addsUp(definition) || definition.id === 'hours_against_capacity' ? -MEAN_WEEKS : -1);
}

function windowWords(
  definition: IndicatorDefinition,
  conversion: Conversion,
  known: readonly Known[],
): string {
  const last = known.at(-1)?.period.to ?? '';
  if (addsUp(definition) || definition.id === 'hours_against_capacity') {
    const weeks = `mean of ${known.length === 1 ? 'one week' : `${known.length} weeks`} to ${last}`;
    return conversion.per === null || conversion.per === 'week' ? weeks : `${weeks}, per ${conversion.per}`;
  }
  return definition.kind === 'stock'
    ? `at the end of ${last}`
    : `items closed in up to ${WINDOW_WEEKS} weeks to ${last}`;
}

/** Where the number stands by the observations; null without a recent value. Evidence ids are filled in by whoever keeps it. */
export function observedBaselineOf(
  course: Course,
  definition: IndicatorDefinition,
  conversion: Conversion,
): (Omit<ObservedBaseline, 'evidence_ids'> & { observations: Known[] }) | null {
  const known = recentOf(course, definition);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return null;
  const all = course.values.filter((value) => value !== null).map((value) => converted(value, conversion));
  const fresh = known.flatMap(({ fresh_until }) => fresh_until ?? []).sort();
  return {
    value: converted(mean(known.map(({ value }) => value)), conversion),
    unit: conversion.unit,
    window: windowWords(definition, conversion, known),
    n: known.reduce((sum, { n }) => sum + n, 0),
    minimum_n: definition.minimum_n,
    period: { from: first.period.from, to: last.period.to },
    fresh_until: fresh.at(-1) ?? null,
    spread: all.length < FEWEST_FOR_SPREAD ? null : standardDeviation(all),
    flags: [...new Set(known.flatMap(({ flags }) => flags))].sort(),
    observations: known.toReversed(),
  };
}
