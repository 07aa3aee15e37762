import type { KpiSpec } from '#domain/goal.ts';
import type { IndicatorDefinition } from '#domain/indicator.ts';

const FAMILIES: Readonly<Record<string, string>> = {
  ms: 'time',
  seconds: 'time',
  minutes: 'time',
  hours: 'time',
  days: 'time',
  business_days: 'time',
  weeks: 'time',
  months: 'time',
  years: 'time',
  duration: 'time',
  percentage_points: 'percent',
};

const familyOf = (unit: string): string =>
  unit.startsWith('currency') ? 'currency' : (FAMILIES[unit] ?? unit);

/** What share of a score stands where units differ. A count may be meant as a share ("overdue tickets"), money never as hours. */
const SAME = 1;
const COUNT_OF_A_SHARE = 0.75;
const SHARE_OF_A_COUNT = 0.6;
const DIFFERENT = 0.3;

/**
 * The unit of the KPI's own number; null where it says none. Without a figure in it "percent" is that of the change,
 * and "count" a guess.
 */
export function statedUnit({ unit, target, target_range, baseline, relative }: KpiSpec): string | null {
  const figures =
    target !== null || target_range !== null || baseline !== null || relative?.type === 'absolute_change';
  return !figures && (unit === 'percent' || unit === 'count') ? null : unit;
}

/** 0 to 1: how well a KPI could be measured in this unit. */
export function unitFit(kpi: KpiSpec, indicator: Pick<IndicatorDefinition, 'unit'>): number {
  const stated = statedUnit(kpi);
  if (stated === null) return SAME;
  const [wanted, given] = [familyOf(stated), familyOf(indicator.unit)];
  if (wanted === given) return SAME;
  if (wanted === 'count' && given === 'percent') return COUNT_OF_A_SHARE;
  if (wanted === 'percent' && given === 'count') return SHARE_OF_A_COUNT;
  return DIFFERENT;
}

/** "Increase late deliveries" is more likely a reading gone wrong than a wish. */
const AGAINST = 0.9;

/** 0 to 1: whether a movement that way would be meant of this indicator. */
export function directionFit(
  { direction }: KpiSpec,
  indicator: Pick<IndicatorDefinition, 'direction'>,
  complement: boolean,
): number {
  if (indicator.direction === 'corridor' || (direction !== 'increase' && direction !== 'decrease')) return 1;
  const better = complement === (indicator.direction === 'decrease') ? 'increase' : 'decrease';
  return direction === better ? 1 : AGAINST;
}
