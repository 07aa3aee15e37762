import { matchFigure } from '../agreement.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { DateMention } from '../dates.ts';
import { derives } from '../derivation.ts';
import { dateFor, type Figure } from '../evidence-reading.ts';
import type { Quantity } from '../quantities.ts';
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
  ['log', 'estimate', 'contract'],
  ['mean', 'median', 'p85'],
  ['target', 'reach'],
];

export function excluded(context: ReadonlySet<string>, figure: Figure): boolean {
  return exclusive.some((group) => {
    const said = group.filter((name) => context.has(name));
    const actual = group.filter((name) => figure.context.has(name));
    return said.length > 0 && actual.length > 0 && !said.some((name) => actual.includes(name));
  });
}

/** A number of one stretch may not be given for another, longer or shorter. */
function periodAgrees(claim: CitedClaim, mention: DateMention | null, figure: Figure): boolean {
  if (mention === null || figure.periods.length === 0 || mention.options.length === 0) return true;
  return mention.options.some((said) =>
    figure.periods.some((actual) => {
      if (sameStretch(said, actual)) return true;
      const isPoint = actual.from === actual.to;
      if (isPoint)
        return (
          contains(said, actual) ||
          (mention.relation === 'before' && actual.to <= said.to) ||
          (mention.relation === 'after' && actual.from >= said.from)
        );
      if (mention.relation === 'after') return actual.from >= said.from || contains(actual, said);
      if (mention.relation === 'before') return actual.to <= said.to;
      const isChange = claim.reading.quantities.length > 1 || claim.cited.length > 1;
      return contains(said, actual) && isChange && (mention.grain === 'range' || mention.grain === 'part');
    }),
  );
}

const rateAgrees = (quantity: Quantity, figure: Figure): boolean =>
  quantity.rate === null || figure.rate === null || quantity.rate === figure.rate;

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
  if (derives(claim, quantity, mention)) return [];
  const plain = figures.filter(
    (figure) => (quantity.role === 'change') === (figure.role === 'change') || quantity.role === 'total',
  );
  const rated = plain.map((figure) => ({ figure, match: matchFigure(quantity, figure) }));
  const same = rated.filter(({ match }) => match === 'yes').map(({ figure }) => figure);
  const matching = same.filter((figure) => rateAgrees(quantity, figure));
  if (matching.length === 0) {
    const other = same.length > 0 || rated.some(({ match }) => match === 'unit');
    return reason(other ? 'unit-mismatch' : 'number-not-in-evidence');
  }
  const fitting = matching.filter((figure) => !excluded(context, figure));
  if (fitting.length === 0) return reason('number-not-in-evidence');
  const others = figures.filter((figure) => !same.includes(figure) && comparable(figure, fitting));
  if (namesAnother(context, fitting, others)) return reason('number-not-in-evidence');
  if (!fitting.some((figure) => periodAgrees(claim, mention, figure)))
    return reason('date-not-in-evidence', mention?.written ?? '');
  return [];
}

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
