import { measureSide } from '../change.ts';
import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { Figure } from '../evidence-reading.ts';
import type { PolarMark } from '../polarity.ts';

const isTarget = (figure: Figure): boolean => figure.context.has('target') && !figure.context.has('reach');

/**
 * "The quota was missed" where the evidence gives target and result as numbers and no words: the numbers decide.
 * Only where the evidence itself neither says met nor missed, which the check of negation looks at.
 */
export function goalStanding(claim: CitedClaim): 1 | -1 | 0 {
  const facts = claim.cited.flatMap((item) => item.figures).filter((figure) => figure.source === 'fact');
  const targets = facts.filter(isTarget);
  const results = facts.filter((figure) => !isTarget(figure));
  const pairs = targets.flatMap((target) =>
    results
      .filter((result) => (result.unit?.dimension ?? null) === (target.unit?.dimension ?? null))
      .map((result) => ({ target, result })),
  );
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1) return 0;
  const side = measureSide(pair.result.context) === -1 ? -1 : 1;
  return (pair.result.value - pair.target.value) * side >= 0 ? 1 : -1;
}

const goalSign = (mark: PolarMark): 1 | -1 | 0 => mark.classes.find(([name]) => name === 'target')?.[1] ?? 0;

/** Words of meeting or missing a target in the claim, where the numbers say otherwise. */
export const checkGoal: Check = (claim) => {
  const inText = claim.cited.some((item) => item.polar.some((mark) => goalSign(mark) !== 0));
  const actual = inText ? 0 : goalStanding(claim);
  // "90 % of the quota was reached" says how much of it.
  const isPart = claim.reading.quantities.some(
    ({ unit, value, next }) =>
      unit?.dimension === 'percent' && value < 100 && claim.reading.tokens[next]?.lower === 'of',
  );
  if (actual === 0 || isPart || !claim.reading.marks.some((mark) => mark.concept === 'target')) return [];
  return claim.reading.polar
    .filter((mark) => goalSign(mark) === -actual)
    .map((mark): Reason => ({ code: 'negation-mismatch', datum: mark.written }))
    .slice(0, 1);
};
