import { z } from 'zod';
import { priorityRank } from '#tools/connectors/jira/priority.ts';
import {
  accepted,
  describeFault,
  idOf,
  type Normalised,
  type NormalisedAccount,
  refused,
} from '#tools/connectors/normalised.ts';
import { isDay, parseInstant } from '#tools/instant.ts';
import { cleanName, isCleanId, TITLE_CAP } from '#tools/text.ts';
import { historyOf, saysAtWork, saysBlocked } from './history.ts';

const gid = z.string().refine((text) => isCleanId(text), 'not an id');
const who = z.object({ gid }).nullish();
const named = z.object({ name: z.string().nullish() }).nullish();

/** The parts of Asana's answers that we use. */
export const asanaUser = z.object({ gid, name: z.string().nullish(), email: z.string().nullish() });

export const asanaTask = z.object({
  gid,
  name: z.string().nullish(),
  resource_subtype: z.string().nullish(),
  is_rendered_as_separator: z.boolean().nullish(),
  assignee: who,
  created_by: who,
  completed: z.boolean().nullish(),
  completed_at: z.string().nullish(),
  created_at: z.string(),
  modified_at: z.string(),
  due_on: z.string().nullish(),
  actual_time_minutes: z.number().nullish(),
  memberships: z.array(z.object({ project: named, section: named })).nullish(),
  tags: z.array(z.object({ name: z.string().nullish() })).nullish(),
  parent: who,
  custom_fields: z
    .array(
      z.object({
        name: z.string().nullish(),
        display_value: z.string().nullish(),
        number_value: z.number().nullish(),
      }),
    )
    .nullish(),
});
type AsanaTask = z.infer<typeof asanaTask>;

/** More is a slip or an attack: ten thousand hours are five years of somebody's work. */
const MAX_HOURS = 10_000;

/** What a request for tasks asks for: nothing that policy doesn't list, so it isn't even sent to us. */
export const taskFields = (fields: ReadonlySet<string>): string[] => [
  ...['resource_subtype', 'is_rendered_as_separator', 'assignee', 'created_by', 'completed', 'completed_at'],
  ...['created_at', 'modified_at', 'memberships.project.name', 'memberships.section.name', 'parent'],
  ...(fields.has('title') ? ['name'] : []),
  ...(fields.has('due_on') ? ['due_on'] : []),
  ...(fields.has('labels') ? ['tags.name'] : []),
  ...(fields.has('estimates') ? ['actual_time_minutes'] : []),
  ...(fields.has('priority') || fields.has('estimates')
    ? ['custom_fields.name', 'custom_fields.display_value', 'custom_fields.number_value']
    : []),
];

export function normaliseUser(raw: unknown, bots: ReadonlySet<string>): NormalisedAccount {
  const parsed = asanaUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw, ['gid']), describeFault(parsed.error));
  const user = parsed.data;
  return {
    ok: true,
    account: {
      account: user.gid,
      display_name: cleanName(user.name),
      email: cleanName(user.email, 320)?.toLowerCase() ?? null,
      active: true,
      // Asana tells nothing of it; the source's setting does.
      bot: bots.has(user.gid),
      time_zone: null,
    },
  };
}

/** A heading among the tasks of a list is a task by its shape only. */
export const isHeading = (raw: unknown): boolean => {
  const parsed = asanaTask.pick({ resource_subtype: true, is_rendered_as_separator: true }).safeParse(raw);
  return (
    parsed.success &&
    (parsed.data.resource_subtype === 'section' || parsed.data.is_rendered_as_separator === true)
  );
};

const hoursOf = (minutes: number | null | undefined): number | null => {
  const hours = (minutes ?? Number.NaN) / 60;
  return hours >= 0 && hours <= MAX_HOURS ? hours : null;
};

const customField = (task: AsanaTask, name: RegExp) =>
  task.custom_fields?.find((field) => name.test(field.name ?? '')) ?? null;

/**
 * A task as a work item, with its stories where they were read; or why not. It has no short key, so its number is its
 * key. A task in no project is of `project`, that of its parent.
 */
export function normaliseTask(
  raw: unknown,
  fields: ReadonlySet<string>,
  stories: readonly unknown[] | null,
  project: string | null = null,
): Normalised {
  const parsed = asanaTask.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw, ['gid']), describeFault(parsed.error));
  const task = parsed.data;
  const [created, modified] = [parseInstant(task.created_at), parseInstant(task.modified_at)];
  if (created === null) return refused(task.gid, 'created_at: not an instant within 1990–2100');
  if (modified === null) return refused(task.gid, 'modified_at: not an instant within 1990–2100');
  const done = task.completed === true;
  const [place] = task.memberships ?? [];
  const section = cleanName(place?.section?.name);
  const priority = fields.has('priority') ? cleanName(customField(task, /^priority$/i)?.display_value) : null;
  const estimate = fields.has('estimates')
    ? hoursOf(customField(task, /^(?:estimated|estimate)( time)?$/i)?.number_value)
    : null;
  const spent = fields.has('estimates') ? hoursOf(task.actual_time_minutes) : null;
  return accepted({
    external_id: task.gid,
    account: task.assignee?.gid ?? null,
    updated_at: modified,
    deleted: false,
    payload: {
      kind: 'work_item',
      key: task.gid,
      title: fields.has('title') ? cleanName(task.name, TITLE_CAP) : null,
      project: cleanName(place?.project?.name ?? project),
      type: cleanName(task.resource_subtype?.replaceAll('_', ' ')),
      status: done ? 'completed' : section,
      status_category: done ? 'done' : saysAtWork(section) ? 'in_progress' : 'to_do',
      priority,
      priority_rank: priorityRank(null, priority),
      assignee: task.assignee?.gid ?? null,
      reporter: task.created_by?.gid ?? null,
      created_at: created,
      updated_at: modified,
      resolved_at: done && task.completed_at ? parseInstant(task.completed_at) : null,
      due_on: fields.has('due_on') && task.due_on && isDay(task.due_on) ? task.due_on : null,
      estimate_hours: estimate,
      remaining_hours: estimate === null || spent === null ? null : Math.max(0, estimate - spent),
      spent_hours: spent,
      labels: fields.has('labels') ? (task.tags ?? []).flatMap(({ name }) => cleanName(name, 100) ?? []) : [],
      components: [],
      blocked: !done && saysBlocked(section),
      comment_count: null,
      parent_key: task.parent?.gid ?? null,
      ...historyOf(stories ?? []),
      history_known: stories !== null,
    },
  });
}
