import type { Assertion } from './case.ts';
import type { AssertionScore, CaseResult, MetricRate } from './result.ts';
import { wilson } from './statistics.ts';

/** Sums of tenths don't meet a threshold exactly. */
const ROUNDING = 1e-9;

/** What an assertion found: its score from 0 to 1, and what to say where it doesn't hold. */
export interface Found {
  score: number;
  fault: string;
}

/** Weighted mean of the scores; null where nothing weighs. */
export function weightedScore(scores: readonly AssertionScore[]): number | null {
  const weight = scores.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? null : scores.reduce((sum, one) => sum + one.weight * one.score, 0) / weight;
}

/**
 * A case by its assertions. Each holds where its score reaches its threshold; every one that weighs must hold. Where
 * the case names a threshold of its own, its weighted score alone decides, as in promptfoo.
 */
export function scoreCase(
  rules: readonly Assertion[],
  threshold: number | null,
  score: (rule: Assertion) => Found,
): { reasons: string[]; notes: string[]; scores: AssertionScore[] } {
  const found = rules.map((rule) => ({ rule, ...score(rule) }));
  const scores = found.map(({ rule, score: reached }) => ({
    type: rule.type,
    metric: rule.metric,
    score: reached,
    threshold: rule.threshold,
    weight: rule.weight,
    held: reached >= rule.threshold - ROUNDING,
  }));
  const faults = (weighs: boolean) =>
    found.flatMap(({ rule, fault }, index) =>
      !scores[index]?.held && rule.weight > 0 === weighs ? [fault] : [],
    );
  if (threshold === null) return { reasons: faults(true), notes: faults(false), scores };
  const whole = weightedScore(scores) ?? 1;
  const held = whole >= threshold - ROUNDING;
  const told = `the score is ${whole.toFixed(2)}, below ${threshold}`;
  return held
    ? { reasons: [], notes: [...faults(true), ...faults(false)], scores }
    : { reasons: [told, ...faults(true)], notes: faults(false), scores };
}

/** Rates of each metric over the cases whose assertions name it. */
export function metricsOf(cases: readonly CaseResult[]): MetricRate[] {
  const named = cases.flatMap(({ scores }) =>
    scores.flatMap((one) => (one.metric === null ? [] : [{ ...one, metric: one.metric }])),
  );
  return [...Map.groupBy(named, ({ metric }) => metric)].map(([metric, group]) => {
    const passed = group.filter(({ held }) => held).length;
    return {
      metric,
      mean: group.reduce((sum, { score }) => sum + score, 0) / group.length,
      passed,
      total: group.length,
      rate: passed / group.length,
      ...wilson(passed, group.length),
    };
  });
}
