import type { GoalChatPorts } from '#agents/goals/chat/ports.ts';
import type { GroundKpi } from '#agents/goals/grounding/grounding.ts';
import { indicatorDefinitions } from '#analytics/indicators/definitions.ts';
import type { Clock } from '#domain/clock.ts';
import { addDays } from '#domain/date.ts';
import type { Goal } from '#domain/goal.ts';
import type { Subject } from '#domain/indicator.ts';
import type { Team } from '#domain/person.ts';
import type { ScopedStore } from '#store/ports.ts';
import type { Caller } from './plugins/auth.ts';

/** The team that a person leads; null where none or several: then a goal is their own until they say otherwise. */
async function teamLedBy({ store, person }: Caller): Promise<Team | null> {
  const led = (await store.people.teams()).filter(({ manager_id }) => manager_id === person.id);
  return led.length === 1 ? (led[0] ?? null) : null;
}

/** What a person's conversation may do: in their name, with what they may see. */
export async function goalChatPorts({
  caller,
  clock,
  ground,
}: {
  caller: Caller;
  clock: Clock;
  /** Finds what measures a KPI, in the caller's name; null: goals stay ungrounded. */
  ground: GroundKpi | null;
}): Promise<GoalChatPorts> {
  const { store, person } = caller;
  const led = await teamLedBy(caller);
  const subjectOf = (owner: 'me' | 'team'): Subject =>
    owner === 'team' && led !== null ? { kind: 'team', id: led.id } : { kind: 'person', id: person.id };
  return {
    team: led?.name ?? null,
    ground: async ({ owner, ...question }) =>
      ground === null ? null : await ground({ ...question, subject: subjectOf(owner), today: clock.today() }),
    measurable: (owner) => measuredOf(store, subjectOf(owner), clock.today()),
    async save({ id, owner, kpis, ...words }) {
      const now = clock.now();
      const whole = kpis.map((kpi) => ({ ...kpi, goal_id: id }));
      const known = await store.goals.get(id);
      if (known !== null) {
        await store.goals.patch(id, { ...words, kpis: whole });
        return;
      }
      const wanted: Goal = {
        ...words,
        id,
        owner: subjectOf(owner),
        parent_id: null,
        status: 'active',
        priority: null,
        kpis: whole,
        created_by: person.id,
        created_at: now,
        updated_at: now,
      };
      await store.goals.create(wanted);
    },
  };
}

// Newer values than this count as being measured now.
const RECENT_DAYS = 56;

/** Names of the indicators that have recent values of a subject, as the reader may see them. */
async function measuredOf(store: ScopedStore, subject: Subject, today: string): Promise<string[]> {
  const range = { from: addDays(today, -RECENT_DAYS), to: today };
  const observations = await store.observations.ofSubjects([subject], range);
  const ids = new Set(
    observations.filter(({ value }) => value !== null).map(({ indicator_id }) => indicator_id),
  );
  return indicatorDefinitions.filter(({ id }) => ids.has(id)).map(({ name }) => name);
}
