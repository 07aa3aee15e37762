import { z } from 'zod';
import type { ReassignWorkItem, SourceAction } from '#domain/action.ts';
import { SourceError } from '#domain/errors.ts';
import type { WorkItem } from '#domain/record.ts';
import type { ActionReceipt, ActionSupport, Precheck } from '#domain/source.ts';
import { accountIdOf, commentAnswer, jiraIssue, jiraUser } from './answers.ts';
import { type JiraApi, type JiraSite, readSite, wantedFields } from './api.ts';
import { completeChangelogs } from './changelog.ts';
import { commentBody, findComment } from './comment.ts';
import { normaliseIssue } from './normalise.ts';

export const jiraActions: readonly ActionSupport[] = [
  { kind: 'reassign_work_item', effect: 'write', idempotency: 'state', needs_approval: true },
  { kind: 'comment_on_work_item', effect: 'write', idempotency: 'marker', needs_approval: true },
];

const issuePath = (action: SourceAction): string =>
  `/rest/api/3/issue/${encodeURIComponent(action.external_id)}`;

const stale = (reason: string, found: Extract<Precheck, { status: 'stale' }>['found']): Precheck => ({
  status: 'stale',
  reason,
  found,
});

/** What a check needs: the same fields that decide a record's status category when it is read. */
const checkedFields = new Set(['history']);

interface Target {
  item: WorkItem;
  /** Who made the last assignment, as far as the changelog tells. */
  assigned_by: string | null;
}

async function readTarget(
  api: JiraApi,
  site: JiraSite,
  action: SourceAction,
  signal: AbortSignal,
): Promise<Target | null> {
  const query = { fields: wantedFields(checkedFields, site.flagged_field).join(','), expand: 'changelog' };
  const raw: unknown = await api.find(z.unknown(), issuePath(action), query, signal);
  if (raw === null) return null;
  const [whole] = await completeChangelogs(api, [raw], site.flagged_field, signal);
  const result = normaliseIssue(whole, { ...site, fields: checkedFields });
  if (!result.ok || result.record.payload.kind !== 'work_item')
    throw new SourceError(
      'source-answer-invalid',
      `${api.host}: ${action.key} can't be read: ${result.ok ? 'not a work item' : result.fault.reason}.`,
      { host: api.host, key: action.key },
    );
  const histories = jiraIssue.pick({ changelog: true }).parse(whole).changelog?.histories ?? [];
  const last = histories
    .filter((entry) => entry.items?.some((item) => item.field === 'assignee'))
    .toSorted((a, b) => Number(a.id ?? 0) - Number(b.id ?? 0))
    .at(-1);
  return {
    item: result.record.payload,
    assigned_by: last?.author ? accountIdOf(last.author) : null,
  };
}

/** Differences between the target as it was shown and as it is. */
function differences(action: SourceAction, item: WorkItem): string[] {
  const { assignee, status_category } = action.expected;
  return [
    ...(item.assignee === assignee
      ? []
      : [`its assignee is ${item.assignee ?? 'nobody'}, not ${assignee ?? 'nobody'}`]),
    ...(item.status_category === status_category
      ? []
      : [`its status is ${item.status ?? 'unknown'} (${item.status_category}), not ${status_category}`]),
  ];
}

/** Whether the person may take the issue: their account is active and Jira lists it as assignable. */
async function isAssignable(api: JiraApi, action: ReassignWorkItem, signal: AbortSignal): Promise<boolean> {
  const query = { issueKey: action.key, accountId: action.to_account, maxResults: '50' };
  const path = '/rest/api/3/user/assignable/search';
  const users = (await api.find(z.array(jiraUser), path, query, signal)) ?? [];
  return users.some((user) => accountIdOf(user) === action.to_account && user.active !== false);
}

/** Re-reads the target of an action. Never writes. */
export async function precheckJira(
  api: JiraApi,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<Precheck> {
  const site = await readSite(api, signal);
  const target = await readTarget(api, site, action, signal);
  if (target === null) return stale(`${action.key} was deleted or is no longer visible`, { deleted: true });
  const { item } = target;
  const found = { assignee: item.assignee, status: item.status, status_category: item.status_category };
  if (action.kind === 'comment_on_work_item') {
    const comment = await findComment(api, action.external_id, effectKey, signal);
    if (comment !== null) return { status: 'already_done', by_us: true };
  } else if (item.assignee === action.to_account) {
    const byUs = site.account !== null && target.assigned_by === site.account;
    return { status: 'already_done', by_us: byUs };
  }
  const changed = differences(action, item);
  if (changed.length > 0) return stale(`${action.key} has changed: ${changed.join('; ')}`, found);
  if (action.kind === 'reassign_work_item' && !(await isAssignable(api, action, signal)))
    return stale(`the account ${action.to_account} is not active, or ${action.key} can't be assigned to it`, {
      ...found,
      to_account_assignable: false,
    });
  return { status: 'ready' };
}

/** The write that an action comes to. */
export function jiraWrite(action: SourceAction, effectKey: string) {
  return action.kind === 'reassign_work_item'
    ? {
        method: 'PUT' as const,
        path: `${issuePath(action)}/assignee`,
        body: { accountId: action.to_account },
      }
    : {
        method: 'POST' as const,
        path: `${issuePath(action)}/comment`,
        body: commentBody(action.text, effectKey),
      };
}

/** Carries an approved action out. Setting an assignee twice is once; a comment is looked for before it is posted. */
export async function executeJira(
  api: JiraApi,
  action: SourceAction,
  effectKey: string,
  now: () => string,
  signal: AbortSignal,
): Promise<ActionReceipt> {
  const { method, path, body } = jiraWrite(action, effectKey);
  if (action.kind === 'reassign_work_item') {
    await api.write(method, path, body, signal);
    return { external_ref: action.external_id, at: now() };
  }
  const earlier = await findComment(api, action.external_id, effectKey, signal);
  if (earlier !== null) return { external_ref: earlier, at: now() };
  const answer = await api.write(method, path, body, signal);
  const parsed = commentAnswer.safeParse(answer);
  return { external_ref: parsed.success ? parsed.data.id : null, at: now() };
}
