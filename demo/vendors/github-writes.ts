import type { GithubDataset, GithubIssue } from './github-dataset.ts';
import type { VendorReply } from './http-server.ts';
import type { TimedRequest } from './kept-writes.ts';

const refuse = (status: number, message: string): VendorReply => ({ status, body: { message } });

const memberOf = (body: unknown, name: string): unknown =>
  body === null || typeof body !== 'object' ? undefined : Object.getOwnPropertyDescriptor(body, name)?.value;

/** Sets the assignees; like GitHub, passes silently over logins that may not be assigned. */
function assign(dataset: GithubDataset, issue: GithubIssue, logins: readonly unknown[], at: string): void {
  const wanted = dataset.users.filter(({ login }) => logins.includes(login));
  const before = issue.assignees;
  const change = (event: string, assignee: GithubIssue['assignee']) =>
    dataset.events.push({
      id: 900_000 + dataset.events.length,
      issue_id: issue.id,
      event,
      actor: dataset.viewer,
      assignee,
      created_at: at,
    });
  for (const user of before.filter(({ id }) => !wanted.some((other) => other.id === id)))
    change('unassigned', user);
  for (const user of wanted.filter(({ id }) => !before.some((other) => other.id === id)))
    change('assigned', user);
  issue.assignees = wanted;
  issue.assignee = wanted[0] ?? null;
  issue.updated_at = at;
}

/** PATCH of an issue's assignees and POST of a comment; everything else is refused. */
export function takeGithubWrite(
  dataset: GithubDataset,
  repository: string,
  rest: string,
  { method, body, at }: TimedRequest,
): VendorReply {
  const [, number, part] = /^\/issues\/(\d+)(\/comments)?$/.exec(rest) ?? [];
  const issue = dataset.issues.find(
    (each) => each.repository === repository && each.number === Number(number),
  );
  if (issue === undefined) return refuse(404, 'Not Found');
  if (method === 'PATCH' && part === undefined) {
    const assignees = memberOf(body, 'assignees');
    if (!Array.isArray(assignees)) return refuse(422, 'Validation Failed');
    if (dataset.may_not_push !== true) assign(dataset, issue, assignees, at);
    return { status: 200, body: issue };
  }
  const text = memberOf(body, 'body');
  if (method !== 'POST' || part === undefined || typeof text !== 'string' || text === '')
    return refuse(422, 'Validation Failed');
  const comment = {
    id: 3_000_000 + dataset.comments.length,
    issue_id: issue.id,
    user: dataset.viewer,
    body: text,
    created_at: at,
  };
  dataset.comments.push(comment);
  issue.comments += 1;
  issue.updated_at = at;
  return { status: 201, body: comment };
}
