import type { Authorship } from '#domain/draft.ts';
import type { Writer } from '#domain/writer.ts';
import type { Usage } from './result.ts';

export interface Recording {
  writer: Writer;
  usage(): Usage;
}

/** The same writer, with note taken of what its answers cost and which prompts they were asked by. */
export function makeRecording(writer: Writer): Recording {
  const prompts = new Map<string, string>();
  const models = new Set<string>();
  const totals = { answers: 0, fallbacks: 0, input_tokens: 0, output_tokens: 0 };
  const note = <Written extends { authorship: Authorship }>(written: Written): Written => {
    const { prompt, prompt_hash, model, fallback_reason, input_tokens, output_tokens } = written.authorship;
    if (prompt !== null && prompt_hash !== null) prompts.set(prompt, prompt_hash);
    if (model !== null) models.add(model);
    totals.answers += 1;
    totals.fallbacks += Number(fallback_reason !== null);
    totals.input_tokens += input_tokens;
    totals.output_tokens += output_tokens;
    return written;
  };
  return {
    writer: {
      name: writer.name,
      writeSummary: async (brief, options) => note(await writer.writeSummary(brief, options)),
      writePlan: async (brief, options) => note(await writer.writePlan(brief, options)),
    },
    usage: () => ({
      ...totals,
      prompts: Object.fromEntries([...prompts].sort()),
      models: [...models].sort(),
    }),
  };
}
