import type { Quantity } from './quantities.ts';
import type { Reading } from './reading.ts';
import { type Figure, LIMIT } from './roles.ts';
import type { VerbForm } from './verb-forms.ts';

export interface Parts {
  baseline: Figure | null;
  target: Figure | null;
  relative: Figure | null;
}

const best = (figures: Figure[]): Figure | null =>
  figures.reduce<Figure | null>(
    (top, figure) => (figure.strength > (top?.strength ?? 0) ? figure : top),
    null,
  );

export const isChange = (verb: VerbForm | null) =>
  verb !== null && ['increase', 'decrease', 'improve', 'move', 'multiply', 'eliminate'].includes(verb.class);

const measuresChange = (quantity: Quantity) =>
  quantity.measure === 'multiple' || quantity.measure === 'percentage_points';

function nowMarked(reading: Reading, figure: Figure): boolean {
  const { nowWords, baselineAfter } = reading.vocabulary.grammar;
  if (baselineAfter.match(reading.tokens, figure.last) !== null) return true;
  // "840 last year".
  if (
    figure.role !== 'to' &&
    figure.role !== 'by' &&
    reading.vocabulary.calendar.last.match(reading.tokens, figure.last) !== null
  )
    return true;
  if (
    figure.role !== 'to' &&
    figure.role !== 'by' &&
    figure.comparator === null &&
    saidOfNow(reading, figure.first)
  )
    return true;
  return (
    figure.role === 'at' &&
    [1, 2].some((back) =>
      ['stands', 'sits', 'is'].includes(reading.tokens[figure.first - back + 1]?.lower ?? ''),
    ) &&
    startsNow(reading, figure.first, nowWords)
  );
}

/** "currently takes 21 days", "is now 42%". */
const saidOfNow = ({ tokens }: Reading, at: number): boolean =>
  [1, 2, 3].some((back) => /^(?:currently|presently|today's)$/.test(tokens[at - back]?.lower ?? '')) ||
  (/^(?:now|today)$/.test(tokens[at - 1]?.lower ?? '') &&
    /^(?:is|are|stands?|sits?|at)$/.test(tokens[at - 2]?.lower ?? ''));

/** "The current baseline … stands at": a word for now within the sentence before it. */
function startsNow(
  reading: Reading,
  before: number,
  nowWords: Reading['vocabulary']['grammar']['nowWords'],
): boolean {
  for (let at = before - 1; at >= Math.max(0, before - 12); at--) {
    if (reading.tokens[at]?.text === '.') return false;
    if (nowWords.match(reading.tokens, at) !== null) return true;
  }
  return false;
}

const yearLike = ({ value, measure }: Quantity) =>
  measure === 'plain' && value !== null && value >= 1990 && value <= 2060;

/** "to 2031" beside another number is when, not how many. */
const isYear = ({ lexeme: { quantity, first, last } }: Figure): boolean =>
  yearLike(quantity) && last - first === 1 && quantity.unit === null;

/** Which number is the start, which the target, which the change. */
export function partsOf(
  reading: Reading,
  figures: Figure[],
  verb: VerbForm | null,
  bareChange: boolean,
): Parts {
  const parts: Parts = { baseline: null, target: null, relative: null };
  const baseline = figures.find(
    (figure) => figure.strength >= 1 && (figure.role === 'from' || nowMarked(reading, figure)),
  );
  parts.baseline = baseline ?? null;
  const others = figures.filter((figure) => figure !== baseline);
  if (
    baseline !== undefined &&
    yearLike(baseline.lexeme.quantity) &&
    others.some((figure) => figure.lexeme.quantity.measure !== 'plain')
  )
    parts.baseline = null;
  const rest = figures.filter((figure) => figure !== baseline && figure.strength >= 1);
  const measured = rest.some((figure) => !yearLike(figure.lexeme.quantity) && figure.strength >= 3);
  parts.target =
    rest.find((figure) => figure.role === 'to' && !(measured && baseline === undefined && isYear(figure))) ??
    null;
  const change = rest.filter((figure) => figure !== parts.target);
  parts.relative =
    change.find((figure) => figure.role === 'by' && isChange(verb)) ??
    change.find((figure) => figure.change !== null && figure.lexeme.quantity.measure !== 'duration') ??
    change.find((figure) => measuresChange(figure.lexeme.quantity) && isChange(verb)) ??
    null;
  if (parts.target !== null || parts.relative !== null) return parts;
  const top = best(change.filter((figure) => figure.strength >= 2)) ?? onlyQualifier(change, verb);
  if (top === null || (top.strength === LIMIT && !limitsWork(reading, verb, top))) return parts;
  const { quantity } = top.lexeme;
  // "raise $4M" collects money; "raise prices 5%" moves a price.
  const collects = verb?.lemma === 'raise' && quantity.measure === 'currency';
  const movesBy =
    !collects &&
    bareChange &&
    top.comparator === null &&
    top.role === 'none' &&
    isChange(verb) &&
    verb?.class !== 'eliminate' &&
    verb?.class !== 'move';
  // "by 50%" says how much, never which level: without a verb of change nobody knows of what.
  if (top.role === 'by' && quantity.measure !== 'duration') return parts;
  if (movesBy && (quantity.measure !== 'duration' || top.strength >= 2)) parts.relative = top;
  else parts.target = top;
  return parts;
}

/** "Launch the MVP within 1 month of kick-off" dates a thing done once; "answer tickets within an hour" is a level. */
const limitsWork = ({ tokens }: Reading, verb: VerbForm | null, { first, lexeme }: Figure): boolean =>
  verb === null ||
  // No project ends within minutes.
  ['ms', 'seconds', 'minutes', 'hours'].includes(lexeme.quantity.unit ?? '') ||
  verb.class !== 'produce' ||
  verb.responds ||
  verb.form !== 'base' ||
  tokens.slice(Math.max(0, first - 12), first).some(({ lower }) => /^(?:every|each|all|any)$/.test(lower));

/** "a 24-hour response time" is the target where nothing else is and the verb asks for a level. */
function onlyQualifier(figures: Figure[], verb: VerbForm | null): Figure | null {
  const level = verb !== null && ['maintain', 'achieve', 'ensure', 'produce'].includes(verb.class);
  return level && figures.length > 0 ? (figures[0] ?? null) : null;
}
