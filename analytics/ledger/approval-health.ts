import {
  type ApprovalFacts,
  type ApprovalHealth,
  type DeciderHealth,
  type DecisionTiming,
  resultOfCanary,
} from '#domain/approval-health.ts';
import type { IsoDate } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import { quantile } from '../series/statistics.ts';
import { wilsonInterval } from './interval.ts';

/** Nobody has read a proposal within two seconds. */
export const QUICK_SECONDS = 2;

/** `all` for hr and admins; anybody else learns of their own decisions, and nothing of planted proposals. */
export type HealthView = { kind: 'all' } | { kind: 'own'; person_id: PersonId };

const hoursAt = (timings: readonly DecisionTiming[], share: number): number | null =>
  timings.length === 0
    ? null
    : Math.round(
        (100 *
          quantile(
            timings.map((one) => one.waited_seconds),
            share,
          )) /
          3600,
      ) / 100;

const isQuick = ({ read_seconds }: DecisionTiming): boolean =>
  read_seconds !== null && read_seconds < QUICK_SECONDS;

const settles = ({ type }: DecisionTiming): boolean => type === 'approve' || type === 'reject';

interface Tested {
  decided_by: PersonId;
  caught: boolean;
}

function deciderOf(
  person: PersonId,
  timings: readonly DecisionTiming[],
  tested: readonly Tested[] | null,
): DeciderHealth {
  const own = timings.filter((one) => one.decided_by === person);
  const ordinary = own.filter((one) => !one.planted && settles(one));
  const approved = ordinary.filter((one) => one.type === 'approve').length;
  const tests = tested?.filter((one) => one.decided_by === person) ?? null;
  const caught = tests?.filter((one) => one.caught).length ?? null;
  return {
    person_id: person,
    decisions: own.length,
    approved,
    rejected: ordinary.length - approved,
    approved_share: wilsonInterval(approved, ordinary.length),
    median_hours: hoursAt(own.filter(settles), 0.5),
    p90_hours: hoursAt(own.filter(settles), 0.9),
    quick: own.filter(isQuick).length,
    unseen: own.filter((one) => one.read_seconds === null).length,
    canaries: tests?.length ?? null,
    caught,
    catch_rate: tests === null || caught === null ? null : wilsonInterval(caught, tests.length),
  };
}

/**
 * How decisions are taken. Planted proposals count where it is about attention (how long it took), never where it is
 * about what somebody thinks of proposals (the share approved). Shares carry 95 % intervals (Wilson).
 */
export function approvalHealthOf(facts: ApprovalFacts, since: IsoDate, view: HealthView): ApprovalHealth {
  const timings = facts.timings.filter((one) => view.kind === 'all' || one.decided_by === view.person_id);
  const ends = facts.canaries.map((story) => ({ story, ...resultOfCanary(story) }));
  const tested = ends.flatMap(({ result, decided_by }): Tested[] =>
    decided_by === null ? [] : [{ decided_by, caught: result === 'caught' }],
  );
  const all = view.kind === 'all';
  const people = [...new Set(timings.map((one) => one.decided_by))].sort();
  const settled = timings.filter(settles);
  const caught = tested.filter((one) => one.caught).length;
  return {
    since,
    quick_seconds: QUICK_SECONDS,
    decisions: timings.length,
    median_hours: hoursAt(settled, 0.5),
    p90_hours: hoursAt(settled, 0.9),
    quick: timings.filter(isQuick).length,
    unseen: timings.filter((one) => one.read_seconds === null).length,
    open: facts.open.toSorted((a, b) =>
      a.waiting_since === b.waiting_since
        ? a.intervention_id.localeCompare(b.intervention_id)
        : a.waiting_since < b.waiting_since
          ? -1
          : 1,
    ),
    deciders: people.map((person) => deciderOf(person, timings, all ? tested : null)),
    canaries: !all
      ? null
      : {
          planted: ends.length,
          decided: tested.length,
          caught,
          catch_rate: wilsonInterval(caught, tested.length),
          list: ends.map(({ story, result, decided_by }) => ({
            ...story.canary,
            title: story.title,
            team_id: story.team_id,
            result,
            decided_by,
          })),
        },
  };
}
