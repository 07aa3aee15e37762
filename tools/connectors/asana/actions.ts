import { z } from 'zod';
import type { SourceAction } from '#domain/action.ts';
import type { ActionReceipt, ActionSupport, Precheck } from '#domain/source.ts';
import { carriesMark, markedText } from '#tools/connectors/marker.ts';
import { type AsanaApi, writePath } from './api.ts';
import { asanaUser, normaliseTask, taskFields } from './normalise.ts';

export const asanaActions: readonly ActionSupport[] = [
  { kind: 'reassign_work_item', effect: 'write', idempotency: 'state', needs_approval: true },
  { kind: 'comment_on_work_item', effect: 'write', idempotency: 'marker', needs_approval: true },
];

const who = z.object({ gid: z.string() }).nullish();
const story = z.object({
  gid: z.string(),
  resource_subtype: z.string().nullish(),
  text: z.string().nullish(),
  created_by: who,
  assignee: who,
});
type Story = z.infer<typeof story>;

const taskPath = (action: SourceAction): string => `/tasks/${encodeURIComponent(action.external_id)}`;

const stale = (reason: string, found: Extract<Precheck, { status: 'stale' }>['found']): Precheck => ({
  status: 'stale',
  reason,
  found,
});

async function storiesOf(
  api: AsanaApi,
  action: SourceAction,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<Story[]> {
  const stories: Story[] = [];
  for await (const items of api.pages(`${taskPath(action)}/stories`, {}, fields, signal))
    for (const item of items) {
      const parsed = story.safeParse(item);
      if (parsed.success) stories.push(parsed.data);
    }
  return stories;
}

/** Gid of the comment that this effect left behind, if there is one. */
async function findComment(
  api: AsanaApi,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<string | null> {
  const stories = await storiesOf(api, action, ['text', 'resource_subtype'], signal);
  return stories.find(({ text }) => carriesMark(text, effectKey))?.gid ?? null;
}

/** Whether the account whose token we have made the last assignment. */
async function assignedByUs(api: AsanaApi, action: SourceAction, signal: AbortSignal): Promise<boolean> {
  const me = await api.get(asanaUser, '/users/me', ['name'], signal);
  const stories = await storiesOf(api, action, ['resource_subtype', 'created_by', 'assignee'], signal);
  const last = stories.filter(({ resource_subtype }) => resource_subtype === 'assigned').at(-1);
  return last?.created_by?.gid === me.gid;
}

/** Re-reads the target of an action. Never writes. */
export async function precheckAsana(
  api: AsanaApi,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<Precheck> {
  const raw: unknown = await api.find(z.unknown(), taskPath(action), taskFields(new Set()), signal);
  const read = raw === null ? null : normaliseTask(raw, new Set(), null);
  if (read === null || !read.ok || read.record.payload.kind !== 'work_item')
    return stale(`${action.key} was deleted or is no longer visible`, { deleted: true });
  const { assignee, status, status_category } = read.record.payload;
  if (action.kind === 'comment_on_work_item') {
    if ((await findComment(api, action, effectKey, signal)) !== null)
      return { status: 'already_done', by_us: true };
  } else if (assignee === action.to_account)
    return { status: 'already_done', by_us: await assignedByUs(api, action, signal) };
  const { expected } = action;
  const differences = [
    ...(assignee === expected.assignee
      ? []
      : [`its assignee is ${assignee ?? 'nobody'}, not ${expected.assignee ?? 'nobody'}`]),
    ...(status_category === expected.status_category
      ? []
      : [`its status is ${status ?? 'unknown'} (${status_category}), not ${expected.status_category}`]),
  ];
  const found = { assignee, status, status_category };
  if (differences.length > 0) return stale(`${action.key} has changed: ${differences.join('; ')}`, found);
  if (action.kind === 'reassign_work_item') {
    const path = `/users/${encodeURIComponent(action.to_account)}`;
    if ((await api.find(asanaUser, path, ['name'], signal)) === null)
      return stale(`the account ${action.to_account} is not in Asana any more`, {
        ...found,
        to_account_assignable: false,
      });
  }
  return { status: 'ready' };
}

/** The write that an action comes to. A comment is a story of the task. */
export const asanaWrite = (action: SourceAction, effectKey: string) =>
  action.kind === 'reassign_work_item'
    ? { method: 'PUT' as const, path: taskPath(action), data: { assignee: action.to_account } }
    : {
        method: 'POST' as const,
        path: `${taskPath(action)}/stories`,
        data: { text: markedText(action.text, effectKey) },
      };

export const previewAsana = (action: SourceAction, effectKey: string) => {
  const { method, path, data } = asanaWrite(action, effectKey);
  return [{ method, path: writePath(path), body: { data } }];
};

/** Carries an approved action out. Setting an assignee twice is once; a comment is looked for before it is posted. */
export async function executeAsana(
  api: AsanaApi,
  action: SourceAction,
  effectKey: string,
  now: () => string,
  signal: AbortSignal,
): Promise<ActionReceipt> {
  const { method, path, data } = asanaWrite(action, effectKey);
  if (action.kind === 'comment_on_work_item') {
    const earlier = await findComment(api, action, effectKey, signal);
    if (earlier !== null) return { external_ref: earlier, at: now() };
  }
  const answer = await api.write(method, path, data, signal);
  const written = z.object({ data: z.object({ gid: z.string() }) }).safeParse(answer);
  return { external_ref: written.success ? written.data.data.gid : null, at: now() };
}
