import type { KpiSpec } from '#domain/goal.ts';
import { type Due, emptyKpi, finish, type KpiDraft } from './drafts.ts';
import type { Lexeme } from './lexer.ts';
import type { MetricPhrase } from './metric.ts';
import { isPronoun, tokensOf } from './metric-words.ts';
import { isQuantity, type Reading } from './reading.ts';
import { tokenize } from './tokens.ts';
import { lowerIsBetter, metricUnits } from './units.ts';
import type { VerbForm } from './verb-forms.ts';

function comparative(
  reading: Reading,
  lexemes: readonly Lexeme[],
): { direction: 'increase' | 'decrease'; lexeme: Lexeme } | null {
  for (const [index, lexeme] of lexemes.slice(0, 5).entries()) {
    if (lexeme.last <= lexeme.first || isQuantity(lexeme)) continue;
    const nominal = index <= 1 ? changeNamed(reading, lexeme) : null;
    if (nominal !== null && lexemes.slice(0, index).every((one) => one.kind === 'window'))
      return { direction: nominal, lexeme };
    const before = lexemes[index - 1];
    const article =
      before !== undefined &&
      reading.vocabulary.grammar.determiners.match(reading.tokens, before.first) !== null;
    if (index > 0 && !article && !(before?.kind === 'word' && before.verb !== null)) continue;
    const match = reading.vocabulary.grammar.more.match(reading.tokens, lexeme.first);
    // "a more patient listener" compares no amounts.
    const quality = /^an?$/.test(reading.tokens[lexeme.first - 1]?.lower ?? '');
    if (quality && /^(?:more|less|better)$/.test(reading.tokens[lexeme.first]?.lower ?? '')) continue;
    if (match !== null && !['new', 'additional', 'extra'].includes(reading.tokens[lexeme.first]?.lower ?? ''))
      return { direction: match.payload, lexeme };
  }
  return null;
}

/** "Reduction in complaints", "Growth of the waiting list". */
function changeNamed({ tokens, vocabulary }: Reading, { first }: Lexeme): 'increase' | 'decrease' | null {
  const noun = vocabulary.grammar.changeNouns.match(tokens, first);
  const before = tokens[first - 1];
  const opens = before?.kind !== 'word' || vocabulary.calendar.windows.match(tokens, first - 1) !== null;
  if (noun === null || noun.payload === 'improve' || !opens) return null;
  return /^(?:in|of)$/.test(tokens[noun.end]?.lower ?? '') ? noun.payload : null;
}

/** Verbs that speak of a quantity whatever their object is; "drop" and "add" don't. */
const CLEAR = new Set([
  'increase',
  'decrease',
  'reduce',
  'grow',
  'lower',
  'raise',
  'minimize',
  'minimise',
  'maximize',
  'maximise',
  'come down',
  'go down',
  'go up',
  'bring down',
  'drive down',
  'double',
  'triple',
  'halve',
]);

const isClear = ({ vocabulary }: Reading, verb: VerbForm | null): boolean =>
  verb !== null && (vocabulary.language !== 'en' || CLEAR.has(verb.lemma));

interface Wording {
  quantitative: boolean;
  /** Which way "drive up" and "bring down" go; "drive adoption" goes up. */
  moved: 'increase' | 'decrease' | null;
  more: ReturnType<typeof comparative>;
  /** Its words name something that is usually measured. */
  named: boolean;
}

// "Faster CI", "Fewer stock-outs": of a short noun it is an amount or a speed; "Better X" may be anything.
const PLAIN_MORE = /^(?:fewer|faster|quicker|shorter|cheaper)$/;
const SHORT = 5;

/** "Take more pictures": things that can be counted, whatever they are called. */
function moreThings({ tokens, vocabulary }: Reading, more: { lexeme: Lexeme } | null, text: string): boolean {
  if (more === null || vocabulary.language !== 'en' || text.split(/\s+/).length > SHORT - 1) return false;
  const said = tokens[more.lexeme.first]?.lower ?? '';
  const thing = tokens[more.lexeme.first + 1]?.lower ?? '';
  const vague = vocabulary.metrics.vague.match(tokens, more.lexeme.first + 1) !== null;
  return /^(?:more|fewer)$/.test(said) && /[^s]s$/.test(thing) && !vague;
}

const QUANTITATIVE = new Set(['increase', 'decrease', 'multiply', 'eliminate']);

function wordingOf(
  reading: Reading,
  verb: VerbForm | null,
  phrase: MetricPhrase,
  lexemes: Lexeme[],
): Wording {
  const { vocabulary } = reading;
  const quantitative = verb !== null && QUANTITATIVE.has(verb.class);
  const named = quantitative ? phrase.text : headOf(reading, phrase.text);
  const units = metricUnits(named, vocabulary);
  const measured =
    vocabulary.metrics.measures.within(tokensOf(named)) || units.some((unit) => unit !== 'count');
  const more = comparative(reading, lexemes);
  const level = verb === null || ['produce', 'achieve', 'move'].includes(verb.class);
  const things = level && verb !== null && moreThings(reading, more, phrase.text);
  const counted = more !== null && level && !units.includes('duration');
  const drives = verb?.lemma === 'drive' && measured ? 'increase' : null;
  return {
    quantitative,
    moved: verb?.class === 'move' ? (particle(reading, lexemes) ?? drives) : null,
    more,
    named:
      phrase.head !== null ||
      measured ||
      things ||
      ((quantitative || counted) && units.length > 0) ||
      (verb === null &&
        more !== null &&
        PLAIN_MORE.test(reading.tokens[more.lexeme.first]?.lower ?? '') &&
        named.split(/\s+/).length <= SHORT),
  };
}

function directionSaid(
  reading: Reading,
  verb: VerbForm | null,
  lower: boolean,
  { moved, more }: Wording,
): KpiSpec['direction'] {
  if (verb?.class === 'maintain' || verb?.class === 'increase' || verb?.class === 'decrease')
    return verb.class;
  if (verb?.class === 'eliminate' || (verb?.factor ?? 1) < 1) return 'decrease';
  if (more !== null && verb?.class !== 'improve') {
    const speed = /^(faster|quicker|better)$/.test(reading.tokens[more.lexeme.first]?.lower ?? '');
    return speed && lower ? 'decrease' : more.direction;
  }
  return moved ?? (lower ? 'decrease' : 'increase');
}

// A "metric" of more words is a sentence that was not understood.
const LONGEST_METRIC_WORDS = 12;

function isMovementOf(reading: Reading, verb: VerbForm | null, text: string, wording: Wording): boolean {
  const { quantitative, moved, more, named } = wording;
  const vague = headIsVague(reading, text);
  const moves =
    quantitative ||
    moved !== null ||
    more !== null ||
    verb?.class === 'improve' ||
    verb?.class === 'maintain';
  if (!moves || (vague && (!named || verb?.class === 'improve'))) return false;
  return (
    (named || (quantitative && isClear(reading, verb))) && text.split(/\s+/).length <= LONGEST_METRIC_WORDS
  );
}

/** "Reduction in complaints" is about complaints. */
function withoutChangeNoun({ vocabulary }: Reading, text: string): string {
  const words = tokensOf(text);
  const noun = vocabulary.grammar.changeNouns.match(words, 0);
  const named =
    noun !== null && noun.payload !== 'improve' && /^(?:in|of)$/.test(words[noun.end]?.lower ?? '');
  return named
    ? text
        .split(/\s+/)
        .slice(noun.end + 1)
        .join(' ')
    : text;
}

/** "generate more leads" is about leads generated. */
function plainName({ vocabulary }: Reading, verb: VerbForm | null, text: string): string {
  const words = tokensOf(text);
  const comparative = vocabulary.grammar.more.match(words, 0);
  const rest =
    comparative === null || vocabulary.ideographic
      ? text
      : text.split(' ').slice(comparative.end).join(' ') || text;
  return verb?.class === 'produce' && verb.participle !== '' ? `${rest} ${verb.participle}` : rest;
}

/** A movement without any number: a KPI only where the words name something that is usually measured. */
export function directionOnly(
  reading: Reading,
  verb: VerbForm | null,
  phrase: MetricPhrase,
  due: Due | null,
  lexemes: Lexeme[],
): KpiDraft | null {
  const { vocabulary } = reading;
  const text = withoutChangeNoun(reading, phrase.text);
  if (text === '' || isPronoun(reading, text)) return null;
  const wording = wordingOf(reading, verb, { ...phrase, text }, lexemes);
  if (!isMovementOf(reading, verb, text, wording)) return null;
  const direction = directionSaid(reading, verb, lowerIsBetter(text, vocabulary), wording);
  const kpi = emptyKpi(plainName(reading, verb, text), direction);
  kpi.relative = verb?.factor == null ? null : { type: 'multiply', value: verb.factor };
  if (verb?.class === 'eliminate') kpi.target = 0;
  if (kpi.relative !== null || kpi.target !== null) kpi.comparator = direction === 'decrease' ? '<=' : '>=';
  kpi.unit = phrase.head ?? metricUnits(text, vocabulary)[0] ?? null;
  const words = tokensOf(text);
  return finish(kpi, due, {
    stated: kpi.relative !== null || kpi.target !== null,
    standing: direction === 'maintain',
    unmeasured: vocabulary.metrics.unmeasured.within(words) && !MEASURE.test(text),
    loose: !wording.named,
  });
}

// With one of these beside it, "brand awareness" has a measure: a score, a rate.
const MEASURE = /\b(rate|score|index|number|count|ratio|share|percentage|cost|time|survey|nps|csat)s?\b/i;

function particle(reading: Reading, lexemes: readonly Lexeme[]): 'increase' | 'decrease' | null {
  const words = lexemes.map((lexeme) => reading.tokens[lexeme.first]?.lower);
  if (words.includes('up')) return 'increase';
  return words.includes('down') ? 'decrease' : null;
}

/** The words before the first preposition: "skills" of "skills in communication". */
function headOf(reading: Reading, text: string): string {
  const words = tokensOf(text);
  const { prepositions } = reading.vocabulary.grammar;
  const cut = words.findIndex((_, index) => index > 0 && prepositions.match(words, index) !== null);
  return (cut < 0 ? words : words.slice(0, cut)).map((word) => word.text).join(' ');
}

const headIsVague = (reading: Reading, text: string): boolean =>
  (reading.vocabulary.ideographic && reading.vocabulary.metrics.vague.within(tokenize(text))) ||
  reading.vocabulary.metrics.vague.match(tokensOf(headOf(reading, text)).slice(-1), 0) !== null;
