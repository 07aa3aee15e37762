import { z } from 'zod';
import type { StatusCategory, WorkItem } from '#domain/record.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';

const AT_WORK = /in[ _-]?progress|doing|started|under ?way|review|testing|waiting|blocked|on hold/i;
const NOT_YET = /not started/i;
const BLOCKED = /blocked|on hold/i;

/** Asana knows done and not done: that somebody is at it is read from the section that it stands in. */
export const saysAtWork = (section: string | null): boolean =>
  section !== null && AT_WORK.test(section) && !NOT_YET.test(section);
export const saysBlocked = (section: string | null): boolean => section !== null && BLOCKED.test(section);

/** What a request for stories asks for: times and what changed, never the text. */
export const historyFields = [
  'created_at',
  'resource_subtype',
  'assignee',
  'new_section.name',
  'old_section.name',
];

const section = z.object({ name: z.string().nullish() }).nullish();
const story = z.object({
  created_at: z.string(),
  resource_subtype: z.string().nullish(),
  assignee: z.object({ gid: z.string() }).nullish(),
  new_section: section,
  old_section: section,
});

export type TaskHistory = Pick<WorkItem, 'transitions' | 'assignments' | 'blocked_spans' | 'started_at'>;

interface State {
  done: boolean;
  /** Null before the first move that is told. */
  section: string | null;
  holder: string | null;
}

const categoryOf = ({ done, section: place }: State): StatusCategory =>
  done ? 'done' : saysAtWork(place) ? 'in_progress' : 'to_do';
const blockedIn = ({ done, section: place }: State): boolean => !done && saysBlocked(place);

function after(before: State, told: z.infer<typeof story>): State {
  switch (told.resource_subtype) {
    case 'assigned':
      return { ...before, holder: told.assignee?.gid ?? before.holder };
    case 'unassigned':
      return { ...before, holder: null };
    case 'marked_complete':
      return { ...before, done: true };
    case 'marked_incomplete':
      return { ...before, done: false };
    case 'section_changed':
      return { ...before, section: cleanName(told.new_section?.name) };
    default:
      return before;
  }
}

/** A task's history out of its stories; what they don't tell, such as the section it began in, stays unknown. */
export function historyOf(stories: readonly unknown[]): TaskHistory {
  const history: TaskHistory = { transitions: [], assignments: [], blocked_spans: [], started_at: null };
  const told = stories.flatMap((raw) => {
    const parsed = story.safeParse(raw);
    const at = parsed.success ? parseInstant(parsed.data.created_at) : null;
    return parsed.success && at !== null ? [{ at, story: parsed.data }] : [];
  });
  told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const firstMove = told.find((each) => each.story.resource_subtype === 'section_changed');
  let state: State = {
    done: false,
    section: cleanName(firstMove?.story.old_section?.name),
    holder: null,
  };
  for (const { at, story: event } of told) {
    const next = after(state, event);
    const [from, to] = [categoryOf(state), categoryOf(next)];
    if (from !== to)
      history.transitions.push({
        at,
        from: state.done ? 'completed' : state.section,
        to: next.done ? 'completed' : next.section,
        from_category: from,
        to_category: to,
      });
    if (to === 'in_progress') history.started_at ??= at;
    if (state.holder !== next.holder) history.assignments.push({ at, from: state.holder, to: next.holder });
    const open = history.blocked_spans.at(-1);
    if (!blockedIn(state) && blockedIn(next)) history.blocked_spans.push({ from: at, to: null });
    else if (blockedIn(state) && !blockedIn(next) && open !== undefined) open.to = at;
    state = next;
  }
  return history;
}
