import { interventionId } from '#domain/ids.ts';
import type { InterventionDeps } from '../deps.ts';
import { measureEffect } from '../measuring/measure.ts';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

/** What became of it, against what was predicted and what would have come anyway. */
export const makeMeasureNode =
  (deps: InterventionDeps) =>
  async (state: InterventionGraphState): Promise<InterventionGraphUpdate> => {
    const id = interventionId.parse(state.intervention_id);
    const found = await deps.interventions.get(id);
    if (found?.state !== 'executed') return { state: found?.state ?? 'gone' };
    const record = await measureEffect(deps, found, 'done');
    if (record !== null) await deps.ledger.record(record);
    await deps.interventions.move(id, ['executed'], 'measured', {
      actor: 'fairlead',
      event: 'intervention-measured',
      subject: id,
      data: {
        measured: record?.measured ?? null,
        expected: record?.comparison?.expected ?? null,
        verdict: record?.verdict ?? null,
      },
    });
    return { state: 'measured' };
  };
