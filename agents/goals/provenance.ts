import type { KpiSpec } from '#domain/goal.ts';
import type { KpiDraft } from './drafts.ts';
import { valueIn } from './durations.ts';
import { type Lexeme, lex } from './lexer.ts';
import { isQuantity, type Reading, readingOf, textOf } from './reading.ts';

/** A number that the text states, with the words that state it. */
export interface StatedNumber {
  value: number;
  /** Verbatim: "$1.2M", "two-thirds", "double", "no". */
  quote: string;
  /** Tokens, first inclusive, last exclusive. */
  first: number;
  last: number;
}

type NumberField = 'target' | 'baseline' | 'target_range' | 'relative';
const FIELDS: readonly NumberField[] = ['target', 'baseline', 'target_range', 'relative'];

type Read = Pick<StatedNumber, 'value' | 'last'>;

function numbersOf(reading: Reading, lexeme: Lexeme, units: ReadonlySet<string | null>): Read[] {
  const { tokens, vocabulary } = reading;
  const { first, last } = lexeme;
  const read: { value: number | null; last: number }[] = [];
  if (isQuantity(lexeme)) {
    const { value, high, measure } = lexeme.quantity;
    read.push({ value, last }, { value: high, last });
    // "twice as fast" halves the time.
    if (measure === 'duration')
      // "from 3 days to 36 hours" states 72 hours too.
      for (const unit of units)
        if (unit !== lexeme.quantity.unit) read.push({ value: valueIn(lexeme.quantity, unit), last });
    if (measure === 'multiple' && value) read.push({ value: 1 / value, last });
  }
  // "double", "halve"; "eliminate" leaves none.
  if (lexeme.kind === 'word' && lexeme.verb !== null)
    read.push(
      { value: lexeme.verb.factor, last },
      { value: lexeme.verb.class === 'eliminate' ? 0 : null, last },
    );
  const half = vocabulary.inHalf.match(tokens, first);
  if (half !== null) read.push({ value: 0.5, last: half.end });
  const none =
    vocabulary.grammar.zeroWords.match(tokens, first) ?? vocabulary.grammar.zeroStates.match(tokens, first);
  if (none !== null) read.push({ value: 0, last: none.end });
  return read.filter((one): one is Read => one.value !== null);
}

/**
 * Every number that the text states, by its own lexemes: numerals and number words with their scale, ratios in verbs,
 * words for none. Years, dates and numbers that belong to a name ("p95", "Category 2") state nothing to be reached.
 */
export function statedNumbers(reading: Reading, lexemes: readonly Lexeme[]): StatedNumber[] {
  const units = new Set(lexemes.filter(isQuantity).map(({ quantity }) => quantity.unit));
  return lexemes.flatMap((lexeme) => {
    const { first } = lexeme;
    if (lexeme.last <= first) return [];
    return numbersOf(reading, lexeme, units).map(({ value, last }) => ({
      value,
      quote: textOf(reading, first, last),
      first,
      last,
    }));
  });
}

const valuesOf = (kpi: KpiSpec, field: NumberField): number[] => {
  const value = kpi[field];
  if (value === null) return [];
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value : [value.value];
};

/** The words that a number of a KPI was read from, or null where the text doesn't state it. */
export const sourceOf = (value: number, stated: readonly StatedNumber[]): StatedNumber | null =>
  stated.find((one) => Math.abs(one.value) === Math.abs(value)) ?? null;

/** Whether each number of a field is stated in the text. */
export const derivable = (kpi: KpiSpec, field: NumberField, stated: readonly StatedNumber[]): boolean =>
  valuesOf(kpi, field).every((value) => sourceOf(value, stated) !== null);

/**
 * The last gate of reading: a number that no words of the text state becomes null, and is asked for. The grammar above
 * takes its numbers from lexemes, so nothing should ever fall here; this holds whatever it does.
 */
export function withoutUnstated(draft: KpiDraft, stated: readonly StatedNumber[]): KpiDraft {
  const invented = FIELDS.filter((field) => !derivable(draft.kpi, field, stated));
  if (invented.length === 0) return draft;
  const kpi: KpiSpec = { ...draft.kpi, ...Object.fromEntries(invented.map((field) => [field, null])) };
  const reached = kpi.target !== null || kpi.target_range !== null || kpi.relative !== null;
  if (!reached) kpi.comparator = null;
  return { ...draft, kpi, stated: reached };
}

/** The words of a text behind each number of a KPI that was read from it, for showing what was understood. */
export function provenanceOf(
  text: string,
  kpi: KpiSpec,
): { field: NumberField; value: number; quote: string }[] {
  const reading = readingOf(text, { today: '2000-01-01', fiscal_year_start_month: 1 });
  const stated = statedNumbers(reading, lex(reading));
  return FIELDS.flatMap((field) =>
    valuesOf(kpi, field).flatMap((value) => {
      const source = sourceOf(value, stated);
      return source === null ? [] : [{ field, value, quote: source.quote }];
    }),
  );
}
