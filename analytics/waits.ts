import { dayOf, daysBetween, type IsoDate } from '#domain/date.ts';
import type { PersonId, RecordId } from '#domain/ids.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import { type AccountOwner, currentRecords, makePersonOf } from './indicators/attribution.ts';
import { quantile } from './series/statistics.ts';

/** An open item that stands in a status in which somebody else has to do something. */
export interface Wait {
  record_id: RecordId;
  key: string;
  person_id: PersonId;
  status: string;
  since: IsoDate;
  days: number;
  /** 85th percentile of how long items of this project and status waited before; null where too few have. */
  usual_days: number | null;
}

export interface WaitsInput {
  records: readonly StoredRecord[];
  identities?: readonly AccountOwner[];
  as_of: IsoDate;
}

/** Statuses that wait for a colleague; what waits for a customer nobody in the house can hurry. */
const waiting =
  /\b(review|approval|sign[ -]?off|awaiting|waiting|pending|verification|qa|to test|ready for test)/i;
const outside = /customer|client|vendor|supplier|third[ -]party|external|reporter|user/i;
/** Fewer ended waits than this don't say what is usual. */
const FEWEST_WAITS = 8;
const USUAL_SHARE = 0.85;

export const isWaiting = (status: string | null): status is string =>
  status !== null && waiting.test(status) && !outside.test(status);

interface Stay {
  status: string;
  from: IsoDate;
  to: IsoDate | null;
}

/** The stays of an item in waiting statuses, by its history. */
export function waitsIn(item: WorkItem): Stay[] {
  const moves = [...item.transitions].sort((a, b) => (a.at < b.at ? -1 : 1));
  return moves.flatMap((move, index) =>
    isWaiting(move.to)
      ? [
          {
            status: move.to,
            from: dayOf(move.at),
            to: moves[index + 1] ? dayOf(moves[index + 1]?.at ?? '') : null,
          },
        ]
      : [],
  );
}

const keyOf = (item: WorkItem, status: string) => `${item.project ?? ''}\u0000${status.toLowerCase()}`;

/** Open items that wait for a colleague, longest first; nothing of sources that tell no history. */
export function waitsOf({ records, identities, as_of }: WaitsInput): Wait[] {
  const current = currentRecords(records);
  const personOf = makePersonOf(current, identities);
  const ended = new Map<string, number[]>();
  const open: { record: StoredRecord; item: WorkItem; stay: Stay }[] = [];
  for (const record of current) {
    const item = record.payload;
    if (item.kind !== 'work_item') continue;
    for (const stay of waitsIn(item)) {
      if (stay.to !== null && stay.to <= as_of) {
        const known = ended.get(keyOf(item, stay.status)) ?? [];
        known.push(daysBetween(stay.from, stay.to));
        ended.set(keyOf(item, stay.status), known);
      } else if (stay.to === null && stay.from < as_of && item.status_category !== 'done')
        open.push({ record, item, stay });
    }
  }
  return open
    .flatMap(({ record, item, stay }) => {
      const person = personOf(record.source_id, item.assignee);
      const before = ended.get(keyOf(item, stay.status)) ?? [];
      if (person === null) return [];
      return [
        {
          record_id: record.id,
          key: item.key,
          person_id: person,
          status: stay.status,
          since: stay.from,
          days: daysBetween(stay.from, as_of),
          usual_days: before.length < FEWEST_WAITS ? null : quantile(before, USUAL_SHARE),
        },
      ];
    })
    .sort((a, b) => b.days - a.days || a.key.localeCompare(b.key));
}

/** 85th percentile of the days that blocks lasted which had ended by then; null where too few have. */
export function usualBlockDays(records: readonly StoredRecord[], asOf: IsoDate): number | null {
  const days = currentRecords(records).flatMap(({ payload }) =>
    payload.kind !== 'work_item'
      ? []
      : payload.blocked_spans.flatMap(({ from, to }) =>
          to === null || dayOf(to) >= asOf ? [] : [daysBetween(dayOf(from), dayOf(to))],
        ),
  );
  return days.length < FEWEST_WAITS ? null : quantile(days, USUAL_SHARE);
}
