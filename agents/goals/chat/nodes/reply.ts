import { type Act, LONGEST_MESSAGE, meant } from '../act.ts';
import type { Conversation } from '../conversation.ts';
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
import { dataSaid, linesOf, noChance, notSaid } from '../telling.ts';
import { choiceOf, named, type Wording, wordingOf } from '../wording.ts';
import { emitGoal, nextStep } from './tell.ts';

// A list to read, not a catalogue.
const MOST_NAMES = 12;

async function answerTo(
  act: Act,
  conversation: Conversation,
  { says, list, ...rest }: Wording,
  { ports }: TurnContext,
): Promise<string> {
  const wording = { says, list, ...rest };
  const open = conversation.cards.length > 0;
  switch (act.kind) {
    case 'help':
      return says.help;
    case 'greet':
      return says.greet;
    case 'thanks':
      return says.thanks;
    case 'measure': {
      const names = await ports.measurable(conversation.owner);
      return names.length === 0
        ? says.measure_none
        : filled(says.measure_list, { names: list(names.slice(0, MOST_NAMES)) });
    }
    case 'likely': {
      if (!open) return says.nothing_to_save;
      const one = meant(conversation);
      return (one ?? conversation.cards).map((item) => likelihood(item, conversation, wording)).join(' ');
    }
    case 'why':
      return conversation.asked === null ? says.why_none : says.why[conversation.asked.field];
    case 'show': {
      if (!open) return conversation.objective === '' ? says.nothing_to_save : conversation.objective;
      const gaps = conversation.cards.flatMap((item) => notSaid(item, wording) ?? []);
      return [...linesOf(conversation, wording), ...(conversation.cards.length === 1 ? gaps : [])].join(
        conversation.cards.length > 1 ? '\n' : ' ',
      );
    }
    case 'yes':
      return conversation.state === 'saved' ? says.already_saved : says.nothing_to_save;
    case 'question':
      return says.question;
    case 'unreadable':
      return says.nothing_readable;
    case 'too_long':
      return filled(says.too_long, { length: act.length, limit: LONGEST_MESSAGE });
    case 'unit_missing':
      return filled(says.unit_missing, { value: act.value });
    case 'no':
    case 'cancel':
      return says.nothing_to_cancel;
    default:
      return open || conversation.state === 'forming'
        ? `${says.unclear} ${open ? says.unclear_hint : ''}`.trim()
        : says.not_a_goal;
  }
}

function likelihood(item: Conversation['cards'][number], { cards }: Conversation, wording: Wording): string {
  const about = cards.length > 1 ? filled(wording.says.about, { metric: named(item, wording.says) }) : '';
  if (item.grounded?.forecast == null) return about + noChance(item, wording);
  return about + (dataSaid(item, wording, true).at(-1) ?? '');
}

/** Answers what changes nothing, and comes back to what was open. */
export function makeReply({ writer }: Pick<ListenDeps, 'writer'>) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const turn = turnOf(config);
    const act = actOf(state);
    const conversation = conversationOf(state, writer);
    const wording = wordingOf(conversation.language);
    const phrases = [await answerTo(act, conversation, wording, turn)];
    const lost =
      act.kind === 'question' ||
      act.kind === 'unreadable' ||
      act.kind === 'unclear' ||
      act.kind === 'too_long';
    const next = nextStep(conversation, wording, turn.today);
    if (conversation.state === 'choosing')
      phrases.push(
        filled(wording.says.which, {
          names: choiceOf(conversation.cards, wording.says),
        }),
      );
    else if (next !== null && act.kind !== 'help') phrases.push(next);
    else if (lost && conversation.cards.length === 0) phrases.push(wording.says.not_a_goal_hint);
    speak(turn.emit, phrases.join(act.kind === 'show' && conversation.cards.length > 1 ? '\n' : ' '));
    if (act.kind === 'show' && conversation.cards.length > 0) emitGoal(state, conversation, config);
    return {};
  };
}
