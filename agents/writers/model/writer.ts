import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Authorship } from '#domain/draft.ts';
import { ModelError } from '#domain/errors.ts';
import type { SummaryBrief, Writer, WriterOptions } from '#domain/writer.ts';
import { fillPrompt, makePromptRegistry, type Prompt, type PromptRegistry } from '#prompts/registry.ts';
import { planAnswer, planWire, summaryAnswer, summaryWire } from './answers.ts';
import {
  type AskDeps,
  askModel,
  defaultPatience,
  type Patience,
  type Question,
  type TokenCount,
} from './ask.ts';
import { makeBreaker } from './breaker.ts';
import { type BriefData, briefData } from './brief-data.ts';
import { claimsOf } from './claims.ts';
import { areasOf, reviewWindow } from './plan-areas.ts';

export { makeOpenAiChat } from './chat.ts';

export const MODEL_WRITER = 'model@1';
/** The versions that new drafts are written with; a running cycle keeps the writer it began with. */
const SUMMARY_PROMPT = 'writer/summary@1';
const PLAN_PROMPT = 'writer/plan@1';

/** An answer of the wrong shape is asked for once more, with what was wrong. */
const ASKED_FOR_SHAPE = 2;

export interface ModelWriterOptions {
  /** Any chat model that LangChain can reach and that answers by JSON Schema. */
  chat: BaseChatModel;
  /** Takes over. */
  offline: Writer;
  /** As a draft records it. */
  model_name: string;
  prompts?: PromptRegistry;
  patience?: Patience;
  sleep?: AskDeps['sleep'];
  random?: AskDeps['random'];
  milliseconds?: () => number;
}

const sleepFor: AskDeps['sleep'] = async (ms, signal) => {
  await pause(ms, undefined, { signal });
};

/** What one kind of draft asks and makes of the answer. */
interface Job<Answer, Written> {
  prompt: Prompt;
  question: Omit<Question<Answer>, 'prompt'>;
  values: Record<string, string>;
  read(answer: Answer, data: BriefData): Written;
}

/**
 * A writer that has a model word what the brief states. The model sees placeholders instead of people, has no tool,
 * and returns sentences with citations; whatever goes wrong, the offline writer takes over and the draft says why.
 */
export function makeModelWriter(options: ModelWriterOptions): Writer {
  const { chat, offline, model_name } = options;
  const deps: AskDeps = {
    chat,
    patience: options.patience ?? defaultPatience,
    sleep: options.sleep ?? sleepFor,
    random: options.random ?? Math.random,
  };
  const prompts = options.prompts ?? makePromptRegistry();
  const breaker = makeBreaker(options.milliseconds ?? (() => performance.now()));

  async function ask<Answer, Written>(
    job: Job<Answer, Written>,
    brief: SummaryBrief,
    { feedback, signal }: WriterOptions,
    tokens: TokenCount,
  ): Promise<Written> {
    const data = briefData(brief);
    const wrong = feedback.map((line) => data.pseudonyms.hide(line));
    for (let turn = 1; ; turn += 1) {
      const prompt = fillPrompt(job.prompt, { ...job.values, ...dataValues(data.text, wrong) });
      try {
        return job.read(await askModel(deps, { ...job.question, prompt }, tokens, signal), data);
      } catch (error) {
        const misshapen = error instanceof ModelError && error.code === 'model-answer-invalid';
        if (!misshapen || turn >= ASKED_FOR_SHAPE) throw error;
        wrong.push(...feedbackOf(error).map(data.pseudonyms.hide));
      }
    }
  }

  /** The model's, else the offline writer's with the reason. @throws only when the signal aborts. */
  async function write<Answer, Written extends object>(
    job: Job<Answer, Written>,
    brief: SummaryBrief,
    options: WriterOptions,
    fallBack: () => Promise<Written & { authorship: Authorship }>,
  ): Promise<Written & { authorship: Authorship }> {
    const tokens: TokenCount = { input_tokens: 0, output_tokens: 0 };
    // With too little evidence there is nothing to word, and nothing to pay for.
    if (brief.thin) return await fallBack();
    try {
      if (breaker.isOpen())
        throw new ModelError('model-unavailable', 'it failed several times in a row and was left alone');
      const written = await ask(job, brief, options, tokens);
      breaker.succeeded();
      const { name, hash } = job.prompt;
      const authorship = { writer: MODEL_WRITER, model: model_name, prompt: name, prompt_hash: hash };
      return { ...written, authorship: { ...authorship, fallback_reason: null, ...tokens } };
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof ModelError)) throw error;
      if (error.code === 'model-unavailable' && !breaker.isOpen()) breaker.failed();
      const fallen = await fallBack();
      const authorship = {
        ...fallen.authorship,
        ...tokens,
        model: model_name,
        fallback_reason: reasonOf(error),
      };
      return { ...fallen, authorship };
    }
  }

  return {
    name: `${MODEL_WRITER} (${model_name})`,
    writeSummary: (brief, options) =>
      write(
        {
          prompt: prompts.get(SUMMARY_PROMPT),
          question: { name: 'summary', wire: summaryWire, schema: summaryAnswer },
          values: {},
          read: (answer, data) => ({ claims: claimsOf(answer, data, brief) }),
        },
        brief,
        options,
        () => offline.writeSummary(brief, options),
      ),
    writePlan: (brief, options) => {
      const window = reviewWindow(brief.as_of);
      return write(
        {
          prompt: prompts.get(PLAN_PROMPT),
          question: { name: 'plan', wire: planWire, schema: planAnswer },
          values: { earliest_review: window.from, latest_review: window.to },
          read: (answer, data) => ({ areas: areasOf(answer, data, brief) }),
        },
        brief,
        options,
        () => offline.writePlan(brief, options),
      );
    },
  };
}

/** What a model is told of its answer. */
const feedbackOf = ({ message, details }: ModelError): string[] =>
  Array.isArray(details.feedback)
    ? details.feedback.map(String)
    : [`Your answer could not be used: ${message}.`];

const reasonOf = ({ message }: ModelError): string => `The model could not be used: ${message}.`;

/** The untrusted part, between lines that nobody could have foreseen. */
const dataValues = (data: string, feedback: readonly string[]): Record<string, string> => ({
  nonce: randomBytes(9).toString('base64url'),
  data,
  feedback: feedback.length === 0 ? '[]' : JSON.stringify(feedback, null, 1).replaceAll('<', '\\u003c'),
});
