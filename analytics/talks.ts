import type { Conversation } from '#domain/conversation.ts';
import { dayOf, daysBetween, type IsoDate } from '#domain/date.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { PersonId } from '#domain/ids.ts';
import type { TalkStanding } from './detectors/finding.ts';
import { median } from './series/statistics.ts';

/** A goal with what was written down of its results. */
export interface GoalHistory {
  goal: Goal;
  check_ins: readonly CheckIn[];
}

export interface TalksInput {
  people: readonly { id: PersonId }[];
  goals: readonly GoalHistory[];
  /** With these people, of the last half year. */
  conversations: readonly Conversation[];
  as_of: IsoDate;
}

const FEWEST_GAPS = 2;

/** What is measured by an indicator needs nobody's check-in. */
const isByHand = ({ goal, check_ins }: GoalHistory): boolean =>
  goal.status === 'active' &&
  goal.kpis.some(
    (kpi) =>
      kpi.indicator_id === null ||
      check_ins.some((one) => one.kpi_id === kpi.id && one.author !== 'fairlead'),
  );

function usualGap(days: readonly IsoDate[]): number | null {
  const sorted = [...new Set(days)].sort();
  const gaps = sorted.slice(1).map((day, index) => daysBetween(sorted[index] ?? day, day));
  return gaps.length < FEWEST_GAPS ? null : median(gaps);
}

/** Signs of talk with each person before `as_of`. */
export function talksOf({ people, goals, conversations, as_of }: TalksInput): TalkStanding[] {
  const held = conversations.filter((one) => one.state === 'held' && dayOf(one.updated_at) < as_of);
  return people.map(({ id }) => {
    const own = goals.filter(
      (one) =>
        one.goal.owner.kind === 'person' &&
        one.goal.owner.id === id &&
        isByHand(one) &&
        dayOf(one.goal.created_at) < as_of,
    );
    const days = own
      .flatMap(({ check_ins }) =>
        check_ins.filter((one) => one.author !== 'fairlead').map((one) => dayOf(one.at)),
      )
      .filter((day) => day < as_of)
      .sort();
    const talks = held.filter((one) => one.with_person_id === id).map((one) => dayOf(one.updated_at));
    return {
      person_id: id,
      goals: own.length,
      set_on: own.map(({ goal }) => dayOf(goal.created_at)).sort()[0] ?? null,
      last_check_in_on: days.at(-1) ?? null,
      usual_gap_days: usualGap(days),
      last_talk_on: talks.sort().at(-1) ?? null,
      planned: conversations.some(
        (one) => one.with_person_id === id && one.state === 'planned' && dayOf(one.created_at) < as_of,
      ),
      talks_recorded: held.length > 0,
    };
  });
}
