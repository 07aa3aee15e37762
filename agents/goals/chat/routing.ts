import type { Act } from './act.ts';
import { actOf, conversationOf, type GoalChatState } from './state.ts';

export type GoalChatNode = 'amend' | 'keep' | 'reply';

/** Which node takes which kind of message; there are no others. */
export const nodeFor: Readonly<Record<Act['kind'], GoalChatNode>> = {
  state: 'amend',
  wish: 'amend',
  change: 'amend',
  drop: 'amend',
  clear: 'amend',
  visibility: 'amend',
  owner: 'amend',
  which: 'amend',
  skip: 'amend',
  unknown: 'amend',
  undo: 'amend',
  restart: 'amend',
  cancel: 'amend',
  no: 'amend',
  yes: 'keep',
  show: 'reply',
  help: 'reply',
  measure: 'reply',
  likely: 'reply',
  why: 'reply',
  greet: 'reply',
  thanks: 'reply',
  question: 'reply',
  unit_missing: 'reply',
  unreadable: 'reply',
  too_long: 'reply',
  unclear: 'reply',
};

/** By what was meant and where the conversation stands: a yes saves only what is open. */
export function routeAct(state: GoalChatState): GoalChatNode {
  const { kind } = actOf(state);
  const conversation = conversationOf(state, '');
  const open =
    conversation.state !== 'empty' && conversation.state !== 'saved' && conversation.state !== 'cancelled';
  if (kind === 'yes' && !open) return 'reply';
  if ((kind === 'skip' || kind === 'unknown') && (!open || conversation.asked?.card == null)) return 'reply';
  return nodeFor[kind];
}
