import type { DraftClaim } from '#domain/draft.ts';
import { ModelError } from '#domain/errors.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { type SummaryAnswer, summarySections } from './answers.ts';
import type { BriefData } from './brief-data.ts';
import { objectionTo } from './guard.ts';

/** One line without characters that hide or reorder text. */
export const plainLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** A sentence with people's names and our evidence ids. */
export const restored = (
  { text, citations }: { text: string; citations: readonly string[] },
  { pseudonyms, evidenceOf }: BriefData,
): { text: string; citations: string[] } => ({
  text: pseudonyms.restore(plainLine(text)),
  citations: [...new Set(citations.map(evidenceOf))],
});

/**
 * Refuses sentences that may not stand whatever they cite. The message names none of them: it is shown to readers.
 * @throws ModelError `model-answer-invalid`; `details.feedback` tells the model, a sentence each.
 */
export function refuseWhatMayNotStand(
  sentences: readonly { text: string; citations: readonly string[] }[],
  brief: SummaryBrief,
): void {
  const feedback = sentences.flatMap((sentence) => {
    const objection = objectionTo(sentence, brief.evidence);
    return objection === null ? [] : [`${JSON.stringify(sentence.text)} may not stand: ${objection}.`];
  });
  if (feedback.length > 0)
    throw new ModelError(
      'model-answer-invalid',
      'its sentences judged, promised or stated nothing that can be checked',
      {
        feedback,
      },
    );
}

/** A model's sentences as claims, in the order in which the sections are read. @throws ModelError as above. */
export function claimsOf({ claims }: SummaryAnswer, data: BriefData, brief: SummaryBrief): DraftClaim[] {
  const written = summarySections.flatMap((section) =>
    claims
      .filter((claim) => claim.section === section)
      .map((claim) => ({ ...restored(claim, data), section }))
      .filter(({ text }) => text !== ''),
  );
  refuseWhatMayNotStand(written, brief);
  return written;
}
