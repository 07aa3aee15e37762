import type { Action, Execution, ReassignWorkItem, ReviseGoal } from '#domain/action.ts';
import { addDays, dayOf, type IsoDate, type IsoInstant } from '#domain/date.ts';
import { UserError } from '#domain/errors.ts';
import { actionId, type InterventionId, idFrom, type PersonId } from '#domain/ids.ts';
import type { ChainStep } from '#domain/intervention.ts';
import {
  type Intervention,
  type ProposalContent,
  proposalContent,
  proposalHash,
} from '#domain/intervention.ts';
import type { Precheck } from '#domain/source.ts';
import type { InterventionDeps } from './deps.ts';
import { handOf } from './hands.ts';

export interface UndoRequest {
  id: InterventionId;
  /** The executed proposal. */
  done: Intervention;
  rows: readonly Execution[];
  /** Who wants it taken back; somebody else approves. */
  by: PersonId;
  /** Names of people, for the title and the reasons. */
  names: ReadonlyMap<PersonId, string>;
  chain: ChainStep[];
  proposal_days: number;
  now: IsoInstant;
  today: IsoDate;
}

type Undoing = { action: Action } | { left: string };

/**
 * A proposal that puts back what an executed one changed: only what we did ourselves, and only where the source still
 * holds what we wrote. It goes the way of every proposal: shown, approved by somebody else, carried out once.
 * @throws UserError `conflict` naming why nothing can be put back.
 */
export async function buildUndo(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  request: UndoRequest,
  signal: AbortSignal,
): Promise<Intervention> {
  const { done, rows, names } = request;
  const ours = rows.filter((row) => row.state === 'done' && row.version === done.version);
  const found: Undoing[] = [];
  for (const { action } of ours) found.push(await undoing(deps, action, request, signal));
  const actions = found.flatMap((one) => ('action' in one ? [one.action] : []));
  const left = found.flatMap((one) => ('left' in one && one.left !== '' ? [one.left] : []));
  if (actions.length === 0)
    throw new UserError(
      'conflict',
      `Nothing of this can be put back. ${left.join(' ') || 'Nothing of it was carried out.'}`,
      { intervention_id: done.id },
    );
  const content: ProposalContent = proposalContent.parse({
    kind: 'undo',
    team_id: done.team_id,
    title: `Take back: ${done.title}`.slice(0, 200),
    rationale: [
      `“${done.title}” was carried out on ${dayOf(lastDone(ours))}. ${names.get(request.by) ?? 'Somebody'} asks to put ${actions.length === 1 ? 'it' : `${actions.length} changes`} back as before.`,
      ...left,
    ].map((text) => ({ text, citations: [] })),
    actions,
    load: [],
    predicted_effect: null,
    chain: request.chain,
    undoes: done.id,
  });
  return {
    ...content,
    id: request.id,
    cycle_id: null,
    version: 1,
    hash: proposalHash(content, 1),
    state: 'awaiting_approval',
    step: 0,
    proposed_by: request.by,
    subject_ids: done.subject_ids,
    dedupe_key: `undo:${done.id}`,
    expires_on: addDays(request.today, request.proposal_days),
    created_at: request.now,
    updated_at: request.now,
  };
}

const lastDone = (rows: readonly Execution[]): string =>
  rows.reduce((latest, { done_at }) => (done_at !== null && done_at > latest ? done_at : latest), '');

async function undoing(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  action: Action,
  { id }: UndoRequest,
  signal: AbortSignal,
): Promise<Undoing> {
  switch (action.kind) {
    case 'reassign_work_item':
      return await givenBack(deps, action, id, signal);
    case 'revise_goal':
      return await setBack(deps, action, id, signal);
    case 'comment_on_work_item':
      // What was said was said; the item's own history tells the rest.
      return { left: '' };
    case 'schedule_conversation':
      return { left: 'A planned conversation is called off on its own page.' };
  }
}

const backId = (undo: InterventionId, action: Action) =>
  idFrom('act', actionId, { undo, action: action.id, kind: 'back' });

/** The look comes with what the source holds now: its status may have gone on, its assignee must be ours. */
async function givenBack(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  action: ReassignWorkItem,
  undo: InterventionId,
  signal: AbortSignal,
): Promise<Undoing> {
  const back: ReassignWorkItem = {
    kind: 'reassign_work_item',
    id: backId(undo, action),
    source_id: action.source_id,
    record_id: action.record_id,
    external_id: action.external_id,
    key: action.key,
    title: action.title,
    expected: { ...action.expected, assignee: action.to_account },
    from_person_id: action.to_person_id,
    to_person_id: action.from_person_id,
    from_account: action.to_account,
    to_account: action.from_account,
    hours: action.hours,
  };
  const hand = await handOf(deps, back, `look:${undo}:${back.id}`);
  const look = await hand.look(signal);
  if (look.status === 'already_done') return { left: `${action.key} is back already.` };
  if (look.status === 'ready') return { action: back };
  const status_category = statusFound(look);
  const ours = look.found.assignee === action.to_account && look.found.to_account_assignable !== false;
  if (!ours || status_category === null) return { left: `${action.key} stays: ${look.reason}.` };
  if (status_category === 'done') return { left: `${action.key} stays: it has been done since.` };
  return { action: { ...back, expected: { assignee: action.to_account, status_category } } };
}

function statusFound({ found }: Extract<Precheck, { status: 'stale' }>) {
  const known = ['to_do', 'in_progress', 'done'] as const;
  return known.find((one) => one === found.status_category) ?? null;
}

async function setBack(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  action: ReviseGoal,
  undo: InterventionId,
  signal: AbortSignal,
): Promise<Undoing> {
  const back: ReviseGoal = {
    ...action,
    id: backId(undo, action),
    expected: { target: action.target, due_iso: action.due_iso },
    target: action.expected.target,
    due_iso: action.expected.due_iso,
  };
  const look = await (await handOf(deps, back, `look:${undo}:${back.id}`)).look(signal);
  if (look.status === 'ready') return { action: back };
  return {
    left:
      look.status === 'stale'
        ? `“${action.title}” stays: ${look.reason}.`
        : `“${action.title}” is as before already.`,
  };
}
