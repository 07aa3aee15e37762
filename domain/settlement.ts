import { z } from 'zod';
import type { Execution } from './action.ts';
import { type Decider, isAbout } from './entitlement.ts';
import { invalidInput, notAllowed, UserError } from './errors.ts';
import type { Intervention, InterventionState } from './intervention.ts';

/**
 * What somebody who looked says of an action whose answer was lost: it was done; it was not, and is to be tried again
 * under the same effect key; or it was not, and is left.
 */
export const settlementOutcome = z.enum(['it_happened', 'try_again', 'give_up']);
export type SettlementOutcome = z.infer<typeof settlementOutcome>;

export const settlementRequest = z.object({
  outcome: settlementOutcome,
  /** What was seen at the source. */
  note: z.string().trim().min(1).max(2000),
});
export type SettlementRequest = z.infer<typeof settlementRequest>;

const states = { it_happened: 'done', try_again: 'queued', give_up: 'failed' } as const;

export interface SettlementPlan {
  effect_key: string;
  /** The row as it was looked at. */
  fence: number;
  state: (typeof states)[SettlementOutcome];
  outcome: SettlementOutcome;
  note: string;
}

/**
 * What a person's word makes of an action of unknown outcome. Pure: the caller writes it by compare-and-set on state and
 * fence, so that of two who say something, one is heard.
 * @throws UserError `already-decided`, `not-allowed`, `invalid-input`.
 */
export function planSettlement(
  row: Execution,
  intervention: Intervention,
  actor: Decider,
  { outcome, note }: SettlementRequest,
): SettlementPlan {
  if (row.state !== 'unknown')
    throw new UserError('already-decided', `This action is ${row.state}; nobody has to look.`, {
      state: row.state,
      effect_key: row.effect_key,
    });
  if (isAbout(intervention, actor.person_id))
    throw notAllowed('The proposal is about you; somebody else says what became of it.', {
      rule: 'not-about-yourself',
    });
  if (!mayStand(intervention, actor))
    throw notAllowed('Whoever may decide on this proposal, or hr, says what became of it.', {
      rule: 'not-in-chain',
    });
  if (note.trim() === '') throw invalidInput('Say what you saw at the source.', { field: 'note' });
  return { effect_key: row.effect_key, fence: row.fence, state: states[outcome], outcome, note };
}

const mayStand = ({ chain, delegations }: Intervention, { person_id, roles }: Decider): boolean =>
  roles.includes('hr') ||
  chain.some((step) => step.person_ids.includes(person_id)) ||
  (delegations ?? []).some(({ to }) => to === person_id);

/** What a finished outbox makes of the proposal; comments alone neither make nor break it. */
export function endState(rows: readonly Pick<Execution, 'state' | 'action'>[]): InterventionState {
  const decisive = rows.filter((row) => row.action.kind !== 'comment_on_work_item');
  const counted = decisive.length > 0 ? decisive : rows;
  if (rows.some((row) => row.state === 'unknown')) return 'needs_person';
  if (counted.some((row) => row.state === 'done')) return 'executed';
  return counted.some((row) => row.state === 'failed') ? 'failed' : 'void';
}

/** What the proposal is after a settlement: it goes on where something is to be tried again. */
export const stateAfterSettlement = (
  rows: readonly Pick<Execution, 'state' | 'action'>[],
): InterventionState =>
  rows.some(({ state }) => state === 'queued' || state === 'leased') &&
  !rows.some(({ state }) => state === 'unknown')
    ? 'executing'
    : endState(rows);
