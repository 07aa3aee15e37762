import { z } from 'zod';
import { debriefOf } from '#domain/approval-health.ts';
import { mayDecide } from '#domain/entitlement.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { Caller } from './plugins/auth.ts';

export const debrief = z
  .string()
  .nullable()
  .describe('after a decision on a planted proposal: that it was a test, and what was wrong with it');

/** Keeps when the reader first opened what is theirs to decide, as it stands now. */
export async function markShown({ store, person, roles }: Caller, found: Intervention): Promise<void> {
  if (mayDecide(found, { person_id: person.id, roles }))
    await store.approvalHealth.shown(found.id, found.version);
}

/** Only for those who decided, once it is over; hr, who planted it, finds it under approval health. */
export async function debriefFor({ store, person }: Caller, id: Intervention['id']): Promise<string | null> {
  const end = await store.approvalHealth.canaryOf(id);
  if (end === null || (end.result !== 'caught' && end.result !== 'missed')) return null;
  const decisions = await store.interventions.decisions(id);
  return decisions.some((one) => one.decided_by === person.id)
    ? debriefOf(end.canary.flaw, end.result)
    : null;
}
