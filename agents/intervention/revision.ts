import {
  type Action,
  isSourceAction,
  type ReassignWorkItem,
  type ReviseGoal,
  type ScheduleConversation,
} from '#domain/action.ts';
import type { Revision } from '#domain/decide.ts';
import { invalidInput } from '#domain/errors.ts';
import type { ProposalContent, ProposalEdits } from '#domain/intervention.ts';
import type { Person } from '#domain/person.ts';
import type { Identity } from '#domain/record.ts';
import { hiddenIn } from '#domain/visible-text.ts';
import { withMoves } from './proposal.ts';

export interface RevisionContext {
  /** People to whom an edit would send work, and everybody whose load is shown. */
  people: readonly Person[];
  identities: readonly Identity[];
}

type Wish = ProposalEdits['actions'][number];

/** What each kind of action lets an editor say; anything else would pass unseen. */
const editable: Record<Action['kind'], readonly (keyof Wish)[]> = {
  reassign_work_item: ['to_person_id'],
  comment_on_work_item: [],
  schedule_conversation: ['by', 'topics'],
  revise_goal: ['target', 'due_iso'],
};

const isMove = (action: Action): action is ReassignWorkItem => action.kind === 'reassign_work_item';

/** What is decided on one by one: all but the comments that go with a move. */
function leadingActions(actions: readonly Action[]): Action[] {
  const moved = new Set(actions.filter(isMove).map((move) => move.record_id));
  return actions.filter((action) => action.kind !== 'comment_on_work_item' || !moved.has(action.record_id));
}

/**
 * What an editor's wishes make of a proposal: actions that are not listed go, the comment on an item that no longer
 * moves with them; what a listed one changes is validated by its kind. Load, effect and rationale of moves are worked
 * out anew. `narrowing` when nothing but leaving out was wished.
 * @throws UserError `invalid-input` naming the action, the field, and what would be valid.
 */
export function reviseProposal(
  content: ProposalContent,
  edits: ProposalEdits,
  context: RevisionContext,
): Revision {
  const leading = leadingActions(content.actions);
  const wishes = new Map(edits.actions.map((wish) => [wish.id, wish]));
  const known = new Set<string>(content.actions.map((action) => action.id));
  for (const id of wishes.keys()) {
    if (!known.has(id))
      throw invalidInput(`This proposal has no action ${id}. Its actions: ${[...known].join(', ')}.`, {
        field: 'edits.actions',
        id,
      });
  }
  const kept = leading.flatMap((action): Action[] => {
    const wish = wishes.get(action.id);
    return wish === undefined ? [] : [revised(action, wish, context)];
  });
  if (kept.length === 0)
    throw invalidInput(
      `Keep at least one action, or reject the proposal. Its actions: ${leading.map((action) => action.id).join(', ')}.`,
      { field: 'edits.actions' },
    );
  const narrowing = kept.every((action) => leading.includes(action));
  return { content: assembled(content, kept, context), narrowing };
}

/** Moves bring load and rationale with them; where none is left, only the list of actions changes. */
function assembled(
  content: ProposalContent,
  kept: readonly Action[],
  context: RevisionContext,
): ProposalContent {
  const moves = kept.filter(isMove);
  const others = new Map(kept.filter((action) => !isMove(action)).map((action) => [action.id, action]));
  const remaining = content.actions.flatMap((action): Action[] => {
    if (isMove(action)) return [action];
    const follows =
      isSourceAction(action) &&
      content.actions.some((one) => isMove(one) && one.record_id === action.record_id);
    if (follows) return [action];
    const other = others.get(action.id);
    return other === undefined ? [] : [other];
  });
  if (!content.actions.some(isMove)) return { ...content, actions: remaining };
  if (moves.length === 0)
    return {
      ...content,
      actions: remaining.filter((action) => others.has(action.id)),
      load: [],
      predicted_effect: null,
    };
  return withMoves({ ...content, actions: remaining }, moves, context);
}

/** The same object where nothing is changed: that is how leaving out is told from rewriting. */
function revised(action: Action, wish: Wish, context: RevisionContext): Action {
  const stray = (Object.keys(wish) as (keyof Wish)[]).find(
    (field) => field !== 'id' && wish[field] !== undefined && !editable[action.kind].includes(field),
  );
  if (stray !== undefined)
    throw invalidInput(
      `${stray} can't be changed on ${action.id} (${action.kind}). Valid: ${editable[action.kind].join(', ') || 'nothing; leave it out or keep it'}.`,
      { field: `edits.actions.${stray}`, id: action.id },
    );
  switch (action.kind) {
    case 'reassign_work_item':
      return redirected(action, wish.to_person_id, context);
    case 'schedule_conversation':
      return rescheduled(action, wish);
    case 'revise_goal':
      return retargeted(action, wish);
    case 'comment_on_work_item':
      return action;
  }
}

function rescheduled(action: ScheduleConversation, { by, topics }: Wish): Action {
  for (const topic of topics ?? []) {
    const hidden = hiddenIn(topic);
    if (hidden !== null)
      throw invalidInput(`A topic holds ${hidden}, which its readers would not see. Write it without.`, {
        field: 'edits.actions.topics',
        id: action.id,
      });
  }
  const same =
    (by === undefined || by === action.by) &&
    (topics === undefined || JSON.stringify(topics) === JSON.stringify(action.topics));
  return same ? action : { ...action, by: by ?? action.by, topics: topics ?? action.topics };
}

function retargeted(action: ReviseGoal, { target, due_iso }: Wish): Action {
  const wanted = {
    target: target === undefined ? action.target : target,
    due_iso: due_iso === undefined ? action.due_iso : due_iso,
  };
  if (wanted.target === action.target && wanted.due_iso === action.due_iso) return action;
  if (wanted.target === action.expected.target && wanted.due_iso === action.expected.due_iso)
    throw invalidInput('That is how the goal stands already; leave this action out instead.', {
      field: 'edits.actions',
      id: action.id,
    });
  return { ...action, ...wanted };
}

function redirected(
  move: ReassignWorkItem,
  wanted: Wish['to_person_id'],
  { people, identities }: RevisionContext,
): ReassignWorkItem {
  if (wanted === undefined || wanted === move.to_person_id) return move;
  if (wanted === move.from_person_id)
    throw invalidInput(`${move.key} is with that person already; leave it out instead.`, {
      field: 'edits.actions',
      id: move.id,
    });
  const receiver = people.find((candidate) => candidate.id === wanted && candidate.active);
  const account = identities.find(
    (identity) => identity.person_id === wanted && identity.source_id === move.source_id && identity.active,
  );
  if (receiver === undefined || account === undefined) {
    throw invalidInput(
      `${move.key} can't go to ${receiver?.name ?? wanted}: they have no active account where it lives.`,
      { field: 'edits.actions', id: move.id },
    );
  }
  // What it would take somebody else wasn't reckoned.
  const { receiver_hours: _, ...rest } = move;
  return { ...rest, to_person_id: wanted, to_account: account.account };
}
