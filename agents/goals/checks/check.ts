import type { IsoDate } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';

/** What is known of a KPI beside its words; all of it is optional, and a check without its input stays silent. */
export interface KpiFacts {
  /** The forecast of its indicator at the due date, in the KPI's unit. */
  forecast?: { mean: number; lower95: number; upper95: number };
  /** The indicator that measures it; null: looked for, and none of the connected sources does. */
  indicator?: {
    name: string;
    unit: string;
    /** The newest value, and how many items it rests on. */
    value: number | null;
    n: number;
    minimum_n: number;
    /** Standard deviation of its weekly values. */
    spread: number | null;
    fresh_until: IsoDate | null;
    /** Whether the owner's own work is in it. */
    owner_contributes: boolean | null;
    /** Which way the KPI's number is better by its definition; null or left out: neither, or not known. */
    better?: 'increase' | 'decrease' | null;
    /** What its observations are flagged with. */
    flags?: readonly string[];
  } | null;
}

export interface CheckInput {
  kpis: readonly KpiSpec[];
  today: IsoDate;
  /** One for each KPI, in order; may be shorter. */
  facts?: readonly KpiFacts[];
}

export interface Finding {
  /** The check that says so. */
  id: string;
  /** `block`: the goal can't be saved so; `warn`: it can, after a look; `hint`: a habit of good goals. */
  severity: 'block' | 'warn' | 'hint';
  /** Which KPI; null for the goal as a whole. */
  kpi: number | null;
  /** What is the matter, in plain words with the figures. */
  sentence: string;
  /** What would put it right. */
  fix: string;
}

interface Rule {
  id: string;
  severity: Finding['severity'];
  /** What the check asks, as help pages show it. */
  question: string;
}

type Said = Pick<Finding, 'sentence' | 'fix'> | null;

/** A check of each KPI by itself. */
export interface KpiCheck extends Rule {
  of: 'kpi';
  find: (kpi: KpiSpec, input: CheckInput, facts: KpiFacts) => Said;
}

/** A check of the goal as a whole. */
export interface GoalCheck extends Rule {
  of: 'goal';
  find: (input: CheckInput) => Said;
}

export type Check = KpiCheck | GoalCheck;

export const quoted = (kpi: KpiSpec): string => `“${kpi.metric}”`;

const SIGNS: Record<string, string> = { percent: ' %', count: '', score: '', ratio: '×' };

/** "3 %", "12 hours", "2000 EUR". */
export function figure(value: number, unit: string | null): string {
  const shown = String(Number(value.toPrecision(6)));
  if (unit === null) return shown;
  if (unit.startsWith('currency')) return `${shown} ${unit.slice('currency:'.length) || 'in money'}`;
  return `${shown}${SIGNS[unit] ?? ` ${unit}`}`;
}

/** The value to be reached: the target, the range's nearer end, or what the change makes of the start value. */
export function reachedAt(kpi: KpiSpec): number | null {
  if (kpi.target !== null) return kpi.target;
  const { relative, baseline, direction } = kpi;
  if (relative === null || baseline === null) return null;
  const sign = direction === 'decrease' ? -1 : 1;
  switch (relative.type) {
    case 'percent_change':
      return baseline * (1 + (sign * relative.value) / 100);
    case 'multiply':
      return baseline * relative.value;
    case 'absolute_change':
    case 'percentage_points':
      return baseline + sign * relative.value;
  }
}

/** Whether less is wanted. */
export const wantsLess = (kpi: KpiSpec): boolean => kpi.direction === 'decrease' || kpi.comparator === '<=';
export const isMovement = (kpi: KpiSpec): boolean =>
  kpi.direction === 'increase' || kpi.direction === 'decrease';
