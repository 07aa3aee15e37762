import type { KpiSpec } from '#domain/goal.ts';
import type { Due } from './drafts.ts';
import { valueIn } from './durations.ts';
import type { Parts } from './figure-parts.ts';
import type { Lexeme } from './lexer.ts';
import type { MetricPhrase } from './metric.ts';
import { type Reading, textOf } from './reading.ts';
import type { Figure } from './roles.ts';
import { metricUnits, unitOfPlain } from './units.ts';
import type { VerbForm } from './verb-forms.ts';
import type { Comparator } from './vocabulary.ts';

export function directionOf(
  verb: VerbForm | null,
  parts: Parts,
  comparator: Comparator | null,
  lower: boolean,
  due: Due | null,
): KpiSpec['direction'] {
  const named = parts.relative?.change ?? null;
  const start = parts.baseline?.lexeme.quantity ?? null;
  const reached = parts.target?.lexeme.quantity ?? null;
  const from = start === null ? null : valueIn(start, reached?.unit ?? null);
  const to = reached?.value ?? null;
  if (named === 'increase' && lower && parts.relative?.speed) return 'decrease';
  if (named === 'increase' || named === 'decrease') return named;
  if (named === 'improve') return lower ? 'decrease' : 'increase';
  switch (verb?.class) {
    case 'increase':
    case 'decrease':
      return verb.lemma === 'raise' && parts.relative === null && parts.target?.role === 'none'
        ? 'achieve'
        : verb.class;
    case 'eliminate':
      return 'decrease';
    case 'multiply':
      return (verb.factor ?? 2) < 1 ? 'decrease' : 'increase';
    case 'move':
      if (parts.target?.role !== 'to' && parts.relative === null && from === null) return 'achieve';
      if (to === 100 && parts.target?.lexeme.quantity.measure === 'percent') return 'increase';
      if (from !== null && to !== null && from !== to) return to > from ? 'increase' : 'decrease';
      return lower ? 'decrease' : 'increase';
    case 'improve':
      if (to === 100 && parts.target?.lexeme.quantity.measure === 'percent') return 'increase';
      if (from !== null && to !== null && from !== to) return to > from ? 'increase' : 'decrease';
      return lower ? 'decrease' : 'increase';
    case 'maintain':
      return 'maintain';
    case 'ensure':
      return due === null ? 'maintain' : 'achieve';
  }
  // "Spend no more than 12%": a limit on what is done, unless it is to be reached by a day.
  const limit = verb?.class === 'produce' && comparator === '<=' && due === null;
  if (limit && parts.target?.lexeme.quantity.measure !== 'duration' && parts.target?.role === 'none')
    return 'maintain';
  if (from !== null && to !== null && from !== to && parts.baseline?.role === 'from')
    return to > from ? 'increase' : 'decrease';
  if (verb === null && (comparator === '<=' || to === 0) && due === null) return 'maintain';
  return 'achieve';
}

export function comparatorOf(
  figure: Figure | null,
  direction: KpiSpec['direction'],
  lower: boolean,
  verb: VerbForm | null,
): KpiSpec['comparator'] {
  if (figure === null) return null;
  const { quantity } = figure.lexeme;
  if (quantity.value === null) return null;
  if (quantity.high !== null) return 'between';
  if (figure.comparator !== null) return figure.comparator;
  if (direction === 'decrease' || verb?.lemma === 'limit' || verb?.lemma === 'cap') return '<=';
  if (direction === 'increase') return '>=';
  return quantity.value === 0 || (lower && quantity.measure !== 'percent') ? '<=' : '>=';
}

export function relativeOf(
  figure: Figure | null,
  verb: VerbForm | null,
  { tokens }: Reading,
): KpiSpec['relative'] {
  if (figure === null) return verb?.factor == null ? null : { type: 'multiply', value: verb.factor };
  const { value, measure } = figure.lexeme.quantity;
  if (value === null) return null;
  const byFactor = tokens.slice(figure.first, figure.lexeme.first).some(({ lower }) => lower === 'factor');
  const type =
    measure === 'percent'
      ? 'percent_change'
      : measure === 'percentage_points'
        ? 'percentage_points'
        : measure === 'multiple' || byFactor
          ? 'multiply'
          : 'absolute_change';
  return { type, value: Math.abs(value) };
}

export function unitFor(
  parts: Parts,
  metric: MetricPhrase,
  relative: KpiSpec['relative'],
  reading: Reading,
): string | null {
  const { target, baseline, relative: change } = parts;
  for (const figure of [target, baseline]) {
    const quantity = figure?.lexeme.quantity;
    // "Meditate 250 times" counts; "grow 3 times" multiplies, and is no target.
    const counts =
      quantity?.measure === 'multiple' && reading.tokens[(figure?.lexeme.last ?? 1) - 1]?.lower === 'times';
    if (counts && figure?.role === 'none') return 'count';
    const unit = quantity?.unit;
    if (unit !== undefined && unit !== null) return unit;
  }
  const changeUnit = change?.lexeme.quantity;
  if (relative?.type === 'absolute_change' && changeUnit?.unit != null) return changeUnit.unit;
  if (relative?.type === 'percentage_points') return 'percent';
  if (metric.head !== null && target === null) return metric.head;
  const value = target?.lexeme.quantity.value ?? baseline?.lexeme.quantity.value ?? null;
  const named = metricUnits(metric.text, reading.vocabulary);
  if (target === null && baseline === null && named.length === 0) return change === null ? null : 'count';
  return metric.head ?? countedUnit(reading, target) ?? unitOfPlain(metric.text, reading.vocabulary, value);
}

const TOP_OF_STARS = 10;

/** "15 keywords": the noun right after a bare number says what is counted. */
function countedUnit(reading: Reading, target: Figure | null): string | null {
  if (target === null || target.role === 'to' || reading.vocabulary.ideographic) return null;
  const { tokens, vocabulary } = reading;
  const nouns: string[] = [];
  for (let at = target.last; at < target.last + 4; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' || vocabulary.grammar.prepositions.match(tokens, at) !== null) break;
    nouns.push(token.text);
  }
  if (nouns.length === 0 || vocabulary.grammar.determiners.match(tokens, target.last) !== null) return null;
  const unit = unitOfPlain(nouns.join(' '), vocabulary, null);
  // "1,000 GitHub stars" are given by people, "4.5 stars" on a scale.
  if (unit === 'score' && nouns.at(-1) === 'stars' && (target.lexeme.quantity.value ?? 0) > TOP_OF_STARS)
    return 'count';
  // "ten sales": what has no currency sign is counted.
  return unit === 'currency' && /s$/.test(nouns.at(-1) ?? '') && nouns.length <= 2 ? 'count' : unit;
}

export function windowOf(reading: Reading, lexemes: readonly Lexeme[]): string | null {
  const windows = lexemes.filter((lexeme) => lexeme.kind === 'window');
  const last = windows.at(-1);
  return last ? textOf(reading, last.first, last.last) : null;
}

/** "get ratings up to 4.6", "bring it down to 3": the particle says which way. */
export function pushed(reading: Reading, { target }: Parts): 'increase' | 'decrease' | null {
  if (target === null || target.role !== 'to') return null;
  const before = reading.tokens
    .slice(Math.max(0, target.first - 1), target.first + 1)
    .map((token) => token.lower);
  if (before.includes('up')) return 'increase';
  return before.includes('down') ? 'decrease' : null;
}

/** "Hire 3 engineers" counts "engineers hired". */
export function withParticiple(
  metric: string,
  verb: VerbForm | null,
  parts: Parts,
  reading: Reading,
): string {
  if (verb?.class !== 'produce' || verb.participle === '' || reading.vocabulary.language !== 'en')
    return metric;
  if (parts.target === null || parts.target.role === 'to') return metric;
  if (metric === verb.noun) return metric;
  // "Close the books within 5 days" limits the time that it takes.
  const took = parts.target.lexeme.quantity.measure === 'duration' && parts.target.comparator === '<=';
  return took && verb.form === 'base' ? `time to ${verb.lemma} ${metric}` : `${metric} ${verb.participle}`;
}
