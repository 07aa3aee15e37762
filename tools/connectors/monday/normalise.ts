import { z } from 'zod';
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

/** monday.com writes ids as texts; older versions as numbers. */
const id = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .refine((text) => isCleanId(text), 'not an id');

/** The parts of monday.com's answers that we use. */
const mondayUser = z.object({
  id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  kind: z.string().nullish(),
  status: z.string().nullish(),
  is_deleted: z.boolean().nullish(),
  time_zone_identifier: z.string().nullish(),
});

export const mondayColumn = z.object({
  id: z.string(),
  title: z.string().nullish(),
  type: z.string().nullish(),
});
export type MondayColumn = z.infer<typeof mondayColumn>;

export const mondayBoard = z.object({
  id,
  name: z.string().nullish(),
  state: z.string().nullish(),
  updated_at: z.string().nullish(),
  items_count: z.number().nullish(),
  columns: z.array(mondayColumn).nullish(),
});
export type MondayBoard = z.infer<typeof mondayBoard>;

export const columnValue = z.object({
  id: z.string(),
  persons_and_teams: z.array(z.object({ id, kind: z.string().nullish() })).nullish(),
  label: z.string().nullish(),
  is_done: z.boolean().nullish(),
  updated_at: z.string().nullish(),
  date: z.string().nullish(),
  number: z.number().nullish(),
});
export type ColumnValue = z.infer<typeof columnValue>;

export const mondayItem = z.object({
  id,
  name: z.string().nullish(),
  state: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  creator_id: id.nullish(),
  group: z.object({ title: z.string().nullish() }).nullish(),
  parent_item: z.object({ id }).nullish(),
  column_values: z.array(columnValue).nullish(),
});

/** Which column of a board means what: by the source's setting, else the first of its kind with a fitting title. */
export interface ColumnRoles {
  people: string | null;
  status: string | null;
  due: string | null;
  hours: string | null;
}

export function rolesOf(board: MondayBoard, chosen: Partial<ColumnRoles>): ColumnRoles {
  const columns = board.columns ?? [];
  const first = (type: string, title?: RegExp) =>
    columns.find((column) => column.type === type && (title === undefined || title.test(column.title ?? '')))
      ?.id ?? null;
  const wanted = (name: keyof ColumnRoles, otherwise: string | null) =>
    columns.find((column) => column.id === chosen[name])?.id ?? otherwise;
  return {
    people: wanted('people', first('people', /owner|assign|person|people|responsible/i) ?? first('people')),
    status: wanted('status', first('status', /status|state|stage/i) ?? first('status')),
    due: wanted('due', first('date', /due|deadline|until|by/i)),
    hours: wanted('hours', first('numbers', /estimat|hours|effort/i)),
  };
}

/** Apps and agents act under numbers below zero, or say what they are. */
const isBot = (user: z.infer<typeof mondayUser>): boolean =>
  user.id.startsWith('-') || /^(?:agent|bot|app)$/i.test(user.kind ?? '');

export function normaliseUser(raw: unknown): NormalisedAccount {
  const parsed = mondayUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const user = parsed.data;
  return {
    ok: true,
    account: {
      account: user.id,
      display_name: cleanName(user.name),
      email: cleanName(user.email, 320)?.toLowerCase() ?? null,
      // The `enabled` of earlier versions is gone; these two took its place (schema of July 2026).
      active: (user.status ?? 'ACTIVE') !== 'INACTIVE' && user.is_deleted !== true,
      bot: isBot(user),
      time_zone: cleanName(user.time_zone_identifier, 100),
    },
  };
}

const NOT_YET = /^(?:to[ -]?do|not started|new|backlog|planned|open|ready to start|future steps)$/i;
const BLOCKED = /^(?:stuck|blocked|on hold)$/i;
const MAX_HOURS = 10_000;

export const personsOf = (value: ColumnValue | undefined): string[] =>
  (value?.persons_and_teams ?? []).flatMap((entity) => (entity.kind === 'person' ? [entity.id] : []));

const hoursOf = (number: number | null | undefined): number | null =>
  number !== null && number !== undefined && number >= 0 && number <= MAX_HOURS ? number : null;

export interface ItemQuestion {
  board: MondayBoard;
  roles: ColumnRoles;
  fields: ReadonlySet<string>;
}

/**
 * An item as a work item, keyed by its number; or why not. Where several people are in its people column it is counted
 * for the first; teams are nobody's account. A label that isn't done and isn't one of waiting means that somebody is at it.
 */
export function normaliseItem(raw: unknown, { board, roles, fields }: ItemQuestion): Normalised {
  const parsed = mondayItem.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const item = parsed.data;
  const [created, updated] = [parseInstant(item.created_at), parseInstant(item.updated_at)];
  if (created === null) return refused(item.id, 'created_at: not an instant within 1990–2100');
  if (updated === null) return refused(item.id, 'updated_at: not an instant within 1990–2100');
  const valueIn = (role: keyof ColumnRoles) => item.column_values?.find((value) => value.id === roles[role]);
  const status = valueIn('status');
  const label = cleanName(status?.label);
  const done = status?.is_done === true;
  const waiting = label === null || NOT_YET.test(label);
  const assignee = personsOf(valueIn('people'))[0] ?? null;
  const due = valueIn('due')?.date ?? null;
  return accepted({
    external_id: item.id,
    account: assignee,
    updated_at: updated,
    deleted: item.state === 'deleted',
    payload: {
      kind: 'work_item',
      key: item.id,
      title: fields.has('title') ? cleanName(item.name, TITLE_CAP) : null,
      project: cleanName(board.name),
      type: item.parent_item ? 'subitem' : 'item',
      status: label,
      status_category: done ? 'done' : waiting ? 'to_do' : 'in_progress',
      priority: null,
      priority_rank: null,
      assignee,
      reporter: item.creator_id ?? null,
      created_at: created,
      updated_at: updated,
      started_at: null,
      resolved_at: done ? (status?.updated_at ? parseInstant(status.updated_at) : null) : null,
      due_on: fields.has('due_on') && due !== null && isDay(due) ? due : null,
      estimate_hours: fields.has('estimates') ? hoursOf(valueIn('hours')?.number) : null,
      remaining_hours: null,
      spent_hours: null,
      labels: [],
      components: [],
      blocked: label !== null && BLOCKED.test(label),
      comment_count: null,
      parent_key: item.parent_item?.id ?? null,
      transitions: [],
      assignments: [],
      blocked_spans: [],
      history_known: false,
    },
  });
}
