import { type Act, type Hearing, idsOf, LONGEST_MESSAGE, type Situation } from './act.ts';
import type { Conversation } from './conversation.ts';
import { correctionIn } from './corrections.ts';
import { commandIn, hasWords, normalised, unquestioned, visibleText, withoutLeadIn } from './hearing.ts';
import { hearingIn } from './phrasebook.ts';
import { referenceIn, withoutMetric } from './reference.ts';
import { statementIn } from './statements.ts';

/** Finds what a message means. Deterministic; reads nothing but the message and the conversation. */
export function understood(message: string, conversation: Conversation, situation: Situation): Act {
  const length = Math.max(message.length, situation.length ?? 0);
  if (length > LONGEST_MESSAGE) return { kind: 'too_long', length };
  const said = visibleText(message);
  const whole = normalised(said);
  const command = commandIn(whole, conversation.language);
  if (command !== null) return command;
  if (!hasWords(whole)) return { kind: 'unreadable' };
  const text = withoutLeadIn(whole, conversation.language);
  const hearing: Hearing = {
    said,
    text,
    conversation,
    hears: hearingIn(conversation.language).slice(0, 2),
    context: {
      language: conversation.language,
      today: situation.today,
      fiscal_year_start_month: situation.fiscal_year_start_month,
    },
  };
  const later = text === whole ? null : commandIn(text, conversation.language);
  if (later !== null) return later;
  const open = conversation.cards.length > 0;
  return (
    chosen(hearing, situation) ?? (open ? correctionIn(hearing) : null) ?? statementIn(hearing, situation)
  );
}

/** The answer to "which one?": what was said before is now meant of these. */
function chosen({ text, conversation }: Hearing, situation: Situation): Act | null {
  const { pending, cards, language } = conversation;
  if (conversation.state !== 'choosing' || pending === null) return null;
  const { cards: named, rest } = referenceIn(unquestioned(text), cards, language);
  const [first] = named ?? [];
  if (named === null || first === undefined || (named.length > 1 && named.length < cards.length)) return null;
  if (
    withoutMetric(rest.split(' '), named).filter(
      (word) => word !== '' && !/^(?:the|one|i mean|mean|for)$/u.test(word),
    ).length > 1
  )
    return null;
  const act = understood(
    pending,
    { ...conversation, state: 'confirming', pending: null, asked: null, focus: first.id },
    situation,
  );
  const ids = idsOf(named);
  if (act.kind === 'change')
    return { kind: 'change', changes: act.changes.map(({ change }) => ({ cards: ids, change })) };
  return act.kind === 'drop' || act.kind === 'clear' ? { ...act, cards: ids } : act;
}
