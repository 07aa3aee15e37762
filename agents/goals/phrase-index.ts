import { type Token, tokenize } from './tokens.ts';

interface Entry<T> {
  words: string[];
  /** Whether each word follows its neighbour without a blank ("%" in "5%" may stand either way). */
  payload: T;
}

export interface PhraseMatch<T> {
  payload: T;
  /** Index of the token after the phrase. */
  end: number;
}

/** Finds the longest known phrase at a token. Phrases are cut by the same tokenizer as the text. */
export class PhraseIndex<T> {
  private readonly byFirst = new Map<string, Entry<T>[]>();

  constructor(phrases: Iterable<readonly [string, T]>) {
    for (const [phrase, payload] of phrases) {
      const words = tokenize(phrase).map((token) => token.lower);
      const first = words[0];
      if (first === undefined) continue;
      const entries = this.byFirst.get(first) ?? [];
      entries.push({ words, payload });
      this.byFirst.set(first, entries);
    }
    for (const entries of this.byFirst.values())
      entries.sort((one, other) => other.words.length - one.words.length);
  }

  match(tokens: readonly Token[], at: number): PhraseMatch<T> | null {
    const first = tokens[at];
    if (first === undefined) return null;
    for (const { words, payload } of this.byFirst.get(first.lower) ?? []) {
      if (words.every((word, offset) => tokens[at + offset]?.lower === word))
        return { payload, end: at + words.length };
    }
    return null;
  }

  /** Whether exactly these `length` tokens are a phrase. */
  matchExactly(tokens: readonly Token[], at: number, length: number): PhraseMatch<T> | null {
    for (const { words, payload } of this.byFirst.get(tokens[at]?.lower ?? '') ?? []) {
      if (words.length === length && words.every((word, offset) => tokens[at + offset]?.lower === word))
        return { payload, end: at + length };
    }
    return null;
  }

  /** Whether the phrase stands anywhere; for short lists of words only. */
  within(tokens: readonly Token[]): boolean {
    return tokens.some((_, index) => this.match(tokens, index) !== null);
  }
}

export const phraseSet = (phrases: Iterable<string>): PhraseIndex<true> =>
  new PhraseIndex([...phrases].map((phrase) => [phrase, true] as const));

/** From `{payload: [phrases]}`. */
export const phrasesByKey = <K extends string>(lists: Partial<Record<K, string[]>>): PhraseIndex<K> =>
  new PhraseIndex(
    (Object.entries(lists) as [K, string[]][]).flatMap(([key, phrases]) =>
      phrases.map((phrase) => [phrase, key] as const),
    ),
  );

/** From `{phrase: payload}`. */
export const phrasesByName = <T>(names: Record<string, T>): PhraseIndex<T> =>
  new PhraseIndex(Object.entries(names));
