import { z } from 'zod';
import { newestOf } from '#tools/connectors/window.ts';
import type { AsanaApi } from './api.ts';
import { isHeading, taskFields } from './normalise.ts';

/** A task, or a subtask of any level. */
interface TaskNode {
  /** Empty where it has none, which makes it a fault. */
  gid: string;
  item: unknown;
  /** Name of its first project; of what it stands below where it is in none, as subtasks mostly are. */
  project: string | null;
  has_subtasks: boolean;
  completed: boolean;
  modified: string | null;
}

/** A task in the order that a read goes by: by the project's own task, then what stands below that. */
export interface ListedTask extends TaskNode {
  top: string;
  /** Its own gid; empty for the project's own task. */
  below: string;
  /** False for a task of the project whose subtasks alone were looked at. */
  changed: boolean;
}

export interface TreeQuestion {
  project: string;
  /** Null for everything. */
  since: string | null;
  /** What was completed and isn't modified since then rests: an incremental read looks for nothing below it. */
  recent: string;
  /** The last that was handed over of this project. */
  behind: Pick<ListedTask, 'top' | 'below'> | null;
  /** Gids of earlier projects' tasks; those of this one are added. */
  seen: Set<string>;
}

export interface TreeDeps {
  api: AsanaApi;
  fields: readonly string[];
}

const outline = z.object({
  gid: z.string().catch(''),
  num_subtasks: z.number().nullish().catch(null),
  completed: z.boolean().nullish().catch(null),
  memberships: z
    .array(z.object({ project: z.object({ name: z.string().nullish() }).nullish() }))
    .nullish()
    .catch(null),
});
const outlineFields = ['num_subtasks', 'completed', 'modified_at', 'memberships.project.name'];
const wholeFields = (fields: readonly string[]) => [...taskFields(new Set(fields)), 'num_subtasks'];

function nodeOf(item: unknown, above: TaskNode | null): TaskNode {
  const parsed = outline.safeParse(item);
  const { gid, num_subtasks, completed, memberships } = parsed.success ? parsed.data : { gid: '' };
  return {
    gid,
    item,
    project: memberships?.[0]?.project?.name ?? above?.project ?? null,
    has_subtasks: gid !== '' && (num_subtasks ?? 0) > 0,
    completed: completed === true,
    modified: newestOf([item], 'modified_at'),
  };
}

const byGid = (one: TaskNode, other: TaskNode): number => (one.gid < other.gid ? -1 : 1);

async function listed(
  { api }: TreeDeps,
  { path, query = {}, fields }: { path: string; query?: Record<string, string>; fields: readonly string[] },
  above: TaskNode | null,
  signal: AbortSignal,
): Promise<TaskNode[]> {
  const all: TaskNode[] = [];
  for await (const items of api.pages(path, query, fields, signal))
    all.push(...items.filter((item) => !isHeading(item)).map((item) => nodeOf(item, above)));
  return all;
}

/** A time that can't be read counts as new: the record is refused where it is normalised, and shown. */
const isNew = ({ modified }: TaskNode, since: string | null): boolean =>
  since === null || modified === null || modified >= since;

/** Whether subtasks are looked for; a task isn't modified by what happens to its subtasks. */
const isParent = (node: TaskNode, { since, recent }: TreeQuestion): boolean =>
  node.has_subtasks && (since === null || !node.completed || isNew(node, recent));

/** The project's own tasks that changed or have subtasks; and all gids of it, each of which has its own turn. */
async function membersOf(
  deps: TreeDeps,
  question: TreeQuestion,
  signal: AbortSignal,
): Promise<{ tops: TaskNode[]; changed: ReadonlySet<TaskNode>; gids: ReadonlySet<string> }> {
  const { project, since } = question;
  const whole = wholeFields(deps.fields);
  const ask = (fields: readonly string[], query: Record<string, string>) =>
    listed(deps, { path: '/tasks', query: { project, ...query }, fields }, null, signal);
  const members = await ask(since === null ? whole : outlineFields, {});
  const isAnyNew = since !== null && members.some((node) => isNew(node, since));
  const changed = since === null ? members : isAnyNew ? await ask(whole, { modified_since: since }) : [];
  const known = new Set(changed.map(({ gid }) => gid));
  const others = members.filter((node) => !known.has(node.gid) && isParent(node, question));
  return {
    tops: [...changed, ...others].sort(byGid),
    changed: new Set(changed),
    gids: new Set(members.map(({ gid }) => gid)),
  };
}

/** What stands below a task, at every level; each once, so that it ends even where tasks stand below each other. */
async function subtasksOf(
  deps: TreeDeps,
  { top, isMet }: { top: TaskNode; isMet(gid: string): boolean },
  question: TreeQuestion,
  signal: AbortSignal,
): Promise<TaskNode[]> {
  const found: TaskNode[] = [];
  const parents = isParent(top, question) ? [top] : [];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    const path = `/tasks/${encodeURIComponent(parent.gid)}/subtasks`;
    for (const node of await listed(deps, { path, fields: wholeFields(deps.fields) }, parent, signal)) {
      if (isMet(node.gid)) continue;
      if (node.gid !== '') question.seen.add(node.gid);
      if (isNew(node, question.since)) found.push(node);
      if (isParent(node, question)) parents.push(node);
    }
  }
  return found.sort(byGid);
}

/**
 * A project's tasks with all that stands below them: Asana's list of a project leaves subtasks out that were not put
 * into it (developers.asana.com/reference/getsubtasksfortask), and stands in no order to go on in. Requests of an
 * incremental read, beside the histories: one for each hundred tasks of the project, one for each hundred changed ones
 * where there are any, and one for each task, of any level, that has subtasks and doesn't rest. Below those that rest,
 * the weekly full read finds what changed.
 */
export async function* projectTree(
  deps: TreeDeps,
  question: TreeQuestion,
  signal: AbortSignal,
): AsyncGenerator<ListedTask> {
  const { behind, seen } = question;
  const { tops, changed, gids } = await membersOf(deps, question, signal);
  const isMet = (gid: string): boolean => seen.has(gid) || (gid !== '' && gids.has(gid));
  for (const top of tops) {
    if (seen.has(top.gid)) continue;
    if (top.gid !== '') seen.add(top.gid);
    if (behind !== null && top.gid < behind.top) continue;
    const subtasks = await subtasksOf(deps, { top, isMet }, question, signal);
    const tree = [
      { ...top, top: top.gid, below: '', changed: changed.has(top) },
      ...subtasks.map((node) => ({ ...node, top: top.gid, below: node.gid, changed: true })),
    ];
    yield* tree.filter((each) => each.top !== behind?.top || each.below > behind.below);
  }
}
