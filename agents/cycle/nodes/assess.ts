import { assessIndicators } from '#analytics/assess.ts';
import { frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import type { Subject } from '#domain/indicator.ts';
import type { JobFunction, Person } from '#domain/person.ts';
import { loadCycle } from '../context.ts';
import type { CycleDeps } from '../deps.ts';
import { DERIVED_WEEKS } from '../derive-observations.ts';
import type { CycleGraphState, CycleGraphUpdate } from '../state.ts';

/** Derives the indicators from what the sources hold, and works out what they amount to. */
export const makeAssessNode =
  (deps: Pick<CycleDeps, 'cycles' | 'people' | 'derive' | 'observations' | 'assessments' | 'policy'>) =>
  async ({ cycle_id }: CycleGraphState): Promise<CycleGraphUpdate> => {
    const { cycle, team, members } = await loadCycle(deps, cycle_id);
    const count = await deps.derive.team(team.id, cycle.as_of);
    const own: Subject = { kind: 'team', id: team.id };
    const subjects = [
      ...members.map((member) => ({
        subject: { kind: 'person' as const, id: member.id },
        job_function: member.job_function,
      })),
      { subject: own, job_function: commonFunction(members), size: members.length },
    ];
    const range = completeWeeksBefore(cycle.as_of, DERIVED_WEEKS);
    const observations = await deps.observations.ofSubjects(
      subjects.map(({ subject }) => subject),
      range,
    );
    const assessments = await assessIndicators({
      observations,
      frameworks: frameworksUnder(await deps.policy.current()),
      subjects,
      period: cycle.period,
    });
    await deps.assessments.save(assessments);
    await deps.cycles.report(cycle.id, 'assess', {
      step: 'assess',
      person_id: null,
      done: members.length,
      total: members.length,
      message: `${count} observations`,
    });
    return { observations: count };
  };

/** What most of the team does; of several, the first by name, so that the order of people makes no difference. */
export function commonFunction(members: readonly Person[]): JobFunction {
  const counts = Map.groupBy(members, (member) => member.job_function);
  return (
    [...counts].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))[0]?.[0] ??
    'other'
  );
}
