import { type Action, isSourceAction, type ReassignWorkItem } from '#domain/action.ts';
import { addDays, type IsoDate, type IsoInstant } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import { invalidInput } from '#domain/errors.ts';
import { actionId, type CycleId, type InterventionId, idFrom, type PersonId } from '#domain/ids.ts';
import {
  type Intervention,
  type ProposalContent,
  proposalContent,
  proposalHash,
} from '#domain/intervention.ts';
import type { Person, Team } from '#domain/person.ts';
import { approvalChain, type Policy } from '#domain/policy.ts';
import type { StoredRecord } from '#domain/record.ts';
import {
  type Involved,
  type PlannedMove,
  type Quality,
  rationaleOf,
  revisedRationale,
  titleOf,
} from './rationale.ts';

export interface RebalanceInput {
  id: InterventionId;
  /** null: made outside of any. */
  cycle_id: CycleId | null;
  team: Team;
  from: Person;
  moves: (PlannedMove & { record: StoredRecord; from_account: string; to_account: string })[];
  load: ProposalContent['load'];
  predicted_effect: ProposalContent['predicted_effect'];
  /** Everybody who is named. */
  people: readonly Involved[];
  /** Evidence of the overload itself. */
  citations: string[];
  horizon_days: number;
  /** How good the plan is known to be. */
  plan?: Quality;
  policy: Policy;
  /** Managers of the team, nearest first. */
  managers: readonly PersonId[];
  now: IsoInstant;
  today: IsoDate;
}

/** A proposal to move work, made of what the solver found. No model takes part. */
export function buildRebalance(input: RebalanceInput): Intervention {
  const receivers = [...new Set(input.moves.map((move) => move.to_person_id))];
  const subjects = [input.from.id, ...receivers];
  const crossTeam = input.people.some(
    (person) => receivers.includes(person.id) && person.team_id !== input.team.id,
  );
  const content: ProposalContent = proposalContent.parse({
    kind: 'rebalance_workload',
    team_id: input.team.id,
    title: titleOf(input.moves, input.people),
    rationale: rationaleOf(input),
    actions: input.moves.flatMap((move) => actionsOf(move)),
    load: input.load,
    predicted_effect: input.predicted_effect,
    chain: approvalChain(input.policy, {
      kind: 'rebalance_workload',
      cross_team: crossTeam,
      managers: input.managers,
      subject_ids: subjects,
    }),
  });
  return {
    ...content,
    id: input.id,
    cycle_id: input.cycle_id,
    version: 1,
    hash: proposalHash(content, 1),
    state: 'awaiting_approval',
    step: 0,
    proposed_by: 'fairlead',
    subject_ids: subjects,
    dedupe_key: `rebalance_workload:${input.team.id}:${input.from.id}`,
    expires_on: addDays(input.today, input.policy.proposal_days),
    created_at: input.now,
    updated_at: input.now,
  };
}

/**
 * The reassignment and the comment that tells colleagues of it. Nothing in them names the proposal, so that the next
 * cycle, finding the same, sees that it is the same.
 */
function actionsOf(move: RebalanceInput['moves'][number]): Action[] {
  const { record } = move;
  if (record.payload.kind !== 'work_item') return [];
  const { status_category, title } = record.payload;
  const target = {
    source_id: record.source_id,
    record_id: record.id,
    external_id: record.external_id,
    key: move.key,
    title,
  };
  const idOf = (kind: string) =>
    idFrom('act', actionId, { record: record.id, from: move.from_person_id, to: move.to_person_id, kind });
  return [
    {
      kind: 'reassign_work_item',
      id: idOf('reassign'),
      ...target,
      expected: { assignee: move.from_account, status_category },
      from_person_id: move.from_person_id,
      to_person_id: move.to_person_id,
      from_account: move.from_account,
      to_account: move.to_account,
      hours: move.hours,
      ...(move.receiver_hours === undefined ? {} : { receiver_hours: move.receiver_hours }),
      ...(move.handover_hours === undefined ? {} : { handover_hours: move.handover_hours }),
    },
    {
      kind: 'comment_on_work_item',
      id: idOf('comment'),
      ...target,
      // Posted after the move: anything else on the item would mean that the move did not happen.
      expected: { assignee: move.to_account, status_category },
      text: COMMENT,
    },
  ];
}

const COMMENT =
  'Reassigned to balance the workload of the team. The change was proposed by Fairlead and approved by the people responsible.';

const isMove = (action: Action): action is ReassignWorkItem => action.kind === 'reassign_work_item';

/** What the kept moves come to: actions with their comments, load, effect and rationale. */
export function withMoves(
  content: ProposalContent,
  kept: readonly ReassignWorkItem[],
  { people }: { people: readonly Person[] },
): ProposalContent {
  const before = content.actions.filter(isMove);
  const actions = content.actions.flatMap((action): Action[] => {
    if (!isSourceAction(action)) return [action];
    const move = kept.find((candidate) => candidate.record_id === action.record_id);
    if (move === undefined) return [];
    if (action.kind === 'reassign_work_item') return [move];
    return [{ ...action, expected: { ...action.expected, assignee: move.to_account } }];
  });
  const load = recount(content.load, before, kept, people);
  const effect = content.predicted_effect;
  const planned = kept.map(
    (move): PlannedMove => ({
      key: move.key,
      from_person_id: move.from_person_id,
      to_person_id: move.to_person_id,
      hours: move.hours,
      skill: null,
      citations: citationsOf(content, move.key),
    }),
  );
  const involved = people.map(({ id, name, team_id }) => ({ id, name, team_id }));
  const unchanged = new Set(kept.filter((move) => before.includes(move)).map(({ key }) => key));
  const rationale = revisedRationale(content.rationale, before, unchanged, {
    moves: planned,
    load,
    people: involved,
    citations: content.rationale[0]?.citations ?? [],
    horizon_days: null,
  });
  return {
    ...content,
    title: titleOf(planned, involved),
    actions,
    load,
    rationale,
    predicted_effect: effect === null ? null : scaled(effect, before, kept),
  };
}

const citationsOf = (content: ProposalContent, key: string): string[] =>
  content.rationale.find((claim: Claim) => claim.text.startsWith(`${key} `))?.citations ?? [];

const hoursFor = (moves: readonly ReassignWorkItem[], person: PersonId): number =>
  moves.reduce((sum, move) => {
    if (move.to_person_id === person) return sum + (move.receiver_hours ?? move.hours ?? 0);
    return move.from_person_id === person ? sum + (move.handover_hours ?? 0) - (move.hours ?? 0) : sum;
  }, 0);

/** Load after the kept moves; somebody new to the proposal joins with what is known of them: nothing but the moves. */
function recount(
  load: ProposalContent['load'],
  before: readonly ReassignWorkItem[],
  kept: readonly ReassignWorkItem[],
  people: readonly Person[],
): ProposalContent['load'] {
  const named = new Set([
    ...kept.map((move) => move.to_person_id),
    ...kept.map((move) => move.from_person_id),
  ]);
  const missing = [...named].filter((id) => !load.some((picture) => picture.person_id === id));
  const unknown = missing.map((id) => people.find((person) => person.id === id)?.name ?? id);
  if (unknown.length > 0)
    throw invalidInput(
      `The load of ${unknown.join(', ')} is not part of this proposal, so what the move would do to them can't be shown. People to whom it may go: those in its picture of the load.`,
      { field: 'edits.actions' },
    );
  return load.map((picture) => ({
    ...picture,
    after_hours: round(
      picture.after_hours - hoursFor(before, picture.person_id) + hoursFor(kept, picture.person_id),
    ),
  }));
}

const round = (hours: number): number => Math.round(hours * 100) / 100;

/** The relief that is left, in proportion to the hours that still move. */
function scaled(
  effect: NonNullable<ProposalContent['predicted_effect']>,
  before: readonly ReassignWorkItem[],
  kept: readonly ReassignWorkItem[],
): NonNullable<ProposalContent['predicted_effect']> {
  const total = (moves: readonly ReassignWorkItem[]) =>
    moves.reduce((sum, move) => sum + (move.hours ?? 0), 0);
  const share = total(before) === 0 ? kept.length / before.length : total(kept) / total(before);
  const towards = (value: number) => round(effect.before + (value - effect.before) * share);
  return {
    ...effect,
    after: towards(effect.after),
    ...(effect.learned === undefined
      ? {}
      : { learned: { ...effect.learned, from: towards(effect.learned.from) } }),
    lower80: towards(effect.lower80),
    upper80: towards(effect.upper80),
  };
}
