import type { StoredRecord, TimeEntry } from '#domain/record.ts';
import { isAbsence } from './absence.ts';
import { count } from './ledger.ts';
import type { EntryContext } from './work-item-entry.ts';

/** Enters hours into the ledger of whoever logged them; a running timer has none yet. */
export function enterTimeEntry(
  record: StoredRecord,
  entry: TimeEntry,
  { grid, personOf, ledgerOf }: Pick<EntryContext, 'grid' | 'personOf' | 'ledgerOf'>,
): void {
  if (entry.running) return;
  const ledger = ledgerOf(personOf(record.source_id, entry.account));
  const week = grid.weekOf(Date.parse(`${entry.spent_on}T00:00:00Z`));
  if (ledger === undefined || week < 0 || week >= grid.count) return;
  ledger.logged[week] = 1;
  if (isAbsence(entry)) {
    count(ledger, 'absence_hours', week, entry.hours);
    return;
  }
  count(ledger, 'hours', week, entry.hours);
  count(ledger, 'entries', week);
}

/** Hours by the work item that time entries name, in all. */
export function hoursByWorkItem(records: readonly StoredRecord[]): Map<string, number> {
  const hours = new Map<string, number>();
  for (const { payload } of records) {
    if (payload.kind !== 'time_entry' || payload.running || payload.work_item_key === null) continue;
    hours.set(payload.work_item_key, (hours.get(payload.work_item_key) ?? 0) + payload.hours);
  }
  return hours;
}
