import { Annotation } from '@langchain/langgraph';
import { SystemError } from '#domain/errors.ts';
import type { Act } from './act.ts';
import type { Lead } from './advance.ts';
import { type Conversation, conversation, freshConversation } from './conversation.ts';
import type { ChatEvent, GoalChatPorts } from './ports.ts';

/** Strings alone: a checkpoint must never bring back anything else than what was put in. */
export const goalChatState = Annotation.Root({
  /** What was said last, and when. */
  said: Annotation<string>,
  at: Annotation<string>,
  /** Names the goals that come of the thread. */
  thread: Annotation<string>,
  /** The conversation as JSON (`conversation.ts`, with the version of its shape). */
  conversation: Annotation<string>,
  /** What the last message meant, as JSON. */
  act: Annotation<string>,
  /** What is said first of what it changed, as JSON. */
  lead: Annotation<string>,
});
export type GoalChatState = typeof goalChatState.State;

/** What one turn may use; handed in with each call, never kept. */
export interface TurnContext {
  ports: GoalChatPorts;
  emit(event: ChatEvent): void;
  today: string;
  fiscal_year_start_month: number;
  /** Characters of the message, of which only the beginning is kept. */
  length: number;
}

export type NodeConfig = { configurable?: Record<string, unknown>; signal?: AbortSignal };

/** Under this name the turn's context comes in; a name that begins so is never written into a checkpoint. */
export const TURN = '__fairlead_turn';

export function turnOf(config: NodeConfig): TurnContext {
  const turn = config.configurable?.[TURN];
  if (turn === undefined)
    throw new SystemError('internal', 'A turn of a goal’s conversation came without its context.');
  return turn as TurnContext;
}

/** @throws SystemError where what was kept can't be read: then nothing is guessed. */
export function conversationOf(state: Partial<GoalChatState>, writer: string): Conversation {
  if (state.conversation === undefined || state.conversation === '') return freshConversation(writer);
  const kept = conversation.safeParse(JSON.parse(state.conversation));
  if (!kept.success)
    throw new SystemError(
      'internal',
      'This conversation was kept in a shape that this version can’t read; begin a new one.',
    );
  return kept.data;
}

export const actOf = (state: Partial<GoalChatState>): Act =>
  JSON.parse(state.act ?? '{"kind":"unclear"}') as Act;
export const leadOf = (state: Partial<GoalChatState>): Lead =>
  JSON.parse(state.lead ?? '{"phrase":null,"values":{},"told":"nothing","cards":[]}') as Lead;

/** Says a text word by word, as it would be spoken. */
export function speak(emit: TurnContext['emit'], text: string): void {
  for (const word of text.split(/(?<=[ \n])/u))
    if (word !== '') emit({ event: 'token', data: { text: word } });
}
