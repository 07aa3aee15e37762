import type { EvidenceItem } from '../evidence.ts';

const quotation = /\s*["“]([^"“”]{1,400})["”]/g;

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/**
 * A claim's text without what is no statement of its own: a quotation that is, word for word, a fact of a cited item
 * (a ticket's title, whatever numbers and verbs stand in it), and the digits of a known name ("Person 12"). Any other
 * quotation stays and is checked.
 */
export function withoutQuotations(
  text: string,
  items: readonly Pick<EvidenceItem, 'facts'>[],
  names: readonly string[],
): string {
  const facts = new Set(
    items.flatMap(({ facts: own }) =>
      own.flatMap(({ value }) => (typeof value === 'string' ? [plain(value)] : [])),
    ),
  );
  const unquoted = text.replace(quotation, (found, quoted: string) =>
    facts.has(plain(quoted)) ? '' : found,
  );
  return names
    .filter((name) => /\d/.test(name) && /\p{L}/u.test(name))
    .reduce((rest, name) => rest.replaceAll(name, name.replace(/\s*\d+/g, '')), unquoted);
}
