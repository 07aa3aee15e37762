import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { type AskDeps, askModel, type Patience } from '#agents/writers/model/ask.ts';
import { makeBreaker } from '#agents/writers/model/breaker.ts';
import { ModelError } from '#domain/errors.ts';
import { fillPrompt, makePromptRegistry, type PromptRegistry } from '#prompts/registry.ts';
import { parseGoal } from '../../parser.ts';
import type { GoalReader } from '../ports.ts';
import { kpiFromSpans, spansAnswer, spansWire } from './spans.ts';

const PROMPT = 'goals/extract@1';
export const MODEL_READER = 'model@1';

/** Somebody waits for the answer: after a few seconds the grammar's reading is the better one. */
const chatPatience: Patience = { attempt_ms: 8_000, attempts: 2, pause_ms: 1_000 };

export interface ModelReaderOptions {
  /** Any chat model that LangChain can reach and that answers by JSON Schema. */
  chat: BaseChatModel;
  model_name: string;
  prompts?: PromptRegistry;
  patience?: Patience;
  sleep?: AskDeps['sleep'];
  random?: AskDeps['random'];
  milliseconds?: () => number;
}

/**
 * Has a model mark the parts of a goal, and computes from the marked letters alone: it can choose, never invent. The
 * grammar's own reading takes over where the model fails, or where nothing that it marked stands in the text.
 */
export function makeModelReader(options: ModelReaderOptions): GoalReader {
  const deps: AskDeps = {
    chat: options.chat,
    patience: options.patience ?? chatPatience,
    sleep: options.sleep ?? ((ms, signal) => pause(ms, undefined, { signal })),
    random: options.random ?? Math.random,
  };
  const prompt = (options.prompts ?? makePromptRegistry()).get(PROMPT);
  const breaker = makeBreaker(options.milliseconds ?? (() => performance.now()));

  async function marked(text: string, signal: AbortSignal) {
    if (breaker.isOpen())
      throw new ModelError('model-unavailable', 'it failed several times in a row and was left alone');
    const rendered = fillPrompt(prompt, {
      nonce: randomBytes(9).toString('base64url'),
      data: text.replaceAll('<', '‹'),
    });
    const question = { prompt: rendered, name: 'goal_spans', wire: spansWire, schema: spansAnswer };
    const answer = await askModel(deps, question, { input_tokens: 0, output_tokens: 0 }, signal);
    breaker.succeeded();
    return answer;
  }

  return {
    async read(text, context, signal) {
      const offline = parseGoal({ id: 'goal', text, ...context });
      try {
        const { kpis: answered } = await marked(text, signal);
        const kpis = answered.flatMap((spans) => kpiFromSpans(text, spans, context) ?? []);
        // It saw nothing to measure: so be it, where the grammar sees nothing either.
        if (kpis.length === 0 && (answered.length > 0 || offline.kpis.length > 0))
          throw new ModelError('model-answer-invalid', 'nothing that it marked stands in what was said');
        const open = kpis.some(
          (kpi) => kpi.target === null && kpi.target_range === null && kpi.relative === null,
        );
        return {
          goal: {
            ...offline,
            kpis,
            measurable: kpis.length > 0,
            needs_clarification: open
              ? offline.needs_clarification
              : offline.needs_clarification.filter((field) => field !== 'metric'),
            writer: `${MODEL_READER} (${options.model_name})`,
          },
          fell_back: null,
        };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ModelError)) throw error;
        if (error.code === 'model-unavailable' && !breaker.isOpen()) breaker.failed();
        return { goal: offline, fell_back: error.message };
      }
    },
  };
}
