import type { IsoInstant } from './date.ts';
import { UserError } from './errors.ts';
import type { PersonId } from './ids.ts';
import type { Claim, Decision, Intervention } from './intervention.ts';
import type { AccessRole } from './person.ts';

export interface Decider {
  person_id: PersonId;
  roles: readonly AccessRole[];
}

/** Whom a proposal is about: those it was made for, and whoever an edit gives work to or takes it from. */
export const isAbout = ({ subject_ids, actions }: Intervention, person: PersonId): boolean =>
  subject_ids.includes(person) ||
  actions.some(
    (action) =>
      (action.kind === 'reassign_work_item' &&
        (action.from_person_id === person || action.to_person_id === person)) ||
      (action.kind === 'schedule_conversation' && action.with_person_id === person),
  );

/** Whether this person may decide the step that is waited for now. */
export function mayDecide(intervention: Intervention, decider: Decider): boolean {
  const step = intervention.chain[intervention.step];
  if (intervention.state !== 'awaiting_approval' || step === undefined) return false;
  if (isAbout(intervention, decider.person_id)) return false;
  if (intervention.proposed_by === decider.person_id) return false;
  const handedOn = (intervention.delegations ?? []).some(
    ({ version, step: at, to }) =>
      version === intervention.version && at === intervention.step && to === decider.person_id,
  );
  return (
    handedOn ||
    step.person_ids.includes(decider.person_id) ||
    (step.role === 'hr' && decider.roles.includes('hr'))
  );
}

/** Nobody fills two steps of one chain: two signatures are two people. */
export const hasApproved = (history: readonly Decision[], version: number, person: PersonId): boolean =>
  history.some(
    (entry) => entry.type === 'approve' && entry.version === version && entry.decided_by === person,
  );

/** A claim that still holds. */
export const claimAt = ({ claim }: Intervention, now: IsoInstant): Claim | null =>
  claim != null && claim.until > now ? claim : null;

/** @throws UserError `claimed` naming the holder and until when, where somebody else has taken the decision on. */
export function requireUnclaimed(intervention: Intervention, person: PersonId, now: IsoInstant): void {
  const claim = claimAt(intervention, now);
  if (claim === null || claim.by === person) return;
  throw new UserError('claimed', `Somebody else has taken this decision on until ${claim.until}.`, {
    claimed_by: claim.by,
    until: claim.until,
  });
}
