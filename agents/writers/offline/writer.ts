import type { Authorship } from '#domain/draft.ts';
import type { Writer } from '#domain/writer.ts';
import { writePlanAreas } from './plan.ts';
import { writeSummaryClaims } from './summary.ts';

export const OFFLINE_WRITER = 'offline@1';

const authorship: Authorship = {
  writer: OFFLINE_WRITER,
  model: null,
  prompt: null,
  prompt_hash: null,
  fallback_reason: null,
  input_tokens: 0,
  output_tokens: 0,
};

/**
 * The writer that is always there: templates over facts, the same text for the same brief. It has nothing to learn
 * from feedback, so what verification dropped stays dropped.
 */
export function makeOfflineWriter(): Writer {
  return {
    name: OFFLINE_WRITER,
    writeSummary: async (brief, { signal }) => {
      signal.throwIfAborted();
      return { claims: writeSummaryClaims(brief), authorship };
    },
    writePlan: async (brief, { signal }) => {
      signal.throwIfAborted();
      return { areas: writePlanAreas(brief), authorship };
    },
  };
}
