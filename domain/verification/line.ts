import { z } from 'zod';
import { verifiableDraft } from '../draft.ts';
import { invalidInput } from '../errors.ts';
import { evidenceItem } from '../evidence.ts';
import { type Verdict, type VerifyOptions, verifyDraft } from './verify.ts';

/** One line of `fairlead verify`: contract 4.4. Fields beyond these are passed over. */
export const verificationLine = z.object({
  id: z.string(),
  draft: verifiableDraft,
  evidence: z.array(evidenceItem),
});
export type VerificationLine = z.infer<typeof verificationLine>;

export type VerificationResult = { id: string } & Verdict;

/** @throws UserError `invalid-input`, whose message names the field (`draft.period.from: …`) */
export function verifyLine(input: unknown, options: VerifyOptions = {}): VerificationResult {
  const parsed = verificationLine.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`);
    throw invalidInput(issues.slice(0, 5).join('; '), {
      fields: parsed.error.issues.map((issue) => issue.path.join('.')),
    });
  }
  const { id, draft, evidence } = parsed.data;
  return { id, ...verifyDraft(draft, evidence, options) };
}
