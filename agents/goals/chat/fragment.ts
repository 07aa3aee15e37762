import type { IsoDate } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import { type Lexeme, lex, type QuantityLexeme } from '../lexer.ts';
import { isQuantity, isSeparator, type Reading, textOf } from '../reading.ts';
import { type Figure, figuresOf } from '../roles.ts';
import { cleanText } from '../text.ts';
import { tokenize } from '../tokens.ts';
import { type Language, vocabularyOf } from '../vocabulary.ts';

export interface FragmentContext {
  language: Language;
  today: IsoDate;
  fiscal_year_start_month: number;
}

/** A number of a fragment with what its words make of it. */
export interface FragmentNumber {
  value: number;
  high: number | null;
  /** "percent", "hours", "currency:EUR"; null where none stands beside it. */
  unit: string | null;
  measure: QuantityLexeme['quantity']['measure'];
  comparator: KpiSpec['comparator'];
  role: Figure['role'];
  change: 'increase' | 'decrease' | 'improve' | null;
  /** Which of the fragment's parts (between commas, "and", stops) it stands in. */
  part: number;
}

export interface Fragment {
  numbers: FragmentNumber[];
  dates: { due: string; due_iso: IsoDate | null }[];
  windows: string[];
  /** The verbs' classes, in order, and the factor of "double" or "halve". */
  verbs: { class: string; factor: number | null; word: string; part: number }[];
  /** Words that are none of these, in lower case, by part. */
  words: string[][];
  /** Each part in its own words. */
  parts: string[];
}

export function readingOf(text: string, context: FragmentContext): Reading {
  const clean = cleanText(text);
  return {
    clean,
    tokens: tokenize(clean.text),
    vocabulary: vocabularyOf(context.language),
    now: { today: context.today, fiscal_year_start_month: context.fiscal_year_start_month },
  };
}

/** Which part each lexeme stands in: parts end at a comma, an "and", a stop or a colon. */
function partsOf(lexemes: readonly Lexeme[]): number[] {
  let part = 0;
  return lexemes.map((lexeme) => {
    if (isSeparator(lexeme, 'comma', 'and', 'end', 'colon')) part += 1;
    return part;
  });
}

/** What a few words ("make it 2.5 and move it to October") say in numbers and dates. Reads, decides nothing. */
export function readFragment(text: string, context: FragmentContext): Fragment {
  const reading = readingOf(text, context);
  const lexemes = lex(reading);
  const part = partsOf(lexemes);
  const verb = lexemes.flatMap((lexeme) =>
    lexeme.kind === 'word' && lexeme.verb !== null ? [lexeme.verb] : [],
  )[0];
  const figures = figuresOf({ reading, lexemes, verb: verb ?? null });
  const count = (part.at(-1) ?? 0) + 1;
  const fragment: Fragment = { numbers: [], dates: [], windows: [], verbs: [], words: [], parts: [] };
  for (let index = 0; index < count; index += 1) {
    fragment.words.push([]);
    const own = lexemes.filter((lexeme, place) => part[place] === index && lexeme.kind !== 'separator');
    fragment.parts.push(textOf(reading, own[0]?.first ?? 0, own.at(-1)?.last ?? 0));
  }
  for (const [index, lexeme] of lexemes.entries()) {
    const place = part[index] ?? 0;
    if (lexeme.kind === 'date')
      fragment.dates.push({ due: textOf(reading, lexeme.first, lexeme.last), due_iso: lexeme.date.iso });
    else if (lexeme.kind === 'window') fragment.windows.push(textOf(reading, lexeme.first, lexeme.last));
    else if (isQuantity(lexeme)) {
      const figure = figures.find((candidate) => candidate.index === index);
      const { value, high, unit, measure } = lexeme.quantity;
      if (value === null) continue;
      fragment.numbers.push({
        value,
        high,
        unit,
        measure,
        comparator: high === null ? (figure?.comparator ?? null) : 'between',
        role: figure?.role ?? 'none',
        change: figure?.change ?? null,
        part: place,
      });
    } else if (lexeme.kind === 'word' && lexeme.verb !== null)
      fragment.verbs.push({
        class: lexeme.verb.class,
        factor: lexeme.verb.factor,
        word: textOf(reading, lexeme.first, lexeme.last).toLowerCase(),
        part: place,
      });
    else if (lexeme.kind === 'word' || lexeme.kind === 'means' || lexeme.kind === 'name')
      fragment.words[place]?.push(textOf(reading, lexeme.first, lexeme.last).toLowerCase());
  }
  return fragment;
}
