import { z } from 'zod';
import type { Lexeme } from './lexer.ts';
import { isSeparator, type Reading, textOf } from './reading.ts';
import { tokenize } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

const headKind = z.enum(['percent', 'count']);

/** What is measured, in the text's own words. */
export interface MetricPhrase {
  text: string;
  /** "percentage of", "number of" in front of it. */
  head: 'percent' | 'count' | null;
  /** The preposition that it starts with, if it goes on with another phrase: "for chat". */
  leading: string | null;
}

const LONGEST_METRIC = 160;

function trimmed(words: string[], vocabulary: Vocabulary): string[] {
  const { determiners, tailWords } = vocabulary.grammar;
  const only = (phrases: typeof determiners, word: string | undefined) => {
    const tokens = tokenize(word ?? '');
    return tokens.length > 0 && phrases.match(tokens, 0)?.end === tokens.length;
  };
  const symbol = (word: string | undefined) => word !== undefined && !/[\p{L}\p{N}]/u.test(word);
  let [start, end] = [0, words.length];
  while (start < end && (only(determiners, words[start]) || symbol(words[start]))) start++;
  while (
    end > start &&
    (only(determiners, words[end - 1]) || only(tailWords, words[end - 1]) || symbol(words[end - 1]))
  )
    end--;
  return words.slice(start, end);
}

/** "… from a 2019 baseline", "… against 2015 levels": where it starts is no part of what is measured. */
const AGAINST_START =
  /\s+(?:from|against|over|on|versus|vs\.?|relative to|compared (?:to|with))\s+(?:(?:an?|the|our)\s+)?(?:(?:FY\s?)?\d{2,4}\s+)?(?:base\s?lines?|base year|levels?)$/i;

/** "before the summer release": an event whose day nobody said. */
const EVENT = /\s+(?:before|ahead of)\s+(?:the|our)\s+[\p{L}\s-]{1,30}$/iu;

/** "… without lowering quality" is a condition, no part of the name. */
const CONDITION = /(?<=\S)\s+without\s+\p{L}+ing\b.*$/iu;

/** "to single digits": a level without a figure. */
const LOOSE_LEVEL = /\s+(?:to|into|in)\s+(?:the\s+)?(?:(?:low|high)\s+)?(?:single|double|triple)\s+digits?$/i;

/** "customers should be on the new plan" is about customers on the new plan. */
const MODAL = /(?<=\S)\s+(?:should|will|must|shall)(?:\s+be)?(?=\s)/i;

/** Joins the words that are left after numbers, dates and the verb were taken out; blanks as in the text. */
export function joinWords(reading: Reading, lexemes: readonly Lexeme[]): string {
  const words: string[] = [];
  let lastEnd = -1;
  for (const lexeme of lexemes) {
    if (lexeme.last <= lexeme.first) continue;
    for (let token = lexeme.first; token < lexeme.last; token++) {
      const text = textOf(reading, token, token + 1);
      const glued = token === lastEnd && reading.tokens[token]?.glued === true && words.length > 0;
      if (glued) words[words.length - 1] += text;
      else words.push(text);
      lastEnd = token + 1;
    }
  }
  return trimmed(words, reading.vocabulary)
    .join(reading.vocabulary.ideographic ? '' : ' ')
    .replace(/^["'([]+|["')\].,:;]+$/g, '')
    .replace(AGAINST_START, '')
    .replace(EVENT, '')
    .replace(CONDITION, '')
    .replace(LOOSE_LEVEL, '')
    .replace(MODAL, '')
    .replace(reading.vocabulary.ideographic ? /(?<=.)[をがはの的]$/u : '', '')
    .slice(0, LONGEST_METRIC)
    .trim();
}

function leadingPreposition(reading: Reading, lexemes: readonly Lexeme[]): string | null {
  const first = lexemes.find((lexeme) => lexeme.last > lexeme.first);
  if (
    first === undefined ||
    reading.vocabulary.grammar.prepositions.match(reading.tokens, first.first) === null
  )
    return null;
  return reading.tokens[first.first]?.lower ?? null;
}

/** "the number of new users" is "new users", counted; "percentage of patients …" is patients, as a share. */
const SHARES_OF = /^(?:wallet|voice|search|shelf|basket)$/;

export function metricPhrase(reading: Reading, lexemes: readonly Lexeme[]): MetricPhrase {
  const { countHeads } = reading.vocabulary.grammar;
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.kind !== 'word') continue;
    const head = countHeads.match(reading.tokens, lexeme.first);
    if (head === null || SHARES_OF.test(reading.tokens[head.end]?.lower ?? '')) continue;
    const rest = lexemes.filter((other, place) => place < index || other.first >= head.end);
    const text = joinWords(reading, rest);
    if (text !== '') return { text, head: headKind.parse(head.payload), leading: null };
  }
  return { text: joinWords(reading, lexemes), head: null, leading: leadingPreposition(reading, lexemes) };
}

/** "A, B and C": the members of a list, or the whole when a preposition shows that the list is inside a phrase. */
export function listMembers(_reading: Reading, lexemes: readonly Lexeme[]): Lexeme[][] {
  const members: Lexeme[][] = [[]];
  for (const lexeme of lexemes) {
    if (isSeparator(lexeme, 'comma', 'and')) members.push([]);
    else members.at(-1)?.push(lexeme);
  }
  return members.filter((member) => member.some((lexeme) => lexeme.last > lexeme.first));
}
