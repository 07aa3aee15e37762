import type { IsoDate } from '#domain/date.ts';
import type { StoredRecord, TimeEntry, WorkItem } from '#domain/record.ts';
import { daysOfRecord } from '#domain/record-days.ts';

const midnight = (day: IsoDate): string => `${day}T00:00:00.000Z`;

/** Hours booked on an item before a day, by its key. */
type Booked = ReadonlyMap<string, { before: number; all: number }>;

function itemAsOf(item: WorkItem, at: string, booked: Booked): WorkItem | null {
  if (item.created_at >= at) return null;
  const moves = [...item.transitions].sort((a, b) => (a.at < b.at ? -1 : 1));
  const past = moves.filter((move) => move.at < at);
  const last = past.at(-1);
  const first = moves[0];
  const closed = item.resolved_at !== null && item.resolved_at < at;
  const started = item.started_at !== null && item.started_at < at;
  const byDates = closed ? 'done' : started ? 'in_progress' : 'to_do';
  const category = item.history_known
    ? (last?.to_category ?? first?.from_category ?? (moves.length === 0 ? item.status_category : 'to_do'))
    : byDates;
  const holders = [...item.assignments].sort((a, b) => (a.at < b.at ? -1 : 1));
  const held = holders.filter((move) => move.at < at).at(-1);
  const assignee =
    held?.to ??
    (held === undefined ? (holders[0]?.from ?? (holders.length > 0 ? null : item.assignee)) : null);
  const spans = item.blocked_spans
    .filter((span) => span.from < at)
    .map((span) => ({ from: span.from, to: span.to !== null && span.to < at ? span.to : null }));
  const hours = booked.get(item.key);
  // What is written down of the time on it now, less what was booked since; the estimate less that is what was left.
  const spent =
    item.spent_hours === null
      ? null
      : Math.max(0, item.spent_hours - ((hours?.all ?? 0) - (hours?.before ?? 0)));
  return {
    ...item,
    status: last === undefined ? (first?.from ?? item.status) : last.to,
    status_category: category,
    assignee,
    updated_at: past.at(-1)?.at ?? item.created_at,
    started_at: started ? item.started_at : null,
    resolved_at: category === 'done' ? item.resolved_at : null,
    remaining_hours:
      item.estimate_hours === null || spent === null ? null : Math.max(0, item.estimate_hours - spent),
    spent_hours: spent,
    transitions: past,
    assignments: holders.filter((move) => move.at < at),
    blocked_spans: spans,
    blocked: spans.some((span) => span.to === null),
  };
}

/** Leave is known ahead only where it was written down ahead. */
function wasKnown(entry: TimeEntry, day: IsoDate, at: string): boolean {
  return entry.spent_on < day || (entry.created_at !== null && entry.created_at < at);
}

/**
 * The records as they stood when `day` began, as far as their history tells: status, holder, blocks, and the hours that
 * were left by the estimate. Due dates, estimates, labels and priorities are taken as they are now, for no source tells
 * what they were.
 */
export function recordsAsOf(records: readonly StoredRecord[], day: IsoDate): StoredRecord[] {
  const at = midnight(day);
  const booked = new Map<string, { before: number; all: number }>();
  for (const { payload } of records) {
    if (payload.kind !== 'time_entry' || payload.work_item_key === null || payload.running) continue;
    const sums = booked.get(payload.work_item_key) ?? { before: 0, all: 0 };
    sums.all += payload.hours;
    if (payload.spent_on < day) sums.before += payload.hours;
    booked.set(payload.work_item_key, sums);
  }
  return records.flatMap((record): StoredRecord[] => {
    if (record.deleted) return [];
    const { payload } = record;
    if (payload.kind === 'time_entry') return wasKnown(payload, day, at) ? [record] : [];
    // No detector reads the other kinds yet; what ended or was written later than the day is left out.
    if (payload.kind !== 'work_item') return daysOfRecord(payload).first < day ? [record] : [];
    const item = itemAsOf(payload, at, booked);
    return item === null
      ? []
      : [{ ...record, account: item.assignee, payload: item, updated_at: item.updated_at }];
  });
}
