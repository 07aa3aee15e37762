import type { Lexeme, QuantityLexeme } from './lexer.ts';
import { isQuantity, type Reading } from './reading.ts';
import { metricUnits } from './units.ts';
import type { VerbForm } from './verb-forms.ts';

/** A number of a clause, with the token where what belongs to it starts (its comparator or article). */
export interface Candidate {
  reading: Reading;
  lexemes: readonly Lexeme[];
  lexeme: QuantityLexeme;
  index: number;
  before: number;
  verb: VerbForm | null;
}

const word = ({ tokens }: Reading, at: number): string => tokens[at]?.lower ?? '';

const OWNERS =
  /^(?:our|my|your|their|its|these|those|all|the|mis|nuestras|nuestros|las|los|nos|les|unseren|unserer|allen|nossas|nossos|nostri|nostre|nei|nelle)$/;

/** Where the article or possessive of a number stands; it may have been read with it ("the 3"). */
function ownerOf({ reading, before, lexeme }: Candidate): number | null {
  const inside = OWNERS.test(word(reading, lexeme.first)) ? lexeme.first : null;
  const outside = OWNERS.test(word(reading, before - 1)) ? before - 1 : null;
  return inside ?? outside;
}

const CONTRACTED = /^(?:das|dos|des|del|delle|dei|degli|nas|nos|nei|nelle)$/;

/** "in our four stores", "of the 12 sites", "das 4 lojas": says where, not how much. */
function countsPlaces(candidate: Candidate): boolean {
  const { reading, before, lexeme } = candidate;
  const { tokens, vocabulary } = reading;
  if (lexeme.quantity.measure !== 'plain') return false;
  const contracted = CONTRACTED.test(word(reading, before - 1)) && vocabulary.language !== 'en';
  if (contracted && !opensWith(reading, before - 1)) return true;
  const owner = ownerOf(candidate);
  if (owner === null || vocabulary.grammar.prepositions.match(tokens, owner - 1) === null) return false;
  return !/^(?:to|by|from|um|auf|à|a)$/.test(word(reading, owner - 1)) || opensWith(reading, owner - 1);
}

/** Nothing of the clause stands before the token. */
const opensWith = ({ tokens }: Reading, at: number): boolean => {
  const previous = tokens[at - 1];
  return previous === undefined || previous.kind === 'newline' || /^[.,;:(–—-]$/.test(previous.text);
};

const GROUPS =
  /^(?:team|group|crew|staff|panel|pool|list|set|series|fleet|portfolio|class|cohort|budget|equipo|équipe|equipe|squadra|teams?|gruppe|grupo)$/;

/** "Of our 48 stores", "Von 12 Filialen", "a team of 6": the whole that something is part of. */
function countsWhole({ reading, before, lexeme, verb }: Candidate): boolean {
  if (lexeme.quantity.measure !== 'plain') return false;
  const owned = OWNERS.test(word(reading, before - 1)) ? before - 2 : before - 1;
  if (!/^(?:of|von|de|di|des|dei|sur|su)$/.test(word(reading, owned))) return false;
  const change =
    verb !== null && ['increase', 'decrease', 'improve', 'move', 'multiply'].includes(verb.class);
  const opens = opensWith(reading, word(reading, owned - 1) === 'out' ? owned - 1 : owned);
  return (opens && !change) || GROUPS.test(word(reading, owned - 1));
}

const ATTRIBUTES =
  /^(?:older|younger|newer|larger|bigger|smaller|heavier|longer|taller|wider|worth|aged|rated|scored|priced|valued|lasting|costing|waiting|älter|länger|jünger)$/;

/** "tickets older than 14 days", "reviews rated 3 stars": says which ones. */
function selects({ reading, before, lexemes, index, verb }: Candidate): boolean {
  if (!isQuantity(lexemes[index])) return false;
  const than = word(reading, before - 1) === 'than' ? before - 2 : before - 1;
  const first = word(reading, before);
  const attribute = ATTRIBUTES.test(word(reading, than)) || (ATTRIBUTES.test(first) && first !== 'longer');
  // "keep waits no longer than 10 minutes" has no other number to hold.
  const counts = verb === null || verb.class !== 'maintain' || lexemes.filter(isQuantity).length > 1;
  return attribute && counts && !/^(?:no|not|never)$/.test(word(reading, than - 1));
}

/** "every customer with more than 100 seats": says which customers. */
function narrows({ reading, before, lexemes, index }: Candidate): boolean {
  const [previous, noun] = [lexemes[index - 1], lexemes[index - 3]];
  if (previous?.kind !== 'comparator' || word(reading, before - 1) !== 'with') return false;
  const subject = reading.tokens.slice(Math.max(0, before - 6), before - 1);
  const each = subject.some(({ lower }) => /^(?:every|each|all|any)$/.test(lower));
  return noun?.kind === 'word' && noun.verb === null && each;
}

/** "question 7", "Office 365": a bare number behind a noun that measures nothing is part of its name. */
function names({ reading, before, lexemes, index, lexeme }: Candidate): boolean {
  const { quantity } = lexeme;
  const { tokens, vocabulary } = reading;
  const bare =
    quantity.measure === 'plain' &&
    quantity.unit === null &&
    quantity.sign === null &&
    !quantity.open &&
    !quantity.often;
  const digits = lexeme.last - lexeme.first === 1 && /^\d+$/.test(tokens[lexeme.first]?.text ?? '');
  if (!bare || !digits || vocabulary.language !== 'en' || before !== lexeme.first) return false;
  const noun = lexemes[index - 1];
  if (noun?.kind !== 'word' || noun.verb !== null || noun.last !== lexeme.first) return false;
  const at = noun.first;
  const { prepositions, determiners, conjunctions, more, to, from, by, at: level } = vocabulary.grammar;
  const functional = [prepositions, determiners, conjunctions, more, to, from, by, level].some(
    (phrases) => phrases.match(tokens, at) !== null,
  );
  if (functional || metricUnits(tokens[at]?.text ?? '', vocabulary).length > 0) return false;
  const next = lexemes[index + 1];
  const ends =
    next === undefined || next.kind === 'separator' || next.kind === 'date' || next.kind === 'means';
  return ends || (next.kind === 'word' && prepositions.match(tokens, next.first) !== null);
}

/** "3个产品的活跃度", "5名のチームで": a counted thing inside a phrase. */
function countedInside({ reading, lexeme }: Candidate): boolean {
  const { tokens, vocabulary } = reading;
  if (!vocabulary.ideographic || lexeme.quantity.measure !== 'plain') return false;
  const counter = /^[个名人つ件家款項项]$/.test(word(reading, lexeme.last - 1))
    ? lexeme.last
    : lexeme.last + 1;
  const ahead = tokens.slice(counter, counter + 4).findIndex(({ text }) => text === '的' || text === 'の');
  return ahead >= 0 && tokens.slice(counter, counter + ahead).every(({ kind }) => kind === 'word');
}

/** "under 7 minutes, 90% of the time". */
function shareOfTime({ reading, lexemes, lexeme }: Candidate): boolean {
  const after = [0, 1, 2].map((ahead) => word(reading, lexeme.last + ahead)).join(' ');
  const others =
    lexemes.some((one) => one !== lexeme && isQuantity(one)) || word(reading, lexeme.first - 1) === ',';
  return lexeme.quantity.measure === 'percent' && others && /^of the (?:time|cases|days)$/.test(after);
}

const RULES = [countsPlaces, countsWhole, selects, narrows, names, countedInside, shareOfTime];

/** Whether a number only says which things are meant, and is neither start, target nor change. */
export const qualifies = (candidate: Candidate): boolean => RULES.some((rule) => rule(candidate));
