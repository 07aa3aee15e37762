import { readNumber } from './numerals.ts';
import type { Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Measure =
  | 'plain'
  | 'percent'
  | 'percentage_points'
  | 'currency'
  | 'duration'
  | 'multiple'
  | 'rating'
  | 'points';

/** A number as it stands in the text, with its unit. `value` null: a placeholder such as "X%". */
export interface Quantity {
  value: number | null;
  /** The upper end of a range. */
  high: number | null;
  measure: Measure;
  unit: string | null;
  sign: '+' | '-' | null;
  /** "100+". */
  open: boolean;
  /** "24-hour", "95%-confident": stands before its noun. */
  attributive: boolean;
  spelled: boolean;
  /** "3 times a week". */
  often?: boolean;
}

export interface QuantityMatch {
  quantity: Quantity;
  end: number;
}

interface UnitRead {
  measure: Measure;
  unit: string | null;
  end: number;
  attributive: boolean;
  factor: number;
}

const DURATIONS = new Set([
  'ms',
  'seconds',
  'minutes',
  'hours',
  'days',
  'business_days',
  'weeks',
  'months',
  'quarters',
  'years',
]);
// One-letter units mean a unit only where they touch the number: "5s", "2d", "3h".
const mustTouch = (token: Token | undefined) =>
  token !== undefined && token.text.length === 1 && /[a-z]/i.test(token.text);

/** "80 g per cover", "4 h.": a letter that nothing can follow but another phrase. */
const endsPhrase = (next: Token | undefined, { language }: Vocabulary) =>
  language === 'en' &&
  (next === undefined || next.kind === 'newline' || /^(?:[.,;)]|per|or|and|by|for|on|in)$/.test(next.lower));

const measureOf = (unit: string): Measure =>
  DURATIONS.has(unit)
    ? 'duration'
    : unit === 'percent' || unit === 'percentage_points' || unit === 'points'
      ? unit
      : unit === 'basis_points'
        ? 'percentage_points'
        : 'plain';

function unitAt(tokens: readonly Token[], at: number, vocabulary: Vocabulary): UnitRead | null {
  const hyphen = tokens[at]?.text === '-' && tokens[at]?.glued === true && tokens[at + 1]?.glued === true;
  const place = hyphen ? at + 1 : at;
  const { units, currencySymbols, currencyWords } = vocabulary.quantity;
  const unit = units.match(tokens, place);
  // "3D" is a name, "3d" three days.
  const letter = mustTouch(tokens[place]);
  const spelledSmall = tokens[place]?.text === tokens[place]?.lower;
  const touches = hyphen || tokens[place]?.glued === true || endsPhrase(tokens[place + 1], vocabulary);
  if (unit !== null && (!letter || (spelledSmall && touches))) {
    const points = unit.payload === 'basis_points';
    return {
      measure: measureOf(unit.payload),
      unit: points || unit.payload === 'percentage_points' ? 'percent' : unit.payload,
      end: unit.end,
      attributive: hyphen,
      factor: points ? 0.01 : 1,
    };
  }
  // "2,5 milioni di euro", "3 millions d'euros".
  const romance = ['fr', 'es', 'pt', 'it'].includes(vocabulary.language);
  const joined = romance && /^(?:de|di|d|d')$/.test(tokens[place]?.lower ?? '') ? place + 1 : place;
  const money = tokens[joined]?.text === "'" ? joined + 1 : joined;
  const currency =
    currencySymbols.match(tokens, place) ??
    currencyWords.match(tokens, place) ??
    (joined > place ? currencyWords.match(tokens, money) : null);
  if (currency === null) return null;
  return { measure: 'currency', unit: currency.payload, end: currency.end, attributive: hyphen, factor: 1 };
}

const RATING_TOPS = new Set([4, 5, 7, 10, 100]);

/** "4.5/5", "8 out of 10": a rating; the top of the scale is not a target. */
function ratingEnd(
  tokens: readonly Token[],
  at: number,
  value: number,
  vocabulary: Vocabulary,
): number | null {
  const slash = tokens[at]?.text === '/' && tokens[at]?.glued ? at + 1 : null;
  const inOf =
    tokens[at]?.lower === 'in' &&
    vocabulary.language === 'en' &&
    tokens[at + 2]?.kind === 'word' &&
    vocabulary.quantity.units.match(tokens, at + 2) === null
      ? at + 1
      : null;
  const place = slash ?? vocabulary.quantity.outOf.match(tokens, at)?.end ?? inOf;
  if (place === null || tokens[place]?.kind !== 'number') return null;
  const top = Number(tokens[place]?.text);
  if (!RATING_TOPS.has(top) || top < value) return null;
  if (slash !== null && tokens[place + 1]?.text === '/') return null;
  return place + 1;
}

const ORDINAL_SUFFIX = new Set(['st', 'nd', 'rd', 'th', 'er', 'ère', 'ème', 'e', 'º', 'ª', '°']);

function isNamePart(tokens: readonly Token[], at: number, end: number, vocabulary: Vocabulary): boolean {
  const next = tokens[end];
  if (next === undefined || !next.glued) return false;
  if (ORDINAL_SUFFIX.has(next.lower) && !vocabulary.ideographic) return true;
  // "80/20", "24/7", "3D", "2FA": names. What is glued and neither unit nor scale makes the number no number.
  if (next.text === '/' && tokens[end + 1]?.kind === 'number' && tokens[end + 1]?.glued) return true;
  if (next.kind === 'word' && tokens[at]?.kind === 'number' && !vocabulary.ideographic)
    return !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(next.text);
  return false;
}

function prefixAt(tokens: readonly Token[], at: number, vocabulary: Vocabulary) {
  let end = at;
  let sign: Quantity['sign'] = null;
  let unit: string | null = null;
  for (let steps = 0; steps < 4; steps++) {
    const token = tokens[end];
    if (token === undefined) break;
    const approximate = vocabulary.quantity.approximate.match(tokens, end);
    if (approximate !== null && unit === null) {
      end = approximate.end;
      continue;
    }
    const touches = tokens[end + 1]?.glued === true;
    if ((token.text === '+' || token.text === '-') && touches && sign === null && !token.glued) {
      sign = token.text;
      end++;
      continue;
    }
    const symbol = vocabulary.quantity.currencySymbols.match(tokens, end);
    const code = vocabulary.quantity.currencyWords.match(tokens, end);
    const money = symbol ?? (code !== null && tokens[code.end]?.kind === 'number' ? code : null);
    if (money === null || unit !== null) break;
    unit = money.payload;
    end = money.end;
  }
  return { end, sign, unit };
}

const plain = (value: number | null, spelled: boolean): Quantity => ({
  value,
  high: null,
  measure: 'plain',
  unit: null,
  sign: null,
  open: false,
  attributive: false,
  spelled,
});

/** "[X]%", "$XX", "N customers": a place that the writer left open. */
function placeholderAt(tokens: readonly Token[], at: number, vocabulary: Vocabulary): number | null {
  const opened = ['[', '<', '{', '('].includes(tokens[at]?.text ?? '');
  const found = vocabulary.grammar.placeholders.match(tokens, opened ? at + 1 : at);
  if (found === null) return null;
  if (!opened) {
    const token = tokens[at];
    // "by Friday?" asks; "to ?%" leaves a blank.
    if (token?.glued && /^\?+$/.test(token.text) && /[\p{L}\p{N})\]]/u.test(tokens[at - 1]?.text ?? ''))
      return null;
    const shouted = token !== undefined && token.text === token.text.toUpperCase();
    return shouted && tokens[found.end]?.text !== "'" ? found.end : null;
  }
  return [']', '>', '}', ')'].includes(tokens[found.end]?.text ?? '') ? found.end + 1 : null;
}

/** "half of customers" and "by a third", but not "cut in half" or "the first half". */
function fractionOf(tokens: readonly Token[], at: number, end: number, vocabulary: Vocabulary): boolean {
  const share = ['of', 'der', 'des', 'von', 'de', 'dei', 'delle', 'degli', 'das', 'dos'].includes(
    tokens[end]?.lower ?? '',
  );
  const compared = vocabulary.grammar.more.match(tokens, end) !== null;
  return share || compared || vocabulary.grammar.by.matchExactly(tokens, at - 1, 1) !== null;
}

/** "a second one", "one of the best", "no one": stands for a noun. */
const isPronounOne = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.lower === 'one' &&
  (/^(?:a|the|this|that|second|third|next|new|last|each|every|no|another|which|any|only|right)$/.test(
    tokens[at - 1]?.lower ?? '',
  ) ||
    /^(?:of|another|that|who|which)$/.test(tokens[at + 1]?.lower ?? ''));

/** The "000" of "X50,000" is the tail of a name. */
const isTail = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.glued === true &&
  /^[.,]$/.test(tokens[at - 1]?.text ?? '') &&
  tokens[at - 1]?.glued === true &&
  /\d$/.test(tokens[at - 2]?.text ?? '');

function oneQuantity(tokens: readonly Token[], at: number, vocabulary: Vocabulary): QuantityMatch | null {
  if (isTail(tokens, at) || isPronounOne(tokens, at)) return null;
  const prefix = prefixAt(tokens, at, vocabulary);
  const whole = readNumber(tokens, prefix.end, vocabulary);
  const share = vocabulary.quantity.fractions.match(tokens, prefix.end);
  // "two-thirds" is one number, not two of something.
  const fraction = share !== null && share.end > (whole?.end ?? 0) ? share : null;
  const number = fraction === null ? whole : null;
  const hole = number === null ? placeholderAt(tokens, prefix.end, vocabulary) : null;
  const unreadable = number === null && tokens[prefix.end]?.kind === 'number' ? prefix.end + 1 : null;
  if (fraction !== null && fractionOf(tokens, prefix.end, fraction.end, vocabulary))
    return {
      quantity: {
        ...plain(Number((fraction.payload * 100).toPrecision(8)), true),
        measure: 'percent',
        unit: 'percent',
      },
      end: fraction.end,
    };
  const afterNumber = number?.end ?? hole ?? unreadable;
  if (afterNumber === null) return null;
  const quantity = plain(number?.value ?? null, number?.spelled ?? false);
  quantity.sign = prefix.sign;
  const often = oftenAt(tokens, afterNumber, vocabulary);
  if (often !== null && quantity.value !== null)
    return { quantity: { ...quantity, often: true }, end: often };
  const multiple = timesAt(tokens, afterNumber, vocabulary);
  if (multiple !== null && quantity.value !== null)
    return { quantity: { ...quantity, measure: 'multiple', unit: 'ratio' }, end: multiple };
  let end = afterNumber;
  let unit = unitAt(tokens, end, vocabulary);
  if (prefix.unit !== null) {
    quantity.measure = 'currency';
    quantity.unit = prefix.unit;
    if (unit?.measure === 'currency') end = unit.end;
    unit = null;
  }
  if (unit !== null) {
    quantity.measure = unit.measure;
    quantity.unit = unit.unit;
    quantity.attributive = unit.attributive;
    if (quantity.value !== null) quantity.value = Number((quantity.value * unit.factor).toPrecision(15));
    end = unit.end;
  } else if (quantity.value !== null && quantity.measure === 'plain') {
    const rating = ratingEnd(tokens, end, quantity.value, vocabulary);
    const shared = rating !== null && tokens[end]?.text !== '/' && tokens[rating]?.kind === 'word';
    if (
      rating !== null &&
      shared &&
      !/^(stars?|points?|or|on|in|for|by|at|from|and|rating|score)$/.test(tokens[rating]?.lower ?? '')
    )
      return {
        quantity: {
          ...quantity,
          value: (quantity.value * 100) / Number(tokens[rating - 1]?.text),
          measure: 'percent',
          unit: 'percent',
        },
        end: rating,
      };
    if (rating !== null) return { quantity: { ...quantity, measure: 'rating', unit: 'score' }, end: rating };
    if (isNamePart(tokens, prefix.end, end, vocabulary)) return null;
  }
  const plus = tokens[end];
  if (plus?.text === '+' && plus.glued && tokens[end + 1]?.text !== '/') {
    quantity.open = true;
    end++;
  }
  if (hole !== null && quantity.measure === 'plain' && prefix.unit === null && vocabulary.ideographic)
    return null;
  return { quantity, end };
}

/** The token after "x", "times" or "-fold". */
function timesAt(tokens: readonly Token[], at: number, vocabulary: Vocabulary): number | null {
  const place = tokens[at]?.text === '-' && tokens[at]?.glued ? at + 1 : at;
  const match = vocabulary.quantity.times.match(tokens, place);
  if (match === null) return null;
  return vocabulary.calendar.windowPrepositions.match(tokens, match.end) ||
    vocabulary.calendar.windows.match(tokens, match.end)
    ? null
    : match.end;
}

/** "3 times a day", "1x/week": so many, not so many times as much. */
function oftenAt(tokens: readonly Token[], at: number, vocabulary: Vocabulary): number | null {
  const times = vocabulary.quantity.times.match(tokens, at);
  if (times === null || vocabulary.ideographic) return null;
  const { windowPrepositions, windows, windowNouns } = vocabulary.calendar;
  const recurs = windowPrepositions.match(tokens, times.end) ?? windows.match(tokens, times.end);
  return (recurs ?? windowNouns.match(tokens, times.end)) ? times.end : null;
}

const sameKind = (one: Quantity, other: Quantity) =>
  one.measure === other.measure || one.measure === 'plain' || other.measure === 'plain';

function withRange(low: Quantity, high: Quantity): Quantity | null {
  if (low.value === null || high.value === null || !sameKind(low, high) || high.value <= low.value)
    return null;
  const wide = high.measure === 'plain' ? low : high;
  return { ...wide, value: low.value, high: high.value, sign: low.sign };
}

function between(tokens: readonly Token[], at: number, vocabulary: Vocabulary): QuantityMatch | null {
  const word = vocabulary.quantity.between.match(tokens, at);
  const low = word && oneQuantity(tokens, word.end, vocabulary);
  const and = low && vocabulary.quantity.betweenAnd.match(tokens, low.end);
  const high = and && oneQuantity(tokens, and.end, vocabulary);
  const quantity = low && high && withRange(low.quantity, high.quantity);
  return quantity ? { quantity, end: high.end } : null;
}

function tolerance(
  tokens: readonly Token[],
  first: QuantityMatch,
  vocabulary: Vocabulary,
): QuantityMatch | null {
  const sign = tokens[first.end];
  if (first.quantity.value === null || sign === undefined) return null;
  const spelled = sign.text === '+' && tokens[first.end + 1]?.text === '/';
  const place = sign.text === '±' ? first.end + 1 : spelled ? first.end + 3 : null;
  if (place === null || (spelled && !/^[-=–]$/.test(tokens[first.end + 2]?.text ?? ''))) return null;
  const width = oneQuantity(tokens, place, vocabulary);
  if (width === null || width.quantity.value === null) return null;
  const [low, high] = [
    first.quantity.value - width.quantity.value,
    first.quantity.value + width.quantity.value,
  ];
  return { quantity: { ...first.quantity, value: low, high }, end: width.end };
}

/** "once a week", "twice per day". */
function adverb(tokens: readonly Token[], at: number, vocabulary: Vocabulary): QuantityMatch | null {
  const match = vocabulary.quantity.adverbs.match(tokens, at);
  if (match === null) return null;
  const multiple =
    vocabulary.grammar.asMany.match(tokens, match.end) ?? (tokens[match.end]?.lower === 'the' ? match : null);
  if (multiple !== null)
    return {
      quantity: { ...plain(match.payload, true), measure: 'multiple', unit: 'ratio' },
      end: match.end,
    };
  if (vocabulary.calendar.windowPrepositions.match(tokens, match.end) === null) return null;
  return { quantity: { ...plain(match.payload, true), often: true }, end: match.end };
}

/** The quantity that starts at a token: number, placeholder, range, rating or multiple, with its unit. */
export function matchQuantity(
  tokens: readonly Token[],
  at: number,
  vocabulary: Vocabulary,
): QuantityMatch | null {
  const pair = between(tokens, at, vocabulary);
  if (pair !== null) return pair;
  const first = oneQuantity(tokens, at, vocabulary) ?? adverb(tokens, at, vocabulary);
  if (first === null) return null;
  const within = tolerance(tokens, first, vocabulary);
  if (within !== null) return within;
  const dash = tokens[first.end];
  if (dash === undefined || !/^[-–—~]$/.test(dash.text)) return first;
  const second = oneQuantity(tokens, first.end + 1, vocabulary);
  const quantity = second && withRange(first.quantity, second.quantity);
  return quantity ? { quantity, end: second.end } : first;
}
