import type { GoalReader } from '#agents/goals/chat/ports.ts';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import type { Config } from '#domain/config.ts';
import type { Writer } from '#domain/writer.ts';

/** The writer that the settings name, and the one that takes over. LangChain's OpenAI client is only loaded where one is asked for. */
export async function makeWriters(
  config: Config,
  fetch?: typeof globalThis.fetch,
): Promise<{ writer: Writer; offline: Writer }> {
  const offline = makeOfflineWriter();
  if (config.model === null) return { writer: offline, offline };
  const { makeModelWriter, makeOpenAiChat } = await import('#agents/writers/model/writer.ts');
  const chat = makeOpenAiChat({
    model: config.model.model,
    api_key: config.openai.api_key,
    base_url: config.openai.base_url,
    ...(fetch === undefined ? {} : { fetch }),
  });
  return { writer: makeModelWriter({ chat, offline, model_name: config.model.model }), offline };
}

/** A model's reading of goals in plain words, where the settings name a model; null: the built-in grammar reads alone. */
export async function makeGoalReader(config: Config): Promise<GoalReader | null> {
  if (config.model === null) return null;
  const { makeModelReader } = await import('#agents/goals/chat/model/reader.ts');
  const { makeOpenAiChat } = await import('#agents/writers/model/chat.ts');
  const { model } = config.model;
  const chat = makeOpenAiChat({ model, api_key: config.openai.api_key, base_url: config.openai.base_url });
  return makeModelReader({ chat, model_name: model });
}
