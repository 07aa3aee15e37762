import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ChatOpenAI } from '@langchain/openai';
import { createLLMAsJudge } from 'openevals/llm';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { fillPrompt, makePromptRegistry, type Prompt } from '#prompts/registry.ts';

/** What a judge is shown: the text, and what it was written from. */
export interface Judged {
  given: string;
  text: string;
}

/** `good` is null where the judge gave no verdict: the model failed, or answered in another shape. */
export interface Verdict {
  good: boolean | null;
  why: string;
}

/** A rubric together with the one model that reads it: another model is another judge. */
export interface Judge {
  /** E.g. `tone`. */
  name: string;
  /** E.g. `judges/tone@1`, and the SHA-256 of its file. */
  prompt: string;
  prompt_hash: string;
  model: string;
  /** Never throws but for an abort. */
  judge(judged: Judged, signal: AbortSignal): Promise<Verdict>;
}

export interface JudgeModel {
  model: string;
  api_key: string | null;
  base_url: string | null;
  fetch?: typeof globalThis.fetch;
}

/** Longer than any answer took; a judge that hangs is one without a verdict. */
const JUDGE_SECONDS = 60;

const answer = z.object({ score: z.boolean(), comment: z.string() });

/** The rubrics of this folder, by name; of each the newest version. */
export function readRubrics(): Map<string, Prompt> {
  const prompts = makePromptRegistry(fileURLToPath(new URL('../', import.meta.url))).all();
  const ascending = prompts.toSorted((one, other) => one.version - other.version);
  return new Map(ascending.map((prompt) => [prompt.id.replace('judges/', ''), prompt]));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws UserError for a name that no rubric has. */
export function makeJudge(
  name: string,
  { model, api_key, base_url, fetch = globalThis.fetch }: JudgeModel,
): Judge {
  const rubrics = readRubrics();
  const rubric = rubrics.get(name);
  if (rubric === undefined)
    throw invalidInput(`There is no judge ${name}. Judges: ${[...rubrics.keys()].sort().join(', ')}.`);
  return {
    name,
    prompt: rubric.name,
    prompt_hash: rubric.hash,
    model,
    async judge(judged, signal) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(JUDGE_SECONDS * 1000)]);
      const chat = new ChatOpenAI({
        model,
        // Without one the client would look into the environment.
        apiKey: api_key ?? 'none',
        maxRetries: 1,
        streaming: false,
        configuration: {
          ...(base_url === null ? {} : { baseURL: base_url }),
          fetch: (input, init) =>
            fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, within]) : within }),
        },
      });
      const ask = createLLMAsJudge({
        prompt: () => messagesOf(rubric, judged),
        judge: chat,
        feedbackKey: name,
      });
      try {
        const { score, comment } = answer.parse(await ask({ outputs: judged.text }));
        return { good: score, why: comment };
      } catch (error) {
        signal.throwIfAborted();
        return { good: null, why: `no verdict: ${messageOf(error).slice(0, 200)}` };
      }
    },
  };
}

function messagesOf(rubric: Prompt, { given, text }: Judged) {
  // A new word each time around what is judged: a text cannot close what it cannot foresee.
  const nonce = randomBytes(9).toString('base64url');
  const { system, user } = fillPrompt(rubric, { nonce, given, text });
  return [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: user },
  ];
}
