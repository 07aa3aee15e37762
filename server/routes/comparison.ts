import { z } from 'zod';
import { teamWorkload } from '#agents/cycle/workload.ts';
import { indicatorDefinitions } from '#analytics/indicators/definitions.ts';
import { entriesMeasured, frameworkOf, frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { FOCUS_SHARE } from '#analytics/workload.ts';
import { heatRow, workloadHeat } from '#analytics/workload-heat.ts';
import { compare, comparison } from '#domain/comparison.ts';
import { addDays, completeWeeksBefore, isoDate, period } from '#domain/date.ts';
import { notFound } from '#domain/errors.ts';
import { type TeamId, teamId } from '#domain/ids.ts';
import type { Subject } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import type { App, AppDeps } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults } from './list.ts';

/** What an assessment's `recent` looks back over. */
const COMPARED_WEEKS = 4;
const PAST_WEEKS = 4;

const compared = comparison.extend({
  period,
  /** Names of the sources that told something of these people. */
  sources: z.array(z.string()),
});
const workload = z.object({
  as_of: isoDate,
  /** Why nothing is shown. */
  refused: z.string().nullable(),
  /** Why the weeks behind are left out. */
  past_refused: z.string().nullable(),
  /** Share of the contract that is planned for work items. */
  focus_share: z.number(),
  past_weeks: z.array(isoDate),
  people: z.array(heatRow),
  sources: z.array(z.string()),
});

/** Indicators and load of a team's people side by side, for those who lead it and for hr. */
export function comparisonRoutes(app: App, { clock, store }: AppDeps): void {
  const system = store.as({ kind: 'system' });
  const params = z.object({ id: teamId });
  const teamFor = async (caller: Caller, id: TeamId) => {
    if ((await caller.store.people.team(id)) === null) throw notFound('team', id);
    const [rules, people, leads] = await Promise.all([
      caller.store.policy.current(),
      caller.store.people.ofTeam(id),
      isLeader(caller, id),
    ]);
    return { rules, leads, people: people.filter(({ active }) => active) };
  };

  app.get(
    '/api/teams/:id/comparison',
    {
      schema: {
        tags: ['scorecards'],
        summary: 'indicators of a team’s people side by side, where policy allows it',
        params,
        response: { 200: compared, ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { rules, leads, people } = await teamFor(caller, request.params.id);
      const range = completeWeeksBefore(clock.today(), COMPARED_WEEKS);
      const isOpen = leads && rules.comparisons_allowed;
      const subjects = isOpen ? subjectsOf(people) : [];
      const [observations, assessments, sources] = await Promise.all([
        caller.store.observations.ofSubjects(subjects, range),
        caller.store.assessments.ofSubjects(subjects),
        system.recordSources.ofPeople(isOpen ? people.map(({ id }) => id) : [], range.from),
      ]);
      const measured = new Set(
        assessments.filter(({ recent }) => recent !== null).map(({ indicator_id }) => indicator_id),
      );
      const answer = compare({
        policy: rules,
        leads,
        people,
        frameworkOf: (job) => ({
          job_function: job,
          entries: entriesMeasured(frameworkOf(job, frameworksUnder(rules)), (indicator) =>
            measured.has(indicator),
          ),
        }),
        definitions: indicatorDefinitions,
        assessments,
        observations,
      });
      return { ...answer, period: range, sources: namesIn(sources) };
    },
  );

  app.get(
    '/api/teams/:id/workload',
    {
      schema: {
        tags: ['scorecards'],
        summary: 'hours by person and week against capacity, behind and ahead',
        params,
        response: { 200: workload, ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { rules, leads, people } = await teamFor(caller, request.params.id);
      const today = clock.today();
      const head = { as_of: today, focus_share: FOCUS_SHARE, past_refused: null };
      if (!leads) {
        const refused = 'The load of single people is for the managers of the team and for HR.';
        return { ...head, refused, past_weeks: [], people: [], sources: [] };
      }
      const range = completeWeeksBefore(today, PAST_WEEKS);
      const showsPast = rules.comparisons_allowed;
      const [{ loads }, observations, sources] = await Promise.all([
        teamWorkload(caller.store, people, today),
        caller.store.observations.ofSubjects(showsPast ? subjectsOf(people) : [], range),
        system.recordSources.ofPeople(
          people.map(({ id }) => id),
          range.from,
        ),
      ]);
      const past_weeks = showsPast
        ? Array.from({ length: PAST_WEEKS }, (_, week) => addDays(range.from, 7 * week))
        : [];
      const hours = observations.filter(({ indicator_id }) => indicator_id === 'hours_against_capacity');
      return {
        ...head,
        refused: null,
        past_refused: showsPast
          ? null
          : `The organisation's policy (${rules.archetype}) compares nobody: hours that were worked are on each person's own page.`,
        past_weeks,
        people: workloadHeat(people, loads, hours, past_weeks),
        sources: namesIn(sources),
      };
    },
  );
}

const subjectsOf = (people: readonly Person[]): Subject[] => people.map(({ id }) => ({ kind: 'person', id }));

const namesIn = (sources: ReadonlyMap<string, string[]>): string[] =>
  [...new Set([...sources.values()].flat())].sort();

async function isLeader({ store, roles, person }: Caller, team: TeamId): Promise<boolean> {
  return roles.includes('hr') || (await store.people.managersOfTeam(team)).includes(person.id);
}
