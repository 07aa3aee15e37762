import type { PersonLoad } from '#analytics/workload.ts';
import type { Action } from '#domain/action.ts';
import type { Finding } from '#domain/assessment.ts';
import { addDays, type IsoDate, type IsoInstant, type Period, weekStart } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import type { Goal } from '#domain/goal.ts';
import { actionId, type CycleId, idFrom, interventionId, type PersonId } from '#domain/ids.ts';
import {
  type Intervention,
  type InterventionKind,
  type ProposalContent,
  proposalContent,
  proposalHash,
} from '#domain/intervention.ts';
import type { Person, Team } from '#domain/person.ts';
import { approvalChain, type Policy } from '#domain/policy.ts';
import type { StoredRecord } from '#domain/record.ts';

/** An open item that a finding is about, with the evidence of it. */
export interface ItemShown {
  record: StoredRecord;
  citations: string[];
  /** Whether our comments reach the source it lives in. */
  live: boolean;
}

/** A colleague who could help, with what says so. */
export interface Helper {
  person: Person;
  tag: string;
  load: PersonLoad;
  citations: string[];
}

/** What a proposal of any kind is made from, besides its finding. */
export interface KindContext {
  cycle_id: CycleId;
  team: Team;
  people: readonly Person[];
  policy: Policy;
  /** Managers of the team, nearest first. */
  managers: readonly PersonId[];
  period: Period;
  today: IsoDate;
  now: IsoInstant;
  items: readonly ItemShown[];
  helper: Helper | null;
  /** The goal that the finding is about. */
  goal: Goal | null;
  /** Work that somebody closed lately, the largest first. */
  closed: readonly ItemShown[];
}

/** What a kind makes of a finding; null where nothing sensible can be proposed. */
export interface Plan {
  title: string;
  rationale: Claim[];
  actions: Action[];
  predicted_effect: ProposalContent['predicted_effect'];
  /** Whom it is about, the first one first of all. */
  subject_ids: PersonId[];
  /** What tells one matter from another of the same kind and team. */
  matter: string;
}

export interface ProposalKind {
  kind: Exclude<InterventionKind, 'rebalance_workload' | 'undo'>;
  /** Findings that lead to it; of several about a person the first is taken. */
  from: readonly Finding['kind'][];
  plan(finding: Finding, context: KindContext): Plan | null;
}

/** Whoever holds a talk with somebody: the nearest manager who isn't that person. */
export const hostFor = (context: KindContext, person: PersonId): PersonId | null =>
  context.managers.find((manager) => manager !== person) ?? null;

export const personOf = (context: KindContext, id: PersonId | null): Person | null =>
  context.people.find((person) => person.id === id) ?? null;

/** So many days ahead, on a Monday where it would be a weekend. */
export function workingDay(today: IsoDate, days: number): IsoDate {
  const day = addDays(today, days);
  return addDays(weekStart(day), 4) < day ? addDays(weekStart(day), 7) : day;
}

/** The reasons as claims, each resting on the finding's evidence, with the mark where it isn't proven here. */
export function reasonsOf(finding: Finding): Claim[] {
  const claims = finding.reasons.map((text): Claim => ({ text, citations: [...finding.evidence_ids] }));
  if (finding.unproven !== true) return claims;
  const text = 'This sign is not yet proven on your organisation’s own history.';
  return [...claims, { text, citations: [...finding.evidence_ids] }];
}

interface Talk {
  with: PersonId;
  host: PersonId;
  purpose: Extract<Action, { kind: 'schedule_conversation' }>['purpose'];
  topics: string[];
  by: IsoDate;
}

/** Nothing in the id names the proposal, so that the next cycle, finding the same, sees that it is the same. */
export const conversationAction = ({ with: person, host, purpose, topics, by }: Talk): Action => ({
  kind: 'schedule_conversation',
  id: idFrom('act', actionId, { talk: purpose, with: person, host }),
  with_person_id: person,
  host_person_id: host,
  purpose,
  topics,
  by,
});

/** The proposal as it is put before those who decide. */
export function buildProposal(kind: ProposalKind['kind'], plan: Plan, context: KindContext): Intervention {
  const { policy, team, today, now, cycle_id } = context;
  const content: ProposalContent = proposalContent.parse({
    kind,
    team_id: team.id,
    title: plan.title.slice(0, 200),
    rationale: plan.rationale,
    actions: plan.actions,
    load: [],
    predicted_effect: plan.predicted_effect,
    chain: approvalChain(policy, {
      kind,
      cross_team: false,
      managers: context.managers,
      subject_ids: plan.subject_ids,
    }),
  });
  const dedupe_key = `${kind}:${team.id}:${plan.matter}`;
  return {
    ...content,
    // The same cycle proposes the same thing once, however often its step runs.
    id: idFrom('itv', interventionId, { cycle: cycle_id, matter: dedupe_key }),
    cycle_id,
    version: 1,
    hash: proposalHash(content, 1),
    state: 'awaiting_approval',
    step: 0,
    proposed_by: 'fairlead',
    subject_ids: plan.subject_ids,
    dedupe_key,
    expires_on: addDays(today, policy.proposal_days),
    created_at: now,
    updated_at: now,
  };
}

/** Whole percentages, everything else with one decimal: more would look surer than it is. */
export const effectOf = (
  effect: Omit<NonNullable<ProposalContent['predicted_effect']>, 'horizon_days'>,
  policy: Policy,
): NonNullable<ProposalContent['predicted_effect']> => {
  const digits = effect.unit === 'percent' ? 1 : 10;
  const round = (value: number) => Math.round(value * digits) / digits;
  return {
    ...effect,
    before: round(effect.before),
    after: round(effect.after),
    lower80: round(Math.min(effect.lower80, effect.upper80)),
    upper80: round(Math.max(effect.lower80, effect.upper80)),
    horizon_days: policy.outcome_days,
  };
};
