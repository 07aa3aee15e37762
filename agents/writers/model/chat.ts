import { ChatOpenAI } from '@langchain/openai';

export interface OpenAiChatOptions {
  model: string;
  /** null for a server that needs none. */
  api_key: string | null;
  /** null for OpenAI's own. */
  base_url: string | null;
  /** Another way to the server, such as a recording of it. */
  fetch?: typeof globalThis.fetch;
}

/** A chat model behind OpenAI's protocol. It tries once: repeating is the writer's, which knows how long it may take. */
export const makeOpenAiChat = ({ model, api_key, base_url, fetch }: OpenAiChatOptions): ChatOpenAI =>
  new ChatOpenAI({
    model,
    // Without a key the client would look for one in the environment; only `server/main.ts` reads that.
    apiKey: api_key ?? 'none',
    maxRetries: 0,
    streaming: false,
    configuration: {
      ...(base_url === null ? {} : { baseURL: base_url }),
      ...(fetch === undefined ? {} : { fetch }),
    },
  });
