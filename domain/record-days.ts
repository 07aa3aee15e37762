import type { IsoDate } from './date.ts';
import type { RecordPayload } from './record.ts';

/** Of an instant that is in UTC already, as all of ours are. */
const day = (instant: string): IsoDate => instant.slice(0, 10);
const dayOrNull = (instant: string | null): IsoDate | null => (instant === null ? null : day(instant));

/** The days that a record touches; `last` null while it is still open. */
export function daysOfRecord(payload: RecordPayload): { first: IsoDate; last: IsoDate | null } {
  switch (payload.kind) {
    case 'work_item': {
      const closed = payload.status_category === 'done' ? (payload.resolved_at ?? payload.updated_at) : null;
      return { first: day(payload.created_at), last: dayOrNull(closed) };
    }
    case 'time_entry':
      return { first: payload.spent_on, last: payload.spent_on };
    case 'pull_request':
      return {
        first: day(payload.created_at),
        last:
          payload.state === 'open' ? null : day(payload.closed_at ?? payload.merged_at ?? payload.updated_at),
      };
    case 'code_review':
      return { first: day(payload.submitted_at), last: day(payload.submitted_at) };
    case 'deployment':
      return { first: day(payload.created_at), last: day(payload.updated_at) };
    case 'opportunity':
      return {
        first: day(payload.created_at),
        last: payload.state === 'open' ? null : day(payload.closed_at ?? payload.updated_at),
      };
    case 'support_ticket':
      return {
        first: day(payload.created_at),
        last: payload.state === 'solved' ? day(payload.solved_at ?? payload.updated_at) : null,
      };
    case 'satisfaction_rating':
      return { first: day(payload.rated_at), last: day(payload.rated_at) };
    case 'collaboration_activity':
      return { first: payload.from_day, last: payload.to_day };
  }
}
