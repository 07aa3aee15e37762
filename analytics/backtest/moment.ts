import type { Conversation } from '#domain/conversation.ts';
import { addDays, completeWeeksBefore, type IsoDate } from '#domain/date.ts';
import type { Observation, RoleFramework } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { Policy } from '#domain/policy.ts';
import type { Identity, StoredRecord } from '#domain/record.ts';
import { assessIndicators } from '../assess.ts';
import type { DetectInput } from '../detectors/finding.ts';
import { maySlide } from '../detectors/slide.ts';
import { riskAsOf, standingOf } from '../goal-standing.ts';
import type { ChangePointFinder } from '../series/change-point.ts';
import { signsOf } from '../signs.ts';
import { type GoalHistory, talksOf } from '../talks.ts';
import { usualBlockDays, waitsOf } from '../waits.ts';
import { workloadOf } from '../workload.ts';
import { recordsAsOf } from './rewind.ts';

export interface BacktestInput {
  /** Also those who have left, where they are known. */
  people: readonly Person[];
  records: readonly StoredRecord[];
  identities: readonly Identity[];
  /** Weekly, as far back as there are any. */
  observations: readonly Observation[];
  goals: readonly GoalHistory[];
  conversations: readonly Conversation[];
  frameworks: readonly RoleFramework[];
  policy: Policy;
  as_of: IsoDate;
}

/** A team on a past day, as its detectors would have seen it, and everything that is known by now. */
export interface Moment {
  day: IsoDate;
  input: DetectInput;
  now: BacktestInput;
}

/** A quarter, as a cycle looks at. */
export const PERIOD_WEEKS = 13;

const wasThere = (person: Person, day: IsoDate): boolean =>
  (person.start_date === null || person.start_date < day) &&
  (person.end_date === null || person.end_date >= day);

/** The teams as they stood when `day` began. Whoever changed teams since counts for the present one. */
export async function momentsOf(
  now: BacktestInput,
  day: IsoDate,
  findChange: ChangePointFinder,
): Promise<Moment[]> {
  const { identities, frameworks, policy, goals } = now;
  const people = now.people.filter((person) => person.team_id !== null && wasThere(person, day));
  const period = completeWeeksBefore(day, PERIOD_WEEKS);
  const records = recordsAsOf(now.records, day);
  const observations = now.observations.filter((one) => one.period.to < day);
  const recent = observations.filter((one) => one.period.from >= period.from);
  const loads = workloadOf({ people, records, identities, as_of: day });
  const signs = signsOf({ people, records, identities, as_of: day });
  const waits = waitsOf({ records, identities, as_of: day });
  const usualBlocks = usualBlockDays(records, day);
  const talks = talksOf({ people, goals, conversations: now.conversations, as_of: day });
  const standings = goals.flatMap(({ goal, check_ins }) =>
    goal.kpis.flatMap((kpi) => {
      const risk = riskAsOf(goal, kpi, check_ins, day);
      const until = check_ins.filter((one) => one.at < `${day}T`);
      return risk === null ? [] : [standingOf(risk, until, observations, day)];
    }),
  );
  const teams = Map.groupBy(people, (person) => person.team_id);
  const moments: Moment[] = [];
  for (const [team, members] of teams) {
    if (team === null) continue;
    const ids = new Set<string>(members.map((member) => member.id));
    const own = recent.filter((one) => ids.has(one.subject.id));
    const of = <Item extends { person_id: string }>(items: readonly Item[]) =>
      items.filter((item) => ids.has(item.person_id));
    const assessments = await assessIndicators({
      observations: own,
      frameworks,
      subjects: members.map((member) => ({
        subject: { kind: 'person', id: member.id },
        job_function: member.job_function,
      })),
      period,
      findChange,
      forecasts: false,
      mayHaveChanged: maySlide,
    });
    moments.push({
      day,
      now,
      input: {
        team_id: team,
        people: members,
        observations: own,
        assessments,
        loads: of(loads),
        frameworks,
        policy,
        period,
        as_of: day,
        signs: of(signs),
        waits: of(waits),
        usual_block_days: usualBlocks,
        talks: of(talks),
        goals: standings.filter(({ risk }) => ids.has(risk.owner.id) || risk.owner.id === team),
      },
    });
  }
  return moments;
}

/** Mondays of the weeks that begin at a moment. */
export const weeksAfter = (day: IsoDate, count: number): IsoDate[] =>
  Array.from({ length: count }, (_, week) => addDays(day, 7 * week));
