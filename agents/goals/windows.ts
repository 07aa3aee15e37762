import type { Reader } from './date-cores.ts';
import { readNumber } from './numerals.ts';

/** "per week", "each iteration", "/month", "a day", "every two weeks", "monthly": the index after it, or null. */
export function matchWindow(reader: Reader, at: number, afterNoun: boolean): number | null {
  const { tokens, vocabulary } = reader;
  const { windowPrepositions, windowNouns, windows } = vocabulary.calendar;
  const preposition = windowPrepositions.match(tokens, at);
  if (preposition !== null) {
    const first = tokens[at]?.lower ?? '';
    if (['a', 'an', 'par', 'por', 'al', 'pro', 'im', 'am'].includes(first) && !afterNoun) return null;
    const number = readNumber(tokens, preposition.end, vocabulary);
    const noun = windowNouns.match(tokens, number?.end ?? preposition.end);
    // "a second one" counts nothing.
    const ordinal =
      tokens[noun?.end ?? 0]?.lower === 'one' ||
      tokens[noun?.end ?? 0]?.text === '-' ||
      // "a half marathon".
      (/^(?:half)$/.test(tokens[preposition.end]?.lower ?? '') &&
        noun !== null &&
        tokens[noun.end]?.kind === 'word' &&
        first === 'a');
    if (noun !== null) return ordinal ? null : noun.end;
  }
  return windows.match(tokens, at)?.end ?? null;
}
