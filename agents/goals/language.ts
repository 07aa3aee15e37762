import type { Token } from './tokens.ts';
import { type Language, languages, vocabularyOf } from './vocabulary.ts';

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;
// Enough to tell a language; a long text is not read twice.
const MOST_TOKENS = 400;

const alphabetic = languages.filter((language) => language !== 'ja' && language !== 'zh');

/** The language whose function words are the most; English when nothing tells. */
export function detectLanguage(tokens: readonly Token[]): Language {
  const sample = tokens.slice(0, MOST_TOKENS);
  const words = sample.filter((token) => token.kind === 'word');
  const han = words.filter((token) => HAN.test(token.text)).length;
  const kana = words.filter((token) => KANA.test(token.text)).length;
  if (han + kana > words.length / 4) return kana > 0 ? 'ja' : 'zh';
  let best: Language = 'en';
  let most = 0;
  for (const language of alphabetic) {
    const { stopwords } = vocabularyOf(language).grammar;
    const { verbs } = vocabularyOf(language);
    const opens = words[0] !== undefined && verbs.matchExactly([words[0]], 0, 1) !== null;
    const told = words.filter(
      (token) =>
        stopwords.has(token.lower) || (language !== 'en' && verbs.matchExactly([token], 0, 1) !== null),
    ).length;
    // A goal often opens with its verb, and names of measures are English in every language.
    const count = told + (opens && language !== 'en' ? 1.5 : 0);
    // One word in common ("per", "a") is chance.
    if (count > most) [best, most] = [language, count];
  }
  return best;
}
