import type { Lexeme } from './lexer.ts';
import { isQuantity, isSeparator, phraseBefore, type Reading } from './reading.ts';
import type { VerbForm } from './verb-forms.ts';

export interface FoundVerb {
  verb: VerbForm;
  /** Index among the lexemes. */
  index: number;
  /** Nothing but "we want to" stands before it. */
  initial: boolean;
}

const CHANGES = new Set(['increase', 'decrease', 'improve', 'move', 'multiply', 'eliminate', 'maintain']);
const AUXILIARIES = new Set([
  'is',
  'are',
  'be',
  'been',
  'being',
  'was',
  'were',
  'have',
  'has',
  'had',
  'get',
  'gets',
]);
const LEADS = new Set([
  'to',
  'will',
  'should',
  'shall',
  'must',
  'can',
  'we',
  'i',
  'and',
  'or',
  "we'll",
  'would',
  'could',
  'they',
  'consistently',
  'further',
  'help',
  'not',
  'significantly',
]);

/** How many lexemes at the start only lead up to the statement: "Our goal is to", "KR 2", a date, a bullet. */
export function leadLength(reading: Reading, lexemes: readonly Lexeme[]): number {
  const { fillers, determiners } = reading.vocabulary.grammar;
  let index = 0;
  let covered = 0;
  for (; index < lexemes.length; index++) {
    const lexeme = lexemes[index];
    if (lexeme === undefined) break;
    if (lexeme.first < covered) continue;
    if (
      lexeme.kind === 'symbol' ||
      lexeme.kind === 'date' ||
      isSeparator(lexeme, 'comma', 'colon', 'and', 'with')
    )
      continue;
    const filler =
      fillers.match(reading.tokens, lexeme.first) ?? determiners.match(reading.tokens, lexeme.first);
    const isVerb = lexeme.kind === 'word' && lexeme.verb !== null;
    if (filler === null || isQuantity(lexeme)) break;
    if (isVerb && filler.end <= lexeme.last && !mereFiller(lexeme, reading)) break;
    covered = filler.end;
  }
  return index;
}

// "start", "help", "see", "get" lead to another verb only where "to" follows or stands before.
const mereFiller = (lexeme: Lexeme, reading: Reading) =>
  ['to', 'better', 'be'].includes(reading.tokens[lexeme.last]?.lower ?? '') ||
  reading.tokens[lexeme.first]?.lower === 'up';

function standing(reading: Reading, lexemes: readonly Lexeme[], index: number, lead: number): number {
  const lexeme = lexemes[index];
  if (lexeme?.kind !== 'word' || lexeme.verb === null) return 0;
  const { verb } = lexeme;
  const before = reading.tokens[lexeme.first - 1]?.lower ?? '';
  const after = reading.tokens[lexeme.last]?.lower ?? '';
  const next = lexemes[index + 1];
  const initial = index <= lead;
  if (
    verb.class === 'achieve' &&
    /^(have|has|had)$/.test(reading.tokens[lexeme.first]?.lower ?? '') &&
    next?.kind === 'word' &&
    next.verb?.form === 'participle' &&
    CHANGES.has(next.verb.class)
  )
    return 0;
  const change = CHANGES.has(verb.class);
  if (index < lead) return 0;
  if (reading.vocabulary.language !== 'en') return initial ? 5 : change ? 4 : 2;
  if (initial && verb.form !== 'participle')
    return after === 'in' && change && verb.form === 'base' && index > 0 ? 0 : 5;
  const stated = lexemes.slice(0, index).some((one) => isQuantity(one));
  // "proficient and advance levels will increase": what "will" leads to outranks what "and" joins.
  if (verb.form === 'base' && LEADS.has(before))
    return change && !stated ? (/^(?:and|or)$/.test(before) ? 5.2 : 5.5) : stated ? 1 : 4;
  if (
    verb.form === 'third' &&
    index > 0 &&
    !['of', 'the', 'a', 'for', 'in', 'and', 'per', 'our', 'new'].includes(before)
  ) {
    const measured = isQuantity(next) || next?.kind === 'comparator' || phraseEnds(reading, lexeme.last);
    return (change || verb.class === 'achieve' || measured) && !stated ? (measured ? 3.5 : 2) : 0;
  }
  if (verb.form === 'base' && isQuantity(next) && change && index > 0) return 2;
  if (verb.form === 'participle') return participleStanding(reading, lexemes, index, change, initial, stated);
  return 0;
}

const phraseEnds = ({ tokens, vocabulary }: Reading, at: number) =>
  vocabulary.grammar.to.match(tokens, at) !== null || vocabulary.grammar.by.match(tokens, at) !== null;

function participleStanding(
  reading: Reading,
  lexemes: readonly Lexeme[],
  index: number,
  change: boolean,
  initial: boolean,
  stated: boolean,
): number {
  if (!change || stated) return 0;
  const from = Math.max(0, (lexemes[index]?.first ?? 0) - 4);
  const helped = reading.tokens
    .slice(from, lexemes[index]?.first ?? 0)
    .some((token) => AUXILIARIES.has(token.lower));
  const measured = phraseEnds(reading, lexemes[index]?.last ?? 0) || isQuantity(lexemes[index + 1]);
  return helped || measured ? 3 : initial ? 4 : 0;
}

/** "80% of accounts have …": the share is stated of a whole sentence, whose verb governs nothing. */
function sharesFirst(reading: Reading, lexemes: readonly Lexeme[], lead: number): boolean {
  const first = lexemes.slice(lead).find((lexeme) => lexeme.kind !== 'comparator');
  if (first?.kind !== 'quantity' || first.quantity.measure !== 'percent') return false;
  return /^(of|der|des|de|dei|degli|delle|dos|das)$/.test(reading.tokens[first.last]?.lower ?? '');
}

const MOVES = new Set(['increase', 'decrease', 'improve', 'multiply', 'move']);
// "costs reduced by 5%": what stands between them is at most an object of a few words.
const LONGEST_OBJECT = 9;

/** The verb of change before "by 5%": it governs the clause, whatever else stands first ("hosting costs reduced by 5%"). */
function verbOfChangeBy(
  { tokens, vocabulary }: Reading,
  lexemes: readonly Lexeme[],
): { verb: VerbForm; index: number } | null {
  if (vocabulary.language !== 'en') return null;
  const figure = lexemes.findIndex(
    (lexeme, index) =>
      isQuantity(lexeme) &&
      ['percent', 'percentage_points', 'multiple'].includes(lexeme.quantity.measure) &&
      tokens[(lexemes[index - (lexemes[index - 1]?.kind === 'comparator' ? 1 : 0)]?.first ?? 0) - 1]
        ?.lower === 'by',
  );
  for (let index = figure - 1; index >= 0 && index >= figure - LONGEST_OBJECT; index--) {
    const lexeme = lexemes[index];
    if (isQuantity(lexeme)) return null;
    if (lexeme?.kind === 'word' && lexeme.verb !== null && MOVES.has(lexeme.verb.class))
      return { verb: lexeme.verb, index };
  }
  return null;
}

/** The verb that states the goal: the first one, unless a verb of change follows it after "to" or "we". */
export function findVerb(reading: Reading, lexemes: readonly Lexeme[]): FoundVerb | null {
  const lead = leadLength(reading, lexemes);
  if (sharesFirst(reading, lexemes, lead)) return null;
  let best: (FoundVerb & { rank: number }) | null = null;
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.kind !== 'word' || lexeme.verb === null) continue;
    const rank = standing(reading, lexemes, index, lead);
    if (rank > (best?.rank ?? 0)) best = { verb: lexeme.verb, index, initial: index <= lead, rank };
  }
  const moving = best === null || !MOVES.has(best.verb.class) ? verbOfChangeBy(reading, lexemes) : null;
  return moving === null ? best : { ...moving, initial: moving.index <= lead };
}

/** "cut churn in half". */
export const halves = (reading: Reading, lexemes: readonly Lexeme[]): Lexeme | null =>
  lexemes.find((lexeme) => reading.vocabulary.inHalf.match(reading.tokens, lexeme.first) !== null) ?? null;

export { phraseBefore };
