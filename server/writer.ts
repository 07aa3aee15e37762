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
