import type { Figure } from './evidence-reading.ts';
import type { Quantity } from './quantities.ts';
import { conversions } from './units.ts';

/** "about" stretches to a tenth, and no further than the roundness of the number said: about 14 is not 13. */
const APPROXIMATE_SHARE = 0.1;
/** "more than 10" of 14 is true and fair; of 200 it is true and misleading. */
const COMPARISON_REACH = 2;
/** Nearly, almost: not more than this below. */
const NEARLY_SHARE = 0.12;
const FRACTION_TOLERANCE = 0.012;
const LOOSE_FRACTION_TOLERANCE = 0.05;

/** The largest of 1, 5, 10, 50, 100 … that divides the number. */
function roundness(value: number, step: number): number {
  let unit = step;
  for (const next of [5, 10, 50, 100, 500, 1e3, 5e3, 1e4, 5e4, 1e5, 5e5, 1e6, 1e7, 1e8]) {
    if (next <= step) continue;
    if (Math.abs(value / next - Math.round(value / next)) > 1e-9) break;
    unit = next;
  }
  return unit;
}

export function toleranceOf(quantity: Pick<Quantity, 'value' | 'step' | 'form' | 'approximate'>): number {
  const { value, step, form, approximate } = quantity;
  if (form === 'fraction') return approximate ? LOOSE_FRACTION_TOLERANCE : FRACTION_TOLERANCE;
  if (form === 'vague') return value;
  const half = step / 2 + 1e-9 * Math.max(1, Math.abs(value));
  if (!approximate) return half;
  return Math.max(half, Math.min(roundness(Math.abs(value), step) / 2, Math.abs(value) * APPROXIMATE_SHARE));
}

/** Whether a true value may be said in these words. Both in the same unit. */
export function agrees(
  quantity: Quantity,
  actual: number,
  stated: Figure['bound'] = 'equal',
  scale = 1,
): boolean {
  const said = quantity.value * scale;
  const tolerance = toleranceOf({ ...quantity, value: said, step: quantity.step * scale });
  const [value, limit] = said < 0 ? [actual, said] : [Math.abs(actual), said];
  if (quantity.form === 'vague') return value >= limit && value <= limit * 1.5;
  if (stated !== 'equal' && stated === quantity.bound && Math.abs(value - limit) <= tolerance) return true;
  const exact = 1e-9 * Math.max(1, Math.abs(limit));
  switch (quantity.bound) {
    case 'equal':
      return Math.abs(value - limit) <= tolerance;
    case 'above':
      return (
        value > limit + exact &&
        value <= limit * (quantity.approximate ? 1 + APPROXIMATE_SHARE : COMPARISON_REACH)
      );
    case 'at_least':
      return value >= limit - exact && value <= limit * COMPARISON_REACH;
    case 'below':
      return (
        value < limit - exact &&
        value >= limit * (quantity.approximate ? 1 - NEARLY_SHARE : 1 / COMPARISON_REACH)
      );
    default:
      return value <= limit + exact && value >= limit / COMPARISON_REACH;
  }
}

/** Nouns of which the first also names the others. */
const wider: Record<string, string[]> = {
  issue: ['bug', 'incident', 'feature'],
  rating: ['customer', 'person', 'feedback'],
  customer: ['rating'],
  person: ['rating', 'customer'],
  pull_request: ['check'],
  release: ['feature'],
  session: ['meeting', 'check'],
  meeting: ['check', 'session'],
};

export function nounsAgree(
  said: readonly string[],
  actual: readonly string[],
  context: ReadonlySet<string>,
): boolean {
  if (said.length === 0 || said.includes('times')) return true;
  if (actual.length === 0) return true;
  return said.some(
    (noun) =>
      actual.includes(noun) ||
      context.has(noun) ||
      (wider[noun] ?? []).some((narrow) => actual.includes(narrow)),
  );
}

export type Match = 'yes' | 'unit' | 'no';

const sameNumber = (quantity: Quantity, figure: Figure): boolean =>
  Math.abs(Math.abs(figure.value) - Math.abs(quantity.value)) <= Math.max(quantity.step / 2, 1e-9);

/** Does a figure of the evidence say the quantity: with the same unit, after conversion; or the same number in another unit? */
export function matchFigure(quantity: Quantity, figure: Figure): Match {
  const { unit } = quantity;
  const other = figure.unit;
  const raw = agrees(quantity, figure.value, figure.bound);
  const elsewhere: Match = sameNumber(quantity, figure) ? 'unit' : 'no';
  if (quantity.form === 'fraction') {
    if (other?.dimension === 'percent')
      return agrees(quantity, (figure.value * (other.factors[0] ?? 1)) / 100) ? 'yes' : 'no';
    if (unit?.dimension === 'time') return convert(quantity, figure);
    return other === null && figure.value <= 1 && agrees(quantity, figure.value) ? 'yes' : 'no';
  }
  if (unit === null && quantity.nouns.length === 0)
    return raw || scaledPercent(quantity, figure) ? 'yes' : 'no';
  if (unit === null || unit.dimension === 'count') {
    if (other !== null && other.dimension !== 'count')
      return raw && quantity.nouns.includes('times') ? 'yes' : elsewhere;
    if (!nounsAgree(quantity.nouns, figure.nouns, figure.context)) return elsewhere;
    return raw ? 'yes' : 'no';
  }
  if (other === null) {
    const spoken =
      figure.spoken.has(unit.dimension) || unit.dimension === 'percent' || unit.dimension === 'score';
    return raw && figure.nouns.length === 0 && spoken ? 'yes' : elsewhere;
  }
  if (unit.dimension !== other.dimension) return elsewhere;
  if (unit.dimension === 'time') {
    const converted = convert(quantity, figure);
    return converted === 'no' ? elsewhere : converted;
  }
  if (unit.dimension === 'money') {
    const same = unit.currency === null || other.currency === null || unit.currency === other.currency;
    return same ? (raw ? 'yes' : 'no') : raw ? 'unit' : 'no';
  }
  if (unit.dimension === 'percent') return scaledPercent(quantity, figure) ? 'yes' : 'no';
  return raw ? 'yes' : 'no';
}

function scaledPercent(quantity: Quantity, figure: Figure): boolean {
  if (figure.unit?.dimension !== 'percent') return false;
  return agrees(
    quantity,
    Number((figure.value * (figure.unit.factors[0] ?? 1)).toPrecision(12)),
    figure.bound,
  );
}

/** Times are compared in the unit of the claim, whose precision decides: 2.5 days are 60 hours. */
function convert(quantity: Quantity, figure: Figure): Match {
  const longest = Math.max(...(quantity.unit?.factors ?? [1]));
  // Months and years differ in length.
  const isLong = longest >= 24 * 28 && longest !== Math.max(...(figure.unit?.factors ?? [1]));
  const said = isLong ? { ...quantity, approximate: true } : quantity;
  return conversions(figure.value, figure.unit, quantity.unit).some((value) =>
    agrees(said, value, figure.bound),
  )
    ? 'yes'
    : 'no';
}
