import { agrees } from '../agreement.ts';
import { type Change, changesOf, measureSide } from '../change.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { Figure } from '../evidence-reading.ts';

const wrong = (datum: string): Reason[] => [{ code: 'direction-mismatch', datum }];

/** The movement of a measure, from its facts of several periods. */
function movements(claim: CitedClaim, change: Change): (1 | -1 | 0)[] {
  const figures = claim.cited
    .flatMap((item) => item.figures)
    .filter((figure) => figure.periods.length > 0 || figure.source === 'text');
  const byName = Map.groupBy(figures, (figure) =>
    figure.source === 'fact' ? figure.name : [...figure.context].sort().join(' '),
  );
  return [...byName.values()].flatMap((list): (1 | -1 | 0)[] => {
    if (list.length < 2 || !concerns(change, list)) return [];
    const sorted = [...list].sort((a, b) => ((a.periods[0]?.to ?? '') < (b.periods[0]?.to ?? '') ? -1 : 1));
    const [first, last] = endsOf(claim, change, sorted);
    if (first === undefined || last === undefined) return [];
    return [last.value > first.value ? 1 : last.value < first.value ? -1 : 0];
  });
}

/** The two figures that a movement is between: those that the claim names by value or date, else the first and the last. */
function endsOf(
  claim: CitedClaim,
  change: Change,
  sorted: readonly Figure[],
): [Figure | undefined, Figure | undefined] {
  const { quantities, dates } = claim.reading;
  if (sorted.length < 3) return [sorted[0], sorted.at(-1)];
  const to = quantities.find((quantity) => quantity.at > change.at && quantity.at <= change.at + 3);
  const reached = to === undefined ? -1 : sorted.findIndex((figure) => agrees(to, figure.value));
  const said = sorted.filter(
    (figure) =>
      quantities.some((quantity) => quantity.role === 'plain' && agrees(quantity, figure.value)) ||
      dates.some((date) =>
        date.options.some((option) =>
          figure.periods.some(({ from, to: end }) => option.from <= from && option.to >= end),
        ),
      ),
  );
  const opened = claim.reading.tokens[(to?.at ?? 0) - 1]?.lower === 'to';
  if (opened && reached > 0) return [sorted[reached - 1], sorted[reached]];
  return said.length >= 2 ? [said[0], said.at(-1)] : [sorted[0], sorted.at(-1)];
}

const concerns = (change: Change, figures: readonly Figure[]): boolean => {
  if (change.context.size === 0) return true;
  const names = figures.flatMap((figure) => [...figure.context]);
  return (
    names.length === 0 ||
    names.some((name) => change.context.has(name)) ||
    change.context.has('throughput') ||
    !change.measured
  );
};

/** Comparison with a reference instead of an earlier time: above the target, longer than the estimate, more than contracted. */
function compared(claim: CitedClaim, change: Change): (1 | -1 | 0)[] {
  const quantities = claim.reading.quantities;
  const before = quantities
    .filter((quantity) => quantity.at < change.at && quantity.role !== 'change')
    .at(-1);
  const after = quantities.find((quantity) => quantity.at >= change.at && quantity.role !== 'change');
  if (
    before === undefined ||
    after === undefined ||
    (before.unit?.dimension ?? '') !== (after.unit?.dimension ?? before.unit?.dimension ?? '')
  )
    return [];
  return [Math.sign(before.value - after.value) as 1 | -1 | 0];
}

function references(claim: CitedClaim): (1 | -1 | 0)[] {
  const figures = claim.cited.flatMap((item) => item.figures.filter((figure) => figure.source === 'fact'));
  const isReference = (figure: Figure): boolean =>
    ['estimate', 'contract', 'target', 'team'].some((name) => figure.context.has(name));
  return figures
    .filter((figure) => !isReference(figure))
    .flatMap((actual) =>
      figures
        .filter(
          (figure) =>
            isReference(figure) &&
            (figure.unit?.dimension ?? 'count') === (actual.unit?.dimension ?? 'count'),
        )
        .map((reference) => Math.sign(actual.value - reference.value) as 1 | -1 | 0),
    );
}

/** "from 8 to 10" itself says which way. */
function stated(claim: CitedClaim, change: Change): 1 | -1 | 0 {
  const { quantities, tokens } = claim.reading;
  for (const [index, first] of quantities.entries()) {
    const second = quantities[index + 1];
    if (second === undefined || tokens[first.at]?.sentence !== tokens[change.at]?.sentence) continue;
    const opened = tokens[first.at - 1]?.lower;
    const link = tokens.slice(first.next, second.at).map((token) => token.lower);
    if (opened === 'from' && link.includes('to') && second.at > change.at)
      return Math.sign(second.value - first.value) as 1 | -1 | 0;
    const reversed =
      tokens[second.at - 1]?.lower === 'from' && ['up', 'down'].includes(tokens[second.at - 2]?.lower ?? '');
    if (reversed && tokens[second.at - 2]?.lower === change.word)
      return Math.sign(first.value - second.value) as 1 | -1 | 0;
  }
  return 0;
}

function checkChange(claim: CitedClaim, change: Change): Reason[] {
  const isTime = claim.cited.some((item) => item.figures.some((figure) => figure.unit?.dimension === 'time'));
  const own = change.kind === 'quality' ? qualityAsMovement(change, isTime) : change.sign;
  const inText = claim.cited.flatMap((item) => changesOf(item.text));
  const said = stated(claim, change);
  if (said !== 0 && own !== 0 && said !== own) return wrong(change.word);
  if (said !== 0 && own === 0 && change.kind === 'quality') return [];
  if (change.kind === 'comparison') {
    const facts = [...compared(claim, change), ...references(claim), ...movements(claim, change)];
    if (facts.includes(own as 1 | -1 | 0)) return [];
    if (facts.length > 0) return wrong(change.word);
  }
  const texts = inText.filter((other) => other.kind === change.kind || other.kind !== 'comparison');
  const moves = movements(claim, change);
  const agreeing =
    texts.some((other) => sameWay(change, other)) ||
    (own !== 0 ? moves.includes(own) : moves.some((move) => move !== 0));
  if (agreeing && !(own !== 0 && moves.length > 0 && moves.every((move) => move !== own))) return [];
  if (change.weak && texts.length === 0 && moves.length === 0) return [];
  return wrong(change.word);
}

function sameWay(one: Change, other: Change): boolean {
  const [own, its] = [
    one.kind === 'quality' ? qualityAsMovement(one) : one.sign,
    other.kind === 'quality' ? qualityAsMovement(other) : other.sign,
  ];
  if (one.kind === other.kind) return one.sign === other.sign;
  return own === 0 || its === 0 || own === its;
}

/** Improved: up for what should be high, down for what should be low; 0 where the measure isn't known. */
const qualityAsMovement = (change: Change, isTime = false): 1 | -1 | 0 => {
  // Of a time that has no known name, less is better.
  const side = measureSide(change.context) || (isTime ? -1 : 0);
  return side === 0 ? 0 : ((change.sign * side) as 1 | -1);
};

/** "doubled", "halved": the ratio must be so too. */
function checkMultiple(claim: CitedClaim, change: Change): Reason[] {
  if (change.multiple === null) return [];
  const figures = claim.cited.flatMap((item) => item.figures);
  const quantity = {
    value: change.multiple,
    step: 0.1,
    form: 'plain' as const,
    bound: change.bound,
    approximate: change.approximate,
    unit: null,
    rate: null,
    nouns: [],
    rawNoun: null,
    role: 'plain' as const,
    direction: 0 as const,
    of: null,
    at: 0,
    end: 0,
    next: 0,
    written: change.word,
  };
  const found = figures.some((one) =>
    figures.some((other) => one !== other && other.value !== 0 && agrees(quantity, one.value / other.value)),
  );
  return found ? [] : [{ code: 'number-not-in-evidence', datum: change.word }];
}

export const checkDirection: Check = (claim) =>
  changesOf(claim.reading)
    .flatMap((change) => [...checkChange(claim, change), ...checkMultiple(claim, change)])
    .slice(0, 1);
