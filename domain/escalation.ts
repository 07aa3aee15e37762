import { addDays, dayOf, type IsoDate, type IsoInstant } from './date.ts';
import { hasApproved, isAbout } from './entitlement.ts';
import type { HandlingPlan } from './handling.ts';
import type { PersonId } from './ids.ts';
import type { Decision, Intervention } from './intervention.ts';

/** A proposal that waits, and since when its present step of its present version does. */
export interface Waiting {
  intervention: Intervention;
  waiting_since: IsoInstant;
  /** When it was last reminded of; null for never. */
  reminded_at: IsoInstant | null;
}

export interface EscalationQuestion extends Waiting {
  history: readonly Decision[];
  today: IsoDate;
  reminder_days: number;
  escalation_days: number;
  /** Who may decide for the team instead, nearest first: its managers upwards, then hr; all of them active. */
  ladder: readonly PersonId[];
}

/**
 * What a decision that nobody takes calls for today: the next rung of the ladder gets it too, once for every
 * `escalation_days` that pass, or its deciders are reminded once for every `reminder_days`. Null for nothing yet. Nobody
 * loses the right to decide by it.
 */
export function planEscalation(question: EscalationQuestion): HandlingPlan | null {
  const { intervention, waiting_since, today, reminder_days, escalation_days } = question;
  const since = dayOf(waiting_since);
  const handed = handedOnByFairlead(intervention);
  const waited = daysBetween(since, today);
  const to = addDays(since, escalation_days * (handed.length + 1)) <= today ? nextRung(question) : null;
  if (to !== null)
    return {
      delegation: { version: intervention.version, step: intervention.step, to, from: 'fairlead' },
      event: 'intervention-escalated',
      data: { to, step: intervention.step, days: waited, reason: `Nobody decided for ${waited} days.` },
    };
  const reminded = question.reminded_at !== null && question.reminded_at > waiting_since;
  const last = reminded ? dayOf(question.reminded_at ?? waiting_since) : since;
  return addDays(last, reminder_days) <= today
    ? { reminded: true, event: 'intervention-reminded', data: { step: intervention.step, days: waited } }
    : null;
}

const DAY_MS = 86_400_000;

const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

const handedOn = ({ delegations, version, step }: Intervention) =>
  (delegations ?? []).filter((one) => one.version === version && one.step === step);

const handedOnByFairlead = (intervention: Intervention) =>
  handedOn(intervention).filter(({ from }) => from === 'fairlead');

function nextRung({ intervention, history, ladder }: EscalationQuestion): PersonId | null {
  const step = intervention.chain[intervention.step];
  const already = new Set([...(step?.person_ids ?? []), ...handedOn(intervention).map(({ to }) => to)]);
  const free = ladder.find(
    (person) =>
      !already.has(person) &&
      !isAbout(intervention, person) &&
      intervention.proposed_by !== person &&
      !hasApproved(history, intervention.version, person),
  );
  return free ?? null;
}
