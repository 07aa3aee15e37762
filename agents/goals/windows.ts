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
    if (noun !== null) return tokens[noun.end]?.text === '-' ? null : noun.end;
  }
  return windows.match(tokens, at)?.end ?? null;
}
