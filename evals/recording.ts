import type { Authorship } from '#domain/draft.ts';
import type { Writer } from '#domain/writer.ts';
import type { Usage } from './result.ts';
import { spend } from './spending.ts';

export interface Recording {
  /** The writer for one suite, and what it has spent there. */
  part(): { writer: Writer; tokens(): { input_tokens: number; output_tokens: number } };
  /** Over all parts. */
  usage(): Usage;
}

/** The same writer, with note taken of what its answers cost and which prompts they were asked by. */
export function makeRecording(writer: Writer): Recording {
  const prompts = new Map<string, string>();
  const models = new Set<string>();
  const totals = { answers: 0, fallbacks: 0, input_tokens: 0, output_tokens: 0 };
  const note = ({ prompt, prompt_hash, model, fallback_reason, input_tokens, output_tokens }: Authorship) => {
    if (prompt !== null && prompt_hash !== null) prompts.set(prompt, prompt_hash);
    if (model !== null) models.add(model);
    totals.answers += 1;
    totals.fallbacks += Number(fallback_reason !== null);
    totals.input_tokens += input_tokens;
    totals.output_tokens += output_tokens;
    spend(input_tokens + output_tokens);
  };
  return {
    part() {
      const own = { input_tokens: 0, output_tokens: 0 };
      const noted = <Written extends { authorship: Authorship }>(written: Written): Written => {
        note(written.authorship);
        own.input_tokens += written.authorship.input_tokens;
        own.output_tokens += written.authorship.output_tokens;
        return written;
      };
      return {
        writer: {
          name: writer.name,
          writeSummary: async (brief, options) => noted(await writer.writeSummary(brief, options)),
          writePlan: async (brief, options) => noted(await writer.writePlan(brief, options)),
        },
        tokens: () => ({ ...own }),
      };
    },
    usage: () => ({
      ...totals,
      prompts: Object.fromEntries([...prompts].sort()),
      models: [...models].sort(),
    }),
  };
}
