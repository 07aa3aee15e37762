import { z } from 'zod';
import { commonFunction } from '#agents/cycle/nodes/assess.ts';
import { corridorOfSize } from '#analytics/assess.ts';
import { indicatorDefinitions } from '#analytics/indicators/definitions.ts';
import { entriesMeasured, frameworkOf, frameworksUnder } from '#analytics/indicators/frameworks.ts';
import { assessment } from '#domain/assessment.ts';
import { addDays, completeWeeksBefore, isoDate, period } from '#domain/date.ts';
import { notAllowed, notFound } from '#domain/errors.ts';
import { goal } from '#domain/goal.ts';
import { type PersonId, personId, teamId } from '#domain/ids.ts';
import { indicatorDefinition, observation, type RoleFramework, type Subject } from '#domain/indicator.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { App, AppDeps } from '../app-parts.ts';
import type { Caller } from '../plugins/auth.ts';
import { faults } from './list.ts';

const indicatorCard = z.object({
  definition: indicatorDefinition,
  /** Relative importance in the role framework; 0 where it isn't part of it. */
  weight: z.number(),
  /** What the role framework calls healthy, for a team of so many people; null where the indicator isn't part of it. An open end is null. */
  corridor: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  /** Names of the sources whose records it is computed from. */
  sources: z.array(z.string()),
  /** By week, oldest first. */
  observations: z.array(observation),
  assessment: assessment.nullable(),
  /** Mondays of the weeks that the forecast speaks of, one for each of its values. */
  weeks_ahead: z.array(isoDate),
});
const scorecard = z.object({ period, indicators: z.array(indicatorCard), goals: z.array(goal) });

/** Half a year: what a manager can still remember. */
const WEEKS = 26;

export function scorecardRoutes(app: App, { clock, store }: AppDeps): void {
  const system = store.as({ kind: 'system' });

  app.get(
    '/api/people/:id/scorecard',
    {
      schema: {
        tags: ['scorecards'],
        summary: 'indicators, quality, trend, forecast, goals',
        params: z.object({ id: personId }),
        response: { 200: scorecard, ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { id } = request.params;
      const person = await caller.store.people.get(id);
      if (person === null) throw notFound('person', id);
      const cards = await cardsOf(
        caller,
        { kind: 'person', id },
        [id],
        clock.today(),
        frameworkOf(person.job_function, frameworksUnder(await caller.store.policy.current())),
      );
      return { ...cards, goals: await caller.store.goals.ofPerson(id) };
    },
  );

  app.get(
    '/api/teams/:id/scorecard',
    {
      schema: {
        tags: ['scorecards'],
        params: z.object({ id: teamId }),
        response: { 200: scorecard, ...faults },
      },
    },
    async (request) => {
      const caller = await request.caller();
      const { id } = request.params;
      if ((await caller.store.people.team(id)) === null) throw notFound('team', id);
      await requireLargeEnough(caller, system, id);
      const members = (await system.people.ofTeam(id)).filter((candidate) => candidate.active);
      const cards = await cardsOf(
        caller,
        { kind: 'team', id },
        members.map((each) => each.id),
        clock.today(),
        frameworkOf(commonFunction(members), frameworksUnder(await caller.store.policy.current())),
      );
      return { ...cards, goals: (await caller.store.goals.list({ owner_id: id })).items };
    },
  );
}

/** A figure of a very small team would be about one of them: only who may see each of them sees it. */
async function requireLargeEnough(
  { store, roles, person }: Caller,
  system: ScopedStore,
  team: z.infer<typeof teamId>,
): Promise<void> {
  const leads = roles.includes('hr') || (await store.people.managersOfTeam(team)).includes(person.id);
  if (leads) return;
  const [{ minimum_group_size }, members] = await Promise.all([
    store.policy.current(),
    system.people.ofTeam(team),
  ]);
  if (members.filter(({ active }) => active).length < minimum_group_size)
    throw notAllowed(
      `Figures of a team of fewer than ${minimum_group_size} people are shown to its managers alone.`,
      { minimum_group_size },
    );
}

async function cardsOf(
  { store }: Caller,
  subject: Subject,
  people: readonly PersonId[],
  today: string,
  framework: RoleFramework | undefined,
) {
  const range = completeWeeksBefore(today, WEEKS);
  const [observations, assessments, sources] = await Promise.all([
    store.observations.ofSubjects([subject], range),
    store.assessments.ofSubjects([subject]),
    store.recordSources.ofPeople(people, range.from),
  ]);
  const measured = new Set(
    observations.filter(({ value }) => value !== null).map(({ indicator_id }) => indicator_id),
  );
  const entries = new Map(
    entriesMeasured(framework, (indicator) => measured.has(indicator)).map((entry) => [
      entry.indicator_id,
      entry,
    ]),
  );
  const size = subject.kind === 'team' ? people.length : 1;
  const cards = indicatorDefinitions.map((definition) => {
    const entry = entries.get(definition.id);
    const found = assessments.find((item) => item.indicator_id === definition.id) ?? null;
    return {
      definition,
      weight: entry?.weight ?? 0,
      corridor: entry === undefined ? null : corridorOfSize(definition.id, entry.corridor, size),
      sources: sources.get(definition.record_kind) ?? [],
      observations: observations
        .filter((item) => item.indicator_id === definition.id)
        .sort((a, b) => (a.period.from < b.period.from ? -1 : 1)),
      assessment: found,
      weeks_ahead: (found?.forecast?.mean ?? []).map((_, step) =>
        addDays(found?.period.to ?? range.to, 1 + 7 * step),
      ),
    };
  });
  // What the role is measured by comes first; what was never observed is left out.
  return {
    period: range,
    indicators: cards.filter((card) => card.observations.length > 0).sort((a, b) => b.weight - a.weight),
  };
}
