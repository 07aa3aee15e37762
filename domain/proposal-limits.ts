import { addDays, daysBetween, type IsoDate } from './date.ts';
import type { PersonId } from './ids.ts';
import type { InterventionKind, InterventionState } from './intervention.ts';
import type { Policy } from './policy.ts';
import type { ProposalTrace } from './ports.ts';

/** What might be proposed now. */
export interface Candidate {
  kind: InterventionKind;
  dedupe_key: string;
  severity: 'urgent' | 'attention' | 'note';
  /** Who would decide first; empty where hr does. */
  decider_ids: readonly PersonId[];
  /** Whom it is about first of all; null: a team. */
  person_id: PersonId | null;
}

export interface LimitInput<Item extends Candidate> {
  candidates: readonly Item[];
  /** The newest proposal of each candidate's matter. */
  newest: readonly ProposalTrace[];
  /** Proposals of the last seven days to the candidates' deciders. */
  given: readonly ProposalTrace[];
  /** Open proposals about the candidates' people. */
  open: readonly ProposalTrace[];
  policy: Pick<Policy, 'cool_down_days' | 'weekly_proposals' | 'kinds_off'>;
  today: IsoDate;
}

export interface Limited<Item> {
  /** To be proposed, or to replace the open proposal on the same matter, which is named. */
  proposed: { item: Item; open: ProposalTrace | null }[];
  held_back: { item: Item; reason: string }[];
}

/** A week, today included. */
export const BUDGET_DAYS = 7;

const order: readonly Candidate['severity'][] = ['urgent', 'attention', 'note'];
const carriedOut: ReadonlySet<InterventionState> = new Set(['approved', 'executing', 'needs_person']);
/** A void or failed one never took effect, and a superseded one was replaced: neither settles a matter. */
const settled: ReadonlySet<InterventionState> = new Set([
  'rejected',
  'expired',
  'withdrawn',
  'executed',
  'measured',
]);

/** One talk with a person at a time, and no talk about hours while work is moved away: what each kind makes needless. */
const covers: Partial<Record<InterventionKind, readonly InterventionKind[]>> = {
  rebalance_workload: ['burnout_warning'],
  retention_conversation: ['burnout_warning', 'check_in'],
  burnout_warning: ['check_in'],
  goal_at_risk: ['check_in'],
  unblock: ['check_in'],
};

const names: Record<InterventionKind, string> = {
  rebalance_workload: 'the proposal to move work',
  goal_at_risk: 'the review of the goal',
  check_in: 'the check-in',
  recognition: 'the thanks',
  unblock: 'the proposal to unblock work',
  burnout_warning: 'the talk about the workload',
  retention_conversation: 'the talk about the role',
  undo: 'the undoing',
};

const words: Partial<Record<InterventionState, string>> = {
  rejected: 'rejected',
  expired: 'left to expire',
  withdrawn: 'withdrawn',
  executed: 'carried out',
  measured: 'carried out',
};

/** Why the matter rests for now; null where it doesn't. */
function resting(
  item: Candidate,
  trace: ProposalTrace | undefined,
  input: LimitInput<Candidate>,
): string | null {
  const { policy, today } = input;
  if (policy.kinds_off.includes(item.kind)) return 'The policy has switched this kind off.';
  if (trace === undefined) return null;
  if (carriedOut.has(trace.state)) return 'The last proposal on the same matter is being carried out.';
  if (!settled.has(trace.state)) return null;
  const days = policy.cool_down_days[item.kind] ?? 0;
  const until = addDays(trace.settled_on, days);
  return daysBetween(today, until) > 0
    ? `The same was ${words[trace.state] ?? 'settled'} on ${trace.settled_on}; it rests until ${until}.`
    : null;
}

/** What already takes care of the person: another candidate that goes ahead, or an open proposal. */
function coveredBy(
  item: Candidate,
  ahead: readonly Candidate[],
  open: readonly ProposalTrace[],
): string | null {
  const { person_id: person, kind } = item;
  if (person === null) return null;
  const stronger = (other: InterventionKind) => covers[other]?.includes(kind) === true;
  const beside = ahead
    .filter((other) => other.person_id === person && stronger(other.kind))
    // Of several the one that isn't itself taken care of by another.
    .find((one, _, all) => !all.some((other) => covers[other.kind]?.includes(one.kind)));
  // An open rebalance names everybody who would get work too: its first subject is who is relieved.
  const waiting = open.find((trace) => trace.subject_ids[0] === person && stronger(trace.kind));
  const found = beside?.kind ?? waiting?.kind;
  return found === undefined
    ? null
    : `${names[found].charAt(0).toUpperCase()}${names[found].slice(1)} for the same person comes first.`;
}

/**
 * What is proposed now, the most urgent first, and what is held back, with why: kinds that the policy switched off,
 * matters in their cool-down or under way, what another proposal for the same person takes care of, and what is over
 * the weekly budget of whoever would decide. Pure; run twice, also after some were proposed, it says the same.
 */
export function limitProposals<Item extends Candidate>(input: LimitInput<Item>): Limited<Item> {
  const sorted = [...input.candidates].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.dedupe_key < b.dedupe_key ? -1 : 1),
  );
  const newest = new Map(input.newest.map((trace) => [trace.dedupe_key, trace]));
  const result: Limited<Item> = { proposed: [], held_back: [] };
  const free: Item[] = [];
  for (const item of sorted) {
    const reason = resting(item, newest.get(item.dedupe_key), input);
    if (reason === null) free.push(item);
    else result.held_back.push({ item, reason });
  }
  const spent = new Map<PersonId, number>();
  for (const trace of input.given)
    for (const decider of trace.decider_ids) spent.set(decider, (spent.get(decider) ?? 0) + 1);
  for (const item of free) {
    const trace = newest.get(item.dedupe_key);
    const open = trace?.state === 'awaiting_approval' ? trace : null;
    const covered = coveredBy(item, free, input.open);
    const full = item.decider_ids.find(
      (decider) => (spent.get(decider) ?? 0) >= input.policy.weekly_proposals,
    );
    if (covered !== null) result.held_back.push({ item, reason: covered });
    else if (open === null && full !== undefined)
      result.held_back.push({
        item,
        reason: `Whoever would decide it has had ${spent.get(full) ?? 0} proposals in seven days, as many as the policy allows; it waits for the next cycle.`,
      });
    else {
      result.proposed.push({ item, open });
      if (open === null)
        for (const decider of item.decider_ids) spent.set(decider, (spent.get(decider) ?? 0) + 1);
    }
  }
  return result;
}
