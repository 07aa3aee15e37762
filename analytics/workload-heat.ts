import { z } from 'zod';
import { type IsoDate, isoDate } from '#domain/date.ts';
import { personId } from '#domain/ids.ts';
import type { Observation } from '#domain/indicator.ts';
import type { Person } from '#domain/person.ts';
import { OVERLOAD_RATIO } from './detectors/work.ts';
import type { LoadItem, PersonLoad } from './workload.ts';

/**
 * How full a week is; `unknown` where the contract isn't known or nothing was logged. `as_agreed` is of weeks behind: the
 * hours of the contract were worked.
 */
export const weekLevel = z.enum([
  'unknown',
  'away',
  'due_while_away',
  'room',
  'as_agreed',
  'full',
  'over',
  'far_over',
]);
export type WeekLevel = z.infer<typeof weekLevel>;

const pastWeek = z.object({
  from: isoDate,
  /** Hours logged, in percent of the contract less leave; null where nothing was logged or known. */
  percent: z.number().nullable(),
  n: z.int().nonnegative(),
  level: weekLevel,
});
const weekAhead = z.object({
  from: isoDate,
  to: isoDate,
  /** For work items: contract less leave, times the share that goes into them. */
  capacity_hours: z.number().nullable(),
  leave_hours: z.number().nonnegative(),
  due_hours: z.number().nonnegative(),
  /** 80 % interval of what is due, as hours of items are forecasts or estimates. */
  low_hours: z.number().nonnegative(),
  high_hours: z.number().nonnegative(),
  items: z.int().nonnegative(),
  /** Items of the week whose hours nothing tells. */
  unknown_items: z.int().nonnegative(),
  level: weekLevel,
});
export const heatRow = z.object({
  person_id: personId,
  name: z.string(),
  past: z.array(pastWeek),
  ahead: z.array(weekAhead),
});
export type HeatRow = z.infer<typeof heatRow>;

/** From here on a week is full: what comes unplanned has no place any more. */
const FULL_RATIO = 0.8;
/** Of the contract: two hours a week over it are noise, from a tenth on it is overtime (as in the role frameworks). */
const OVERTIME_PERCENT = 110;
const LONG_PERCENT = 100 * OVERLOAD_RATIO;
const ROOM_PERCENT = 60;

function levelAhead(capacity: number | null, due: number): WeekLevel {
  if (capacity === null) return 'unknown';
  if (capacity <= 0) return due > 0 ? 'due_while_away' : 'away';
  const ratio = due / capacity;
  if (ratio >= OVERLOAD_RATIO) return 'far_over';
  if (ratio > 1) return 'over';
  return ratio >= FULL_RATIO ? 'full' : 'room';
}

function levelPast(percent: number | null): WeekLevel {
  if (percent === null) return 'unknown';
  if (percent >= LONG_PERCENT) return 'far_over';
  if (percent > OVERTIME_PERCENT) return 'over';
  return percent >= ROOM_PERCENT ? 'as_agreed' : 'room';
}

/** Errors of single items are taken as independent: their squares add up. */
function spreadOf(items: readonly LoadItem[], side: 'low' | 'high'): number {
  const squares = items.map(({ hours, range }) =>
    hours === null || range === null ? 0 : (range[side] - hours) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

function aheadOf(load: PersonLoad): HeatRow['ahead'] {
  return load.weeks.map(({ from, to, capacity_hours, leave_hours, due_hours }, week) => {
    const items = load.items.filter((item) => item.week === week);
    return {
      from,
      to,
      capacity_hours,
      leave_hours,
      due_hours,
      low_hours: Math.max(0, due_hours - spreadOf(items, 'low')),
      high_hours: due_hours + spreadOf(items, 'high'),
      items: items.length,
      unknown_items: items.filter(({ hours }) => hours === null).length,
      level: levelAhead(capacity_hours, due_hours),
    };
  });
}

/**
 * Load by person and week: hours logged against the contract in the weeks behind, hours due against capacity in those
 * ahead. @param hours observations of `hours_against_capacity`, percent; none where policy compares nobody.
 */
export function workloadHeat(
  people: readonly Person[],
  loads: readonly PersonLoad[],
  hours: readonly Observation[],
  pastWeeks: readonly IsoDate[],
): HeatRow[] {
  return [...people]
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
    .map((person) => {
      const own = hours.filter(({ subject }) => subject.id === person.id);
      const load = loads.find(({ person_id }) => person_id === person.id);
      return {
        person_id: person.id,
        name: person.name,
        past: pastWeeks.map((from) => {
          const seen = own.find(({ period }) => period.from === from);
          const percent = seen?.value ?? null;
          return { from, percent, n: seen?.n ?? 0, level: levelPast(percent) };
        }),
        ahead: load === undefined ? [] : aheadOf(load),
      };
    });
}
