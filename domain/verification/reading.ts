import { type Mark, marksOf } from './concepts.ts';
import { type DateMention, datesOf } from './dates.ts';
import type { DateFrame } from './periods.ts';
import { type PolarMark, polarMarksOf } from './polarity.ts';
import { type Quantity, quantitiesOf } from './quantities.ts';
import { type Token, tokenise } from './tokens.ts';

/** Everything that the checks look at in one text. */
export interface Reading {
  tokens: Token[];
  marks: Mark[];
  dates: DateMention[];
  quantities: Quantity[];
  polar: PolarMark[];
}

export function read(text: string, period: DateFrame): Reading {
  const tokens = tokenise(text);
  const marks = marksOf(tokens);
  const dates = datesOf(tokens, period);
  const quantities = quantitiesOf(tokens, marks, dates);
  return { tokens, marks, dates, quantities, polar: polarMarksOf(tokens, marks) };
}

const breaks = new Set([
  ',',
  ';',
  'while',
  'but',
  'whereas',
  'although',
  'though',
  'against',
  'versus',
  'vs',
  'compared',
  'with',
  'and',
  'then',
  '-',
  '(',
  ')',
  'because',
  'instead',
  'rather',
  'when',
]);

/** "above capacity: 176": what a number is compared with is not what it is of, where a colon or comma stands between. */
function isReference(reading: Reading, at: number, number: number): boolean {
  if (number <= at) return false;
  const compared = reading.tokens
    .slice(Math.max(0, at - 2), at)
    .some(
      (token) =>
        /^(?:above|below|over|under|against|beyond|than|not|of)$/.test(token.lower) && token.lower !== 'of',
    );
  return (
    compared && reading.tokens.slice(at, number).some((token) => token.lower === ':' || token.lower === ',')
  );
}

/** Concepts between two tokens, leaving out what a number at `number` is merely compared with. */
export function conceptsBetween(reading: Reading, from: number, to: number, number = -1): Set<string> {
  const found = new Set<string>();
  for (const mark of reading.marks)
    if (mark.at >= from && mark.at < to && !isReference(reading, mark.at, number)) found.add(mark.concept);
  return found;
}

function rightEdge(reading: Reading, from: number, limit: number, sentence: number): number {
  for (let at = from; at < limit; at += 1) {
    const token = reading.tokens[at];
    if (token === undefined || token.sentence !== sentence) return at;
    if (at > from && breaks.has(token.lower)) return at;
    if (
      at === from &&
      breaks.has(token.lower) &&
      !['(', '-', 'with', 'when', 'because'].includes(token.lower)
    )
      return at;
  }
  return limit;
}

interface Span {
  at: number;
  next: number;
}

/**
 * What the words around a number or a date say it is of: from the one before it to the one after it, the right side
 * cut at the next break. An elliptic one ("against 10 in February") inherits from the one before.
 */
export function contextsOf(reading: Reading, spans: readonly Span[]): Set<string>[] {
  const contexts: Set<string>[] = [];
  spans.forEach((span, index) => {
    const sentence = reading.tokens[span.at]?.sentence ?? 0;
    const previous = spans[index - 1];
    const begin = reading.tokens.findIndex((token) => token.sentence === sentence);
    const sameSentence = previous !== undefined && reading.tokens[previous.at]?.sentence === sentence;
    let left = sameSentence && previous !== undefined ? previous.next : begin;
    // ";" parts what belongs together even without a number before it.
    for (let at = span.at - 1; at >= left; at -= 1) if (reading.tokens[at]?.lower === ';') left = at + 1;
    const limit = spans[index + 1]?.at ?? reading.tokens.length;
    const right = rightEdge(reading, span.next, limit, sentence);
    const own = conceptsBetween(reading, left, right, span.at);
    if (sameSentence && !hasContent(reading, left, right))
      for (const concept of contexts[index - 1] ?? []) own.add(concept);
    contexts.push(own);
  });
  return contexts;
}

const hasContent = (reading: Reading, from: number, to: number): boolean =>
  reading.marks.some((mark) => mark.at >= from && mark.at < to && mark.kind !== 'other');
