import { setTimeout as pause } from 'node:timers/promises';
import { BaseChatModel, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import { RunnableLambda } from '@langchain/core/runnables';
import type { TokenCount } from './model/ask.ts';

interface Turn {
  usage?: TokenCount;
  /** How long it takes to begin to answer. */
  after_ms?: number;
}

/** One turn of a script. A stream arrives in pieces; with `cut` the connection breaks after the last of them. */
export type ScriptedAnswer =
  | (Turn & { text: string })
  | (Turn & { json: unknown })
  | (Turn & { stream: string[]; cut?: Error })
  | (Turn & { error: Error });

/** A turn, or how to work it out from what was asked. */
export type ScriptedTurn = ScriptedAnswer | ((messages: readonly BaseMessage[]) => ScriptedAnswer);

export interface ScriptedCall {
  messages: { role: string; text: string }[];
  /** JSON Schema that the answer had to have; null when none was asked for. */
  schema: unknown;
  /** Names of the tools that were bound. */
  tools: string[];
}

interface CallOptions {
  signal?: AbortSignal;
  schema?: unknown;
  tools?: string[];
}

function piecesOf(answer: Exclude<ScriptedAnswer, { error: Error }>): string[] {
  if ('stream' in answer) return answer.stream;
  return ['text' in answer ? answer.text : JSON.stringify(answer.json)];
}

const toolName = (tool: BindToolsInput): string => ('name' in tool ? String(tool.name) : 'unnamed');

const usageOf = ({ usage = { input_tokens: 0, output_tokens: 0 } }: Turn) => ({
  usage_metadata: { ...usage, total_tokens: usage.input_tokens + usage.output_tokens },
});

/**
 * A chat model that says what its script says, turn by turn, and remembers what it was asked. A call beyond the script
 * throws: no test passes by an answer that nobody wrote.
 */
export class ScriptedChatModel extends BaseChatModel {
  readonly calls: ScriptedCall[] = [];
  readonly #script: ScriptedTurn[];

  constructor(script: readonly ScriptedTurn[]) {
    super({});
    this.#script = [...script];
  }

  /** Turns that nobody asked for yet. */
  get unused(): number {
    return this.#script.length;
  }

  override _llmType(): string {
    return 'scripted';
  }

  async #next(messages: readonly BaseMessage[], options: CallOptions): Promise<ScriptedAnswer> {
    this.calls.push({
      messages: messages.map((message) => ({ role: message.type, text: message.text })),
      schema: options.schema ?? null,
      tools: options.tools ?? [],
    });
    const turn = this.#script.shift();
    if (turn === undefined) throw new Error(`The script has no answer for call ${this.calls.length}.`);
    const answer = typeof turn === 'function' ? turn(messages) : turn;
    if (answer.after_ms !== undefined) await pause(answer.after_ms, undefined, { signal: options.signal });
    if ('error' in answer) throw answer.error;
    return answer;
  }

  override async _generate(messages: BaseMessage[], options: CallOptions): Promise<ChatResult> {
    const answer = await this.#next(messages, options);
    if ('error' in answer) throw answer.error;
    if ('stream' in answer && answer.cut !== undefined) throw answer.cut;
    const text = piecesOf(answer).join('');
    return { generations: [{ text, message: Object.assign(new AIMessage(text), usageOf(answer)) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: CallOptions,
  ): AsyncGenerator<ChatGenerationChunk> {
    const answer = await this.#next(messages, options);
    if ('error' in answer) throw answer.error;
    const pieces = piecesOf(answer);
    for (const [index, text] of pieces.entries()) {
      const last = index === pieces.length - 1;
      const message = Object.assign(new AIMessageChunk(text), last ? usageOf(answer) : {});
      yield new ChatGenerationChunk({ text, message });
    }
    if ('stream' in answer && answer.cut !== undefined) throw answer.cut;
  }

  override bindTools(tools: BindToolsInput[]): ReturnType<NonNullable<BaseChatModel['bindTools']>> {
    return this.withConfig({ tools: tools.map(toolName) } as CallOptions);
  }

  /** As models of OpenAI's protocol do it: no tool, the answer's text read as JSON. */
  override withStructuredOutput(schema: unknown): ReturnType<BaseChatModel['withStructuredOutput']> {
    return RunnableLambda.from(async (messages: BaseMessage[], config?: { signal?: AbortSignal }) => {
      const raw = await this.invoke(messages, { ...config, schema } as CallOptions);
      return { raw, parsed: null };
    }) as unknown as ReturnType<BaseChatModel['withStructuredOutput']>;
  }
}
