import type { Mark } from './concepts.ts';
import { stopWords } from './concepts.ts';
import type { DateMention } from './dates.ts';
import { type Numeral, numeralAt } from './numerals.ts';
import type { Token } from './tokens.ts';
import { currencyOf, money, type Unit, unitAt } from './units.ts';

export interface Quantity {
  value: number;
  /** Last stated place, see Numeral. */
  step: number;
  form: 'plain' | 'fraction' | 'times' | 'vague' | 'ordinal';
  bound: 'equal' | 'above' | 'at_least' | 'below' | 'at_most';
  approximate: boolean;
  unit: Unit | null;
  /** "a week", "per day": the unit of time that it is divided by. */
  rate: string | null;
  /** Concepts of the nouns that it counts, the head first. */
  nouns: string[];
  /** Stem of the first word after it that is no known noun. */
  rawNoun: string | null;
  /** `change`: a difference ("by 4", "22 hours over the estimate"); `total`: what another number is a part of. */
  role: 'plain' | 'change' | 'total';
  /** Of a change: up 1, down -1, not said 0. */
  direction: -1 | 0 | 1;
  /** Index of the quantity that this is a part of. */
  of: number | null;
  at: number;
  /** Token after the number itself. */
  end: number;
  /** Token after number, unit and noun. */
  next: number;
  written: string;
}

const approximators = new Set(
  'about around roughly approximately approx circa ca some ~ nearly almost'.split(' '),
);
/** "sprint 12", "release 5.4": the number is a name. */
export const labelNouns = new Set(
  'sprint phase version level tier step milestone section part room priority pr mr ticket case issue incident request order invoice release number no story bug task item week sev severity p stage chapter figure team squad floor'.split(
    ' ',
  ),
);
const upWords = new Set(
  'more higher longer above over beyond additional extra further ahead up faster gained increase rise gain growth'.split(
    ' ',
  ),
);
const downWords = new Set(
  'fewer less lower shorter below under down short decrease drop fall decline reduction'.split(' '),
);
const references = new Set(
  'estimate target goal plan budget contract contracted capacity median average mean quota limit forecast norm threshold team last previous prior planned estimated'.split(
    ' ',
  ),
);
const linkWords = new Set(
  'of in on at by to for from with within into over under and or but while when where which who that than as per a an the is was were are had has have been be will during since until after before against versus vs compared because due'.split(
    ' ',
  ),
);
const moving =
  /^(?:rose|fell|grew|dropped|climbed|declined|increased|decreased|improved|slid|gained|lost|shed|added|jumped|shrank)$/;
const timesNoun = new Set(['times', 'time']);
const rates = /^(hour|day|week|month|quarter|year|sprint|person|head)$/;

interface Bound {
  bound: Quantity['bound'];
  approximate: boolean;
  start: number;
}

const boundPhrases: [string, Quantity['bound'], boolean][] = [
  ['a little over', 'above', true],
  ['a bit over', 'above', true],
  ['just over', 'above', true],
  ['slightly over', 'above', true],
  ['slightly more than', 'above', true],
  ['a little more than', 'above', true],
  ['just above', 'above', true],
  ['just under', 'below', true],
  ['just below', 'below', true],
  ['slightly under', 'below', true],
  ['a little under', 'below', true],
  ['slightly less than', 'below', true],
  ['not quite', 'below', true],
  ['nearly', 'below', true],
  ['almost', 'below', true],
  ['no more than', 'at_most', false],
  ['not more than', 'at_most', false],
  ['no less than', 'at_least', false],
  ['no fewer than', 'at_least', false],
  ['not less than', 'at_least', false],
  ['more than', 'above', false],
  ['less than', 'below', false],
  ['fewer than', 'below', false],
  ['greater than', 'above', false],
  ['upwards of', 'above', false],
  ['in excess of', 'above', false],
  ['at least', 'at_least', false],
  ['at most', 'at_most', false],
  ['close to', 'equal', true],
  ['within', 'at_most', false],
  ['in the region of', 'equal', true],
  ['well over', 'above', false],
  ['well above', 'above', false],
  ['well below', 'below', false],
  ['well under', 'below', false],
  ['over', 'above', false],
  ['above', 'above', false],
  ['exceeding', 'above', false],
  ['exceeded', 'above', false],
  ['below', 'below', false],
  ['under', 'below', false],
];
const splitPhrases = boundPhrases.map(([phrase, bound, approximate]) => ({
  words: phrase.split(' '),
  bound,
  approximate,
}));

/** "4.5 days over 37 items": a number with its unit stands just before. */
const numeralEndsAt = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.kind === 'number' || (unitAt(tokens, at - 1) !== null && tokens[at - 2]?.kind === 'number');

/** Comparators and approximators before a number; "over the three months" and "went over 3 times" are told apart by what follows. */
function boundBefore(tokens: readonly Token[], at: number, isTime: boolean): Bound {
  let start = at;
  let approximate = false;
  while (
    approximators.has(tokens[start - 1]?.lower ?? '') &&
    !['nearly', 'almost'].includes(tokens[start - 1]?.lower ?? '')
  ) {
    approximate = true;
    start -= 1;
  }
  for (const { words, bound, approximate: loose } of splitPhrases) {
    const from = start - words.length;
    if (from < 0 || !words.every((word, index) => tokens[from + index]?.lower === word)) continue;
    if (
      words.length === 1 &&
      words[0] === 'over' &&
      /^(?:took|take|taken|taking|takes|hand|handed)$/.test(tokens[from - 1]?.lower ?? '')
    )
      continue;
    // "within a day" is a bound, "within 18 minutes" a figure.
    if (words[0] === 'within' && !['a', 'an', 'one'].includes(tokens[at]?.lower ?? '')) continue;
    // "over three weeks" says how long, not how much more.
    const follows = numeralEndsAt(tokens, from);
    if ((isTime || follows) && words.length === 1 && words[0] === 'over')
      return { bound: 'equal', approximate, start };
    return { bound, approximate: approximate || loose, start: from };
  }
  return { bound: 'equal', approximate, start };
}

interface Counted {
  unit: Unit | null;
  nouns: string[];
  rawNoun: string | null;
  next: number;
}

/** What is counted: a unit or a noun within the next few words. */
function countedAfter(
  tokens: readonly Token[],
  from: number,
  marks: ReadonlyMap<number, Mark[]>,
  isFraction = false,
): Counted {
  let at =
    tokens[from]?.lower === '-' && !tokens[from]?.spaced && !tokens[from + 1]?.spaced ? from + 1 : from;
  // "28 of the meetings"
  const partitive =
    tokens[at]?.lower === 'of' &&
    /^(?:the|these|those|its|their|his|her|all)$/.test(tokens[at + 1]?.lower ?? '');
  if (partitive && tokens[at + 2]?.kind === 'word' && numeralAt(tokens, at + 2) === null) at += 2;
  let rawNoun: string | null = null;
  const nouns: string[] = [];
  for (let steps = 0; steps < 5; steps += 1) {
    const token = tokens[at];
    if (token === undefined || (token.kind === 'punctuation' && token.lower !== '%' && token.lower !== '-'))
      break;
    const unit = unitAt(tokens, at);
    if (unit !== null && nouns.length === 0 && (steps === 0 || token.kind === 'word'))
      return { unit: unit.unit, nouns, rawNoun, next: unit.next };
    if (token.lower === '-') {
      at += 1;
      continue;
    }
    if (
      steps === 0 &&
      isFraction &&
      ['a', 'an'].includes(token.lower) &&
      unitAt(tokens, at + 1)?.unit.dimension === 'time'
    ) {
      at += 1;
      continue;
    }
    if (token.kind !== 'word' || linkWords.has(token.lower)) break;
    const noun = (marks.get(at) ?? []).filter((mark) => mark.kind === 'noun');
    if (noun.length > 0) {
      nouns.splice(0, nouns.length, ...noun.map((mark) => mark.concept));
      at = noun[0]?.next ?? at + 1;
      continue;
    }
    if (nouns.length > 0) break;
    if (timesNoun.has(token.lower)) return { unit: null, nouns: ['times'], rawNoun, next: at + 1 };
    if (!stopWords.has(token.stem)) rawNoun ??= token.stem;
    at += 1;
  }
  return { unit: null, nouns, rawNoun, next: nouns.length > 0 ? at : from };
}

function rateAfter(tokens: readonly Token[], at: number): { rate: string | null; next: number } {
  const [first, second] = [tokens[at]?.lower ?? '', tokens[at + 1]?.lower ?? ''];
  if (['a', 'an', 'per', 'each', 'every', '/'].includes(first) && rates.test(second)) {
    return { rate: second, next: at + 2 };
  }
  if (first === 'annually') return { rate: 'year', next: at + 1 };
  const adverb = /^(dai|week|month|quarter|year)ly$/.exec(first)?.[1];
  return adverb === undefined
    ? { rate: null, next: at }
    : { rate: adverb === 'dai' ? 'day' : adverb, next: at + 1 };
}

function changeOf(
  tokens: readonly Token[],
  start: number,
  next: number,
  unitDimension: Unit['dimension'] | undefined,
): { role: 'plain' | 'change'; direction: -1 | 0 | 1 } {
  const before = tokens[start - 1]?.lower ?? '';
  const earlier = tokens[start - 2]?.lower ?? '';
  const after = tokens[next]?.lower ?? '';
  const side = (word: string): -1 | 0 | 1 => (upWords.has(word) ? 1 : downWords.has(word) ? -1 : 0);
  if (
    unitDimension === 'points' ||
    ((unitDimension === 'percent' || unitDimension === 'score') && moving.test(before))
  )
    return { role: 'change', direction: side(before) };
  if (before === 'by') return { role: 'change', direction: 0 };
  if (['up', 'down', 'gained'].includes(before) && !/^(?:mak|made|sum|add|tak|took|end)/.test(earlier))
    return { role: 'change', direction: side(before) };
  if (
    before === 'of' &&
    /^(rise|increase|gain|growth|drop|fall|decline|decrease|reduction|improvement|change|difference|gap)$/.test(
      earlier,
    )
  )
    return { role: 'change', direction: side(earlier) };
  if (
    /^(more|fewer|less|higher|lower|longer|shorter|faster|slower|quicker|sooner|greater|smaller|bigger|better|worse|additional|extra|further)$/.test(
      after,
    )
  )
    return { role: 'change', direction: side(after) };
  if (/^(over|under|above|below|beyond|ahead|short|behind)$/.test(after)) {
    const near = [2, 1, 3].some(
      (offset) =>
        references.has(tokens[next + offset]?.stem ?? '') ||
        references.has(tokens[next + offset]?.lower ?? ''),
    );
    if (near) return { role: 'change', direction: side(after) };
  }
  if (unitDimension === 'time' && /^(later|earlier|early|late|before|after|ahead|apart)$/.test(after))
    return { role: 'change', direction: 0 };
  return { role: 'plain', direction: 0 };
}

function isLabel(tokens: readonly Token[], at: number, counted: Counted): boolean {
  const before = tokens[at - 1];
  if (before?.kind !== 'word' || tokens[at]?.kind !== 'number') return false;
  return (
    labelNouns.has(before.lower) &&
    counted.unit === null &&
    (counted.nouns.length === 0 || tokens[at + 1]?.lower === 'of') &&
    /^\d+(?:\.\d+)*$/.test(tokens[at]?.text ?? '')
  );
}

const moreInside = (tokens: readonly Token[], from: number, to: number): -1 | 0 | 1 => {
  for (const token of tokens.slice(from, to)) {
    if (/^(more|additional|extra|further)$/.test(token.lower)) return 1;
    if (/^(fewer|less)$/.test(token.lower)) return -1;
  }
  return 0;
};

/** "within a day", "a week later", "an hour and a half": one of a unit of time. */
function article(tokens: readonly Token[], at: number): Numeral | null {
  if (!['a', 'an'].includes(tokens[at]?.lower ?? '')) return null;
  const unit = unitAt(tokens, at + 1);
  if (unit === null || unit.unit.dimension !== 'time' || tokens[at + 1]?.lower.endsWith('s')) return null;
  const before = tokens[at - 1]?.lower ?? '';
  const after = tokens[unit.next]?.lower ?? '';
  const measured =
    articleBefore.has(before) || /^(?:later|earlier|early|late|before|after|ahead)$/.test(after);
  if (!measured && andHalf(tokens, unit.next) === 0) return null;
  return { value: 1, step: 1, form: 'plain', next: at + 1 };
}
const articleBefore = new Set(
  'than within about over after nearly almost for took by under only just of above below'.split(' '),
);

/** Tokens of "and a half" after a unit: 3, or 0. */
const andHalf = (tokens: readonly Token[], at: number): number =>
  tokens[at]?.lower === 'and' && tokens[at + 1]?.lower === 'a' && tokens[at + 2]?.lower === 'half' ? 3 : 0;

/** "half as much time again": one and a half times. */
function multipleAgain(tokens: readonly Token[], at: number): Quantity | null {
  if (tokens[at]?.lower !== 'half' || tokens[at + 1]?.lower !== 'as') return null;
  const again = tokens.slice(at, at + 6).findIndex((token) => token.lower === 'again');
  const value = again > 0 ? 1.5 : 0.5;
  const next = again > 0 ? at + again + 1 : at + 3;
  return { ...plainQuantity, value, step: 0.1, form: 'times', at, end: next, next, written: 'half as much' };
}

const plainQuantity: Omit<Quantity, 'value' | 'step' | 'form' | 'at' | 'end' | 'next' | 'written'> = {
  bound: 'equal',
  approximate: false,
  unit: null,
  rate: null,
  nouns: [],
  rawNoun: null,
  role: 'plain',
  direction: 0,
  of: null,
};

function quantityAt(
  tokens: readonly Token[],
  at: number,
  marks: ReadonlyMap<number, Mark[]>,
): Quantity | null {
  const token = tokens[at];
  const symbol = currencyOf(token);
  const isPrefix = symbol !== null && tokens[at + 1]?.kind === 'number';
  const found = numeralAt(tokens, isPrefix ? at + 1 : at) ?? article(tokens, at);
  if (found === null) return null;
  const again = multipleAgain(tokens, at);
  if (again !== null) return again;
  const counted = countedAfter(tokens, found.next, marks, found.form === 'fraction');
  const half = counted.unit?.dimension === 'time' ? andHalf(tokens, counted.next) : 0;
  const numeral = half > 0 ? { ...found, value: found.value + 0.5, step: 0.5 } : found;
  counted.next += half;
  if (isLabel(tokens, at, counted)) return null;
  if (token?.lower === 'one' && ['not', 'no'].includes(tokens[at - 1]?.lower ?? '')) return null;
  // "two-factor login", "three-way call": part of a name for something.
  const hyphen = tokens[found.next];
  const isCompound =
    token?.kind === 'word' &&
    hyphen?.lower === '-' &&
    !hyphen.spaced &&
    counted.unit === null &&
    counted.nouns.length === 0;
  if (isCompound && tokens[found.next + 1]?.kind === 'word') return null;
  const pronoun =
    token?.lower === 'one' && numeral.value === 1 && counted.unit === null && counted.nouns.length === 0;
  if (pronoun) return null;
  const rate = rateAfter(tokens, counted.next);
  const isTime = counted.unit?.dimension === 'time';
  const { bound, approximate, start } = boundBefore(tokens, at, isTime);
  const inside = moreInside(tokens, numeral.next, counted.next);
  const change =
    inside !== 0
      ? { role: 'change' as const, direction: inside }
      : changeOf(tokens, start, counted.next, counted.unit?.dimension);
  const unit = isPrefix ? money(symbol) : counted.unit;
  const next = Math.max(counted.next, rate.next, numeral.next);
  return {
    value: numeral.value,
    step: numeral.step,
    form: numeral.form,
    bound,
    approximate,
    unit,
    rate: rate.rate,
    nouns: counted.nouns,
    rawNoun: counted.rawNoun,
    role: change.role,
    direction: change.direction,
    of: null,
    at: start,
    end: half > 0 ? counted.next : found.next,
    next,
    written: tokens
      .slice(at, Math.max(unit === null ? numeral.next : counted.next, numeral.next))
      .map((part) => (part.spaced ? ` ${part.text}` : part.text))
      .join('')
      .trim(),
  };
}

/** "two of its three", "12 out of 14", "4.6/5": the second is what the first is a part of. */
function linkParts(tokens: readonly Token[], quantities: Quantity[]): void {
  quantities.forEach((quantity, index) => {
    const total = quantities[index + 1];
    if (total === undefined) return;
    const between = tokens
      .slice(quantity.next, total.at)
      .map((token) => token.lower)
      .join(' ');
    if (
      !/^(?:of|out of|of the|of its|of their|of all|of her|of his|\/|from|in|of a|from the|of these)$/.test(
        between,
      )
    )
      return;
    if (/^(?:in|from)/.test(between) && quantity.form !== 'plain') return;
    if (/^(?:in|from)/.test(between) && total.unit !== null) return;
    quantity.of = index + 1;
    total.role = 'total';
    if (quantity.nouns.length === 0) quantity.nouns = total.nouns;
  });
}

export function quantitiesOf(
  tokens: readonly Token[],
  marks: readonly Mark[],
  dates: readonly DateMention[],
): Quantity[] {
  const byPlace = new Map<number, Mark[]>();
  for (const mark of marks) byPlace.set(mark.at, [...(byPlace.get(mark.at) ?? []), mark]);
  const skip = new Set<number>();
  for (const date of dates) for (let at = date.at; at < date.next; at += 1) skip.add(at);
  const quantities: Quantity[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (skip.has(at)) continue;
    const quantity = quantityAt(tokens, at, byPlace);
    if (quantity === null) continue;
    quantities.push(quantity);
    at = Math.max(at, quantity.end - 1);
  }
  linkParts(tokens, quantities);
  return quantities;
}
