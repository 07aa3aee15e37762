import type { PersonId } from '#domain/ids.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { PersonOf } from './attribution.ts';
import { count, type Ledger } from './ledger.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import type { WeekGrid } from './week-grid.ts';

const DAY_MS = 86_400_000;

export interface EntryContext {
  grid: WeekGrid;
  personOf: PersonOf;
  ledgerOf(person: PersonId | null): Ledger | undefined;
  /** Hours of time entries that name this work item. */
  spentOn(key: string): number | undefined;
}

const days = (from: number | null, to: number): number =>
  from === null || from > to ? Number.NaN : (to - from) / DAY_MS;

/** Last millisecond of the due day, UTC. */
const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) + DAY_MS - 1;

function accuracyOf(item: WorkItem, spentElsewhere: number | undefined): number {
  const estimate = item.estimate_hours ?? 0;
  const spent = item.spent_hours !== null && item.spent_hours > 0 ? item.spent_hours : (spentElsewhere ?? 0);
  if (!(estimate > 0) || !(spent > 0)) return Number.NaN;
  return (100 * Math.min(spent, estimate)) / Math.max(spent, estimate);
}

function enterClosing(
  item: WorkItem,
  line: Timeline,
  holder: (at: number) => Ledger | undefined,
  c: EntryContext,
) {
  if (item.status_category !== 'done') return;
  if (line.closed === null) {
    const changed = Date.parse(item.updated_at);
    const ledger = holder(changed);
    if (ledger !== undefined) count(ledger, 'undated', c.grid.weekOf(changed));
    return;
  }
  const week = c.grid.weekOf(line.closed);
  const ledger = holder(line.closed);
  if (ledger === undefined || week < 0 || week >= c.grid.count) return;
  count(ledger, 'closed', week);
  if (!item.history_known) count(ledger, 'history_unknown', week);
  ledger.worked[week] = 1;
  ledger.closed[week]?.push({
    cycle_days: days(line.started, line.closed),
    lead_days: days(line.created, line.closed),
    accuracy: accuracyOf(item, c.spentOn(item.key)),
    late: item.due_on === null ? Number.NaN : Number(line.closed > endOfDay(item.due_on)),
  });
}

function enterCompletions(
  line: Timeline,
  holder: (at: number) => Ledger | undefined,
  { grid }: EntryContext,
) {
  for (const { at, undone } of line.completions) {
    const week = grid.weekOf(at);
    const undoneWeek = undone === null ? grid.count : grid.weekOf(undone);
    holder(at)?.completions[week]?.push({ undone_week: undoneWeek });
  }
}

/** What it weighed on whom at each week's end while it was open. */
function enterStock(
  item: WorkItem,
  line: Timeline,
  holder: (at: number) => Ledger | undefined,
  { grid }: EntryContext,
) {
  const due = item.due_on === null ? null : endOfDay(item.due_on);
  const first = Math.max(0, grid.weekOf(line.created));
  for (let week = first; week < grid.count; week += 1) {
    const end = grid.endOf(week);
    const state = line.stateAt(end);
    const ended = state === 'done';
    const ledger = ended || state === null ? undefined : holder(end);
    if (ledger !== undefined) {
      count(ledger, 'open', week);
      if (state !== 'open') count(ledger, 'open_known', week);
      if (state === 'in_progress') {
        count(ledger, 'in_progress', week);
        if (line.started !== null && line.started <= end)
          ledger.ages[week]?.push((end + 1 - line.started) / DAY_MS);
      }
      if (due !== null) count(ledger, 'open_due', week);
      if (due !== null && due <= end) count(ledger, 'overdue', week);
    }
    if (ended && line.closed !== null && line.closed <= end) break;
    if (ended && line.closed === null && Date.parse(item.updated_at) <= end) break;
  }
}

/** Who had it during each week, and for how many days of it it was blocked. */
function enterBlocked(
  item: WorkItem,
  line: Timeline,
  holder: (at: number) => Ledger | undefined,
  { grid }: EntryContext,
) {
  const until =
    line.closed ?? (item.status_category === 'done' ? Date.parse(item.updated_at) : Number.POSITIVE_INFINITY);
  const first = Math.max(0, grid.weekOf(line.created));
  const last = Math.min(grid.count - 1, grid.weekOf(until));
  for (let week = first; week <= last; week += 1) {
    const from = week === first ? Math.max(line.created, grid.endOf(week - 1) + 1) : grid.endOf(week - 1) + 1;
    const to = Math.min(grid.endOf(week) + 1, until);
    const ledger = holder(to - 1);
    if (ledger === undefined) continue;
    count(ledger, 'held', week);
    if (!item.history_known && item.blocked_spans.length === 0) continue;
    count(ledger, 'held_known', week);
    for (const span of item.blocked_spans) {
      const end = span.to === null ? to : Math.min(to, Date.parse(span.to));
      const begin = Math.max(from, Date.parse(span.from));
      if (end > begin) count(ledger, 'blocked_days', week, (end - begin) / DAY_MS);
    }
  }
}

/** Marks the weeks in which something happened to the item under somebody's hand. */
function enterActivity(
  item: WorkItem,
  line: Timeline,
  holder: (at: number) => Ledger | undefined,
  { grid }: EntryContext,
) {
  const moments = [line.created, Date.parse(item.updated_at)];
  for (const move of item.transitions) moments.push(Date.parse(move.at));
  for (const move of item.assignments) moments.push(Date.parse(move.at));
  if (line.started !== null) moments.push(line.started);
  for (const moment of moments) {
    const week = grid.weekOf(moment);
    if (week < 0 || week >= grid.count) continue;
    const ledger = holder(moment);
    if (ledger !== undefined) ledger.worked[week] = 1;
  }
}

/** Enters one work item into the ledgers of those who held it. Linear in its history and the weeks it was open. */
export function enterWorkItem(record: StoredRecord, item: WorkItem, context: EntryContext): void {
  const line = timelineOf(item);
  const holder = (at: number) => context.ledgerOf(context.personOf(record.source_id, line.holderAt(at)));
  enterClosing(item, line, holder, context);
  enterCompletions(line, holder, context);
  enterStock(item, line, holder, context);
  enterBlocked(item, line, holder, context);
  enterActivity(item, line, holder, context);
}
