import { effectKey } from '#domain/action.ts';
import { interventionId } from '#domain/ids.ts';
import { connectorOf } from '../connector-of.ts';
import type { InterventionDeps } from '../deps.ts';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

/**
 * Looks at every target once more before anything is touched. One that is not as it was shown voids the whole
 * approval: what was approved is the set, and the next cycle proposes anew.
 */
export const makePrecheckNode =
  (deps: InterventionDeps) =>
  async (
    state: InterventionGraphState,
    config: { signal?: AbortSignal },
  ): Promise<InterventionGraphUpdate> => {
    const id = interventionId.parse(state.intervention_id);
    const found = await deps.interventions.get(id);
    if (found?.state !== 'approved') return { state: found?.state ?? 'gone' };
    const signal = config.signal ?? new AbortController().signal;
    for (const action of found.actions) {
      // A comment follows its reassignment and is checked when its turn comes.
      if (action.kind !== 'reassign_work_item') continue;
      const connector = await connectorOf(deps, action.source_id);
      const check = await connector.precheck(action, effectKey(id, found.version, action.id), signal);
      if (check.status !== 'stale') continue;
      const audit = {
        actor: 'fairlead',
        event: 'intervention-voided',
        subject: id,
        data: { reason: check.reason, found: check.found },
      };
      const moved = await deps.interventions.move(id, ['approved'], 'void', audit);
      return { state: moved ? 'void' : ((await deps.interventions.get(id))?.state ?? 'gone') };
    }
    const audit = {
      actor: 'fairlead',
      event: 'intervention-begun',
      subject: id,
      data: { version: found.version },
    };
    await deps.interventions.move(id, ['approved'], 'executing', audit);
    return { state: (await deps.interventions.get(id))?.state ?? 'gone' };
  };
