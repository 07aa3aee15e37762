import { outlookOf } from '#analytics/detectors/goal-at-risk.ts';
import { standingOf } from '#analytics/goal-standing.ts';
import { compareWith } from '#analytics/ledger/comparison.ts';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { Goal, Kpi } from '#domain/goal.ts';
import { meetsTarget } from '#domain/goal-progress.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { MeasuringDeps } from './deps.ts';
import type { Found } from './found.ts';

const HISTORY_DAYS = 182;

/** The matter of such a proposal is its KPI. */
const kpiOf = ({ dedupe_key }: Intervention): string | undefined => dedupe_key.split(':')[2];

async function goalWith(deps: MeasuringDeps, { actions, subject_ids }: Intervention, kpi: string) {
  const named = actions.flatMap((action) => (action.kind === 'revise_goal' ? [action.goal_id] : []));
  for (const id of named) {
    const goal = await deps.goals.get(id);
    if (goal?.kpis.some((one) => one.id === kpi)) return goal;
  }
  for (const person of subject_ids)
    for (const goal of await deps.goals.ofPerson(person))
      if (goal.kpis.some((one) => one.id === kpi)) return goal;
  return null;
}

/** In percent, as the KPI stands now with the target and date it has now; null where nothing tells. */
async function chanceOf(deps: MeasuringDeps, goal: Goal, kpi: Kpi, today: IsoDate): Promise<number | null> {
  const { progress } = kpi;
  if (progress?.status === 'reached') return 100;
  if (kpi.due_iso !== null && kpi.due_iso < today && progress?.value != null)
    return meetsTarget(kpi, progress.value) === true ? 100 : 0;
  const risk = (await deps.goals.goalsAtRisk([goal.owner], today)).find((one) => one.kpi_id === kpi.id);
  if (risk === undefined) return progress?.chance == null ? null : 100 * progress.chance;
  const [checkIns, observations] = await Promise.all([
    deps.goals.checkIns(goal.id),
    deps.observations.ofSubjects([goal.owner], { from: addDays(today, -HISTORY_DAYS), to: today }),
  ]);
  const outlook = outlookOf(standingOf(risk, checkIns, observations, today), today);
  return outlook === null ? null : 100 * outlook.chance.value;
}

/**
 * The chance of attainment against the one that was reckoned when it was proposed: a chance is what is expected of the
 * future already, so by itself it rises as often as it falls.
 */
export async function measureChance(
  deps: MeasuringDeps,
  intervention: Intervention,
  today: IsoDate,
): Promise<Found> {
  const id = kpiOf(intervention);
  const goal = id === undefined ? null : await goalWith(deps, intervention, id);
  const kpi = goal?.kpis.find((one) => one.id === id);
  const before = intervention.predicted_effect?.before;
  const nothing: Found = { measured: null, comparison: null, better: 'more' };
  if (goal === null || kpi === undefined || before === undefined) return nothing;
  const chance = await chanceOf(deps, goal, kpi, today);
  if (chance === null) return nothing;
  const measured = Math.round(chance);
  return { measured, comparison: compareWith('forecast', before, measured), better: 'more' };
}
