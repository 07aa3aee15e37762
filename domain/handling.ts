import type { IsoInstant } from './date.ts';
import { claimAt, type Decider, hasApproved, isAbout, mayDecide, requireUnclaimed } from './entitlement.ts';
import { invalidInput, notAllowed, UserError } from './errors.ts';
import type { PersonId } from './ids.ts';
import type { Claim, Decision, Delegation, Intervention, InterventionState } from './intervention.ts';

/** What happens around a decision: somebody takes it on, gives it back, hands it on, or takes the proposal back. */
export type HandlingRequest =
  | { type: 'claim' }
  | { type: 'release' }
  | { type: 'delegate'; to_person_id: PersonId; reason: string }
  | { type: 'withdraw'; reason: string };

export interface HandlingQuestion {
  intervention: Intervention;
  history: readonly Decision[];
  actor: Decider;
  request: HandlingRequest;
  now: IsoInstant;
  claim_hours: number;
  /** Who may lawfully decide for the team: its managers upwards, and whoever holds the hr role. */
  may_receive: readonly PersonId[];
}

/** What it changes, to be written by one compare-and-set, with its audit entry. */
export interface HandlingPlan {
  claim?: Claim | null;
  delegation?: Delegation;
  state?: InterventionState;
  /** Its deciders were reminded of it. */
  reminded?: true;
  event: string;
  data: Record<string, string | number>;
}

const HOUR_MS = 3_600_000;

/**
 * Pure, like `planDecision`: the caller writes the plan by compare-and-set on version, state and step.
 * @throws UserError `already-decided`, `claimed`, `not-allowed`, `invalid-input`.
 */
export function planHandling(question: HandlingQuestion): HandlingPlan {
  const { intervention, actor, request, now } = question;
  if (intervention.state !== 'awaiting_approval')
    throw new UserError('already-decided', `This proposal is ${intervention.state}; nothing was changed.`, {
      state: intervention.state,
    });
  switch (request.type) {
    case 'claim': {
      requireDecider(intervention, actor);
      requireUnclaimed(intervention, actor.person_id, now);
      const until = new Date(Date.parse(now) + question.claim_hours * HOUR_MS).toISOString();
      return { claim: { by: actor.person_id, until }, event: 'intervention-claimed', data: { until } };
    }
    case 'release': {
      const claim = claimAt(intervention, now);
      if (claim === null) return { claim: null, event: 'intervention-released', data: {} };
      if (claim.by !== actor.person_id && !actor.roles.includes('hr'))
        throw notAllowed('Only who took it on, or hr, gives it back.', { claimed_by: claim.by });
      return { claim: null, event: 'intervention-released', data: { was: claim.by } };
    }
    case 'delegate':
      return planDelegation(question, request);
    case 'withdraw': {
      const proposer = intervention.proposed_by === actor.person_id;
      if (!proposer && !actor.roles.includes('hr'))
        throw notAllowed('Whoever proposed it, or hr, takes a proposal back.', { rule: 'not-yours' });
      if (isAbout(intervention, actor.person_id))
        throw notAllowed('This proposal is about you; somebody else takes it back.', {
          rule: 'not-about-yourself',
        });
      return {
        state: 'withdrawn',
        event: 'intervention-withdrawn',
        data: { reason: reasonOf(request.reason) },
      };
    }
  }
}

function planDelegation(
  { intervention, history, actor, now, may_receive }: HandlingQuestion,
  { to_person_id: to, reason }: Extract<HandlingRequest, { type: 'delegate' }>,
): HandlingPlan {
  requireDecider(intervention, actor);
  requireUnclaimed(intervention, actor.person_id, now);
  const field = { field: 'to_person_id' };
  if (to === actor.person_id) throw invalidInput('It is yours to decide already.', field);
  if (isAbout(intervention, to))
    throw invalidInput('The proposal is about them; nobody decides on a matter about themselves.', field);
  if (intervention.proposed_by === to)
    throw invalidInput('They proposed it; nobody decides on what they proposed.', field);
  if (!may_receive.includes(to))
    throw invalidInput('It can be handed on to a manager of the team, one further up, or hr.', field);
  if (hasApproved(history, intervention.version, to))
    throw invalidInput('They approved an earlier step; nobody fills two steps of a chain.', field);
  return {
    delegation: { version: intervention.version, step: intervention.step, to, from: actor.person_id },
    claim: null,
    event: 'intervention-delegated',
    data: { to, step: intervention.step, reason: reasonOf(reason) },
  };
}

function requireDecider(intervention: Intervention, actor: Decider): void {
  if (!mayDecide(intervention, actor))
    throw notAllowed('The step that is waited for is not yours to decide.', {
      rule: 'not-in-chain',
      step: intervention.step,
    });
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '')
    throw invalidInput('Say why: whoever reads this later wants to know.', { field: 'reason' });
  return reason;
}
