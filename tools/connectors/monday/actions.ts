import { z } from 'zod';
import type { SourceAction } from '#domain/action.ts';
import { SystemError } from '#domain/errors.ts';
import type { ActionReceipt, ActionSupport, Precheck } from '#domain/source.ts';
import { carriesMark, markedText } from '#tools/connectors/marker.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import type { MondayApi } from './api.ts';
import {
  type ColumnRoles,
  type MondayBoard,
  mondayBoard,
  mondayItem,
  normaliseItem,
  rolesOf,
} from './normalise.ts';
import {
  changePeople,
  createUpdate,
  itemQuery,
  lastChangeQuery,
  updatesQuery,
  userQuery,
} from './queries.ts';

export const mondayActions: readonly ActionSupport[] = [
  { kind: 'reassign_work_item', effect: 'write', idempotency: 'state', needs_approval: true },
  { kind: 'comment_on_work_item', effect: 'write', idempotency: 'marker', needs_approval: true },
];

const UPDATES_PAGE = 100;
const MAX_UPDATE_PAGES = 50;

const itemAnswer = z.object({
  items: z.array(mondayItem.extend({ board: mondayBoard.nullish() })).nullish(),
});
const updatesAnswer = z.object({
  items: z
    .array(
      z.object({
        updates: z.array(z.object({ id: z.string(), text_body: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
const usersAnswer = z.object({
  users: z.array(z.object({ status: z.string().nullish(), is_deleted: z.boolean().nullish() })).nullish(),
});
const lastChangeAnswer = z.object({
  me: z.object({ id: z.string() }).nullish(),
  boards: z
    .array(z.object({ activity_logs: z.array(z.object({ user_id: z.string().nullish() })).nullish() }))
    .nullish(),
});

export interface MondayTarget {
  item: z.infer<typeof mondayItem>;
  board: MondayBoard;
  roles: ColumnRoles;
  /** Everybody in the people column, and its teams. */
  people: { id: string; kind: string }[];
}

/** The item as it is now; null where it is gone, which is also when it lies in the archive or in the bin. */
async function findTarget(
  api: MondayApi,
  action: SourceAction,
  columns: Partial<ColumnRoles>,
  signal: AbortSignal,
): Promise<MondayTarget | null> {
  const answer = await api.ask(itemAnswer, itemQuery, { ids: [action.external_id] }, signal);
  const [item] = answer.items ?? [];
  if (item === undefined || !item.board || (item.state ?? 'active') !== 'active') return null;
  const roles = rolesOf(item.board, columns);
  const people = item.column_values?.find((value) => value.id === roles.people)?.persons_and_teams ?? [];
  return {
    item,
    board: item.board,
    roles,
    people: people.map(({ id, kind }) => ({ id, kind: kind ?? 'person' })),
  };
}

async function findUpdate(
  api: MondayApi,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<string | null> {
  const guard = makePageGuard(`updates of an item of ${api.host}`, MAX_UPDATE_PAGES);
  for (let page = 1; ; page += 1) {
    const variables = { ids: [action.external_id], page, limit: UPDATES_PAGE };
    const answer = await api.ask(updatesAnswer, updatesQuery, variables, signal);
    const updates = answer.items?.[0]?.updates ?? [];
    if (updates.length === 0) return null;
    const found = updates.find(({ text_body }) => carriesMark(text_body, effectKey));
    if (found !== undefined) return found.id;
    guard.advance(String(page));
  }
}

async function changedByUs(
  api: MondayApi,
  { item, board, roles }: MondayTarget,
  signal: AbortSignal,
): Promise<boolean> {
  const variables = {
    board: [board.id],
    items: [item.id],
    columns: roles.people === null ? [] : [roles.people],
  };
  const { me, boards } = await api.ask(lastChangeAnswer, lastChangeQuery, variables, signal);
  const last = boards?.[0]?.activity_logs?.[0]?.user_id ?? null;
  return last !== null && last === me?.id;
}

const stale = (reason: string, found: Extract<Precheck, { status: 'stale' }>['found']): Precheck => ({
  status: 'stale',
  reason,
  found,
});

/** Re-reads the target of an action. Never writes. */
export async function precheckMonday(
  api: MondayApi,
  columns: Partial<ColumnRoles>,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<Precheck> {
  const target = await findTarget(api, action, columns, signal);
  if (target === null) return stale(`${action.key} was deleted or is no longer visible`, { deleted: true });
  const { board, roles, item } = target;
  const people = target.people.filter(({ kind }) => kind === 'person').map(({ id }) => id);
  if (action.kind === 'comment_on_work_item') {
    if ((await findUpdate(api, action, effectKey, signal)) !== null)
      return { status: 'already_done', by_us: true };
  } else if (people.includes(action.to_account) && !people.includes(action.from_account))
    return { status: 'already_done', by_us: await changedByUs(api, target, signal) };
  const read = normaliseItem(item, { board, roles, fields: new Set() });
  const shown = read.ok && read.record.payload.kind === 'work_item' ? read.record.payload : null;
  const { expected } = action;
  const held = expected.assignee === null ? people.length === 0 : people.includes(expected.assignee);
  const category = shown?.status_category ?? 'to_do';
  const found = {
    assignee: people[0] ?? null,
    people,
    status: shown?.status ?? null,
    status_category: category,
  };
  const differences = [
    ...(held
      ? []
      : [`its people are ${people.join(' and ') || 'nobody'}, not ${expected.assignee ?? 'nobody'}`]),
    ...(category === expected.status_category
      ? []
      : [`its status is ${shown?.status ?? 'none'} (${category}), not ${expected.status_category}`]),
  ];
  if (differences.length > 0) return stale(`${action.key} has changed: ${differences.join('; ')}`, found);
  if (action.kind === 'comment_on_work_item') return { status: 'ready' };
  const answer = await api.ask(usersAnswer, userQuery, { ids: [action.to_account] }, signal);
  const [user] = answer.users ?? [];
  if (roles.people === null || user === undefined || user.status !== 'ACTIVE' || user.is_deleted === true)
    return stale(`${action.key} can't be assigned to the account ${action.to_account}`, {
      ...found,
      to_account_assignable: false,
    });
  return { status: 'ready' };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Updates are HTML: what stands in the text stays text. */
const asHtml = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign).replaceAll('\n', '<br>');

/** The new content of the people column: the receiver in the giver's place, everybody else as before. */
function peopleAfter(
  action: Extract<SourceAction, { kind: 'reassign_work_item' }>,
  before: MondayTarget['people'],
) {
  const others = before.filter(({ id }) => id !== action.from_account && id !== action.to_account);
  const persons = [{ id: action.to_account, kind: 'person' }, ...others];
  return JSON.stringify({ personsAndTeams: persons.map(({ id, kind }) => ({ id: Number(id), kind })) });
}

/** The write that an action comes to; board and column where the target is known. */
export function mondayWrite(action: SourceAction, effectKey: string, target: MondayTarget | null) {
  return action.kind === 'reassign_work_item'
    ? {
        query: changePeople,
        variables: {
          board: target?.board.id ?? 'board of the item',
          item: action.external_id,
          column: target?.roles.people ?? 'people column',
          value: peopleAfter(action, target?.people ?? []),
        },
      }
    : {
        query: createUpdate,
        variables: { item: action.external_id, body: asHtml(markedText(action.text, effectKey)) },
      };
}

/** Carries an approved action out. Setting people twice is once; an update is looked for before it is written. */
export async function executeMonday(
  api: MondayApi,
  columns: Partial<ColumnRoles>,
  action: SourceAction,
  effectKey: string,
  now: () => string,
  signal: AbortSignal,
): Promise<ActionReceipt> {
  if (action.kind === 'comment_on_work_item') {
    const earlier = await findUpdate(api, action, effectKey, signal);
    if (earlier !== null) return { external_ref: earlier, at: now() };
    const { query, variables } = mondayWrite(action, effectKey, null);
    const written = z
      .object({ create_update: z.object({ id: z.string() }) })
      .safeParse(await api.change(query, variables, signal));
    return { external_ref: written.success ? written.data.create_update.id : null, at: now() };
  }
  const target = await findTarget(api, action, columns, signal);
  if (target === null || target.roles.people === null)
    throw new SystemError(
      'internal',
      `${action.key} can't be written to: it was checked, and is gone since.`,
      {
        key: action.key,
      },
    );
  const { query, variables } = mondayWrite(action, effectKey, target);
  await api.change(query, variables, signal);
  return { external_ref: action.external_id, at: now() };
}
