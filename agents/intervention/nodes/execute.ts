import type { Execution } from '#domain/action.ts';
import { SourceError } from '#domain/errors.ts';
import { type InterventionId, interventionId } from '#domain/ids.ts';
import { endState } from '#domain/settlement.ts';
import { attemptAction } from '../attempt.ts';
import type { InterventionDeps } from '../deps.ts';
import { handOf } from '../hands.ts';
import type { InterventionGraphState, InterventionGraphUpdate } from '../state.ts';

/** Longer than a slow write and its look-up take; shorter than anybody likes to wait after a crash. */
const LEASE_SECONDS = 20;
/** An attempt ends before its lease does, so that two never act at once. */
const ATTEMPT_MS = (LEASE_SECONDS - 4) * 1000;
/** More actions than any proposal has. */
const MAX_STEPS = 500;

/** Carries out what was approved, one leased action at a time, and settles the proposal when none is left. */
export const makeExecuteNode =
  (deps: InterventionDeps) =>
  async (
    state: InterventionGraphState,
    config: { signal?: AbortSignal },
  ): Promise<InterventionGraphUpdate> => {
    const id = interventionId.parse(state.intervention_id);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const leased = await deps.outbox.lease(id, LEASE_SECONDS);
      if (leased === null) break;
      const signals = [
        AbortSignal.timeout(ATTEMPT_MS),
        ...(config.signal === undefined ? [] : [config.signal]),
      ];
      const hand = await handOf(deps, leased.action, leased.effect_key);
      const result = await attemptAction(hand, leased, AbortSignal.any(signals));
      await deps.outbox.settle(leased.effect_key, leased.fence, result);
      if (result.state === 'queued')
        throw new SourceError('source-unavailable', result.reason, { effect_key: leased.effect_key });
    }
    const rows = await deps.outbox.ofIntervention(id);
    if (rows.some((row) => row.state === 'queued' || row.state === 'leased')) {
      // Another worker holds a lease, or one died with it: come back when it has run out.
      throw new SourceError('source-unavailable', 'An action of this proposal is still leased.', {
        retry_after_ms: LEASE_SECONDS * 1000,
      });
    }
    return { state: await settleProposal(deps, id, rows) };
  };

async function settleProposal(
  deps: InterventionDeps,
  id: InterventionId,
  rows: readonly Execution[],
): Promise<string> {
  const end = endState(rows);
  const events = {
    executed: 'intervention-executed',
    needs_person: 'intervention-unclear',
    failed: 'intervention-failed',
    void: 'intervention-voided',
  } as const;
  const tally = Object.fromEntries(
    ['done', 'void', 'failed', 'unknown'].map((word) => [
      word,
      rows.filter((row) => row.state === word).length,
    ]),
  );
  const event = end in events ? events[end as keyof typeof events] : 'intervention-executed';
  await deps.interventions.move(id, ['executing'], end, {
    actor: 'fairlead',
    event,
    subject: id,
    data: tally,
  });
  return (await deps.interventions.get(id))?.state ?? 'gone';
}
