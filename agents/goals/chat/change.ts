import type { KpiSpec } from '#domain/goal.ts';
import type { Card, Field } from './conversation.ts';
import type { Fragment, FragmentNumber } from './fragment.ts';
import type { Hears } from './phrasebook.ts';

/** What is to be different about a KPI; nothing that wasn't said. */
export interface Change {
  target?: { value: number; high: number | null; comparator: KpiSpec['comparator']; unit: string | null };
  baseline?: { value: number; unit: string | null };
  relative?: { relative: NonNullable<KpiSpec['relative']>; unit: string | null };
  due?: { due: string; due_iso: string | null };
  window?: string;
  direction?: 'increase' | 'decrease' | 'maintain';
  unit?: string;
  metric?: string;
  /** The indicator that the person chose to measure it by. */
  indicator_id?: string;
}

export const isEmpty = (change: Change): boolean => Object.keys(change).length === 0;

const DIRECTIONS = new Set(['increase', 'decrease', 'maintain']);

export function relativeFrom(number: FragmentNumber): NonNullable<KpiSpec['relative']> {
  const value = Math.abs(number.value);
  if (number.measure === 'percent') return { type: 'percent_change', value };
  if (number.measure === 'percentage_points') return { type: 'percentage_points', value };
  if (number.measure === 'multiple') return { type: 'multiply', value };
  return { type: 'absolute_change', value };
}

const negated =
  /(?:^| )(?:not|instead of|rather than|nicht|statt|anstatt|pas|au lieu de|no|en lugar de|não|em vez de|non|invece di|al posto di)$/u;

/** Whether a number stands there to be replaced: "not 3 but 2.5", "2.5 instead of 3". */
const isReplaced = (fragment: Fragment, number: FragmentNumber): boolean =>
  fragment.numbers.length > 1 && negated.test((fragment.words[number.part] ?? []).join(' '));

/**
 * What a fragment asks to change. `asked` is the open question's field: a bare number answers it.
 * @param parts the fragment's parts that count, when only some are about this KPI.
 */
export function changeFrom(
  fragment: Fragment,
  hears: readonly Hears[],
  asked: Field | null,
  parts: ReadonlySet<number> | null = null,
): Change {
  const change: Change = {};
  const within = (part: number) => parts === null || parts.has(part);
  const heard = (key: 'baseline' | 'target', text: string) => hears.some((words) => words[key].test(text));
  for (const number of fragment.numbers) {
    if (!within(number.part) || isReplaced(fragment, number)) continue;
    const text = (fragment.parts[number.part] ?? '').toLowerCase();
    const verb = fragment.verbs.find(({ part }) => part === number.part);
    const toTarget =
      number.role === 'to' || number.comparator !== null || heard('target', text) || verb !== undefined;
    const starts = number.role === 'from' || (number.role !== 'to' && heard('baseline', text));
    const moves =
      number.measure === 'multiple' ||
      number.measure === 'percentage_points' ||
      number.change !== null ||
      (number.role === 'by' && number.comparator === null);
    const corrects = fragment.numbers.some((other) => isReplaced(fragment, other));
    if (starts || (asked === 'baseline' && !toTarget && !moves && !corrects && change.baseline === undefined))
      change.baseline = { value: number.value, unit: number.unit };
    else if (moves) change.relative = { relative: relativeFrom(number), unit: relativeUnit(number) };
    else change.target = pickTarget(number);
  }
  for (const { class: kind, factor, part } of fragment.verbs) {
    if (!within(part)) continue;
    if (DIRECTIONS.has(kind)) change.direction = kind as 'increase';
    // "Double it": the verb is the number.
    if (factor !== null && change.target === undefined && change.relative === undefined) {
      change.relative = { relative: { type: 'multiply', value: factor }, unit: null };
      change.direction = factor < 1 ? 'decrease' : 'increase';
    }
  }
  const due = fragment.dates.at(-1);
  if (due !== undefined) change.due = due;
  const window = fragment.windows.at(-1);
  if (window !== undefined) change.window = window;
  return change;
}

const pickTarget = ({ value, high, comparator, unit }: FragmentNumber): NonNullable<Change['target']> => ({
  value,
  high,
  comparator,
  unit,
});

const relativeUnit = ({ measure, unit }: FragmentNumber): string | null =>
  measure === 'percent' || measure === 'multiple' ? null : unit;

const SECONDS: Record<string, number> = {
  ms: 0.001,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
};

/** A value in another unit of time; null where the two can't be converted. */
export function converted(value: number, from: string | null, to: string | null): number | null {
  if (from === to || from === null || to === null) return value;
  const [one, other] = [SECONDS[from], SECONDS[to]];
  if (one !== undefined && other !== undefined) return Number(((value * one) / other).toPrecision(6));
  if (from === 'ratio' && to === 'percent') return Number((value * 100).toPrecision(6));
  if (from === 'percent' && to === 'ratio') return Number((value / 100).toPrecision(6));
  return null;
}

const comparatorFor = (kpi: KpiSpec, direction: KpiSpec['direction']): KpiSpec['comparator'] => {
  if (direction === 'decrease') return '<=';
  if (direction === 'increase') return '>=';
  return kpi.comparator === 'between' ? '>=' : (kpi.comparator ?? '>=');
};

/** The KPI with a change applied; what wasn't said stays. Pure. */
export function applied(item: Card, change: Change): Card {
  const kpi: KpiSpec = { ...item.kpi };
  let { unmeasured, baseline_from } = item;
  if (change.metric !== undefined) {
    kpi.metric = change.metric;
    unmeasured = false;
  }
  if (change.indicator_id !== undefined) unmeasured = false;
  if (change.direction !== undefined && change.direction !== kpi.direction) {
    kpi.direction = change.direction;
    if (kpi.comparator === '>=' || kpi.comparator === '<=')
      kpi.comparator = comparatorFor(kpi, change.direction);
  }
  if (change.unit !== undefined) moveUnit(kpi, change.unit);
  if (change.target !== undefined) {
    const { value, high, comparator, unit } = change.target;
    moveUnit(kpi, unit);
    kpi.target = high === null ? value : null;
    kpi.target_range = high === null ? null : [value, high];
    kpi.relative = null;
    kpi.comparator = comparator ?? comparatorFor(kpi, kpi.direction);
  }
  if (change.relative !== undefined) {
    const { relative, unit } = change.relative;
    kpi.relative = relative;
    kpi.target = null;
    kpi.target_range = null;
    if (unit !== null) moveUnit(kpi, unit);
    if (kpi.direction === 'achieve' || kpi.direction === 'maintain') kpi.direction = 'increase';
    kpi.comparator = comparatorFor(kpi, kpi.direction);
  }
  if (change.baseline !== undefined) {
    const { value, unit } = change.baseline;
    const plain = converted(value, unit, kpi.unit);
    if (kpi.unit === null || plain === null) moveUnit(kpi, unit ?? kpi.unit);
    kpi.baseline = plain ?? value;
    baseline_from = 'person';
  }
  if (change.due !== undefined) Object.assign(kpi, { due: change.due.due, due_iso: change.due.due_iso });
  if (change.window !== undefined) kpi.window = change.window;
  const skipped = item.skipped.filter((field) => !answers(change, field));
  const indicator_id = change.indicator_id ?? (change.metric === undefined ? item.indicator_id : null);
  const same = indicator_id === item.indicator_id && measuresSame(item.kpi, kpi);
  // An observed start value is of what it was observed for.
  if (!same && baseline_from === 'data') {
    kpi.baseline = null;
    baseline_from = null;
  }
  // The chance is of the target and its date: whatever changes, the data are asked again.
  const kept = same ? item.told : { baseline: null, chance: null, nearest: false };
  const told = change.baseline === undefined ? kept : { ...kept, baseline: null };
  return { ...item, kpi, unmeasured, baseline_from, skipped, grounded: null, indicator_id, told };
}

/** Another unit: what was said in the old one is converted where that is certain, and kept as it is where not. */
function moveUnit(kpi: KpiSpec, unit: string | null): void {
  if (unit === null || unit === kpi.unit) return;
  const turn = (value: number | null) =>
    value === null ? null : (converted(value, kpi.unit, unit) ?? value);
  kpi.baseline = turn(kpi.baseline);
  kpi.target = turn(kpi.target);
  if (kpi.target_range !== null)
    kpi.target_range = [turn(kpi.target_range[0]) ?? 0, turn(kpi.target_range[1]) ?? 0];
  kpi.unit = unit;
}

/** Whether the same number is observed for both. */
const measuresSame = (before: KpiSpec, after: KpiSpec): boolean =>
  before.metric === after.metric && before.unit === after.unit && before.window === after.window;

export const answers = (change: Change, field: Field): boolean =>
  field === 'target'
    ? change.target !== undefined || change.relative !== undefined
    : change[field] !== undefined;

/** Takes something back that was said: "remove the date". */
export function cleared(item: Card, field: 'due' | 'target' | 'baseline' | 'window'): Card {
  const kpi: KpiSpec = { ...item.kpi };
  if (field === 'due') Object.assign(kpi, { due: null, due_iso: null });
  if (field === 'baseline') kpi.baseline = null;
  if (field === 'window') kpi.window = null;
  if (field === 'target')
    Object.assign(kpi, { target: null, target_range: null, relative: null, comparator: null });
  const baseline_from = field === 'baseline' ? null : item.baseline_from;
  // Who takes a start value away doesn't want to be asked for it at once, nor to get it back from the data.
  const skipped = field === 'baseline' ? [...item.skipped, 'baseline' as const] : item.skipped;
  return { ...item, kpi, baseline_from, skipped, grounded: null };
}
