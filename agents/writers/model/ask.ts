import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { z } from 'zod';
import { ModelError } from '#domain/errors.ts';
import type { RenderedPrompt } from '#prompts/registry.ts';
import { failureOf } from './failure.ts';

/** What a question to a model may cost in time. */
export interface Patience {
  /** One answer. Long drafts of slow models take most of a minute. */
  attempt_ms: number;
  /** Attempts at one question; only what may be different the next time is tried again. */
  attempts: number;
  /** Longest pause between two of them, also where the server asks for a longer one. */
  pause_ms: number;
}

export const defaultPatience: Patience = { attempt_ms: 60_000, attempts: 3, pause_ms: 15_000 };

export interface TokenCount {
  input_tokens: number;
  output_tokens: number;
}

export interface Question<Answer> {
  prompt: RenderedPrompt;
  /** Name of the shape, and the shape on the wire and as we accept it. */
  name: string;
  wire: Record<string, unknown>;
  schema: z.ZodType<Answer>;
}

export interface AskDeps {
  chat: BaseChatModel;
  patience: Patience;
  /** Waits; ends early when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 to 1, for the spread of pauses. */
  random(): number;
}

/**
 * Puts one question with no tool bound and takes the answer only in the shape that was asked for.
 * @param tokens counts up what every attempt used, also of those that failed.
 * @throws ModelError `model-unavailable` or `model-answer-invalid`; the signal's reason when it aborts.
 */
export async function askModel<Answer>(
  { chat, patience, sleep, random }: AskDeps,
  question: Question<Answer>,
  tokens: TokenCount,
  signal: AbortSignal,
): Promise<Answer> {
  const model = chat.withStructuredOutput(question.wire, {
    name: question.name,
    method: 'jsonSchema',
    strict: true,
    includeRaw: true,
  });
  const messages = [new SystemMessage(question.prompt.system), new HumanMessage(question.prompt.user)];
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const limit = AbortSignal.timeout(patience.attempt_ms);
    try {
      const { raw } = await untilAborted(
        model.invoke(messages, { signal: AbortSignal.any([signal, limit]) }),
        AbortSignal.any([signal, limit]),
      );
      return readAnswer(raw, question, tokens);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error, limit.aborted ? patience.attempt_ms : null);
      if (!failure.again || attempt >= patience.attempts) throw failure.error(attempt);
      // Doubling from one second; half of it by chance, so that several do not come back at once.
      const pause = Math.max(failure.wait_ms ?? 0, 1000 * 2 ** (attempt - 1) * (0.5 + random() / 2));
      await sleep(Math.min(pause, patience.pause_ms), signal);
    }
  }
}

/** Ends when the signal does, even where a client does not listen to it. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Counts as servers report them; some report none, and some nonsense. */
const usage = z
  .object({ input_tokens: z.int().nonnegative().catch(0), output_tokens: z.int().nonnegative().catch(0) })
  .catch({ input_tokens: 0, output_tokens: 0 });

const invalid = (fault: string) => new ModelError('model-answer-invalid', fault);

function readAnswer<Answer>(message: BaseMessage, { schema }: Question<Answer>, tokens: TokenCount): Answer {
  const used = usage.parse('usage_metadata' in message ? message.usage_metadata : null);
  tokens.input_tokens += used.input_tokens;
  tokens.output_tokens += used.output_tokens;
  if (typeof message.additional_kwargs?.refusal === 'string') throw invalid('it declined to answer');
  if (message.response_metadata?.finish_reason === 'length') throw invalid('its answer was cut off');
  const parsed = schema.safeParse(jsonOf(message.text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`its answer had the wrong shape at ${issue?.path.join('.') || 'the top'}`);
}

/** Some servers wrap JSON into a fence although the protocol has a field for it. */
function jsonOf(text: string): unknown {
  const bare = text.trim().replace(/^```(?:json)?\s*|\s*```$/g, '');
  try {
    return JSON.parse(bare);
  } catch {
    throw invalid('its answer was not valid JSON');
  }
}
