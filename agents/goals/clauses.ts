import type { Lexeme, Separator } from './lexer.ts';
import { isQuantity, isSeparator, type Reading, textOf } from './reading.ts';
import { type Figure, figuresOf, LIMIT } from './roles.ts';
import { type FoundVerb, findVerb, leadLength } from './verb-finder.ts';

/** A stretch of text between two separators. */
interface Atom {
  separator: Separator | 'means' | 'that' | 'start';
  lexemes: Lexeme[];
  bracketed: boolean;
}

/** One statement: at most one thing to be reached (save for lists that share a number). */
export interface Clause {
  separator: Atom['separator'];
  lexemes: Lexeme[];
  /** What stood in brackets inside it. */
  asides: Lexeme[][];
  /** In the same sentence as the clause before it. */
  continues: boolean;
}

const isGerund = (lexeme: Lexeme | undefined) =>
  lexeme?.kind === 'word' && lexeme.verb !== null && lexeme.verb.form === 'gerund';

// No spoken goal is longer; the bounds keep the work linear on a text without any separator.
const LONGEST_ATOM = 60;
const LONGEST_CLAUSE = 150;

function atomsOf(reading: Reading, lexemes: readonly Lexeme[]): Atom[] {
  const atoms: Atom[] = [];
  let depth = 0;
  let current: Atom = { separator: 'start', lexemes: [], bracketed: false };
  const begin = (separator: Atom['separator']) => {
    atoms.push(current);
    current = { separator, lexemes: [], bracketed: depth > 0 };
  };
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.kind === 'separator') {
      if (lexeme.separator === 'open') depth++;
      if (lexeme.separator === 'close') depth = Math.max(0, depth - 1);
      if (lexeme.separator === 'end' && depth === 0) depth = 0;
      begin(lexeme.separator);
      if (lexeme.separator === 'with') current.lexemes.push({ ...lexeme, kind: 'word', verb: null });
      continue;
    }
    if (
      lexeme.kind === 'means' &&
      isGerund(lexemes[index + 1]) &&
      reading.tokens[lexeme.first]?.lower === 'by'
    ) {
      begin('means');
      continue;
    }
    // "the survey shows that 75% …", "improve reviews so that 90% …": what is stated begins after "that".
    const stated = lexemes[index + 1]?.kind === 'comparator' || isQuantity(lexemes[index + 1]);
    const that = /^(?:so )?that$/.test(textOf(reading, lexeme.first, lexeme.last).toLowerCase());
    if (stated && that && depth === 0) {
      begin('that');
      continue;
    }
    current.lexemes.push(lexeme);
    if (current.lexemes.length >= LONGEST_ATOM) begin('end');
  }
  atoms.push(current);
  return atoms.filter((atom) => atom.lexemes.length > 0 || atom.separator === 'end');
}

interface Weighed {
  verb: FoundVerb | null;
  figures: Figure[];
  strong: boolean;
  /** Words other than fillers. */
  words: boolean;
  /** "which stood at 840": tells of what stands before it. */
  describes: boolean;
  /** Its first content is the number. */
  numberFirst: boolean;
}

function weigh(reading: Reading, lexemes: readonly Lexeme[], governing: FoundVerb | null): Weighed {
  const verb = findVerb(reading, lexemes);
  const figures = figuresOf({ reading, lexemes, verb: verb?.verb ?? governing?.verb ?? null });
  const lead = leadLength(reading, lexemes);
  const first = lexemes.slice(lead).find((lexeme) => lexeme.kind !== 'comparator');
  const { determiners, prepositions } = reading.vocabulary.grammar;
  const words = lexemes.slice(lead).some(
    (lexeme) =>
      lexeme.kind === 'word' &&
      // "leads" after a number is a noun, whatever else it may be.
      (lexeme.verb === null || lexeme !== lexemes[verb?.index ?? -1]) &&
      determiners.match(reading.tokens, lexeme.first) === null &&
      prepositions.match(reading.tokens, lexeme.first) === null,
  );
  return {
    verb,
    figures,
    strong: figures.some((figure) => figure.strength >= 2 && figure.strength !== LIMIT),
    words,
    describes: /^(?:which|that|who|whose)$/.test(reading.tokens[lexemes[0]?.first ?? 0]?.lower ?? ''),
    numberFirst: isQuantity(first),
  };
}

function isLabel(reading: Reading, lexemes: readonly Lexeme[]): boolean {
  const { labels } = reading.vocabulary.grammar;
  if (lexemes.some((lexeme) => lexeme.kind === 'date')) return false;
  return lexemes.every((lexeme) => {
    const text = reading.tokens[lexeme.first]?.lower ?? '';
    return (
      labels.match(reading.tokens, lexeme.first) !== null ||
      /^(kr|o|g|okr|kpi)?\d*$/.test(text) ||
      lexeme.kind !== 'word'
    );
  });
}

function begins(reading: Reading, atom: Atom, current: Weighed, next: Weighed): boolean {
  const verbInitial = next.verb?.initial === true && next.verb.verb.form !== 'participle';
  if (atom.separator === 'end') return !(next.strong && !next.words && !current.strong && current.words);
  if (atom.separator === 'means') return true;
  if (atom.separator === 'that') return !current.strong;
  if (atom.separator === 'open') return next.words && !current.strong;
  if (atom.separator === 'colon')
    return next.verb !== null || !(next.numberFirst || (next.strong && !next.words));
  if (atom.separator === 'with')
    return (
      current.strong &&
      next.figures.some((figure) => figure.strength >= 3) &&
      (next.words || next.verb?.initial === true)
    );
  const or = ['or', 'oder', 'ou', 'o'].includes(
    reading.tokens[(atom.lexemes[0]?.first ?? 1) - 1]?.lower ?? '',
  );
  const change = ['increase', 'decrease', 'improve', 'maintain', 'multiply', 'eliminate'].includes(
    next.verb?.verb.class ?? '',
  );
  // "new and renewing plans": an adjective, unless the clause before is a gerund too or has its number.
  const adjective =
    next.verb?.verb.form === 'gerund' &&
    atom.separator === 'and' &&
    !current.strong &&
    current.verb?.verb.form !== 'gerund';
  if (adjective) return false;
  // "proficient and advance levels": a base form after "and" begins a statement where one stands before it.
  const parallel = current.verb !== null || current.strong;
  if (atom.separator === 'and' && verbInitial && !parallel) return false;
  if (verbInitial) return next.strong || (!or && (change || !current.strong) && next.words);
  // "191 staff by 2044 or 232": another figure without words of its own is an alternative.
  if (next.strong && current.strong) return !onlyBaseline(next) && (next.words || next.verb !== null);
  return current.strong && next.verb !== null && next.words && next.strong;
}

/** "…, up from 40%": a start value without words of its own belongs to the clause before. */
const onlyBaseline = (weighed: Weighed) =>
  weighed.figures.every((figure) => figure.role === 'from') && (!weighed.words || weighed.describes);

/** "our rating (4.1 from 870 reviews) to 4.5": the sentence goes on to its number behind the bracket. */
function statesAfter(atoms: readonly Atom[], place: number): boolean {
  const after = atoms.slice(place + 1, place + 6).find((atom) => !atom.bracketed || atom.separator === 'end');
  return (
    after !== undefined && after.separator === 'close' && after.lexemes.some((lexeme) => isQuantity(lexeme))
  );
}

/** Cuts a text into statements. Bracketed stretches without a statement of their own become asides. */
export function splitClauses(reading: Reading, lexemes: readonly Lexeme[]): Clause[] {
  const clauses: Clause[] = [];
  let current: Clause = { separator: 'start', lexemes: [], asides: [], continues: false };
  let weight = weigh(reading, [], null);
  const close = (separator: Atom['separator'], continues: boolean) => {
    if (current.lexemes.length > 0) clauses.push(current);
    current = { separator, lexemes: [], asides: [], continues };
  };
  let ended = false;
  let inBracketClause = false;
  const atoms = atomsOf(reading, lexemes);
  for (const [place, atom] of atoms.entries()) {
    if (atom.separator === 'end') ended = true;
    if (current.lexemes.length >= LONGEST_CLAUSE || current.asides.length >= LONGEST_CLAUSE)
      close('end', false);
    if (atom.lexemes.length === 0) continue;
    const next = weigh(reading, atom.lexemes, weight.verb);
    if (!atom.bracketed) inBracketClause = false;
    else if (atom.separator === 'open' && !weight.strong && next.words && (next.strong || next.verb?.initial))
      inBracketClause = next.verb?.initial === true || !statesAfter(atoms, place);
    if (atom.bracketed && !inBracketClause) {
      if (atom.separator === 'open') current.asides.push(atom.lexemes);
      else current.asides.at(-1)?.push(...atom.lexemes);
      continue;
    }
    if (atom.separator === 'colon' && isLabel(reading, current.lexemes)) {
      current.lexemes = [];
      weight = weigh(reading, [], null);
    }
    const fresh = current.lexemes.length > 0 && begins(reading, atom, weight, next);
    if (fresh) {
      close(ended ? 'end' : atom.separator, !ended);
      current.lexemes = [...atom.lexemes];
      weight = next;
    } else {
      if (current.lexemes.length > 0 && atom.separator !== 'start') current.lexemes.push(joiner(atom));
      current.lexemes.push(...atom.lexemes);
      weight = { ...mergeWeights(weight, next) };
    }
    ended = false;
  }
  close('end', false);
  return clauses;
}

/** Keeps the place of a separator inside a clause, for lists of metrics that share a number. */
function joiner(atom: Atom): Lexeme {
  const first = atom.lexemes[0]?.first ?? 0;
  const separator = atom.separator === 'comma' || atom.separator === 'and' ? atom.separator : 'colon';
  return { kind: 'separator', separator, first, last: first };
}

function mergeWeights(one: Weighed, other: Weighed): Weighed {
  return {
    verb: one.verb ?? other.verb,
    figures: [...one.figures, ...other.figures],
    strong: one.strong || other.strong,
    describes: one.describes,
    words: one.words || other.words,
    numberFirst: one.numberFirst,
  };
}

export { isSeparator };
