import type { DemoGoal } from '#demo/goals.ts';
import type { Goal } from '#domain/goal.ts';
import { goalId, idFrom, kpiId } from '#domain/ids.ts';
import type { Person } from '#domain/person.ts';
import type { Installation } from './compose.ts';

const noon = (day: string): string => `${day}T12:00:00.000Z`;

function goalOf(told: DemoGoal, owner: Person): Goal {
  const id = idFrom('goal', goalId, { demo: told.objective });
  return {
    id,
    owner: { kind: 'person', id: owner.id },
    parent_id: null,
    objective: told.objective,
    description: null,
    visibility: 'team',
    status: 'active',
    priority: null,
    kpis: [
      {
        ...told.kpi,
        id: idFrom('kpi', kpiId, { demo: told.objective }),
        goal_id: id,
        target_range: null,
        relative: null,
        window: null,
        due: told.kpi.due_iso,
        indicator_id: null,
        baseline_evidence_id: null,
      },
    ],
    created_by: owner.id,
    created_at: noon(told.set_on),
    updated_at: noon(told.set_on),
  };
}

/** The simulated company's goals with their check-ins, as their owners wrote them down. Harmless to repeat. */
export async function bringGoals(
  { system, store }: Pick<Installation, 'system' | 'store'>,
  goals: readonly DemoGoal[],
): Promise<void> {
  for (const told of goals) {
    const owner = await system.people.byEmail(told.owner_email);
    const reader = owner === null ? null : await store.readerOf(owner.id);
    if (owner === null || reader === null) continue;
    const wanted = goalOf(told, owner);
    const own = store.as(reader);
    if ((await system.goals.get(wanted.id)) === null) await own.goals.create(wanted);
    const known = new Set((await system.goals.checkIns(wanted.id)).map(({ at }) => at));
    const [kpi] = wanted.kpis;
    for (const { on, value, comment } of told.check_ins) {
      const at = noon(on);
      if (kpi !== undefined && !known.has(at))
        await own.goals.checkIn({ kpi_id: kpi.id, value, comment, at });
    }
  }
}
