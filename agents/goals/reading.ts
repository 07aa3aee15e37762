import type { Today } from './calendar.ts';
import { detectLanguage } from './language.ts';
import type { Lexeme, QuantityLexeme } from './lexer.ts';
import type { PhraseIndex } from './phrase-index.ts';
import { type CleanText, cleanText, verbatim } from './text.ts';
import { type Token, tokenize } from './tokens.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** A whole text, cut into tokens and lexemes. */
export interface Reading {
  clean: CleanText;
  tokens: readonly Token[];
  vocabulary: Vocabulary;
  now: Today;
}

export function readingOf(text: string, now: Today): Reading {
  const clean = cleanText(text);
  const tokens = tokenize(clean.text);
  return { clean, tokens, vocabulary: vocabularyOf(detectLanguage(tokens)), now };
}

// The longest phrase before a number has this many tokens ("between now and the end of …" is a date, not a phrase).
const LONGEST_PHRASE = 6;

/** Where a phrase of the list starts that ends right before the token, or null. */
export function phraseBefore(reading: Reading, before: number, phrases: PhraseIndex<unknown>): number | null {
  for (let length = LONGEST_PHRASE; length > 0; length--) {
    const start = before - length;
    if (start >= 0 && phrases.matchExactly(reading.tokens, start, length) !== null) return start;
  }
  return null;
}

export const textOf = (reading: Reading, first: number, last: number): string => {
  const [from, to] = [reading.tokens[first], reading.tokens[last - 1]];
  return from === undefined || to === undefined ? '' : verbatim(reading.clean, from.start, to.end);
};

export const isQuantity = (lexeme: Lexeme | undefined): lexeme is QuantityLexeme =>
  lexeme?.kind === 'quantity';
export const isSeparator = (lexeme: Lexeme | undefined, ...kinds: string[]): boolean =>
  lexeme?.kind === 'separator' && kinds.includes(lexeme.separator);
