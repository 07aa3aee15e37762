import type { Lexeme, QuantityLexeme } from './lexer.ts';
import { qualifies } from './qualifiers.ts';
import type { Quantity } from './quantities.ts';
import { isQuantity, isSeparator, phraseBefore, type Reading } from './reading.ts';
import type { VerbForm } from './verb-forms.ts';
import type { Comparator } from './vocabulary.ts';

/** The strength of "within 24 hours": a target where nothing else is, no reason to begin a statement. */
export const LIMIT = 2.4;

export type Role = 'to' | 'from' | 'by' | 'at' | 'none';

/** What the words around a number make of it. */
export interface Figure {
  lexeme: QuantityLexeme;
  /** Index among the clause's lexemes. */
  index: number;
  role: Role;
  comparator: Comparator | null;
  /** "20% increase in", "500 more": the movement that a noun or adjective next to it names. */
  change: 'increase' | 'decrease' | 'improve' | null;
  /** "40% faster": of a duration less, of anything else more. */
  speed: boolean;
  /** How surely it states what is to be reached; 0–1 only qualifies something ("24-hour support"). */
  strength: number;
  /** Tokens that belong to it, from its preposition to its last mark. */
  first: number;
  last: number;
}

export interface RoleContext {
  reading: Reading;
  lexemes: readonly Lexeme[];
  /** The verb that governs the clause. */
  verb: VerbForm | null;
}

const changes = (verb: VerbForm | null) =>
  verb !== null && ['increase', 'decrease', 'improve', 'move', 'multiply'].includes(verb.class);

function roleBefore({ reading }: RoleContext, before: number): { role: Role; first: number } {
  const { to, from, by, at } = reading.vocabulary.grammar;
  const found = (['from', 'to', 'by', 'at'] as const).map((role) => ({
    role,
    first: phraseBefore(reading, before, { from, to, by, at }[role]),
  }));
  let best: { role: Role; first: number } = { role: 'none', first: before };
  for (const { role, first } of found) if (first !== null && first < best.first) best = { role, first };
  const named = best.role === 'at' ? toNamedLevel(reading, best.first) : null;
  return named === null ? best : { role: 'to', first: named };
}

// "to the national statutory target of 95%": more words than this are another phrase.
const LONGEST_LEVEL = 5;

/** Where "to the … target of" starts, whose "of" stands at the token; null for anything else. */
function toNamedLevel({ tokens, vocabulary }: Reading, of: number): number | null {
  if (
    tokens[of]?.lower !== 'of' ||
    !/^(?:target|goal|level|total|standard|benchmark|average|minimum|maximum|high|low|rate|score)$/.test(
      tokens[of - 1]?.lower ?? '',
    )
  )
    return null;
  for (let at = of - 2; at >= 0 && at >= of - LONGEST_LEVEL - 1; at--) {
    if (tokens[at]?.kind !== 'word') return null;
    if (tokens[at]?.lower === 'to')
      return vocabulary.grammar.determiners.match(tokens, at + 1) === null ? null : at;
  }
  return null;
}

function roleAfter({ reading }: RoleContext, at: number): { role: Role; last: number } | null {
  const { toAfter, fromAfter } = reading.vocabulary.grammar;
  const from = fromAfter.match(reading.tokens, at);
  if (from !== null) return { role: 'from', last: from.end };
  const to = toAfter.match(reading.tokens, at);
  return to && { role: 'to', last: to.end };
}

/** A comparator, or an article, between the preposition and the number. */
function leftOf(context: RoleContext, index: number): { comparator: Comparator | null; before: number } {
  const { reading, lexemes } = context;
  let before = lexemes[index]?.first ?? 0;
  let comparator: Comparator | null = null;
  const article = /^(a|an|the)$/.test(reading.tokens[lexemes[index - 1]?.first ?? 0]?.lower ?? '');
  const previous = lexemes[article && lexemes[index - 2]?.kind === 'comparator' ? index - 2 : index - 1];
  if (previous?.kind === 'comparator' && !previous.after) {
    const upTo =
      reading.tokens[previous.first]?.lower === 'up' &&
      (changes(context.verb) || context.verb?.lemma === 'get');
    if (!upTo) {
      comparator = previous.operator;
      before = previous.first;
    }
  }
  const determiner = reading.tokens[before - 1]?.lower;
  if (
    ['a', 'an', 'the', 'un', 'une', 'una', 'einen', 'eine', 'ein', 'um', 'uma'].includes(determiner ?? '')
  ) {
    const wider = roleBefore(context, before - 1);
    if (wider.role !== 'none') before -= 1;
  }
  return { comparator, before };
}

// "46% absolute year-on-year reduction": more words than these belong to something else.
const MOST_ADJECTIVES = 4;

/** Where the noun of a change stands after its number, past adjectives; the token itself where there is none. */
function beforeChangeNoun({ tokens, vocabulary }: Reading, at: number, { measure }: Quantity): number {
  const { changeNouns, prepositions, determiners } = vocabulary.grammar;
  for (let place = at; place <= at + MOST_ADJECTIVES; place++) {
    const noun = changeNouns.match(tokens, place);
    // "4 home improvement projects" changes nothing.
    const ends =
      noun !== null && (tokens[noun.end]?.kind !== 'word' || prepositions.match(tokens, noun.end) !== null);
    if (noun !== null) return place === at || (ends && measure !== 'plain') ? place : at;
    const word = tokens[place]?.kind === 'word' || tokens[place]?.text === '-';
    if (!word || prepositions.match(tokens, place) !== null || determiners.match(tokens, place) !== null)
      return at;
  }
  return at;
}

function changeAround(
  context: RoleContext,
  index: number,
  before: number,
): { change: Figure['change']; first: number; last: number } | null {
  const { reading, lexemes } = context;
  const { changeNouns, more, prepositions } = reading.vocabulary.grammar;
  const { tokens } = reading;
  const after = lexemes[index]?.last ?? 0;
  const adjective = beforeChangeNoun(reading, after, (lexemes[index] as QuantityLexeme).quantity);
  const noun = changeNouns.match(tokens, adjective);
  if (noun !== null) {
    const preposition = prepositions.match(tokens, noun.end);
    return { change: noun.payload, first: before, last: preposition?.end ?? noun.end };
  }
  const of = tokens[before - 1]?.lower === 'of' || tokens[before - 1]?.lower === 'by' ? before - 1 : before;
  const nounBefore = phraseBefore(reading, of, changeNouns);
  if (nounBefore !== null && of < before) {
    const named = changeNouns.match(tokens, nounBefore);
    return named && { change: named.payload, first: nounBefore, last: after };
  }
  const { quantity } = lexemes[index] as QuantityLexeme;
  // "at least +30", "an eNPS of +30" is a level with a sign.
  const level =
    lexemes[index - 1]?.kind === 'comparator' || /^(?:of|at|to|is|=)$/.test(tokens[before - 1]?.lower ?? '');
  const moved = level ? null : signOf(context, quantity, before);
  if (moved !== null)
    return {
      change: moved,
      first: UP_OR_DOWN.test(tokens[before - 1]?.lower ?? '') ? before - 1 : before,
      last: after,
    };
  const asMany =
    quantity.measure === 'multiple' ? reading.vocabulary.grammar.asMany.match(tokens, after) : null;
  if (asMany !== null) return { change: 'increase', first: before, last: asMany.end };
  // "hire 5 more engineers" counts the engineers; "20% more leads" is a change.
  const than = lexemes.some((one) => one.kind === 'date' && reading.tokens[one.first]?.lower === 'than');
  const counts =
    !than &&
    quantity.measure === 'plain' &&
    context.verb !== null &&
    ['produce', 'achieve', 'move'].includes(context.verb.class);
  const comparative = counts ? null : more.match(tokens, after);
  if (comparative !== null) return { change: comparative.payload, first: before, last: comparative.end };
  return null;
}

const UP_OR_DOWN = /^(?:up|down)$/;

/** "+15pp share of wallet", "CTR up 10%", "-20 %": a sign, or a particle that follows no verb of its own. */
function signOf(
  { reading: { tokens, vocabulary }, verb }: RoleContext,
  quantity: Quantity,
  before: number,
): Figure['change'] {
  if (verb !== null || quantity.measure === 'duration' || vocabulary.ideographic) return null;
  if (quantity.sign !== null) return quantity.sign === '+' ? 'increase' : 'decrease';
  const particle = tokens[before - 1]?.lower ?? '';
  const measured = ['percent', 'percentage_points', 'multiple'].includes(quantity.measure);
  if (!measured || !UP_OR_DOWN.test(particle) || vocabulary.language !== 'en') return null;
  return particle === 'up' ? 'increase' : 'decrease';
}

const WORDY = new Set(['word', 'name']);

function strengthOf(
  context: RoleContext,
  index: number,
  role: Role,
  comparator: Comparator | null,
  before: number,
): number {
  const { lexemes, reading } = context;
  const lexeme = lexemes[index];
  if (!isQuantity(lexeme)) return 0;
  const { quantity } = lexeme;
  // "90% of tickets in under 4 hours": the share is stated, the hours limit each case.
  const shareBefore = lexemes
    .slice(0, index)
    .some(
      (one) =>
        isQuantity(one) &&
        one.quantity.measure === 'percent' &&
        reading.vocabulary.grammar.prepositions.match(reading.tokens, one.last) !== null,
    );
  if (shareBefore && comparator === '<=' && quantity.measure === 'duration') return LIMIT;
  if (role === 'to' || role === 'from' || role === 'by') return 5;
  if (quantity.often) return 4.4;
  // "95% of tickets within 2 days", "in under an hour": the share is the target, the time limits each case.
  const limit =
    comparator !== null &&
    /^(within|in|innerhalb|binnen|以内)$/.test(reading.tokens[lexemes[index - 1]?.first ?? 0]?.lower ?? '');
  if (limit && quantity.measure === 'duration') return LIMIT;
  const of = reading.vocabulary.grammar.prepositions.match(reading.tokens, lexeme.last) !== null;
  if (quantity.measure === 'percent' && of && lexemes.slice(0, index).every((one) => !isQuantity(one)))
    return 4.5;
  const previousIndex = comparator === null ? index - 1 : index - 2;
  const previous = lexemes[previousIndex];
  const next = lexemes[index + 1];
  const token = reading.tokens[before - 1]?.lower ?? '';
  if (quantity.attributive && comparator === null && next?.kind === 'word') return role === 'at' ? 2 : 1;
  if (quantity.measure === 'duration' && comparator === null && role === 'none') {
    if (
      [
        'within',
        'in',
        'after',
        'for',
        'every',
        'under',
        'innerhalb',
        'binnen',
        'en',
        'in',
        'sous',
        'dans',
        'em',
        'entro',
      ].includes(token)
    )
      return 1;
  }
  const comparatorText = reading.tokens[previousIndex + 1 >= 0 ? (lexemes[index - 1]?.first ?? 0) : 0]?.lower;
  if (quantity.measure === 'duration' && ['in', 'within'].includes(token) && comparatorText !== undefined)
    return 2;
  if (comparator !== null && (role === 'at' || (previous?.kind === 'word' && previous.verb !== null)))
    return 4;
  if (comparator !== null) return 3;
  if (previous?.kind === 'word' && previous.verb !== null && previous.verb.form !== 'participle') return 4;
  if (role === 'at') return 3;
  if (previous === undefined || isSeparator(previous)) return 3;
  if (quantity.spelled && quantity.measure === 'plain') return 1;
  if (
    quantity.measure === 'plain' &&
    quantity.unit === null &&
    WORDY.has(previous.kind) &&
    next === undefined
  )
    return 2;
  return 2;
}

function afterMark(context: RoleContext, index: number): { comparator: Comparator | null; last: number } {
  const lexeme = context.lexemes[index];
  const next = context.lexemes[index + 1];
  if (next?.kind === 'comparator' && next.after) return { comparator: next.operator, last: next.last };
  if (isQuantity(lexeme) && lexeme.quantity.open) return { comparator: '>=', last: lexeme.last };
  return { comparator: null, last: lexeme?.last ?? 0 };
}

/** The "to" of "respond to" leads to no number. */
const endsInVerb = ({ lexemes }: RoleContext, before: number): boolean =>
  lexemes.some(
    (lexeme) =>
      lexeme.kind === 'word' &&
      lexeme.verb !== null &&
      lexeme.last === before &&
      lexeme.last - lexeme.first > 1,
  );

// Below 1: neither start, target nor change.
const qualifier = (
  lexeme: QuantityLexeme,
  index: number,
  { comparator, before }: { comparator: Comparator | null; before: number },
): Figure => ({
  lexeme,
  index,
  role: 'none',
  comparator,
  change: null,
  speed: false,
  strength: 0.5,
  first: before,
  last: lexeme.last,
});

/** Each number of a clause with its role. "70% to 85%" without "from" is a movement under a verb of change. */
export function figuresOf(context: RoleContext): Figure[] {
  const figures: Figure[] = [];
  for (const [index, lexeme] of context.lexemes.entries()) {
    if (!isQuantity(lexeme)) continue;
    const left = leftOf(context, index);
    const verbal = endsInVerb(context, left.before);
    const before = verbal ? { role: 'none' as const, first: left.before } : roleBefore(context, left.before);
    const right = afterMark(context, index);
    const behind = roleAfter(context, right.last);
    const around = changeAround(context, index, left.before);
    const role = behind?.role ?? before.role;
    const { reading, lexemes, verb } = context;
    if (around === null && qualifies({ reading, lexemes, lexeme, index, before: left.before, verb })) {
      figures.push(qualifier(lexeme, index, left));
      continue;
    }
    const strength = around === null ? strengthOf(context, index, role, left.comparator, left.before) : 5;
    figures.push({
      lexeme,
      index,
      role: around !== null && before.role === 'at' ? 'none' : role,
      comparator: left.comparator ?? right.comparator,
      change: around?.change ?? null,
      speed: /^(?:faster|quicker|sooner|quickly|fast|better)$/.test(
        context.reading.tokens[(around?.last ?? 0) - 1]?.lower ?? '',
      ),
      strength,
      first: Math.min(before.first, around?.first ?? before.first),
      last: Math.max(behind?.last ?? right.last, around?.last ?? 0),
    });
  }
  return pairedMovements(
    figures.map((figure) => byForFrom(figure, figures, context)),
    context,
  );
}

/** French "augmenter de 20 %": the word for "from" means "by" where no "to" follows. */
function byForFrom(figure: Figure, figures: readonly Figure[], { reading, verb }: RoleContext): Figure {
  // "un CTR de más de 2 %": "de" names a level where nothing moves.
  const level = verb !== null && ['achieve', 'maintain', 'ensure'].includes(verb.class);
  const lone = !figures.some((other) => other.role === 'to');
  if (
    figure.role === 'from' &&
    level &&
    lone &&
    /^(?:de|di|do|da)$/.test(reading.tokens[figure.first]?.lower ?? '')
  )
    return { ...figure, role: 'at', strength: 4 };
  if (figure.role !== 'from' || !changes(verb)) return figure;
  if (figures.some((other) => other.role === 'to' && other.index > figure.index)) return figure;
  return reading.vocabulary.grammar.by.match(reading.tokens, figure.first) === null
    ? figure
    : { ...figure, role: 'by' };
}

function pairedMovements(figures: Figure[], context: RoleContext): Figure[] {
  for (const [position, figure] of figures.entries()) {
    const before = figures[position - 1];
    if (before === undefined || figure.role !== 'to' || before.role === 'from' || before.role === 'to')
      continue;
    // "bring the figure of 312 complaints down to 250".
    const told = before.role === 'at' && changes(context.verb) && before.strength >= 2 && position === 1;
    if (told && before.lexeme.quantity.measure === figure.lexeme.quantity.measure) {
      before.role = 'from';
      before.strength = 5;
      continue;
    }
    const adjacent = figure.first <= before.last;
    if (!adjacent || before.change !== null || before.strength < 1) continue;
    const arrow = ['→', '->', '=>'].includes(context.reading.tokens[figure.first]?.lower ?? '');
    const verbless =
      context.verb === null &&
      before.index > 0 &&
      before.lexeme.quantity.measure === figure.lexeme.quantity.measure;
    if (changes(context.verb) || arrow || verbless) {
      before.role = before.role === 'by' ? 'by' : 'from';
      before.strength = 5;
    }
  }
  return figures;
}
