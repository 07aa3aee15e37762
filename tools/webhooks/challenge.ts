import { z } from 'zod';
import type { SchemeName } from './signature.ts';

const text = z.string().min(1).max(500);

interface Question {
  /** What a system sends that asks, once, whether an address is ours; and what it wants to hear. */
  readonly answer: z.ZodType<Record<string, string>>;
  /** Whether it signs the question like everything else. An answer tells nothing that was not asked with. */
  readonly signed: boolean;
}

const questions: Readonly<Partial<Record<SchemeName, Question>>> = {
  // api.slack.com/events/url_verification
  slack: {
    signed: true,
    answer: z
      .object({ type: z.literal('url_verification'), challenge: text })
      .transform(({ challenge }) => ({ challenge })),
  },
  // engineering.toggl.com, "URL Endpoint Validation"
  toggl: {
    signed: true,
    answer: z
      .object({ payload: z.literal('ping'), validation_code: text })
      .transform(({ validation_code }) => ({ validation_code })),
  },
  // developer.monday.com, "Webhooks", URL verification: unsigned where a person adds the webhook to a board.
  monday: { signed: false, answer: z.strictObject({ challenge: text }) },
};

/** What a system wants to hear that asks whether this address is ours; null where the body asks nothing of the kind. */
export function challengeAnswer(
  name: SchemeName,
  body: Uint8Array,
): { answer: Record<string, string>; signed: boolean } | null {
  const question = questions[name];
  if (question === undefined) return null;
  try {
    const parsed = question.answer.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? { answer: parsed.data, signed: question.signed } : null;
  } catch {
    return null;
  }
}
