import { daysBetween, type Period, weekEnd, weekStart } from '../../date.ts';
import { matchFigure } from '../agreement.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { DateMention } from '../dates.ts';
import { derives, isComplement } from '../derivation.ts';
import { dateFor, type Figure } from '../evidence-reading.ts';
import { addDays } from '../periods.ts';
import { labelNouns, type Quantity } from '../quantities.ts';
import { contextsOf } from '../reading.ts';
import { contains, sameStretch } from './dates.ts';

const without = (names: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...names].filter((name) => !others.has(name));

/**
 * The claim's words name another figure than those with its value: "reopened 14" where 14 were closed and 3 reopened.
 * Only then; a paraphrase that names neither is left alone.
 */
export function namesAnother(
  context: ReadonlySet<string>,
  matching: readonly Figure[],
  others: readonly Figure[],
): boolean {
  return others.some((other) => {
    if (other.context.size === 0 || !without(other.context, context).every((name) => isModifier(name)))
      return false;
    return matching.every((figure) => {
      const [own, theirs] = [without(figure.context, other.context), without(other.context, figure.context)];
      return (
        theirs.length > 0 &&
        theirs.some((name) => context.has(name)) &&
        (own.length > 0 ? !own.some((name) => context.has(name)) : true)
      );
    });
  });
}
const modifiers = new Set(['median', 'mean', 'p85', 'sample', 'share', 'rate']);
const isModifier = (name: string): boolean => modifiers.has(name);

/** States of work and outcomes of deals that exclude each other: a number of one is no number of the other. */
const exclusive = [
  ['close', 'create', 'reopen', 'overdue', 'block', 'open', 'escalate', 'progress'],
  ['win', 'lose'],
  ['log', 'reach', 'estimate', 'contract'],
  ['mean', 'median', 'p85'],
  ['target', 'reach'],
];

export function excluded(context: ReadonlySet<string>, figure: Figure): boolean {
  const isTime = figure.unit?.dimension === 'time';
  return exclusive.some((group, index) => {
    // "3 days in progress" of what was closed is no number of open work.
    if (isTime && index < 2) return false;
    const open =
      figure.context.has('open') ||
      !['overdue', 'block', 'progress', 'escalate', 'create'].some((name) => figure.context.has(name));
    // Late, blocked and running work is open too.
    const said = group.filter((name) => context.has(name) && (name !== 'open' || open));
    const actual = group.filter((name) => figure.context.has(name));
    return said.length > 0 && actual.length > 0 && !said.some((name) => actual.includes(name));
  });
}

/** A number of one stretch may not be given for another, longer or shorter. */
function periodAgrees(claim: CitedClaim, mention: DateMention | null, figure: Figure): boolean {
  if (mention === null || figure.periods.length === 0 || mention.options.length === 0) return true;
  return mention.options.some((said) =>
    figure.periods.some((actual) => stretchAgrees(claim, mention, said, actual)),
  );
}

function stretchAgrees(claim: CitedClaim, mention: DateMention, said: Period, actual: Period): boolean {
  if (sameStretch(said, actual)) return true;
  if (mention.relation === 'before' && actual.to <= said.to) return true;
  if (mention.relation === 'after') return actual.from >= said.from || contains(actual, said);
  if (mention.relation === 'since')
    return actual.from >= said.from && (actual.from <= said.to || actual.from === actual.to);
  if (mention.grain === 'part' && isBrief(actual) && contains(said, actual)) return true;
  if (!contains(said, actual))
    return mention.grain === 'part' && isBrief(actual) && said.from <= actual.to && said.to >= actual.from;
  // What happened on a day, or over days that are no calendar unit, lies in the month; what is counted by month is no count of the quarter.
  if (!isAggregate(actual)) return true;
  const isChange = claim.reading.quantities.length > 1 || claim.cited.length > 1;
  return isChange && (mention.grain === 'range' || mention.grain === 'part' || mention.grain === 'window');
}

const isBrief = (range: Period): boolean => daysBetween(range.from, range.to) <= 6;

/** Whole weeks or whole months: what indicators are counted over. */
const isAggregate = ({ from, to }: Period): boolean =>
  (weekStart(from) === from && weekEnd(to) === to) ||
  (from.endsWith('-01') && addDays(to, 1).endsWith('-01'));

/** "four a week" is not "four", unless the sentence speaks of a pace. */
const rateAgrees = (claim: CitedClaim, quantity: Quantity, figure: Figure): boolean =>
  quantity.rate === null
    ? figure.rate === null ||
      claim.reading.quantities.some((other) => other.rate === figure.rate) ||
      figure.unit?.dimension !== 'count' ||
      /\b(?:averag\w*|mean|rate|pace|throughput|velocity|typical\w*|per|weekly|daily|monthly|median)\b/i.test(
        claim.text,
      )
    : figure.rate === null || quantity.rate === figure.rate;

function checkQuantity(
  claim: CitedClaim,
  index: number,
  quantity: Quantity,
  context: ReadonlySet<string>,
): Reason[] {
  const figures = claim.cited.flatMap((item) => item.figures);
  const reason = (code: Reason['code'], datum = quantity.written): Reason[] => [{ code, datum }];
  const dateIndex = dateFor(claim.reading, index);
  const mention = dateIndex === null ? null : (claim.reading.dates[dateIndex] ?? null);
  if (isLabelled(claim, quantity)) return [];
  const deniedWord = deniedOf(claim, index, figures);
  if (deniedWord !== null && !isComplement(claim, quantity)) return reason('negation-mismatch', deniedWord);
  if (derives(claim, quantity, mention) || isPercentile(claim, quantity)) return [];
  const plain = figures.filter(
    (figure) => (quantity.role === 'change') === (figure.role === 'change') || quantity.role === 'total',
  );
  const rated = plain.map((figure) => ({ figure, match: matchFigure(quantity, figure) }));
  const same = rated.filter(({ match }) => match === 'yes').map(({ figure }) => figure);
  const matching = same.filter((figure) => rateAgrees(claim, quantity, figure));
  if (matching.length === 0) {
    const other = same.length > 0 || rated.some(({ match }) => match === 'unit');
    return reason(other ? 'unit-mismatch' : 'number-not-in-evidence');
  }
  const fitting = matching.filter(
    (figure) =>
      (quantity.role === 'total' || !excluded(context, figure)) && !isWhole(quantity, figure, context),
  );
  if (fitting.length === 0) return reason('number-not-in-evidence');
  const whole = quantity.of === null ? null : (claim.reading.quantities[quantity.of] ?? null);
  const others = figures.filter(
    (figure) =>
      !same.includes(figure) &&
      comparable(figure, fitting) &&
      (whole === null || matchFigure(whole, figure) !== 'yes'),
  );
  if (quantity.role !== 'total' && namesAnother(context, fitting, others))
    return reason('number-not-in-evidence');
  if (
    quantity.role !== 'total' &&
    namesExactly(mention, context, others) &&
    !namesExactly(mention, context, fitting)
  )
    return reason('number-not-in-evidence');
  if (!fitting.some((figure) => periodAgrees(claim, mention, figure)))
    return reason('date-not-in-evidence', mention?.written ?? '');
  return [];
}

/** The 40 of "5 of 40 closed late" are not themselves late. */
const isWhole = (quantity: Quantity, figure: Figure, context: ReadonlySet<string>): boolean =>
  figure.role === 'total' &&
  quantity.role !== 'total' &&
  (quantity.of !== null || subsets.some((name) => context.has(name)));
const subsets = ['overdue', 'reopen', 'lose', 'block', 'escalate', 'win'];

/** "85 % take up to 9.5 days" puts a p85 in words. */
const isPercentile = (claim: CitedClaim, quantity: Quantity): boolean =>
  (quantity.unit?.dimension === 'percent' &&
    claim.cited.some((item) => item.words.has(`p${quantity.value}`))) ||
  (quantity.form === 'fraction' &&
    quantity.value === 0.5 &&
    quantity.of === null &&
    claim.cited.some((item) => item.words.has('median')));

/** "nine deals were not won" where nine were: the word that is denied of the number though the figures affirm it. */
function deniedOf(claim: CitedClaim, index: number, figures: readonly Figure[]): string | null {
  const { quantities, polar, tokens } = claim.reading;
  const quantity = quantities[index];
  if (quantity === undefined || quantity.role !== 'plain' || quantity.value === 0) return null;
  const limit = quantities[index + 1]?.at ?? tokens.length;
  const mark = polar.find(
    (candidate) =>
      candidate.head &&
      candidate.at >= quantity.next &&
      candidate.at < limit &&
      tokens[candidate.at]?.sentence === tokens[quantity.at]?.sentence &&
      !tokens
        .slice(quantity.next, candidate.at)
        .some((token) => [',', ';', 'and', 'but'].includes(token.lower)),
  );
  if (mark === undefined) return null;
  const affirmed = figures.some(
    (figure) =>
      figure.value !== 0 && figure.context.has(mark.concept) && matchFigure(quantity, figure) === 'yes',
  );
  const denied = claim.cited.some((item) =>
    item.polar.some((other) => other.concept === mark.concept && other.sign === -1),
  );
  return affirmed && !denied ? mark.written : null;
}

/** "5.4 was postponed" of what the evidence calls release 5.4. */
const isLabelled = (claim: CitedClaim, quantity: Quantity): boolean =>
  quantity.unit === null &&
  quantity.nouns.length === 0 &&
  quantity.role === 'plain' &&
  claim.cited.some((item) =>
    item.text.tokens.some(
      (token, at) =>
        token.kind === 'number' &&
        token.text === quantity.written &&
        labelNouns.has(item.text.tokens[at - 1]?.lower ?? '') &&
        !item.text.quantities.some((other) => at >= other.at && at < other.next),
    ),
  );

const references = new Set(['target', 'estimate', 'contract', 'team', 'sample']);

/** A fact of just this name and this time has another value. */
const namesExactly = (
  mention: DateMention | null,
  context: ReadonlySet<string>,
  figures: readonly Figure[],
): boolean =>
  mention !== null &&
  figures.some(
    (figure) =>
      figure.source === 'fact' &&
      figure.context.size > 0 &&
      ![...figure.context].some((name) => references.has(name)) &&
      without(figure.context, context).length === 0 &&
      figure.periods.some((actual) => mention.options.some((said) => sameStretch(said, actual))),
  );

const comparable = (figure: Figure, fitting: readonly Figure[]): boolean =>
  fitting.some(
    (own) => own.unit === null || figure.unit === null || own.unit.dimension === figure.unit.dimension,
  );

export const checkNumbers: Check = (claim) => {
  const contexts = contextsOf(claim.reading, claim.reading.quantities);
  return claim.reading.quantities.flatMap((quantity, index) =>
    checkQuantity(claim, index, quantity, contexts[index] ?? new Set()),
  );
};
