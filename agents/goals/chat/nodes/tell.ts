import { type Card, type Conversation, missingOf } from '../conversation.ts';
import type { ListenDeps } from '../deps.ts';
import { filled } from '../phrasebook.ts';
import type { CardView } from '../ports.ts';
import { conversationOf, type GoalChatState, leadOf, type NodeConfig, speak, turnOf } from '../state.ts';
import {
  askedText,
  blockedBy,
  blocksSaid,
  dataSaid,
  findingsOf,
  findingsSaid,
  goalOf,
  notSaid,
  toldOf,
} from '../telling.ts';
import { named, type Wording, wordingOf } from '../wording.ts';

/** What the data say and what wasn't said, of the cards that this turn is about. */
function aboutCards(
  conversation: Conversation,
  told: readonly Card[],
  wording: Wording,
  first: boolean,
): string[] {
  const many = conversation.cards.length > 1;
  return told.flatMap((item) => {
    const said = [...dataSaid(item, wording), ...unsaid(item, conversation, wording, first)];
    if (said.length === 0) return [];
    const about = many ? filled(wording.says.about, { metric: named(item, wording.says) }) : '';
    return [`${many ? '\n' : ''}${about}${said.join(' ')}${many ? '\n' : ''}`];
  });
}

/** What a card doesn't say; not what was left open on purpose, nor the one thing that is asked in the same breath. */
function unsaid(item: Card, { asked }: Conversation, wording: Wording, first: boolean): string[] {
  const missing = missingOf(item).filter((field) => !item.skipped.includes(field));
  const askedNow = !first && asked?.card === item.id && missing.length === 1;
  const text = askedNow || missing.length === 0 ? null : notSaid(item, wording);
  return text === null ? [] : [text];
}

/** What comes next: the open question, or the yes that saves. */
export function nextStep(
  conversation: Conversation,
  wording: Wording,
  today: string,
  told = false,
): string | null {
  const { says } = wording;
  if (conversation.state === 'choosing') return null;
  const question = askedText(conversation, wording);
  if (conversation.state === 'asking' || conversation.state === 'forming') return question;
  if (conversation.state !== 'confirming') return null;
  const undated = conversation.cards.some(({ kpi }) => kpi.due_iso === null && kpi.direction !== 'maintain');
  if (undated) return says.no_date;
  // What the findings said just now isn't said twice.
  if (blockedBy(conversation, today).length > 0)
    return told ? null : [says.blocked, ...blocksSaid(conversation, wording, today)].join(' ');
  const standing = conversation.cards.every(({ kpi }) => kpi.due_iso === null);
  const yes = conversation.cards.length > 1 ? says.confirm_many : says.confirm;
  return standing ? `${says.no_date_standing} ${yes}` : yes;
}

export function viewsOf(conversation: Conversation, today: string): CardView[] {
  const findings = findingsOf(conversation, today);
  return conversation.cards.map((item, index) => {
    const { kpi } = item;
    const open = kpi.target === null && kpi.target_range === null && kpi.relative === null;
    return {
      id: item.id,
      not_said: [
        ...(open ? ['target'] : []),
        ...(item.baseline_from === 'person' ? [] : ['baseline']),
        ...(kpi.due === null ? ['due'] : []),
      ],
      baseline_from: item.baseline_from,
      indicator: item.grounded?.indicator ?? null,
      nearest: item.grounded?.nearest ?? [],
      baseline: item.grounded?.baseline ?? null,
      forecast: item.grounded?.forecast ?? null,
      findings: findings
        .filter(({ kpi: of }) => of === index || of === null)
        .map(({ id, severity, sentence, fix }) => ({ id, severity, sentence, fix })),
    };
  });
}

/** The goal's state as events, and the question that is open. */
export function emitGoal(state: GoalChatState, conversation: Conversation, config: NodeConfig): void {
  const { emit, today } = turnOf(config);
  const wording = wordingOf(conversation.language);
  // The person's own part of the thread's name stays inside.
  const goal = goalOf(conversation, state.thread.slice(state.thread.indexOf(':') + 1), wording);
  emit({ event: 'draft', data: { goal, cards: viewsOf(conversation, today), state: conversation.state } });
  const ask = askedText(conversation, wording);
  if (conversation.asked === null || ask === null) return;
  const place = conversation.cards.findIndex(({ id }) => id === conversation.asked?.card);
  emit({ event: 'question', data: { field: conversation.asked.field, ask, kpi: place < 0 ? null : place } });
}

/** Says what the data know, what wasn't said, what to look at, and what comes next. */
export function makeTell({ writer }: Pick<ListenDeps, 'writer'>) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const { emit, today } = turnOf(config);
    const conversation = conversationOf(state, writer);
    const wording = wordingOf(conversation.language);
    const lead = leadOf(state);
    const told = conversation.cards.filter(({ id }) => lead.cards.length === 0 || lead.cards.includes(id));
    const phrases = [
      ...(lead.told === 'nothing'
        ? []
        : aboutCards(conversation, told, wording, lead.phrase === 'understood' || lead.phrase === 'added')),
      ...(lead.told === 'nothing' ? [] : findingsSaid(conversation, wording, today)),
    ];
    const next = nextStep(conversation, wording, today, lead.told !== 'nothing');
    if (next !== null && lead.phrase !== 'declined') phrases.push(next);
    if (phrases.length > 0) speak(emit, ` ${phrases.join(' ')}`.replaceAll(/ *\n[\n ]*/gu, '\n'));
    if (
      conversation.state === 'asking' ||
      conversation.state === 'confirming' ||
      conversation.state === 'forming'
    )
      emitGoal(state, conversation, config);
    const after = {
      ...conversation,
      cards: conversation.cards.map((item) => (told.includes(item) ? toldOf(item) : item)),
    };
    return lead.told === 'nothing' ? {} : { conversation: JSON.stringify(after) };
  };
}
