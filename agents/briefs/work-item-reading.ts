import { currentRecords, makePersonOf } from '#analytics/indicators/attribution.ts';
import { type Timeline, timelineOf } from '#analytics/indicators/timeline.ts';
import { addDays, dayOf, daysBetween, type IsoDate, isWithin, type Period } from '#domain/date.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { BriefMaterial } from './material.ts';

const MILLISECONDS_PER_DAY = 86_400_000;

/** A work item as it stood for its holder in a period. Days are calendar days with one decimal. */
export interface WorkItemReading {
  record: StoredRecord;
  item: WorkItem;
  state: 'closed' | 'open';
  resolved_on: IsoDate | null;
  lead_days: number | null;
  cycle_days: number | null;
  late: boolean | null;
  late_days: number | null;
  overdue_days: number | null;
  reopened: number;
  blocked_days: number | null;
  /** On the period's last day. */
  blocked: boolean;
  in_progress: boolean;
  /** Still open, and still with the same person, when the records were read. */
  current: boolean;
}

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;
const midnight = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);
/** The first instant after the period. */
export const endOf = (period: Period): number => midnight(addDays(period.to, 1));

function blockedDays(item: WorkItem, period: Period): number | null {
  if (!item.history_known && item.blocked_spans.length === 0) return null;
  const [from, to] = [midnight(period.from), endOf(period)];
  const total = item.blocked_spans.reduce((sum, span) => {
    const begin = Math.max(from, Date.parse(span.from));
    const end = Math.min(to, span.to === null ? to : Date.parse(span.to));
    return sum + Math.max(0, end - begin);
  }, 0);
  return oneDecimal(total / MILLISECONDS_PER_DAY);
}

function wasBlocked(item: WorkItem, at: number): boolean {
  if (item.blocked_spans.length === 0) return !item.history_known && item.blocked;
  return item.blocked_spans.some(
    (span) => Date.parse(span.from) < at && (span.to === null || Date.parse(span.to) >= at),
  );
}

/** Undone completions that lie within the period. */
const reopenedIn = (timeline: Timeline, period: Period): number =>
  timeline.completions.filter(
    ({ undone }) => undone !== null && undone >= midnight(period.from) && undone < endOf(period),
  ).length;

function readClosed(
  record: StoredRecord,
  item: WorkItem,
  timeline: Timeline,
  closed: number,
  period: Period,
) {
  const on = dayOf(new Date(closed).toISOString());
  const lateDays = item.due_on === null ? null : daysBetween(item.due_on, on);
  const days = (from: number | null) =>
    from === null || from > closed ? null : oneDecimal((closed - from) / MILLISECONDS_PER_DAY);
  return {
    record,
    item,
    state: 'closed',
    resolved_on: on,
    lead_days: days(timeline.created),
    cycle_days: days(timeline.started),
    late: lateDays === null ? null : lateDays > 0,
    late_days: lateDays === null ? null : Math.max(0, lateDays),
    overdue_days: null,
    reopened: reopenedIn(timeline, period),
    blocked_days: blockedDays(item, period),
    blocked: false,
    in_progress: false,
    current: true,
  } satisfies WorkItemReading;
}

function readOpen(
  record: StoredRecord,
  item: WorkItem,
  timeline: Timeline,
  current: boolean,
  period: Period,
) {
  const last = endOf(period) - 1;
  const overdue = item.due_on === null ? 0 : daysBetween(item.due_on, period.to);
  return {
    record,
    item,
    state: 'open',
    resolved_on: null,
    lead_days: null,
    cycle_days: null,
    late: null,
    late_days: null,
    overdue_days: overdue >= 0 && item.due_on !== null ? overdue : null,
    reopened: reopenedIn(timeline, period),
    blocked_days: blockedDays(item, period),
    blocked: wasBlocked(item, endOf(period)),
    in_progress: timeline.stateAt(last) === 'in_progress',
    current,
  } satisfies WorkItemReading;
}

/**
 * The person's work items: those closed within the period (counted for who held them at that moment) and those open
 * and theirs when it ended. In order of record id.
 */
export function readWorkItems(
  material: Pick<BriefMaterial, 'person' | 'period' | 'records' | 'identities'>,
): WorkItemReading[] {
  const { person, period } = material;
  const records = currentRecords(material.records);
  const personOf = makePersonOf(records, material.identities);
  const last = endOf(period) - 1;
  return records.flatMap((record): WorkItemReading[] => {
    if (record.payload.kind !== 'work_item') return [];
    const item = record.payload;
    const timeline = timelineOf(item);
    const holds = (at: number) => personOf(record.source_id, timeline.holderAt(at)) === person.id;
    const { closed } = timeline;
    if (closed !== null && isWithin(dayOf(new Date(closed).toISOString()), period)) {
      return holds(closed) ? [readClosed(record, item, timeline, closed, period)] : [];
    }
    const state = timeline.stateAt(last);
    if (state === null || state === 'done' || !holds(last)) return [];
    const current = item.status_category !== 'done' && record.person_id === person.id;
    return [readOpen(record, item, timeline, current, period)];
  });
}
