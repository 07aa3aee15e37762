import { type Action, effectKey, type ReassignWorkItem } from '#domain/action.ts';
import { type InterventionId, interventionId } from '#domain/ids.ts';
import type { InterventionDeps } from '../deps.ts';
import { handOf } from '../hands.ts';
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
    const moved = new Set(found.actions.filter(isMove).map((move) => move.record_id));
    for (const action of found.actions) {
      // A comment on what is moved first is checked when its turn comes: its item changes hands before.
      if (action.kind === 'comment_on_work_item' && moved.has(action.record_id)) continue;
      const hand = await handOf(deps, action, effectKey(id, found.version, action.id));
      const check = await hand.look(signal);
      if (check.status !== 'stale') continue;
      const audit = {
        actor: 'fairlead',
        event: 'intervention-voided',
        subject: id,
        data: { reason: check.reason, found: check.found },
      };
      if (await deps.interventions.move(id, ['approved'], 'void', audit))
        await voidActions(deps, id, `The approval is void: ${check.reason}`);
      return { state: (await deps.interventions.get(id))?.state ?? 'gone' };
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

const isMove = (action: Action): action is ReassignWorkItem => action.kind === 'reassign_work_item';

/** Long enough to write one row. */
const LEASE_SECONDS = 10;
/** More actions than any proposal has. */
const MAX_ACTIONS = 500;

/** Ends what waits in the outbox of a void approval, so that nothing there looks as if it were still to come. */
export async function voidActions(
  { outbox }: Pick<InterventionDeps, 'outbox'>,
  id: InterventionId,
  reason: string,
): Promise<void> {
  for (let action = 0; action < MAX_ACTIONS; action += 1) {
    const leased = await outbox.lease(id, LEASE_SECONDS);
    if (leased === null) return;
    await outbox.settle(leased.effect_key, leased.fence, { state: 'void', reason });
  }
}
