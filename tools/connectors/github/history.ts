import type { StatusCategory, WorkItem } from '#domain/record.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';
import { githubEvent } from './answers.ts';

/** An issue is open or closed and nothing between: that somebody is at it can only stand in a label. */
const AT_WORK = /^(?:status[:/ -]*)?(?:in[ _-]progress|wip|doing|in[ _-]review)$/i;
const BLOCKED = /^(?:status[:/ -]*)?(?:blocked|on[ _-]hold)$/i;

export const saysAtWork = (label: string): boolean => AT_WORK.test(label);
export const saysBlocked = (label: string): boolean => BLOCKED.test(label);

export type IssueHistory = Pick<WorkItem, 'transitions' | 'assignments' | 'blocked_spans' | 'started_at'>;

interface State {
  closed: boolean;
  labels: Set<string>;
  holders: string[];
}

const blockedIn = ({ closed, labels }: State): boolean => !closed && [...labels].some(saysBlocked);

function statusOf({ closed, labels }: State): { name: string; category: StatusCategory } {
  if (closed) return { name: 'closed', category: 'done' };
  const label = [...labels].find(saysAtWork);
  return label === undefined ? { name: 'open', category: 'to_do' } : { name: label, category: 'in_progress' };
}

/** What an event makes of an issue; the state as it was where it says nothing of ours. */
function after(before: State, event: ReturnType<typeof githubEvent.parse>): State {
  const who = event.assignee ? String(event.assignee.id) : null;
  const label = cleanName(event.label?.name, 100);
  const without = before.holders.filter((holder) => holder !== who);
  switch (event.event) {
    case 'closed':
      return { ...before, closed: true };
    case 'reopened':
      return { ...before, closed: false };
    case 'assigned':
      return who === null ? before : { ...before, holders: [...without, who] };
    case 'unassigned':
      return { ...before, holders: without };
    case 'labeled':
      return label === null ? before : { ...before, labels: new Set([...before.labels, label]) };
    case 'unlabeled':
      return { ...before, labels: new Set([...before.labels].filter((each) => each !== label)) };
    default:
      return before;
  }
}

/** An issue's history out of its timeline. It is counted for the first of several who hold it. */
export function historyOf(events: readonly unknown[]): IssueHistory {
  const history: IssueHistory = { transitions: [], assignments: [], blocked_spans: [], started_at: null };
  let state: State = { closed: false, labels: new Set(), holders: [] };
  const told = events.flatMap((raw) => {
    const parsed = githubEvent.safeParse(raw);
    const at = parsed.success && parsed.data.created_at ? parseInstant(parsed.data.created_at) : null;
    return parsed.success && at !== null ? [{ at, event: parsed.data }] : [];
  });
  for (const { at, event } of told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const next = after(state, event);
    const [from, to] = [statusOf(state), statusOf(next)];
    if (from.category !== to.category)
      history.transitions.push({
        at,
        from: from.name,
        to: to.name,
        from_category: from.category,
        to_category: to.category,
      });
    if (to.category === 'in_progress') history.started_at ??= at;
    const [held, holds] = [state.holders[0] ?? null, next.holders[0] ?? null];
    if (held !== holds) history.assignments.push({ at, from: held, to: holds });
    const open = history.blocked_spans.at(-1);
    if (!blockedIn(state) && blockedIn(next)) history.blocked_spans.push({ from: at, to: null });
    else if (blockedIn(state) && !blockedIn(next) && open !== undefined) open.to = at;
    state = next;
  }
  return history;
}
