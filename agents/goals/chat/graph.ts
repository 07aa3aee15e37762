import { type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import { WRITER } from '../parser.ts';
import { LONGEST_MESSAGE } from './act.ts';
import type { ListenDeps } from './deps.ts';
import { visibleText } from './hearing.ts';
import { makeAmend } from './nodes/amend.ts';
import { makeGround } from './nodes/ground.ts';
import { makeKeep } from './nodes/keep.ts';
import { makeListen } from './nodes/listen.ts';
import { makeReply } from './nodes/reply.ts';
import { makeTell } from './nodes/tell.ts';
import type { ChatEvent, GoalChatPorts, GoalReader } from './ports.ts';
import { routeAct } from './routing.ts';
import { goalChatState, TURN, type TurnContext } from './state.ts';

/** Wiring alone: one turn of a conversation, from what was said to what is answered. */
export function makeGoalChatGraph(deps: ListenDeps, checkpointer?: BaseCheckpointSaver) {
  return new StateGraph(goalChatState)
    .addNode('listen', makeListen(deps))
    .addNode('amend', makeAmend(deps))
    .addNode('ground', makeGround(deps))
    .addNode('tell', makeTell(deps))
    .addNode('keep', makeKeep(deps))
    .addNode('reply', makeReply(deps))
    .addEdge(START, 'listen')
    .addConditionalEdges('listen', routeAct, ['amend', 'keep', 'reply'])
    .addEdge('amend', 'ground')
    .addEdge('ground', 'tell')
    .addEdge('tell', END)
    .addEdge('keep', END)
    .addEdge('reply', END)
    .compile(checkpointer === undefined ? {} : { checkpointer });
}

export interface Turn {
  /** Names the conversation; begins with the person's own id, so that nobody goes on with somebody else's. */
  thread: string;
  said: string;
  /** Instant of the message. */
  at: string;
  today: string;
  /** 1–12. */
  fiscal_year_start_month: number;
  ports: GoalChatPorts;
  signal?: AbortSignal;
}

export interface GoalChat {
  /** Takes what was said into the thread and tells, as they come, the events of the answer. */
  say(turn: Turn, emit: (event: ChatEvent) => void): Promise<void>;
}

/** Goals said in plain words; a thread waits for days and over restarts. One turn of a thread at a time. */
export function makeGoalChat(checkpointer: BaseCheckpointSaver, reader: GoalReader | null = null): GoalChat {
  const graph = makeGoalChatGraph({ writer: WRITER, reader }, checkpointer);
  const running = new Map<string, Promise<void>>();
  async function run({ thread, said, at, signal, ...rest }: Turn, emit: TurnContext['emit']): Promise<void> {
    const turn: TurnContext = { ...rest, emit, length: said.length };
    await graph.invoke(
      // What can't be seen, or can't be kept, stays out of the checkpoints; so does a document.
      { said: visibleText(said.slice(0, LONGEST_MESSAGE + 1)), at, thread },
      {
        configurable: { thread_id: `goals:${thread}`, [TURN]: turn },
        durability: 'sync',
        ...(signal === undefined ? {} : { signal }),
      },
    );
  }
  return {
    async say(turn, emit) {
      const before = running.get(turn.thread) ?? Promise.resolve();
      const now = before.then(
        () => run(turn, emit),
        () => run(turn, emit),
      );
      running.set(turn.thread, now);
      try {
        await now;
      } finally {
        if (running.get(turn.thread) === now) running.delete(turn.thread);
      }
    },
  };
}
