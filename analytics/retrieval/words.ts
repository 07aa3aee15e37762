/** Combining accents of Latin script; those of others (Japanese voicing marks) change the letter and stay. */
const ACCENTS = /[\u0300-\u036f]/g;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/u;
const TOKENS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[\p{L}\p{M}\p{N}]+/gu;
/** A text longer than this is no phrase; the rest is passed over, so that nobody can make us slow. */
const LONGEST_TEXT = 4000;

export const folded = (text: string): string =>
  text.slice(0, LONGEST_TEXT).normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();

/** "tickets" and "ticket" are one word; so are plurals in French and Spanish. Short words stay as they are. */
const singular = (word: string): string =>
  word.length >= 4 && /[^s]s$/.test(word)
    ? word.replace(/(?:ies)$/, 'y').replace(/(?<=[sxz]|ch|sh)es$|s$/, '')
    : word;

/** Pairs of neighbouring signs, since nothing parts the words of Chinese and Japanese. */
function pairsOf(run: string): string[] {
  const signs = [...run];
  return signs.length === 1 ? signs : signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}

/** "The team's": an ending, no word. */
const POSSESSIVE = /['’]s(?![\p{L}\p{N}])/gu;

/** The words of a text, as they are compared: folded, singular; scripts without spaces in pairs of signs. */
export function wordsOf(text: string): string[] {
  const found = folded(text).replace(POSSESSIVE, '').match(TOKENS) ?? [];
  return found.flatMap((token) => (UNSPACED.test(token) ? pairsOf(token) : [singular(token)]));
}
