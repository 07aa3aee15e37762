import { addDays } from '#domain/date.ts';
import type { InterventionId } from '#domain/ids.ts';
import type { MeasuringDeps } from './deps.ts';
import { measureEffect } from './measure.ts';

/** So many a turn: each looks at a team's last half year, and a turn should stay short. */
const AT_A_TIME = 5;

/**
 * Measures what was rejected or left to expire, as late after that as what is carried out: only these show how much
 * comes by itself. Safe to repeat. @returns those measured.
 */
export async function measureLeftAlone(deps: MeasuringDeps): Promise<InterventionId[]> {
  const { outcome_days } = await deps.policy.current();
  const due = await deps.ledger.leftUnmeasured(addDays(deps.clock.today(), -outcome_days), AT_A_TIME);
  for (const id of due) {
    const found = await deps.interventions.get(id);
    const record = found === null ? null : await measureEffect(deps, found, 'not_done');
    if (record !== null) await deps.ledger.record(record);
  }
  return due;
}
