import { z } from 'zod';
import type { SourceAction } from '#domain/action.ts';
import { SourceError, SystemError } from '#domain/errors.ts';
import type { ActionReceipt, ActionSupport, Precheck } from '#domain/source.ts';
import { carriesMark, markedText } from '#tools/connectors/marker.ts';
import { type GithubIssueAnswer, githubAccount, githubComment, githubEvent, githubIssue } from './answers.ts';
import type { GithubApi } from './api.ts';
import { accountOf, normaliseIssue } from './normalise.ts';

export const githubActions: readonly ActionSupport[] = [
  { kind: 'reassign_work_item', effect: 'write', idempotency: 'state', needs_approval: true },
  { kind: 'comment_on_work_item', effect: 'write', idempotency: 'marker', needs_approval: true },
];

const keyPattern = /^([A-Za-z0-9-]+\/(?!\.{1,2}#)[A-Za-z0-9._-]+)#(\d+)$/;

/** Repository and address of the issue that an action is about. @throws SystemError where its key is no issue's. */
function placeOf(action: SourceAction): { repository: string; path: string } {
  const [, repository, number] = keyPattern.exec(action.key) ?? [];
  if (repository === undefined || number === undefined)
    throw new SystemError(
      'internal',
      `${action.key} is not the key of a GitHub issue. Valid: owner/repository#number.`,
      { key: action.key },
    );
  return { repository, path: `/repos/${repository}/issues/${number}` };
}

const stale = (reason: string, found: Extract<Precheck, { status: 'stale' }>['found']): Precheck => ({
  status: 'stale',
  reason,
  found,
});

/** The issue, if the number still is the one that was shown: one that moved to another repository is gone from here. */
async function findIssue(
  api: GithubApi,
  action: SourceAction,
  signal: AbortSignal,
): Promise<GithubIssueAnswer | null> {
  const issue = await api.find(githubIssue, placeOf(action).path, signal);
  return issue !== null && `issue:${issue.id}` === action.external_id ? issue : null;
}

const assigneesOf = (issue: GithubIssueAnswer) => issue.assignees ?? (issue.assignee ? [issue.assignee] : []);

/** GitHub assigns by login, which can be renamed; ours is the number, so the login is asked for each time. */
async function loginOf(
  api: GithubApi,
  repository: string,
  account: string,
  signal: AbortSignal,
): Promise<string | null> {
  for await (const items of api.pages(`/repos/${repository}/assignees`, {}, signal))
    for (const item of items) {
      const found = githubAccount.safeParse(item);
      if (found.success && accountOf(found.data) === account) return found.data.login ?? null;
    }
  return null;
}

async function findComment(
  api: GithubApi,
  path: string,
  effectKey: string,
  signal: AbortSignal,
): Promise<string | null> {
  for await (const items of api.pages(`${path}/comments`, {}, signal))
    for (const item of items) {
      const found = githubComment.safeParse(item);
      if (found.success && carriesMark(found.data.body, effectKey)) return String(found.data.id);
    }
  return null;
}

/** Whether the account whose token we have made the last assignment of it to this person. */
async function assignedByUs(api: GithubApi, path: string, to: string, signal: AbortSignal): Promise<boolean> {
  const viewer = await api.viewer(signal);
  let actor: string | null = null;
  for await (const items of api.pages(`${path}/timeline`, {}, signal))
    for (const item of items) {
      const found = githubEvent.safeParse(item);
      if (found.success && found.data.event === 'assigned' && accountOf(found.data.assignee) === to)
        actor = accountOf(found.data.actor);
    }
  return viewer !== null && actor === accountOf(viewer);
}

/** Re-reads the target of an action. Never writes. */
export async function precheckGithub(
  api: GithubApi,
  action: SourceAction,
  effectKey: string,
  signal: AbortSignal,
): Promise<Precheck> {
  const { repository, path } = placeOf(action);
  const issue = await findIssue(api, action, signal);
  if (issue === null) return stale(`${action.key} was deleted or is no longer visible`, { deleted: true });
  const assignees = assigneesOf(issue).map((each) => String(each.id));
  const { expected } = action;
  if (action.kind === 'comment_on_work_item') {
    if ((await findComment(api, path, effectKey, signal)) !== null)
      return { status: 'already_done', by_us: true };
  } else if (assignees.includes(action.to_account) && !assignees.includes(action.from_account))
    return {
      status: 'already_done',
      by_us: await assignedByUs(api, path, action.to_account, signal),
    };
  const read = normaliseIssue(issue, { repository, fields: new Set(), events: null });
  const category =
    read.ok && read.record.payload.kind === 'work_item' ? read.record.payload.status_category : 'to_do';
  const found = { assignee: assignees[0] ?? null, assignees, status: issue.state, status_category: category };
  const held = expected.assignee === null ? assignees.length === 0 : assignees.includes(expected.assignee);
  const differences = [
    ...(held
      ? []
      : [`its assignee is ${assignees.join(' and ') || 'nobody'}, not ${expected.assignee ?? 'nobody'}`]),
    ...(category === expected.status_category
      ? []
      : [`its status is ${issue.state} (${category}), not ${expected.status_category}`]),
  ];
  if (differences.length > 0) return stale(`${action.key} has changed: ${differences.join('; ')}`, found);
  if (
    action.kind === 'reassign_work_item' &&
    (await loginOf(api, repository, action.to_account, signal)) === null
  )
    return stale(`${action.key} can't be assigned to the account ${action.to_account}`, {
      ...found,
      to_account_assignable: false,
    });
  return { status: 'ready' };
}

/** The write, with logins where they are known. Others who are assigned, too, stay so. */
export const githubWrite = (action: SourceAction, effectKey: string, logins: readonly string[]) =>
  action.kind === 'reassign_work_item'
    ? { method: 'PATCH' as const, path: placeOf(action).path, body: { assignees: [...logins] } }
    : {
        method: 'POST' as const,
        path: `${placeOf(action).path}/comments`,
        body: { body: markedText(action.text, effectKey) },
      };

const gone = (action: SourceAction): SystemError =>
  new SystemError('internal', `${action.key} can't be written to: it was checked, and is gone since.`, {
    key: action.key,
  });

/** Without the right to push, GitHub drops assignees in silence and answers 200 (docs.github.com/rest/issues/issues). */
const notTaken = (api: GithubApi, action: SourceAction): SourceError =>
  new SourceError(
    'source-refused',
    `${api.host}: ${action.key} was not assigned: the token's account may not push to the repository.`,
    { host: api.host, key: action.key },
  );

/** Carries an approved action out. Setting assignees twice is once; a comment is looked for before it is posted. */
export async function executeGithub(
  api: GithubApi,
  action: SourceAction,
  effectKey: string,
  now: () => string,
  signal: AbortSignal,
): Promise<ActionReceipt> {
  const { repository, path } = placeOf(action);
  if (action.kind === 'comment_on_work_item') {
    const earlier = await findComment(api, path, effectKey, signal);
    if (earlier !== null) return { external_ref: earlier, at: now() };
    const { method, body } = githubWrite(action, effectKey, []);
    const written = z
      .object({ id: z.number() })
      .safeParse(await api.write(method, `${path}/comments`, body, signal));
    return { external_ref: written.success ? String(written.data.id) : null, at: now() };
  }
  const issue = await findIssue(api, action, signal);
  const login = await loginOf(api, repository, action.to_account, signal);
  if (issue === null || login === null) throw gone(action);
  const others = assigneesOf(issue).filter(
    ({ id }) => String(id) !== action.from_account && String(id) !== action.to_account,
  );
  const logins = [login, ...others.flatMap((each) => each.login ?? [])];
  const { method, body } = githubWrite(action, effectKey, logins);
  const answer = githubIssue.safeParse(await api.write(method, path, body, signal));
  if (answer.success && !assigneesOf(answer.data).some(({ id }) => String(id) === action.to_account))
    throw notTaken(api, action);
  return { external_ref: action.external_id, at: now() };
}
