import { z } from 'zod';
import { isoDate, isoInstant } from './date.ts';
import { type EvidenceId, evidenceId, idFrom } from './ids.ts';
import { contentHash } from './json.ts';

/** One checkable value in an item of evidence. `period` is a day, a month `YYYY-MM`, a week's Monday or `from/to`. */
export const fact = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string().nullable().default(null),
  period: z.string().nullable().default(null),
});
export type Fact = z.infer<typeof fact>;

/** An item that may be cited, as contract 4.4 reads it. Other fields are passed over. */
export const evidenceItem = z.object({
  id: z.string().min(1),
  /** Person or team it is about. */
  subject: z.string().min(1),
  at: isoDate,
  kind: z.string(),
  text: z.string(),
  facts: z.array(fact).default([]),
});
export type EvidenceItem = z.infer<typeof evidenceItem>;

/** As stored: immutable, dated and hashed. A changed record makes a new item; an old citation still opens the old one. */
export const storedEvidence = evidenceItem.extend({
  id: evidenceId,
  kind: z.enum(['record', 'observation', 'assessment', 'goal']),
  /** Id of the record, observation, assessment or goal that it states. */
  ref_id: z.string(),
  /** Further people that it names, besides its subject: pseudonymised before a model sees it. */
  mentions: z.array(z.string()).default([]),
  hash: z.string(),
  created_at: isoInstant,
  contested: z.object({ by: z.string(), at: isoInstant, reason: z.string() }).nullable().default(null),
});
export type StoredEvidence = z.infer<typeof storedEvidence>;

export type NewEvidence = Omit<StoredEvidence, 'id' | 'hash' | 'created_at' | 'contested'>;

/** Content decides the id, so the same fact is never two items. */
export function identifyEvidence(item: NewEvidence): NewEvidence & { id: EvidenceId; hash: string } {
  const content = {
    subject: item.subject,
    at: item.at,
    kind: item.kind,
    ref_id: item.ref_id,
    text: item.text,
    facts: item.facts,
  };
  return { ...item, id: idFrom('evd', evidenceId, content), hash: contentHash(content) };
}
