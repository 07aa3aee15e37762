import { daysBetween } from '#domain/date.ts';
import type { LoadItem, PersonLoad } from '../workload.ts';
import { counted, shown } from './figures.ts';
import type { DetectInput, Detector } from './finding.ts';

/** A fifth over capacity: an estimate is off by more than a tenth easily, and two weeks hold no such reserve. */
export const OVERLOAD_RATIO = 1.2;
/** Half as much again cannot be worked off by staying late. */
export const URGENT_RATIO = 1.5;
/** With hours unknown for more than a third of the items the ratio is a guess. */
export const UNKNOWN_SHARE_AT_MOST = 1 / 3;
/** One late item is a slip; three are a pattern. */
export const OVERDUE_ITEMS = 3;
/** Or one that has been late for two weeks: it is forgotten or stuck. */
export const OVERDUE_DAYS = 14;
/** What has been overdue for half a year nobody works on: it wants tidying up, not a talk. */
export const FORGOTTEN_DAYS = 180;
/** A working week: blockers that people solve among themselves are gone by then. */
export const BLOCKED_DAYS = 7;
export const URGENT_BLOCKED_DAYS = 21;

const isOverloaded = (load: PersonLoad): load is PersonLoad & { ratio: number; capacity_hours: number } => {
  const ahead = load.items.filter((item) => item.in_horizon).length;
  return (
    load.ratio !== null && load.ratio >= OVERLOAD_RATIO && load.unknown_items <= UNKNOWN_SHARE_AT_MOST * ahead
  );
};

/** More hours of open work than the person has for it. */
export const detectOverload: Detector = ({ loads }) =>
  loads.filter(isOverloaded).map((load) => {
    const items = load.items.filter((item) => item.in_horizon);
    const percent = Math.round(100 * load.ratio);
    return {
      kind: 'overload',
      person_id: load.person_id,
      severity: load.ratio >= URGENT_RATIO ? 'urgent' : 'attention',
      reasons: [
        `Open work for the next ${load.span_weeks} weeks comes to ${shown(load.load_hours)} hours in ${counted(items.length, 'item')}, against ${shown(load.capacity_hours)} hours of capacity (${percent} %).`,
      ],
      figures: {
        load_hours: load.load_hours,
        capacity_hours: load.capacity_hours,
        ratio: load.ratio,
        items: items.length,
      },
      refs: { record_ids: items.map((item) => item.record_id).sort() },
    };
  });

function overdueOf(load: PersonLoad, asOf: DetectInput['as_of']): { item: LoadItem; days: number }[] {
  return load.items
    .flatMap((item) =>
      item.due_on !== null && item.due_on < asOf ? [{ item, days: daysBetween(item.due_on, asOf) }] : [],
    )
    .filter(({ days }) => days <= FORGOTTEN_DAYS)
    .sort((a, b) => b.days - a.days || a.item.key.localeCompare(b.item.key));
}

/** Several open items past their due date, or one for long. */
export const detectOverdue: Detector = ({ loads, as_of }) =>
  loads.flatMap((load) => {
    const overdue = overdueOf(load, as_of);
    const worst = overdue[0];
    if (worst === undefined || (overdue.length < OVERDUE_ITEMS && worst.days < OVERDUE_DAYS)) return [];
    return [
      {
        kind: 'overdue_work' as const,
        person_id: load.person_id,
        severity: overdue.length >= OVERDUE_ITEMS ? ('attention' as const) : ('note' as const),
        reasons: [
          `${counted(overdue.length, 'open item')} past the due date; ${worst.item.key} is the oldest, by ${counted(worst.days, 'day')}.`,
        ],
        figures: { overdue: overdue.length, oldest_days: worst.days, open: load.items.length },
        refs: { record_ids: overdue.map(({ item }) => item.record_id) },
      },
    ];
  });

/** Whether a block has lasted far longer than blocks do here; where nobody knows that, a week. */
export const isLongBlock = (days: number, usual: number | null | undefined): boolean =>
  days >= BLOCKED_DAYS && (usual == null || days > 2 * usual);

/** Work that has stood blocked for a week or more, and far longer than is usual. */
export const detectBlocked: Detector = ({ loads, as_of, usual_block_days: usual }) =>
  loads.flatMap((load) => {
    const blocked = load.items
      .flatMap((item) =>
        item.blocked_since === null ? [] : [{ item, days: daysBetween(item.blocked_since, as_of) }],
      )
      .filter(({ days }) => isLongBlock(days, usual))
      .sort((a, b) => b.days - a.days || a.item.key.localeCompare(b.item.key));
    const worst = blocked[0];
    if (worst === undefined) return [];
    return [
      {
        kind: 'blocked_work' as const,
        person_id: load.person_id,
        severity: worst.days >= URGENT_BLOCKED_DAYS ? ('urgent' as const) : ('attention' as const),
        reasons: blocked
          .slice(0, 3)
          .map(({ item, days }) => `${item.key} has been blocked for ${counted(days, 'day')}.`),
        figures: { blocked: blocked.length, longest_days: worst.days },
        refs: { record_ids: blocked.map(({ item }) => item.record_id) },
        about: { record_ids: blocked.slice(0, 3).map(({ item }) => item.record_id) },
      },
    ];
  });
