import type { Execution } from '#domain/action.ts';
import { addDays, dayOf } from '#domain/date.ts';
import { interventionId } from '#domain/ids.ts';
import type { InterventionDeps } from '../deps.ts';
import { type InterventionGraphState, type InterventionGraphUpdate, STATE_VERSION } from '../state.ts';

/** Reads from the tables where the proposal stands. */
export const makeLookNode =
  ({
    interventions,
    outbox,
    policy,
    clock,
  }: Pick<InterventionDeps, 'interventions' | 'outbox' | 'policy' | 'clock'>) =>
  async (state: InterventionGraphState): Promise<InterventionGraphUpdate> => {
    const found = await interventions.get(interventionId.parse(state.intervention_id));
    if (found === null) return { state_version: STATE_VERSION, state: 'gone', role: '', ripe: false };
    const waits = found.state === 'awaiting_approval' ? (found.chain[found.step]?.role ?? '') : '';
    const executedAt = found.state === 'executed' ? lastDone(await outbox.ofIntervention(found.id)) : null;
    const { outcome_days } = await policy.current();
    const ripe = executedAt !== null && addDays(dayOf(executedAt), outcome_days) <= clock.today();
    return { state_version: STATE_VERSION, state: found.state, role: waits, ripe };
  };

/** When the last of its actions was done. */
export const lastDone = (rows: readonly Execution[]): string | null =>
  rows.reduce<string | null>(
    (latest, { done_at }) => (done_at !== null && (latest === null || done_at > latest) ? done_at : latest),
    null,
  );
