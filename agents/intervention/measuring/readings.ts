import { LOAD_METRIC } from '#agents/cycle/rebalance-proposals.ts';
import { momentsOf } from '#analytics/backtest/moment.ts';
import { recordsAsOf } from '#analytics/backtest/rewind.ts';
import { detectStrains, SIGNS_NEEDED } from '#analytics/detectors/strains.ts';
import { indicatorDefinitions } from '#analytics/indicators/definitions.ts';
import { frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { makeChangePointFinder } from '#analytics/series/change-point.ts';
import { mean } from '#analytics/series/statistics.ts';
import { talksOf } from '#analytics/talks.ts';
import { workloadOf } from '#analytics/workload.ts';
import { completeWeeksBefore, daysBetween, type IsoDate } from '#domain/date.ts';
import { HOURS_IN_PERCENT } from '../kinds/burnout-warning.ts';
import { WEEKS_SINCE_CHECK_IN } from '../kinds/check-in.ts';
import { STRAINS_LEFT } from '../kinds/retention-conversation.ts';
import type { Material } from './material.ts';

/** A metric of each person as it stood when a day began; whoever it isn't known of is left out. */
export interface Reading {
  read(material: Material, day: IsoDate): Map<string, number> | Promise<Map<string, number>>;
  better: 'more' | 'less';
  /** Whether goals and talks of everybody are needed. */
  talks: boolean;
}

/** The weeks since it was carried out, and none before: shorter than what detectors look at. */
const HOURS_WEEKS = 4;
const HOURS_KNOWN = 3;
/** A weekly value of an indicator may look back over four weeks by itself; more of them would reach before it. */
const LEVEL_WEEKS = 2;
const LEVEL_KNOWN = 1;

/** Open work against capacity; items as they stood on that day by their history. */
const load: Reading = {
  better: 'less',
  talks: false,
  read: ({ people, records, identities, to }, day) => {
    // Today's records are known as they are; a past day's only by their history.
    const then = day === to ? records : recordsAsOf(records, day);
    const loads = workloadOf({ people, records: then, identities, as_of: day });
    return new Map(
      loads.flatMap(({ person_id, load_hours, capacity_hours }) =>
        capacity_hours === null || capacity_hours <= 0
          ? []
          : [[person_id as string, (100 * load_hours) / capacity_hours] as const],
      ),
    );
  },
};

const levelOf = (indicator: string, better: Reading['better'], weeks: number, known: number): Reading => ({
  better,
  talks: false,
  read: ({ people, observations }, day) => {
    const range = completeWeeksBefore(day, weeks);
    const byPerson = Map.groupBy(
      observations.filter(
        (one) =>
          one.indicator_id === indicator &&
          one.value !== null &&
          one.period.from >= range.from &&
          one.period.to <= range.to,
      ),
      (one) => one.subject.id as string,
    );
    return new Map(
      people.flatMap((person) => {
        const values = (byPerson.get(person.id) ?? []).flatMap((one) => one.value ?? []);
        return values.length < known ? [] : [[person.id as string, mean(values)] as const];
      }),
    );
  },
});

const weeksSinceTalk: Reading = {
  better: 'less',
  talks: true,
  read: ({ people, goals, conversations }, day) =>
    new Map(
      talksOf({ people, goals, conversations, as_of: day }).flatMap((talk) => {
        const last = [talk.last_check_in_on, talk.last_talk_on]
          .filter((one) => one !== null)
          .sort()
          .at(-1);
        const since = last ?? talk.set_on;
        return since === null ? [] : [[talk.person_id as string, daysBetween(since, day) / 7] as const];
      }),
    ),
};

/** Whoever has too few to be named has at most one less than it takes: nothing more favourable is assumed. */
const strains: Reading = {
  better: 'less',
  talks: true,
  read: async (material, day) => {
    const moments = await momentsOf(
      {
        people: material.people,
        records: material.records,
        identities: material.identities,
        observations: material.observations,
        goals: material.goals,
        conversations: material.conversations,
        frameworks: frameworksUnder(material.policy),
        policy: material.policy,
        as_of: material.to,
      },
      day,
      await makeChangePointFinder(),
    );
    const named = new Map(
      moments
        .flatMap(({ input }) => detectStrains(input))
        .flatMap(({ person_id, figures }) =>
          person_id === null ? [] : [[person_id as string, figures.signs ?? SIGNS_NEEDED] as const],
        ),
    );
    // Of those who weren't named when it was proposed nothing is known that could be compared.
    return day === material.to
      ? new Map(material.people.map(({ id }) => [id as string, named.get(id) ?? SIGNS_NEEDED - 1]))
      : named;
  },
};

const hours = levelOf('hours_against_capacity', 'less', HOURS_WEEKS, HOURS_KNOWN);

/** How a promised metric of a person is read on any day; null for one that isn't of people, or is no more. */
export function readingOf(metric: string): Reading | null {
  if (metric === LOAD_METRIC) return load;
  if (metric === HOURS_IN_PERCENT) return hours;
  if (metric === WEEKS_SINCE_CHECK_IN) return weeksSinceTalk;
  if (metric === STRAINS_LEFT) return strains;
  const definition = indicatorDefinitions.find(({ name }) => name === metric);
  if (definition === undefined || definition.direction === 'corridor') return null;
  return levelOf(
    definition.id,
    definition.direction === 'increase' ? 'more' : 'less',
    LEVEL_WEEKS,
    LEVEL_KNOWN,
  );
}
