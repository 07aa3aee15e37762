import { daysBetween, type Period } from '../date.ts';
import type { EvidenceItem } from '../evidence.ts';
import { marksOf, stopWords } from './concepts.ts';
import type { Grain } from './date-cores.ts';
import { addDays, type DateFrame, periodsOf } from './periods.ts';
import type { PolarMark } from './polarity.ts';
import { contextsOf, type Reading, read } from './reading.ts';
import { type Token, tokenise } from './tokens.ts';
import { type Unit, unitAt, unitOfWord } from './units.ts';

/** A number that the evidence states, with what it is of. */
export interface Figure {
  value: number;
  step: number;
  unit: Unit | null;
  nouns: string[];
  rate: string | null;
  context: Set<string>;
  /** Empty when nothing says when. */
  periods: Period[];
  role: 'plain' | 'change' | 'total';
  bound: 'equal' | 'above' | 'at_least' | 'below' | 'at_most';
  source: 'fact' | 'text';
  /** Dimensions that its item speaks of anywhere: a bare number may be hours only where hours are spoken of. */
  spoken: ReadonlySet<string>;
  /** Facts of one name share it. */
  name: string;
  item: number;
}

export interface DatedPlace {
  grain: Grain;
  options: Period[];
  context: Set<string>;
  item: number;
  source: 'fact' | 'text' | 'at';
}

export interface ItemReading {
  item: EvidenceItem;
  text: Reading;
  /** Text, fact names and fact values as one list of tokens, for names and quotations. */
  words: Set<string>;
  figures: Figure[];
  dates: DatedPlace[];
  polar: PolarMark[];
  concepts: Set<string>;
}

const genericNames = new Set(['value', 'count', 'number', 'amount', 'total', 'result', 'n']);
const timeWord = /^(?:hours?|days?|minutes?|weeks?|months?|hrs?|mins?)$/;

function unitFromWords(words: readonly Token[]): Unit | null {
  const word = words.find((token) => timeWord.test(token.lower));
  return word === undefined ? null : unitOfWord(word.lower);
}

const rateOf = (text: string): string | null =>
  /\b(?:per|a|each|every)[ _](hour|day|week|month|quarter|year|sprint|person)\b/i
    .exec(text)?.[1]
    ?.toLowerCase() ??
  (/\b(?:annual|annually|yearly)\b/i.test(text) ? 'year' : null) ??
  (/\bweekly\b/i.test(text)
    ? 'week'
    : /\bdaily\b/i.test(text)
      ? 'day'
      : /\bmonthly\b/i.test(text)
        ? 'month'
        : null);

function stepOf(value: number): number {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  return 10 ** -decimals;
}

function factFigures(item: EvidenceItem, index: number): Figure[] {
  return item.facts.flatMap((fact): Figure[] => {
    const value =
      typeof fact.value === 'number'
        ? fact.value
        : Number(fact.value.trim().replaceAll(',', '') || Number.NaN);
    if (!Number.isFinite(value)) return [];
    const tokens = tokenise(fact.name.replaceAll('_', ' '));
    const marks = marksOf(tokens);
    const unitTokens = fact.unit === null ? [] : tokenise(fact.unit.replaceAll('_', ' '));
    const unitNouns = marksOf(unitTokens)
      .filter((mark) => mark.kind === 'noun')
      .map((mark) => mark.concept);
    const unit =
      (fact.unit === null ? null : unitOfWord(fact.unit)) ??
      (unitNouns.length > 0 ? unitOfWord('count') : unitFromWords(tokens));
    const names = marks.filter((mark) => !genericNames.has(mark.concept));
    const context = new Set([...names.map((mark) => mark.concept), ...unitNouns]);
    const isCount = unit === null || unit.dimension === 'count';
    return [
      {
        value,
        step: stepOf(value),
        unit,
        nouns: isCount
          ? [...unitNouns, ...marks.filter((mark) => mark.kind === 'noun').map((mark) => mark.concept)]
          : [],
        rate: rateOf(`${fact.name} ${fact.unit ?? ''}`.replaceAll('/', ' per ')),
        context,
        periods: fact.period === null ? [] : periodsOf(fact.period),
        role: /change|difference|delta|gap|variance|increase|decrease|delay|overrun|slip/i.test(fact.name)
          ? 'change'
          : 'plain',
        bound: 'equal',
        source: 'fact',
        spoken: new Set<string>(),
        name: fact.name,
        item: index,
      },
    ];
  });
}

const parting = new Set([',', ';', ':', '(', ')', 'and', 'but', 'while', 'whereas']);

/** A comma, a bracket or a conjunction between a number and a date says that they need not belong together. */
const isParted = (reading: Reading, from: number, to: number): boolean =>
  reading.tokens
    .slice(from, to)
    .some((token) => parting.has(token.lower) || (token.lower === '-' && token.spaced));

/** "against 2.1 before", "up from 10", "than the 38": of another time, which isn't named. */
function isOfAnotherTime(reading: Reading, span: { at: number; next: number }): boolean {
  const after = reading.tokens
    .slice(span.next, span.next + 2)
    .some((token) => /^(?:before|previously|earlier|beforehand)$/.test(token.lower));
  const before = reading.tokens
    .slice(Math.max(0, span.at - 3), span.at)
    .some((token) =>
      /^(?:against|versus|vs|compared|from|to|than|after|before|then|later)$/.test(token.lower),
    );
  return after || before;
}

/**
 * The date that belongs to a number: the one after it before the next number, unless parted from it; else the last
 * one before it. null where the text leaves it open.
 */
export function dateFor(reading: Reading, quantity: number): number | null {
  const span = reading.quantities[quantity];
  if (span === undefined || reading.dates.length === 0) return null;
  const sentence = reading.tokens[span.at]?.sentence;
  const dates = reading.dates.flatMap((date, index) =>
    reading.tokens[date.at]?.sentence === sentence ? [{ date, index }] : [],
  );
  const others = reading.quantities.filter(
    (other) => other !== span && reading.tokens[other.at]?.sentence === sentence,
  );
  const nextQuantity = others.find((other) => other.at > span.at)?.at ?? Number.POSITIVE_INFINITY;
  const after = dates.find(({ date }) => date.at >= span.end && date.at < nextQuantity);
  if (after !== undefined && !isParted(reading, span.end, after.date.at)) return after.index;
  const before = dates.filter(({ date }) => date.at < span.at).at(-1);
  if (before === undefined)
    return after === undefined || others.length > 0 || dates.length > 1 ? null : after.index;
  const opensSentence =
    reading.tokens.slice(0, before.date.at).filter((token) => token.sentence === sentence).length <= 2;
  if (!opensSentence && isParted(reading, before.date.next, span.at)) return null;
  return isOfAnotherTime(reading, span) ? null : before.index;
}

function textFigures(
  item: EvidenceItem,
  reading: Reading,
  index: number,
  facts: readonly Figure[],
): Figure[] {
  const contexts = contextsOf(reading, reading.quantities);
  return reading.quantities.flatMap((quantity, place): Figure[] => {
    const known = facts.some(
      (fact) =>
        Math.abs(fact.value - quantity.value) < 1e-9 * Math.max(1, Math.abs(fact.value)) &&
        fact.context.size > 0,
    );
    if (known) return [];
    const context = contexts[place] ?? new Set<string>();
    const date = dateFor(reading, place);
    const left = reading.tokens
      .slice(Math.max(0, quantity.at - 12), quantity.at)
      .filter((token) => token.sentence === reading.tokens[quantity.at]?.sentence);
    const bare = quantity.unit === null && quantity.nouns.length === 0;
    const unit = quantity.unit ?? (bare ? unitFromWords(left) : null);
    const nouns =
      bare && unit === null && reading.tokens[quantity.at - 1]?.lower === ':'
        ? reading.marks
            .filter((mark) => mark.kind === 'noun' && context.has(mark.concept))
            .map((mark) => mark.concept)
        : quantity.nouns;
    return [
      {
        value: quantity.value,
        step: quantity.step,
        unit: quantity.form === 'fraction' ? unitOfWord('ratio') : unit,
        nouns,
        rate: quantity.rate,
        context,
        periods: date === null ? [] : (reading.dates[date]?.options ?? []),
        role: quantity.role,
        bound: quantity.bound,
        source: 'text',
        spoken: new Set<string>(),
        name: `text ${item.id}`,
        item: index,
      },
    ];
  });
}

function datedPlaces(item: EvidenceItem, reading: Reading, index: number): DatedPlace[] {
  const places: DatedPlace[] = [];
  const contexts = contextsOf(reading, reading.dates);
  reading.dates.forEach((date, place) => {
    const options =
      date.options.length > 6
        ? date.options.filter(({ from }) => Math.abs(daysBetween(from, item.at)) <= 10)
        : date.options;
    if (options.length > 0)
      places.push({
        options,
        context: contexts[place] ?? new Set(),
        item: index,
        source: 'text',
        grain: date.grain,
      });
  });
  for (const fact of item.facts) {
    const context = new Set(marksOf(tokenise(fact.name.replaceAll('_', ' '))).map((mark) => mark.concept));
    if (fact.period !== null) {
      const options = periodsOf(fact.period);
      if (options.length > 0) places.push({ options, context, item: index, source: 'fact', grain: 'range' });
    }
    const dated = typeof fact.value === 'string' ? periodsOf(fact.value) : [];
    if (dated.length > 0)
      places.push({ options: dated.slice(0, 1), context, item: index, source: 'fact', grain: 'range' });
  }
  const summary = ['observation', 'assessment', 'goal'].includes(item.kind);
  if (!summary || places.length === 0)
    places.push({
      options: [{ from: item.at, to: item.at }],
      context: new Set(),
      item: index,
      source: 'at',
      grain: 'day',
    });
  return places;
}

function factPolarity(item: EvidenceItem, period: DateFrame): PolarMark[] {
  return item.facts.flatMap((fact) => {
    const text =
      typeof fact.value === 'string'
        ? `${fact.name.replaceAll('_', ' ')}: ${fact.value}`
        : fact.name.replaceAll('_', ' ');
    const reading = read(text, period);
    if (fact.value !== 0) return reading.polar;
    const last =
      reading.polar.filter((mark) => mark.kind === 'predicate' || mark.classes.length > 0).at(-1) ??
      reading.polar.at(-1);
    return last === undefined
      ? []
      : [
          {
            ...last,
            sign: -1,
            head: true,
            classes: last.classes.map(([name, side]) => [name, side === 1 ? -1 : 1]),
          },
        ];
  });
}

export function readEvidence(item: EvidenceItem, index: number): ItemReading {
  const around = { from: addDays(item.at, -270), to: addDays(item.at, 90), any_year: true };
  const text = read(item.text, around);
  const facts = factFigures(item, index);
  const zero = item.facts.some((fact) => fact.value === 0);
  const extra = item.facts.flatMap((fact) => [
    ...tokenise(fact.name.replaceAll('_', ' ')),
    ...(typeof fact.value === 'string' ? tokenise(fact.value) : []),
  ]);
  const words = new Set([...text.tokens, ...extra].flatMap((token) => [token.lower, token.stem]));
  const concepts = new Set([...text.marks, ...marksOf(extra)].map((mark) => mark.concept));
  const figures = [...facts, ...textFigures(item, text, index, facts)];
  const spoken = new Set<string>(
    [...text.tokens, ...extra].flatMap((_, at, list) => unitAt(list, at)?.unit.dimension ?? []),
  );
  const textPolar = zero ? polarOfZero(text) : text.polar;
  return {
    item,
    text,
    words,
    figures: figures.map((figure) => ({ ...figure, spoken })),
    dates: datedPlaces(item, text, index),
    polar: [...textPolar, ...factPolarity(item, around)],
    concepts,
  };
}

/** "issues reopened in 2026-03: 0" denies its last word, as its fact does; words of other statements stay. */
function polarOfZero(reading: Reading): PolarMark[] {
  const zeroAt = reading.tokens.findIndex(
    (token) => token.kind === 'number' && /^0(?:\.0+)?$/.test(token.text),
  );
  const zero = reading.tokens[zeroAt];
  const others = reading.quantities.filter(
    (quantity) => reading.tokens[quantity.at]?.sentence === zero?.sentence,
  );
  if (zero === undefined || others.length > 1) return reading.polar;
  const candidates = reading.polar.filter(
    (mark) => mark.at < zeroAt && !stopWords.has(mark.stem) && mark.kind !== 'noun',
  );
  const predicate =
    candidates.filter((mark) => mark.kind === 'predicate' || mark.classes.length > 0).at(-1) ??
    candidates.at(-1);
  if (predicate === undefined) return reading.polar;
  return reading.polar.map((mark) =>
    mark === predicate
      ? {
          ...mark,
          sign: -1,
          head: true,
          classes: mark.classes.map(([name, side]) => [name, side === 1 ? -1 : 1]),
        }
      : mark,
  );
}
