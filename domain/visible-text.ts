/**
 * Characters that a reader doesn't see, or that turn the order of what they see: format characters (zero-width,
 * bidirectional), controls, surrogates and private use. A joiner within an emoji is seen by its effect.
 * Source: Unicode Technical Report 36, "Unicode Security Considerations".
 */
const hidden = /(?!\u200d\p{Extended_Pictographic})[\p{Cf}\p{Cc}\p{Co}\p{Cs}]/u;
const plainSpace = /[\n\t]/g;

const nameOf = (character: string): string =>
  `a hidden character (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;

/** What of a text can't be seen, in words; null when all of it can. */
export function hiddenIn(text: string): string | null {
  const found = hidden.exec(text.replaceAll(plainSpace, ' '));
  return found === null ? null : nameOf(found[0]);
}
