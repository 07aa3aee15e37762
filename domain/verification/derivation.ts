import { daysBetween } from '../date.ts';
import { agrees, nounsAgree } from './agreement.ts';
import type { CitedClaim } from './claim.ts';
import type { DateMention } from './dates.ts';
import type { Figure } from './evidence-reading.ts';
import type { Quantity } from './quantities.ts';
import { conversions } from './units.ts';

/** Numbers that no item states but that follow from the cited ones: counts, sums, differences, shares, spans. */
export function derives(claim: CitedClaim, quantity: Quantity, mention: DateMention | null): boolean {
  if (quantity.value === 0) return claim.cited.some((item) => item.polar.some((mark) => mark.sign === -1));
  if (quantity.role === 'change') return isChange(claim, quantity) || isSpan(claim, quantity);
  return (
    isCount(claim, quantity) ||
    isSum(claim, quantity, mention) ||
    isShare(claim, quantity) ||
    isComplement(claim, quantity) ||
    isMean(claim, quantity) ||
    isSpan(claim, quantity) ||
    isScale(claim, quantity) ||
    isRatio(claim, quantity)
  );
}

const figuresOf = (claim: CitedClaim): Figure[] => claim.cited.flatMap((item) => item.figures);

/** In the dimension's base (hours, percent points), so that figures of two units can be set against each other. */
const baseValue = (figure: Figure): number =>
  figure.value * (figure.unit?.dimension === 'time' ? (figure.unit.factors[0] ?? 1) : 1);

const alike = (one: Figure, other: Figure): boolean =>
  (one.unit?.dimension ?? 'count') === (other.unit?.dimension ?? 'count') &&
  (one.unit?.currency ?? null) === (other.unit?.currency ?? null);

const inUnitOf = (quantity: Quantity, figure: Figure, value: number): number[] =>
  quantity.unit === null ? [value] : conversions(value, figure.unit, quantity.unit);

/** "Three tickets" of three cited ones, or of as many as the claim itself lists. */
function isCount(claim: CitedClaim, quantity: Quantity): boolean {
  if (quantity.unit !== null || quantity.form === 'fraction' || quantity.rate !== null) return false;
  if (quantity.nouns.length === 0 && quantity.rawNoun !== null) return false;
  const records = claim.cited.filter(
    (item) => item.item.kind !== 'observation' && item.item.kind !== 'assessment',
  );
  const stated = figuresOf(claim).some(
    (figure) =>
      figure.unit?.dimension === 'count' &&
      figure.nouns.length > 0 &&
      nounsAgree(quantity.nouns, figure.nouns, figure.context) &&
      quantity.nouns.length > 0,
  );
  if (stated) return false;
  const listed = new Set(
    claim.reading.tokens.filter((token) => token.kind === 'key').map((token) => token.lower),
  );
  if (listed.size > 0 && agrees(quantity, listed.size)) return true;
  if (listed.size > 1) return false;
  const keys = new Set(
    claim.cited.flatMap((item) =>
      item.text.tokens.filter((token) => token.kind === 'key').map((token) => token.lower),
    ),
  );
  if (keys.size > 0 && quantity.nouns.includes('issue') && agrees(quantity, keys.size)) return true;
  if (quantity.value === 1) return records.length >= 1;
  const fitting = records.filter(
    (item) =>
      quantity.nouns.length === 0 ||
      quantity.nouns.some((noun) => item.concepts.has(noun) || item.item.kind.includes(noun)),
  );
  return agrees(quantity, fitting.length) && fitting.length > 0;
}

const totalWords = /\b(?:total|altogether|combined|together|in all|overall|sum)\b/i;

function isSum(claim: CitedClaim, quantity: Quantity, mention: DateMention | null): boolean {
  const byName = Map.groupBy(
    figuresOf(claim).filter(
      (figure) =>
        figure.source === 'fact' &&
        figure.unit?.dimension !== 'percent' &&
        figure.unit?.dimension !== 'score',
    ),
    (figure) => figure.name,
  );
  for (const facts of byName.values()) {
    const inside = facts.filter(
      (figure) =>
        mention === null ||
        figure.periods.some((actual) =>
          mention.options.some((said) => said.from <= actual.from && said.to >= actual.to),
        ),
    );
    const levels = inside.some(
      (figure) => figure.context.has('open') || figure.context.has('median') || figure.context.has('mean'),
    );
    if (inside.length < 2 || levels || !nounsFit(quantity, inside[0])) continue;
    const sum = inside.reduce((total, figure) => total + figure.value, 0);
    if (inUnitOf(quantity, inside[0] as Figure, sum).some((value) => agrees(quantity, value))) return true;
  }
  if (quantity.role !== 'total' && !totalWords.test(claim.text)) return false;
  const figures = figuresOf(claim).filter((figure) => figure.source === 'fact');
  return pairsOf(figures).some(
    ([one, other]) =>
      alike(one, other) && nounsFit(quantity, one) && agrees(quantity, one.value + other.value),
  );
}

function nounsFit(quantity: Quantity, figure: Figure | undefined): boolean {
  if (figure === undefined) return false;
  if (quantity.unit !== null)
    return (
      (figure.unit?.dimension ?? 'count') === quantity.unit.dimension &&
      (quantity.unit.currency === null || quantity.unit.currency === figure.unit?.currency)
    );
  if (figure.unit !== null && figure.unit.dimension !== 'count') return quantity.nouns.length === 0;
  return nounsAgree(quantity.nouns, figure.nouns, figure.context);
}

function pairsOf(figures: readonly Figure[]): [Figure, Figure][] {
  const few = figures.slice(0, 24);
  return few.flatMap((one, index) =>
    few.filter((_, place) => place !== index).map((other): [Figure, Figure] => [one, other]),
  );
}

function isChange(claim: CitedClaim, quantity: Quantity): boolean {
  const dimension = quantity.unit?.dimension;
  return pairsOf(figuresOf(claim)).some(([one, other]) => {
    if (!alike(one, other) || baseValue(one) === baseValue(other)) return false;
    const isTime = one.unit?.dimension === 'time';
    const difference =
      Math.abs(baseValue(one) - baseValue(other)) / (isTime ? (one.unit?.factors[0] ?? 1) : 1);
    const factor = one.unit?.dimension === 'percent' ? (one.unit.factors[0] ?? 1) : 1;
    if (dimension === 'percent' || quantity.form === 'fraction') {
      const base = baseOf(quantity, one, other);
      const share = (difference / Math.abs(base)) * (quantity.form === 'fraction' ? 1 : 100);
      return agrees(quantity, Number(share.toPrecision(10)));
    }
    if (dimension === 'points' || (dimension === 'score' && one.unit?.dimension === 'percent'))
      return (
        (one.unit?.dimension === 'percent' || one.unit === null) &&
        agrees(quantity, Number((difference * factor).toPrecision(10)))
      );
    if (one.unit?.dimension === 'percent' && dimension === undefined && quantity.nouns.length === 0)
      return agrees(quantity, difference * factor);
    if (one.unit?.dimension === 'percent') return false;
    if (
      dimension === undefined &&
      quantity.nouns.length > 0 &&
      !nounsAgree(quantity.nouns, one.nouns, one.context)
    )
      return false;
    if (dimension !== undefined && one.unit !== null && one.unit.dimension !== dimension) return false;
    if (dimension === 'money' && quantity.unit?.currency !== one.unit?.currency) return false;
    return inUnitOf(quantity, one, Number(difference.toPrecision(10))).some((value) =>
      agrees(quantity, value),
    );
  });
}

/** What a change is a share of: the earlier figure; without dates the estimate or target, else as its direction says. */
function baseOf(quantity: Quantity, one: Figure, other: Figure): number {
  const [first, second] = [one.periods[0], other.periods[0]];
  if (one.name === other.name && first !== undefined && second !== undefined && first.to !== second.to)
    return first.to < second.to ? one.value : other.value;
  if (quantity.direction === -1) return Math.max(one.value, other.value);
  return one.value;
}

/** Days between two dates of the cited items, or the length of a period they or the draft cover. */
function isSpan(claim: CitedClaim, quantity: Quantity): boolean {
  if (quantity.unit?.dimension !== 'time' || quantity.rate !== null) return false;
  const factor = Math.max(...quantity.unit.factors);
  if (factor < 24) return false;
  const said = (days: number): boolean =>
    agrees({ ...quantity, approximate: quantity.approximate || factor > 24 * 27 }, (days * 24) / factor);
  const places = claim.cited.flatMap((item) => item.dates);
  const lengths = [claim.period, ...places.flatMap((place) => place.options)].filter(
    ({ from, to }) => daysBetween(from, to) > 6,
  );
  const before = claim.reading.tokens[quantity.at - 1]?.lower ?? '';
  if (definite.has(before) && lengths.some(({ from, to }) => said(daysBetween(from, to) + 1))) return true;
  const isPlain = quantity.role !== 'change';
  // "a two-day training" counts both days.
  const isAdjective = claim.reading.tokens[quantity.end]?.lower === '-';
  if (
    isPlain &&
    !isAdjective &&
    figuresOf(claim).some((figure) => figure.unit?.dimension === 'time' && figure.source === 'fact')
  )
    return false;
  const stated = places.filter((place) => place.source !== 'at');
  const days = (isPlain && stated.length > 0 ? stated : places).flatMap((place) =>
    place.options.slice(0, 1).flatMap(({ from, to }) => [from, to]),
  );
  const distinct = [...new Set(days)].slice(0, DATES_COMPARED);
  return distinct.some((one) =>
    distinct.some(
      (other) =>
        other > one && (said(daysBetween(one, other)) || (isAdjective && said(daysBetween(one, other) + 1))),
    ),
  );
}
const definite = new Set(['the', 'last', 'past', 'these', 'all', 'those', 'full', 'first']);
/** Enough for any sentence; keeps the pairs of a hostile item few. */
const DATES_COMPARED = 16;

function isShare(claim: CitedClaim, quantity: Quantity): boolean {
  const isFraction = quantity.form === 'fraction';
  if (!isFraction && quantity.unit?.dimension !== 'percent') return false;
  const scale = isFraction ? 1 : 100;
  const counts = figuresOf(claim).filter(
    (figure) => figure.unit === null || !['percent', 'points', 'score'].includes(figure.unit.dimension),
  );
  return pairsOf(counts).some(([one, other]) => {
    if (!alike(one, other) || baseValue(other) === 0) return false;
    const whole = baseValue(one) / baseValue(other);
    const part = baseValue(one) / (baseValue(one) + baseValue(other));
    const ofText = /%|percent|per cent/.test(claim.text) || isFraction;
    return (
      ofText &&
      (agrees(quantity, Number((whole * scale).toPrecision(10))) ||
        (whole !== 1 && agrees(quantity, Number((part * scale).toPrecision(10)))))
    );
  });
}

/** Whether the claim says the opposite of something the evidence counts, of the rest: "29 of the 31 accounts stayed" where 2 churned. */
export function complements(claim: CitedClaim, at: number): boolean {
  const before = claim.reading.tokens.slice(Math.max(0, at - REST_REACH), at);
  if (before.some((token) => /^(?:most|majority|rest|others|remaining)$/.test(token.lower))) return true;
  return claim.reading.quantities.some((quantity) => isRest(claim, quantity));
}
const REST_REACH = 6;

/** "all but one of the 17": 16. */
function isException(claim: CitedClaim, quantity: Quantity): boolean {
  const { tokens, quantities } = claim.reading;
  if (tokens[quantity.at - 1]?.lower !== 'but' || tokens[quantity.at - 2]?.lower !== 'all') return false;
  const total = quantity.of === null ? undefined : quantities[quantity.of];
  return (
    total !== undefined && figuresOf(claim).some((figure) => figure.value === total.value - quantity.value)
  );
}

function isRest(claim: CitedClaim, quantity: Quantity): boolean {
  const figures = figuresOf(claim);
  if (isException(claim, quantity)) return true;
  if (quantity.unit?.dimension === 'percent')
    return figures.some(
      (figure) =>
        figure.unit?.dimension === 'percent' &&
        agrees(quantity, 100 - figure.value * (figure.unit.factors[0] ?? 1)),
    );
  const total = quantity.of === null ? undefined : claim.reading.quantities[quantity.of];
  return (
    total !== undefined &&
    figures.some((figure) => figure.value !== 0 && agrees(quantity, total.value - figure.value))
  );
}

/** The rest may be counted only under the opposite name: "stayed" for "churned", "on time" for "late". */
export function isComplement(claim: CitedClaim, quantity: Quantity): boolean {
  const actual = claim.cited.flatMap((item) => item.polar);
  const opposite = claim.reading.polar.some((mark) =>
    mark.classes.length > 0
      ? mark.classes.some(([name, sign]) =>
          actual.some((other) => other.classes.some(([its, side]) => its === name && side !== sign)),
        )
      : mark.sign === -1,
  );
  return isException(claim, quantity) || (opposite && isRest(claim, quantity));
}

/** The unit of time that a fact is counted over. */
function ratePeriod(figure: Figure): string | null {
  const [range] = figure.periods;
  if (range === undefined) return null;
  const days = daysBetween(range.from, range.to) + 1;
  return days === 1
    ? 'day'
    : days === 7
      ? 'week'
      : days >= 28 && days <= 31
        ? 'month'
        : days >= 89 && days <= 92
          ? 'quarter'
          : null;
}

function isMean(claim: CitedClaim, quantity: Quantity): boolean {
  if (quantity.rate === null && !/\baverag|\bmean\b/i.test(claim.text)) return false;
  const byName = Map.groupBy(
    figuresOf(claim).filter((figure) => figure.source === 'fact'),
    (figure) => figure.name,
  );
  for (const facts of byName.values()) {
    const first = facts[0];
    if (first === undefined || !nounsFit(quantity, first)) continue;
    const sum = facts.reduce((total, figure) => total + figure.value, 0);
    if (
      facts.length > 1 &&
      (quantity.rate === null || ratePeriod(first) === quantity.rate) &&
      inUnitOf(quantity, first, sum / facts.length).some((value) => agrees(quantity, value))
    )
      return true;
    const [range] = first.periods;
    const days = { day: 1, week: 7, month: 30.4, quarter: 91.3 }[quantity.rate ?? ''];
    if (facts.length === 1 && days !== undefined && range !== undefined && first.rate === null) {
      const count = (daysBetween(range.from, range.to) + 1) / days;
      if (count > 1.5 && agrees(quantity, sum / count)) return true;
    }
  }
  return false;
}

/** The top of a rating's scale: the 5 of "4.6 out of 5". */
function isScale(claim: CitedClaim, quantity: Quantity): boolean {
  return (
    quantity.role === 'total' &&
    [5, 10, 100].includes(quantity.value) &&
    figuresOf(claim).some((figure) => figure.unit?.dimension === 'score')
  );
}

/** "twice as many", "three times the": one figure against another. */
function isRatio(claim: CitedClaim, quantity: Quantity): boolean {
  const compared = /\bas (?:many|much|long|fast|high)|\bthe\b/i.test(claim.text);
  if (quantity.form !== 'times' && !quantity.nouns.includes('times')) return false;
  return (
    compared &&
    pairsOf(figuresOf(claim)).some(
      ([one, other]) => alike(one, other) && agrees({ ...quantity, step: 0.1 }, one.value / other.value),
    )
  );
}
