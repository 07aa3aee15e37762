import type { DraftClaim } from '#domain/draft.ts';
import { type SummaryAnswer, summarySections } from './answers.ts';
import type { BriefData } from './brief-data.ts';

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

/** A model's sentences as claims, in the order in which the sections are read. */
export function claimsOf({ claims }: SummaryAnswer, data: BriefData): DraftClaim[] {
  return summarySections.flatMap((section) =>
    claims
      .filter((claim) => claim.section === section)
      .map((claim) => ({ ...restored(claim, data), section }))
      .filter(({ text }) => text !== ''),
  );
}
