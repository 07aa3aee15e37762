import { teamWorkload } from '#agents/cycle/workload.ts';
import { interventionId, type PersonId } from '#domain/ids.ts';
import { type Intervention, judgeOutcome } from '#domain/intervention.ts';
import type { InterventionDeps } from '../deps.ts';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

/** What became of it, against what was predicted. */
export const makeMeasureNode =
  (deps: InterventionDeps) =>
  async (state: InterventionGraphState): Promise<InterventionGraphUpdate> => {
    const id = interventionId.parse(state.intervention_id);
    const found = await deps.interventions.get(id);
    if (found?.state !== 'executed') return { state: found?.state ?? 'gone' };
    const effect = found.predicted_effect;
    const measured = effect === null ? null : await loadInPercent(deps, found);
    if (effect !== null) {
      await deps.interventions.saveOutcome({
        intervention_id: id,
        metric: effect.metric,
        unit: effect.unit,
        predicted: effect.after,
        measured,
        verdict: judgeOutcome(effect, measured),
        measured_at: deps.clock.now(),
      });
    }
    await deps.interventions.move(id, ['executed'], 'measured', {
      actor: 'fairlead',
      event: 'intervention-measured',
      subject: id,
      data: { measured },
    });
    return { state: 'measured' };
  };

/** Open work of those who were relieved in percent of their capacity, today. */
async function loadInPercent(deps: InterventionDeps, { actions }: Intervention): Promise<number | null> {
  const givers = new Set(
    actions.flatMap((action): PersonId[] =>
      action.kind === 'reassign_work_item' ? [action.from_person_id] : [],
    ),
  );
  const people = (await Promise.all([...givers].map((giver) => deps.people.get(giver)))).filter(
    (person) => person !== null,
  );
  const { loads } = await teamWorkload(deps, people, deps.clock.today());
  const known = loads.filter((load) => load.capacity_hours !== null && load.capacity_hours > 0);
  const capacity = known.reduce((sum, load) => sum + (load.capacity_hours ?? 0), 0);
  if (capacity === 0) return null;
  return Math.round((10_000 * known.reduce((sum, load) => sum + load.load_hours, 0)) / capacity) / 100;
}
