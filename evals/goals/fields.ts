import type { KpiSpec } from '#domain/goal.ts';
import type { GoldKpi } from './gold.ts';

const SAME: Record<string, string> = { avg: 'average', cost: 'costs', nps: 'netpromoterscore' };
const FILLERS = new Set(
  'the a an of in for on our your their to by and or per with from at as is are be we i this that all each'.split(
    ' ',
  ),
);
const SECONDS: Record<string, number> = {
  ms: 0.001,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  business_days: 86_400,
  weeks: 604_800,
  months: 2_629_800,
  years: 31_557_600,
};

function wordsOf(metric: string): Set<string> {
  const lower = metric.toLowerCase();
  const latin = (lower.match(/[a-z0-9]+/g) ?? [])
    .filter((word) => !FILLERS.has(word))
    .map((word) => (SAME[word] ?? word).replace(/(?<=[a-z]{3})s$/, ''));
  // Other scripts letter by letter: Chinese and Japanese have no blanks.
  return new Set([...latin, ...(lower.match(/\P{ASCII}/gu) ?? [])]);
}

/** Dice's coefficient of the words of two metrics, 0 to 1: metrics are named freely, and half of the words must agree. */
export function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return a.size === 0 || b.size === 0 ? 0 : (2 * a.intersection(b).size) / (a.size + b.size);
}

type Numeric = number | null | undefined;
/** Half a percent apart is the same number: 33.3 for a third. */
export const sameNumber = (one: Numeric, other: Numeric): boolean =>
  one == null || other == null
    ? one == null && other == null
    : Math.abs(one - other) <= 1e-6 + 0.005 * Math.abs(other);

export function valueAgrees(kpi: KpiSpec, gold: GoldKpi, field: 'target' | 'baseline'): boolean {
  const accepted = [gold[field], ...gold[`${field}_ok`]];
  if (accepted.some((value) => sameNumber(kpi[field], value))) return true;
  const stated = (field === 'baseline' ? gold.baseline_unit : null) ?? gold.unit;
  const [from, to] = [SECONDS[kpi.unit ?? ''], SECONDS[stated ?? '']];
  const [mine, theirs] = [kpi[field], gold[field]];
  return (
    from !== undefined &&
    to !== undefined &&
    mine !== null &&
    theirs !== null &&
    sameNumber(mine * from, theirs * to)
  );
}

function targetAgrees(kpi: KpiSpec, gold: GoldKpi): boolean {
  if (gold.target_range === null) return valueAgrees(kpi, gold, 'target');
  const range = kpi.target_range;
  if (range !== null)
    return [gold.target_range, ...gold.target_range_ok].some(
      ([low, high]) => sameNumber(range[0], low) && sameNumber(range[1], high),
    );
  return (
    kpi.target !== null &&
    [...gold.target_ok, ...gold.target_range].some((value) => sameNumber(kpi.target, value))
  );
}

function relativeAgrees({ relative, target }: KpiSpec, gold: GoldKpi): boolean {
  if (relative === null)
    return (
      gold.relative === null ||
      (target !== null && gold.target_ok.some((value) => value !== null && sameNumber(target, value)))
    );
  return [gold.relative, ...gold.relative_ok].some(
    (one) => one?.type === relative.type && sameNumber(relative.value, one.value),
  );
}

/** Null where the unit isn't judged: nothing is counted in it. */
function unitAgrees({ unit }: KpiSpec, gold: GoldKpi): boolean | null {
  const counted = gold.target !== null || gold.baseline !== null || gold.target_range !== null;
  if (gold.unit === null || !counted) return null;
  if (gold.unit === 'currency') return unit?.startsWith('currency') ?? false;
  const durations = gold.unit in SECONDS && (unit ?? '') in SECONDS;
  return unit === gold.unit || gold.unit_ok.includes(unit) || durations;
}

const plain = (phrase: string | null): string =>
  (phrase ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim();

function windowAgrees({ window }: KpiSpec, gold: GoldKpi): boolean {
  const mine = plain(window);
  return [gold.window, ...gold.window_ok]
    .map(plain)
    .some(
      (theirs) =>
        mine === theirs || (mine !== '' && theirs !== '' && (mine.includes(theirs) || theirs.includes(mine))),
    );
}

export const JUDGED = [
  'metric',
  'direction',
  'comparator',
  'target',
  'baseline',
  'relative',
  'unit',
  'due',
  'window',
] as const;
export type JudgedField = (typeof JUDGED)[number];

/** Which fields of a KPI agree with its annotation; null: not judged. */
export function agreement(kpi: KpiSpec, gold: GoldKpi): Record<JudgedField, boolean | null> {
  const whole = gold.target === 0 || (gold.target === 100 && gold.unit === 'percent');
  return {
    metric: likeness(kpi.metric, gold.metric) >= 0.5,
    direction: [gold.direction, ...gold.direction_ok].includes(kpi.direction),
    comparator:
      [gold.comparator, ...gold.comparator_ok].includes(kpi.comparator) || (kpi.comparator === '=' && whole),
    target: targetAgrees(kpi, gold),
    baseline: valueAgrees(kpi, gold, 'baseline'),
    relative: relativeAgrees(kpi, gold),
    unit: unitAgrees(kpi, gold),
    due:
      [gold.due_iso, ...gold.due_iso_ok].includes(kpi.due_iso) || (kpi.due_iso === null && gold.due_ok_null),
    window: windowAgrees(kpi, gold),
  };
}
