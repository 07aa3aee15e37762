import { type BacktestInput, backtest, chosenPeople, isFresh } from '#analytics/backtest/backtest.ts';
import { frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { recordsRangeOf } from '#analytics/indicators/week-grid.ts';
import type { GoalHistory } from '#analytics/talks.ts';
import { completeWeeksBefore, type IsoDate } from '#domain/date.ts';
import type { BacktestReport } from '#domain/detector.ts';
import type { PersonId } from '#domain/ids.ts';
import type { CycleDeps } from './deps.ts';
import { DERIVED_WEEKS } from './derive-observations.ts';

type Deps = Pick<
  CycleDeps,
  'people' | 'records' | 'identities' | 'observations' | 'goals' | 'conversations' | 'policy' | 'backtests'
>;

/** The goals of these people with what was written down on them. */
export async function goalHistories(
  { goals }: Pick<CycleDeps, 'goals'>,
  people: readonly PersonId[],
): Promise<GoalHistory[]> {
  const found: GoalHistory[] = [];
  // One after the other: the embedded database has one connection.
  for (const person of people)
    for (const goal of await goals.ofPerson(person))
      found.push({ goal, check_ins: await goals.checkIns(goal.id) });
  return found;
}

/** Walks back over the organisation's own history. */
export async function makeBacktest(deps: Deps, today: IsoDate): Promise<BacktestReport> {
  const everybody = await deps.people.list();
  const people = chosenPeople(everybody);
  const ids = people.map((person) => person.id);
  const range = completeWeeksBefore(today, DERIVED_WEEKS);
  const [records, identities, observations, conversations, policy, goals] = await Promise.all([
    deps.records.ofPeople(ids, recordsRangeOf(range)),
    deps.identities.ofPeople(ids),
    deps.observations.ofSubjects(
      ids.map((id) => ({ kind: 'person' as const, id })),
      range,
    ),
    deps.conversations.withPeople(ids, range.from),
    deps.policy.current(),
    goalHistories(deps, ids),
  ]);
  const input: BacktestInput = {
    people,
    records,
    identities,
    observations,
    goals,
    conversations,
    frameworks: frameworksUnder(policy),
    policy,
    as_of: today,
  };
  return { ...(await backtest(input)), people_of: everybody.length };
}

/** The last report while it is fresh, else a new one, which is kept. */
export async function currentBacktest(deps: Deps, today: IsoDate): Promise<BacktestReport> {
  const known = await deps.backtests.newest();
  if (isFresh(known, today)) return known;
  const made = await makeBacktest(deps, today);
  await deps.backtests.save(made);
  return made;
}
