import type { GoalChatPorts } from '#agents/goals/chat/ports.ts';
import type { Clock } from '#domain/clock.ts';
import type { Goal } from '#domain/goal.ts';
import type { Subject } from '#domain/indicator.ts';
import type { Team } from '#domain/person.ts';
import type { GroundingForChat } from './goal-grounding.ts';
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
  grounding,
}: {
  caller: Caller;
  clock: Clock;
  grounding: GroundingForChat | null;
}): Promise<GoalChatPorts> {
  const { store, person } = caller;
  const led = await teamLedBy(caller);
  const subjectOf = (owner: 'me' | 'team'): Subject =>
    owner === 'team' && led !== null ? { kind: 'team', id: led.id } : { kind: 'person', id: person.id };
  return {
    team: led?.name ?? null,
    ground: async (kpi, owner) =>
      grounding === null
        ? null
        : await grounding.ground({ store, kpi, subject: subjectOf(owner), today: clock.today() }),
    measurable: async (owner) =>
      grounding === null ? [] : await grounding.measurable({ store, subject: subjectOf(owner) }),
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
