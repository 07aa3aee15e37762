import type { StatusCategory, WorkItem } from '#domain/record.ts';

/** A step in a work item's course: from `at` (milliseconds, UTC) on, `value` holds. */
interface Step<Value> {
  at: number;
  value: Value;
}

/** What a work item was at any instant, as far as its source tells. Instants are milliseconds since 1970, UTC. */
export interface Timeline {
  created: number;
  started: number | null;
  /** Last move to done; null while open, or when a done item has no date. */
  closed: number | null;
  /** Moves into done with the instant at which each was undone. Empty when the history isn't known. */
  completions: { at: number; undone: number | null }[];
  holderAt(instant: number): string | null;
  /** `open` says: not done, but whether it was started isn't known. */
  stateAt(instant: number): StatusCategory | 'open' | null;
}

const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;

function valueAt<Value>(steps: readonly Step<Value>[], before: Value, instant: number): Value {
  let value = before;
  for (const step of steps) {
    if (step.at > instant) break;
    value = step.value;
  }
  return value;
}

function completionsOf(steps: readonly Step<StatusCategory | null>[], before: StatusCategory | null) {
  const completions: Timeline['completions'] = [];
  let category = before;
  for (const step of steps) {
    const last = completions.at(-1);
    if (step.value === 'done' && category !== 'done') completions.push({ at: step.at, undone: null });
    if (step.value !== 'done' && step.value !== null && category === 'done' && last?.undone === null)
      last.undone = step.at;
    // A status of unknown category changes nothing that we know.
    category = step.value ?? category;
  }
  return completions;
}

function closedAt(item: WorkItem, completions: Timeline['completions']): number | null {
  if (item.status_category !== 'done') return null;
  if (item.resolved_at !== null) return Date.parse(item.resolved_at);
  const last = completions.at(-1);
  return last?.undone === null ? last.at : null;
}

/** Reads a work item's history once, so that it can be asked for many instants. */
export function timelineOf(item: WorkItem): Timeline {
  const moves = item.transitions
    .map((move) => ({ at: Date.parse(move.at), value: move.to_category }))
    .sort(byTime);
  const firstCategory = item.transitions[0]?.from_category ?? null;
  const holders = item.assignments.map((move) => ({ at: Date.parse(move.at), value: move.to })).sort(byTime);
  const firstHolder = item.assignments.length > 0 ? (item.assignments[0]?.from ?? null) : item.assignee;
  const completions = item.history_known ? completionsOf(moves, firstCategory) : [];
  const created = Date.parse(item.created_at);
  const started = item.started_at === null ? null : Date.parse(item.started_at);
  const closed = closedAt(item, completions);
  // A done item without any date is taken as closed when it last changed: later than that it wasn't open.
  const ended = item.status_category === 'done' ? (closed ?? Date.parse(item.updated_at)) : null;

  const withoutHistory = (instant: number): StatusCategory | 'open' => {
    if (ended !== null && ended <= instant) return 'done';
    if (started !== null && started <= instant) return 'in_progress';
    return item.status_category === 'to_do' || started !== null ? 'to_do' : 'open';
  };
  return {
    created,
    started,
    closed,
    completions,
    holderAt: (instant) => valueAt(holders, firstHolder, instant),
    stateAt: (instant) => {
      if (instant < created) return null;
      if (!item.history_known) return withoutHistory(instant);
      if (moves.length === 0) return item.status_category;
      return valueAt(moves, firstCategory, instant) ?? withoutHistory(instant);
    },
  };
}
