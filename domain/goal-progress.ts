import { daysBetween, type IsoDate } from './date.ts';
import type { KpiProgress, KpiSpec } from './goal.ts';

// From this chance on a forecast speaks for attainment, below the other one against it; in between nobody should be calm.
const LIKELY = 0.6;
const UNLIKELY = 0.3;
// Work seldom moves a number evenly: so far behind the calendar is usual, so far means that it won't come by itself.
const USUAL_LAG = 0.15;
const LARGE_LAG = 0.4;
// A goal that was just set lies beyond its trend by nature: that is why it was set.
const BEGINNING = 0.15;

export interface ProgressReading {
  kpi: KpiSpec;
  /** In the KPI's unit. */
  value: number;
  as_of: IsoDate;
  by: KpiProgress['by'];
  /** From a forecast that reaches the date; null without one. */
  chance: number | null;
  /** When the goal was set. */
  started_on: IsoDate;
  today: IsoDate;
}

const SIGNS: Record<string, string> = { percent: ' %', count: '', score: '', ratio: '' };

/** "3 %", "12 hours", "2000 EUR". */
export function amountText(value: number, unit: string | null): string {
  const shown = String(Number(value.toPrecision(4)));
  if (unit === null) return shown;
  if (unit.startsWith('currency')) return `${shown} ${unit.slice('currency:'.length)}`.trim();
  return `${shown}${SIGNS[unit] ?? ` ${unit.replaceAll('_', ' ')}`}`;
}

/** The value to reach: the target, the nearer end of a range, or what the change makes of the baseline; null where nothing says. */
export function endValueOf({ target, target_range, relative, baseline, direction }: KpiSpec): number | null {
  if (target !== null) return target;
  if (target_range !== null) return direction === 'decrease' ? target_range[1] : target_range[0];
  if (relative === null || baseline === null) return null;
  const sign = direction === 'decrease' ? -1 : 1;
  switch (relative.type) {
    case 'percent_change':
      return baseline * (1 + (sign * relative.value) / 100);
    case 'multiply':
      return baseline * relative.value;
    default:
      return baseline + sign * relative.value;
  }
}

/** Whether a value meets the KPI; null where no target says. */
export function meetsTarget(kpi: KpiSpec, value: number): boolean | null {
  const { target_range: range, comparator, direction } = kpi;
  if (range !== null) return value >= range[0] && value <= range[1];
  const end = endValueOf(kpi);
  if (end === null) return null;
  if (comparator === '=') return value === end;
  return comparator === '<=' || (comparator === null && direction === 'decrease')
    ? value <= end
    : value >= end;
}

/** Share of the way from baseline to target, 0 to 1; null where nobody knows how long the way is. */
export function shareOf(kpi: KpiSpec, value: number): number | null {
  const met = meetsTarget(kpi, value);
  if (met === true) return 1;
  const end = endValueOf(kpi);
  if (kpi.direction === 'maintain') return met === null ? null : 0;
  if (end === null || kpi.baseline === null || end === kpi.baseline) return null;
  const share = (value - kpi.baseline) / (end - kpi.baseline);
  return Number(Math.min(1, Math.max(0, share)).toFixed(4));
}

/** Share of the time between the start and the date that is gone; null without a date. */
export function elapsedOf(due: IsoDate | null, started: IsoDate, today: IsoDate): number | null {
  if (due === null) return null;
  const whole = daysBetween(started, due);
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(started, today) / whole));
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

const statusByChance = (chance: number, elapsed: number | null): KpiProgress['status'] => {
  if (chance >= LIKELY) return 'on_track';
  return chance >= UNLIKELY || (elapsed !== null && elapsed < BEGINNING) ? 'at_risk' : 'off_track';
};

type Standing = Pick<KpiProgress, 'status' | 'reason'>;

function standingOf(reading: ProgressReading, share: number | null): Standing {
  const { kpi, value, chance, started_on, today } = reading;
  const now = `It stands at ${amountText(value, kpi.unit)}`;
  const met = meetsTarget(kpi, value);
  if (kpi.direction === 'maintain' && met !== null)
    return met
      ? { status: 'on_track', reason: `${now}, within the limit.` }
      : { status: 'off_track', reason: `${now}, outside the limit.` };
  if (met === true) return { status: 'reached', reason: `${now}; the target is reached.` };
  if (kpi.due_iso !== null && kpi.due_iso < today)
    return { status: 'off_track', reason: `${now}; its date, ${kpi.due_iso}, is past.` };
  const elapsed = elapsedOf(kpi.due_iso, started_on, today);
  if (chance !== null)
    return {
      status: statusByChance(chance, elapsed),
      reason: `${now}; by its forecast it is reached by ${kpi.due_iso ?? 'its date'} with a chance of ${percent(chance)}.`,
    };
  if (share === null || elapsed === null)
    return {
      status: 'unknown',
      reason: `${now}; ${share === null ? 'where it started isn’t known' : 'it has no date'}, so nothing says how far it is.`,
    };
  const lag = elapsed - share;
  return {
    status: lag <= USUAL_LAG ? 'on_track' : lag <= LARGE_LAG ? 'at_risk' : 'off_track',
    reason: `${now}: ${percent(share)} of the way with ${percent(elapsed)} of the time gone.`,
  };
}

/** How far a KPI has come with a value, and whether that is enough. Deterministic; nothing is assumed that isn't stated. */
export function progressOf(reading: ProgressReading): KpiProgress {
  const { kpi, value, as_of, by, chance } = reading;
  const share = shareOf(kpi, value);
  return { value, share, ...standingOf(reading, share), chance, by, as_of };
}

/** A goal's share: the mean of its KPIs' known shares; null where none is known. */
export function completionOf(shares: readonly (number | null | undefined)[]): number | null {
  const known = shares.filter((share) => share !== null && share !== undefined);
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}
