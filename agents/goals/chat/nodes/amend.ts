import type { Act } from '../act.ts';
import {
  cancelled,
  changed,
  clearedField,
  declined,
  droppedCards,
  owned,
  restarted,
  type Step,
  saysUs,
  shown,
  skipped,
  stated,
  undone,
  wished,
} from '../advance.ts';
import { type Conversation, moved } from '../conversation.ts';
import type { ListenDeps } from '../deps.ts';
import { filled } from '../phrasebook.ts';
import {
  actOf,
  conversationOf,
  type GoalChatState,
  type NodeConfig,
  speak,
  type TurnContext,
  turnOf,
} from '../state.ts';
import { linesOf } from '../telling.ts';
import { choiceOf, sentence, wordingOf } from '../wording.ts';

function stepFor(act: Act, before: Conversation, said: string, turn: TurnContext): Step {
  const unchanged: Step = {
    conversation: before,
    lead: { phrase: null, values: {}, told: 'nothing', cards: [] },
  };
  switch (act.kind) {
    case 'state':
      return stated(before, act, turn.ports.team !== null && saysUs(said, act.language));
    case 'wish':
      return wished(before, act);
    case 'change':
      return changed(before, act);
    case 'drop':
      return droppedCards(before, act);
    case 'clear':
      return clearedField(before, act);
    case 'visibility':
      return shown(before, act);
    case 'owner':
      return owned(before, act, turn.ports.team !== null);
    case 'skip':
    case 'unknown':
      return skipped(before) ?? unchanged;
    case 'undo':
      return undone(before);
    case 'restart':
      return restarted(before);
    case 'cancel':
      return cancelled(before);
    case 'no':
      return declined(before);
    case 'which':
      return { ...unchanged, conversation: { ...moved(before, 'was_unclear_which'), pending: said } };
    default:
      return unchanged;
  }
}

/** Applies what a message asks for to the goal that is kept, and says at once how it reads now. */
export function makeAmend({ writer }: Pick<ListenDeps, 'writer'>) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const turn = turnOf(config);
    const act = actOf(state);
    const before = conversationOf(state, writer);
    const step = stepFor(act, before, state.said, turn);
    const conversation = act.kind === 'no' ? step.conversation : { ...step.conversation, declined: false };
    const wording = wordingOf(conversation.language);
    const { says } = wording;
    const { phrase, values, told, cards } = step.lead;
    const phrases: string[] = [];
    const template = phrase === null ? undefined : says[phrase];
    if (typeof template === 'string') phrases.push(filled(template, values));
    if (act.kind === 'visibility') phrases.push(says.visible[act.to]);
    if (act.kind === 'which')
      phrases.push(
        filled(says.which, {
          names: choiceOf(conversation.cards, says),
        }),
      );
    if (told === 'all' && conversation.cards.length > 1)
      phrases.push(`\n${linesOf(conversation, wording).join('\n')}\n`);
    else if (told === 'all') phrases.push(...linesOf(conversation, wording));
    else if (told === 'changed')
      phrases.push(
        ...conversation.cards
          .filter(({ id }) => cards.includes(id))
          .map(({ kpi }) => sentence(wording.line(kpi), says)),
      );
    if (act.kind === 'state' && conversation.owner === 'team' && before.owner !== 'team')
      phrases.push(filled(says.for_team, { team: turn.ports.team ?? '' }));
    speak(turn.emit, phrases.join(' ').replaceAll(' \n', '\n').replaceAll('\n ', '\n'));
    return { conversation: JSON.stringify(conversation), lead: JSON.stringify(step.lead) };
  };
}
