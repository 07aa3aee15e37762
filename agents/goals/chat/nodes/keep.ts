import { goalId, idFrom, kpiId } from '#domain/ids.ts';
import { type Conversation, contentOf, moved, settled } from '../conversation.ts';
import type { ListenDeps } from '../deps.ts';
import { filled } from '../phrasebook.ts';
import type { KeptGoal } from '../ports.ts';
import { conversationOf, type GoalChatState, type NodeConfig, speak, turnOf } from '../state.ts';
import { askedText, blockedBy, blocksSaid } from '../telling.ts';
import { capital, type Wording, wordingOf } from '../wording.ts';
import { emitGoal } from './tell.ts';

/** A name with a number in it would go on saying it after the number was corrected; the metrics stay true. */
function objectiveOf({ objective, cards }: Conversation, list: Wording['list']): string {
  if (!/\p{N}/u.test(objective)) return objective;
  return capital(list(cards.map(({ kpi }) => kpi.metric))).slice(0, 500);
}

/** Ids follow from the thread: a turn that runs twice keeps one goal. */
function keptGoal(conversation: Conversation, thread: string, { list }: Wording): KeptGoal {
  const { cards, said, visibility, owner, goals_made } = conversation;
  const id = conversation.goal_id ?? idFrom('goal', goalId, { thread, goal: goals_made + 1 });
  return {
    id,
    objective: objectiveOf(conversation, list),
    description: said.join('\n'),
    visibility,
    owner,
    kpis: cards.map(({ id: card, kpi, grounded, baseline_from }) => ({
      ...kpi,
      id: idFrom('kpi', kpiId, { goal: id, card }),
      indicator_id: grounded?.indicator?.id ?? null,
      baseline_evidence_id: baseline_from === 'data' ? (grounded?.baseline?.evidence_ids[0] ?? null) : null,
    })),
  };
}

function savedText({ cards, visibility, saved_content }: Conversation, { says, list }: Wording): string {
  const measured = cards.flatMap(({ grounded }) => grounded?.indicator?.name ?? []);
  const where =
    measured.length > 0
      ? filled(says.where_measured, { indicator: list([...new Set(measured)]) })
      : says.where_typed;
  if (saved_content !== null) return says.saved_change;
  return `${filled(says.saved, { where })} ${says.visible[visibility]}`;
}

/** Keeps the goal on a yes, where no rule holds it up; else says which one, and what to do. */
export function makeKeep({ writer }: Pick<ListenDeps, 'writer'>) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const { ports, emit, today } = turnOf(config);
    const before = conversationOf(state, writer);
    const wording = wordingOf(before.language);
    if (before.cards.length === 0 || blockedBy(before, today).length > 0) {
      speak(emit, [wording.says.blocked, ...blocksSaid(before, wording, today)].join(' '));
      // What was skipped but is needed is asked for again.
      const again = before.cards.map((item) => ({
        ...item,
        skipped: item.skipped.filter((field) => field === 'baseline'),
      }));
      const blocking = before.cards.length === 0 ? before : settled({ ...before, cards: again });
      const ask = before.cards.length === 0 ? askedText(before, wording) : null;
      if (ask !== null) speak(emit, ` ${ask}`);
      emitGoal(state, blocking, config);
      return { conversation: JSON.stringify(blocking) };
    }
    const wanted = keptGoal(before, state.thread, wording);
    await ports.save(wanted);
    speak(emit, savedText(before, wording));
    emit({ event: 'saved', data: { goal_id: wanted.id } });
    const after = moved({ ...before, asked: null, pending: null, declined: false }, 'was_saved');
    const counted = before.goal_id === null ? before.goals_made + 1 : before.goals_made;
    return {
      conversation: JSON.stringify({
        ...after,
        goal_id: wanted.id,
        goals_made: counted,
        saved_content: contentOf(after),
        history: [],
      }),
    };
  };
}
