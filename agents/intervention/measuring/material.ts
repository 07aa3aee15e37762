import type { GoalHistory } from '#analytics/talks.ts';
import { HORIZON_WEEKS } from '#analytics/workload.ts';
import type { Conversation } from '#domain/conversation.ts';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { InterventionId, PersonId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';
import type { MeasuringDeps } from './deps.ts';

/** More would tell hardly more of what comes by itself, and take longer than a measurement may. */
export const COMPARED_AT_MOST = 60;
/** Half a year tells what somebody is familiar with and how often they talk. */
const HISTORY_DAYS = 182;

/** The people who were affected and those they are compared with, with what is known of both over the weeks between. */
export interface Material {
  /** From the proposal to the measurement. */
  from: IsoDate;
  to: IsoDate;
  subjects: readonly PersonId[];
  /** For whom nothing was carried out in these weeks. */
  others: readonly PersonId[];
  people: readonly Person[];
  records: readonly StoredRecord[];
  identities: readonly Identity[];
  observations: readonly Observation[];
  goals: readonly GoalHistory[];
  conversations: readonly Conversation[];
  policy: Policy;
}

/** Colleagues of the same job function, the nearest first: of the team, then of the organisation. */
function comparable(everybody: readonly Person[], subjects: readonly PersonId[]): Person[] {
  const first = everybody.find((person) => person.id === subjects[0]);
  if (first === undefined) return [];
  return everybody
    .filter(
      (person) =>
        person.active && !subjects.includes(person.id) && person.job_function === first.job_function,
    )
    .sort(
      (a, b) =>
        Number(b.team_id === first.team_id) - Number(a.team_id === first.team_id) || (a.id < b.id ? -1 : 1),
    )
    .slice(0, COMPARED_AT_MOST);
}

export async function materialOf(
  deps: MeasuringDeps,
  id: InterventionId,
  subjects: readonly PersonId[],
  range: { from: IsoDate; to: IsoDate },
  wants: { talks: boolean },
): Promise<Material> {
  const everybody = await deps.people.list();
  const candidates = comparable(everybody, subjects);
  const affected = await Promise.all(
    subjects.map(async (one) => everybody.find(({ id: own }) => own === one) ?? (await deps.people.get(one))),
  );
  const people = [...affected.filter((person) => person !== null), ...candidates];
  const ids = people.map((person) => person.id);
  const start = addDays(range.from, -HISTORY_DAYS);
  const [records, identities, observations, conversations, policy, touched] = await Promise.all([
    deps.records.ofPeople(ids, { from: start, to: addDays(range.to, 7 * HORIZON_WEEKS) }),
    deps.identities.ofPeople(ids),
    deps.observations.ofSubjects(
      ids.map((one) => ({ kind: 'person' as const, id: one })),
      { from: start, to: range.to },
    ),
    deps.conversations.withPeople(ids, start),
    deps.policy.current(),
    deps.ledger.touched(ids, range.from, range.to, id),
  ]);
  const goals: GoalHistory[] = [];
  // One after the other: the embedded database has one connection.
  if (wants.talks)
    for (const person of ids)
      for (const goal of await deps.goals.ofPerson(person))
        goals.push({ goal, check_ins: await deps.goals.checkIns(goal.id) });
  return {
    ...range,
    subjects,
    others: candidates.map((person) => person.id).filter((one) => !touched.includes(one)),
    people,
    records,
    identities,
    observations,
    goals,
    conversations,
    policy,
  };
}
