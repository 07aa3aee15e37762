import type { SourceAction } from '#domain/action.ts';
import { SourceError } from '#domain/errors.ts';
import type { Connector, Precheck } from '#domain/source.ts';

interface Card {
  assignee: string | null;
  status_category: 'to_do' | 'in_progress' | 'done';
  /** Effect keys of the comments on it. */
  comments: string[];
}

/** How the board misbehaves at a write: before it, or after it with the answer lost. */
export type Fault = 'down' | 'refused' | 'answer_lost';

/** A task board in memory behind the connector interface, which counts what was really done to it. */
export interface Board {
  connector: Connector;
  cards: Map<string, Card>;
  /** Every write that took effect: the effect key and what. */
  effects: { key: string; kind: SourceAction['kind'] }[];
  /** Faults of the next writes, in order. */
  faults: Fault[];
  /** Called before each look and each write. */
  onCall: (what: string) => void;
}

export function makeBoard(cards: Record<string, Partial<Card>>): Board {
  const board: Board = {
    cards: new Map(
      Object.entries(cards).map(([id, card]) => [
        id,
        { assignee: 'a1', status_category: 'to_do', comments: [], ...card },
      ]),
    ),
    effects: [],
    faults: [],
    onCall: () => {},
    connector: {
      vendor: 'jira',
      effect: 'read_write',
      streams: [],
      actions: [
        { kind: 'reassign_work_item', effect: 'write', idempotency: 'state', needs_approval: true },
        { kind: 'comment_on_work_item', effect: 'write', idempotency: 'marker', needs_approval: true },
      ],
      check: async () => ({ account: 'fairlead' }),
      async *read() {},
      precheck: async (action, key) => look(board, action, key),
      execute: async (action, key) => write(board, action, key),
    },
  };
  return board;
}

function look(board: Board, action: SourceAction, key: string): Precheck {
  board.onCall(`look ${action.kind}`);
  const card = board.cards.get(action.external_id);
  if (card === undefined) return { status: 'stale', reason: `${action.key} was deleted`, found: {} };
  if (action.kind === 'comment_on_work_item' && card.comments.includes(key))
    return { status: 'already_done', by_us: true };
  if (action.kind === 'reassign_work_item' && card.assignee === action.to_account) {
    return { status: 'already_done', by_us: board.effects.some((effect) => effect.key === key) };
  }
  const same =
    card.assignee === action.expected.assignee && card.status_category === action.expected.status_category;
  return same
    ? { status: 'ready' }
    : {
        status: 'stale',
        reason: `${action.key} has changed`,
        found: { assignee: card.assignee, status_category: card.status_category },
      };
}

function write(board: Board, action: SourceAction, key: string) {
  board.onCall(`write ${action.kind}`);
  const fault = board.faults.shift();
  if (fault === 'down') throw new SourceError('source-unavailable', 'The board is down.');
  if (fault === 'refused') throw new SourceError('source-refused', 'The board refuses.');
  const card = board.cards.get(action.external_id);
  if (card === undefined) throw new SourceError('source-refused', 'There is no such card.');
  if (action.kind === 'reassign_work_item') card.assignee = action.to_account;
  else card.comments.push(key);
  board.effects.push({ key, kind: action.kind });
  if (fault === 'answer_lost')
    throw new SourceError('source-unavailable', 'The answer was lost.', { outcome_unknown: true });
  board.onCall(`written ${action.kind}`);
  return { external_ref: action.external_id, at: '2026-03-02T10:00:00.000Z' };
}
