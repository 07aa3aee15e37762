import type { Card, Conversation, Grounded } from '../conversation.ts';
import { settled } from '../conversation.ts';
import type { ListenDeps } from '../deps.ts';
import { groundedFrom } from '../grounded.ts';
import { conversationOf, type GoalChatState, type NodeConfig, turnOf } from '../state.ts';

/** Of what the data say: the start value fills a gap, and never takes the place of what a person said. */
function withData(item: Card, grounded: Grounded): Card {
  const { baseline } = grounded;
  const open =
    item.kpi.baseline === null && !item.skipped.includes('baseline') && item.kpi.direction !== 'maintain';
  if (baseline === null || !open) return { ...item, grounded };
  return { ...item, grounded, baseline_from: 'data', kpi: { ...item.kpi, baseline: baseline.value } };
}

/** Looks up what measures each new or changed KPI. A failure of the look-up is no failure of the conversation. */
export function makeGround({ writer }: Pick<ListenDeps, 'writer'>) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const { ports } = turnOf(config);
    const before: Conversation = conversationOf(state, writer);
    if (before.state !== 'asking' && before.state !== 'confirming') return {};
    const cards: Card[] = [];
    const goal_text = before.said.join(' ');
    for (const item of before.cards) {
      const { kpi, grounded, indicator_id } = item;
      // One after the other: the embedded database has one connection.
      const found =
        grounded === null ? await ports.ground({ kpi, goal_text, owner: before.owner, indicator_id }) : null;
      cards.push(found === null ? item : withData(item, groundedFrom(found)));
    }
    return { conversation: JSON.stringify(settled({ ...before, cards })) };
  };
}
