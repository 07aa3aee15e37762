import { Annotation, type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import { intentOf } from './intent.ts';

/** Strings only: the goal itself is read anew from the words each time. */
const goalChatState = Annotation.Root({
  /** What was said last. */
  said: Annotation<string>,
  /** Everything said towards the goal, in order. */
  text: Annotation<string>,
  /** `forming` until a yes or a no; `saved` once it was kept. */
  phase: Annotation<'forming' | 'confirmed' | 'cancelled' | 'saved'>,
});
export type GoalChatState = typeof goalChatState.State;

/** A person can only say so much in one goal; more is a document, and refused before it comes here. */
const LONGEST_TEXT = 8000;

function listen({ said, text = '', phase = 'forming' }: GoalChatState): Partial<GoalChatState> {
  const intent = intentOf(said);
  const open = phase === 'forming' && text !== '';
  if (open && intent !== 'say') return { phase: intent === 'yes' ? 'confirmed' : 'cancelled' };
  // After a goal was saved or given up, the next words begin another.
  const before = open ? `${text.replace(/[.;\s]+$/, '')}, ` : '';
  return { text: `${before}${said.trim()}`.slice(0, LONGEST_TEXT), phase: 'forming' };
}

export interface GoalChat {
  /** Takes what was said into the thread. */
  say(thread: string, said: string): Promise<GoalChatState>;
  /** Sets how the thread goes on: `saved`, or `forming` where saving was not possible yet. */
  settle(thread: string, phase: 'saved' | 'forming'): Promise<void>;
}

/** Goals said in plain words, one thread a goal; a thread waits for days and over restarts. */
export function makeGoalChat(checkpointer: BaseCheckpointSaver): GoalChat {
  const graph = new StateGraph(goalChatState)
    .addNode('listen', listen)
    .addEdge(START, 'listen')
    .addEdge('listen', END)
    .compile({ checkpointer });
  const configOf = (thread: string) => ({ configurable: { thread_id: `goals:${thread}` } });
  return {
    say: (thread, said) => graph.invoke({ said }, { ...configOf(thread), durability: 'sync' }),
    async settle(thread, phase) {
      await graph.updateState(configOf(thread), { phase }, 'listen');
    },
  };
}
