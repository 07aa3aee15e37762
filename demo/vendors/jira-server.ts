import type { JiraComment, JiraDataset, JiraUser, VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { comparePositions, findIssues, JqlFault, type Position, parseJql, positionOf } from './jira-query.ts';
import { commentsOf, findIssue, showIssue } from './jira-view.ts';
import { applyMutation, jiraInstant, type VendorMutation } from './mutations.ts';

export interface JiraServerOptions {
  port?: number;
  /** Called with each change before it is answered; the answer waits for it. */
  onChange?: (mutation: VendorMutation) => void | Promise<void>;
  /** The vendor's clock. */
  now?: () => Date;
}

/** Jira's own bounds of a page. */
const MAX_ISSUES = 100;
const MAX_USERS = 1000;
const MAX_COMMENTS = 100;
const MAX_BULK = 10_000;

const refuse = (status: number, message: string): VendorReply => ({
  status,
  body: { errorMessages: [message], errors: {} },
});

const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object'
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;

const bounded = (value: unknown, fallback: number, most: number): number => {
  const number = Number(value ?? fallback);
  return Number.isInteger(number) && number >= 0 ? Math.min(number, most) : fallback;
};

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const encodeToken = (position: object): string => Buffer.from(JSON.stringify(position)).toString('base64url');

function decodeToken(token: unknown): { at: number } | null {
  if (typeof token !== 'string') return null;
  try {
    const at: unknown = member(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')), 'at');
    return typeof at === 'number' ? { at } : null;
  } catch {
    return null;
  }
}

/** A search goes on after the last issue given, wherever changes have moved it since; undefined: not one of our tokens. */
function decodePosition(token: unknown): Position | undefined {
  if (typeof token !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const [updated, key] = [member(parsed, 'updated'), member(parsed, 'key')];
    return typeof updated === 'number' && typeof key === 'string' ? { updated, key } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Jira Cloud's REST API v3 over a data set: the part that Fairlead uses, with Jira's habits (ids only unless fields
 * are named, no total, cut changelogs, 410 for the search that was removed). Changes the data set in place.
 */
export function startJiraServer(
  dataset: JiraDataset,
  options: JiraServerOptions = {},
): Promise<VendorServer> {
  const now = options.now ?? (() => new Date());
  const expected = `Basic ${Buffer.from(`${dataset.credentials.email}:${dataset.credentials.token}`).toString('base64')}`;
  let nextId = 9_000_000 + dataset.issues.length;

  const caller = (): JiraUser =>
    dataset.users.find((user) => user.emailAddress === dataset.credentials.email) ?? {
      accountId: 'fairlead-service',
      accountType: 'app',
      displayName: 'Fairlead',
      emailAddress: dataset.credentials.email,
      active: true,
      timeZone: 'Etc/UTC',
    };

  const newId = (): string => {
    nextId += 1;
    const taken = (id: string) =>
      dataset.issues.some(
        (issue) =>
          issue.changelog.histories.some((entry) => entry.id === id) ||
          commentsOf(issue).some((comment) => comment.id === id),
      );
    while (taken(String(nextId))) nextId += 1;
    return String(nextId);
  };

  async function change(mutation: VendorMutation): Promise<void> {
    await options.onChange?.(mutation);
    applyMutation(dataset, mutation);
  }

  function search(request: VendorRequest, base: string): VendorReply {
    const jql = member(request.body, 'jql');
    const query = parseJql(typeof jql === 'string' ? jql : '', caller().timeZone, now().getTime());
    const found = findIssues(dataset, query);
    const token = member(request.body, 'nextPageToken');
    const after = token === undefined || token === null ? null : decodePosition(token);
    if (after === undefined) return refuse(400, 'The page token is not valid.');
    const size = Math.max(1, bounded(member(request.body, 'maxResults'), 50, MAX_ISSUES));
    const begin =
      after === null ? 0 : found.findIndex((issue) => comparePositions(positionOf(issue), after) > 0);
    const at = begin < 0 ? found.length : begin;
    const shift =
      request.page_fault === 'repeat_page' ? -size : request.page_fault === 'lose_page' ? size : 0;
    const first = Math.max(0, at + shift);
    const page = found.slice(first, first + size);
    const fields = textList(member(request.body, 'fields'));
    const expand = member(request.body, 'expand');
    const issues = page.map((issue) =>
      showIssue(issue, fields, typeof expand === 'string' ? expand : '', base),
    );
    const end = page.at(-1);
    if (end === undefined || first + size >= found.length)
      return { status: 200, body: { issues, isLast: true } };
    return { status: 200, body: { issues, nextPageToken: encodeToken(positionOf(end)), isLast: false } };
  }

  function bulkChangelog(request: VendorRequest): VendorReply {
    const ids = textList(member(request.body, 'issueIdsOrKeys'));
    if (ids.length === 0 || ids.length > 1000) return refuse(400, 'issueIdsOrKeys: 1 to 1000 are allowed.');
    const wanted = textList(member(request.body, 'fieldIds'));
    if (wanted.length > 10) return refuse(400, 'fieldIds: at most 10 are allowed.');
    const size = Math.max(1, bounded(member(request.body, 'maxResults'), 1000, MAX_BULK));
    const token = member(request.body, 'nextPageToken');
    const position = token === undefined || token === null ? { at: 0 } : decodeToken(token);
    if (position === null) return refuse(400, 'The page token is not valid.');
    const entries = ids.flatMap((id) => {
      const issue = findIssue(dataset, id);
      return (issue?.changelog.histories ?? [])
        .filter(
          (entry) =>
            wanted.length === 0 || entry.items.some((item) => wanted.includes(item.fieldId ?? item.field)),
        )
        .map((entry) => ({ issueId: issue?.id ?? id, entry }));
    });
    const page = entries.slice(position.at, position.at + size);
    const end = position.at + size;
    const byIssue = Map.groupBy(page, ({ issueId }) => issueId);
    return {
      status: 200,
      body: {
        issueChangeLogs: [...byIssue].map(([issueId, list]) => ({
          issueId,
          changeHistories: list.map(({ entry }) => entry),
        })),
        ...(end < entries.length ? { nextPageToken: encodeToken({ at: end }) } : {}),
      },
    };
  }

  function users(request: VendorRequest, base: string): VendorReply {
    const size = bounded(request.query.get('maxResults'), 50, MAX_USERS);
    const startAt = bounded(request.query.get('startAt'), 0, Number.MAX_SAFE_INTEGER);
    const first =
      request.page_fault === 'repeat_page'
        ? 0
        : request.page_fault === 'lose_page'
          ? startAt + size
          : startAt;
    const page = dataset.users.slice(first, first + size);
    return { status: 200, body: page.map((user) => showUser(user, base)) };
  }

  function assignable(request: VendorRequest, base: string): VendorReply {
    const account = request.query.get('accountId');
    if (findIssue(dataset, request.query.get('issueKey') ?? '') === undefined)
      return refuse(404, 'The issue does not exist or you do not have permission to see it.');
    const found = dataset.users.filter(
      (user) => user.active && user.accountType === 'atlassian' && user.accountId === account,
    );
    return { status: 200, body: found.map((user) => showUser(user, base)) };
  }

  async function putAssignee(issueId: string, request: VendorRequest): Promise<VendorReply> {
    const account = member(request.body, 'accountId');
    if (account !== null && typeof account !== 'string') return refuse(400, 'accountId is missing.');
    const user = dataset.users.find(({ accountId }) => accountId === account);
    if (account !== null && user?.active !== true)
      return {
        status: 400,
        body: { errorMessages: [], errors: { assignee: `User '${account}' cannot be assigned issues.` } },
      };
    const issue = findIssue(dataset, issueId);
    // Jira writes no history where nothing changes.
    if (member(issue?.fields.assignee, 'accountId') === account) return { status: 204 };
    const at = jiraInstant(now());
    const by = caller().accountId;
    await change({
      vendor: 'jira',
      kind: 'assignee',
      issue_id: issueId,
      account,
      by,
      history_id: newId(),
      at,
    });
    return { status: 204 };
  }

  async function postComment(issueId: string, request: VendorRequest, base: string): Promise<VendorReply> {
    const body = member(request.body, 'body');
    if (member(body, 'type') !== 'doc' || member(body, 'version') !== 1)
      return {
        status: 400,
        body: { errorMessages: [], errors: { comment: 'Comment body is not valid!' } },
      };
    const at = jiraInstant(now());
    const properties = member(request.body, 'properties');
    const author = caller();
    const comment: JiraComment = {
      id: newId(),
      author: { accountId: author.accountId, displayName: author.displayName },
      body,
      created: at,
      updated: at,
      ...(Array.isArray(properties) ? { properties } : {}),
    };
    await change({ vendor: 'jira', kind: 'comment', issue_id: issueId, comment });
    const { properties: _properties, ...shown } = comment;
    return {
      status: 201,
      body: { self: `${base}/rest/api/3/issue/${issueId}/comment/${comment.id}`, ...shown, jsdPublic: true },
    };
  }

  function comments(issueId: string, request: VendorRequest): VendorReply {
    const issue = findIssue(dataset, issueId);
    const startAt = bounded(request.query.get('startAt'), 0, Number.MAX_SAFE_INTEGER);
    const size = bounded(request.query.get('maxResults'), 100, MAX_COMMENTS);
    const stored = issue === undefined ? [] : commentsOf(issue);
    const ordered = request.query.get('orderBy') === '-created' ? stored.toReversed() : stored;
    const withProperties = request.query.get('expand')?.includes('properties') ?? false;
    const page = ordered.slice(startAt, startAt + size).map((comment) => {
      const { properties, ...rest } = comment;
      return withProperties ? { ...rest, properties: properties ?? [] } : rest;
    });
    return { status: 200, body: { startAt, maxResults: size, total: stored.length, comments: page } };
  }

  async function ofIssue(request: VendorRequest, base: string): Promise<VendorReply | null> {
    const match = /^\/rest\/api\/3\/issue\/([^/]+)(?:\/(assignee|comment))?$/.exec(request.path);
    if (match === null) return null;
    const issue = findIssue(dataset, decodeURIComponent(match[1] ?? ''));
    if (issue === undefined)
      return refuse(404, 'Issue does not exist or you do not have permission to see it.');
    const route = `${request.method} ${match[2] ?? ''}`.trim();
    if (route === 'GET') {
      const fields = request.query.get('fields')?.split(',') ?? ['*all'];
      return { status: 200, body: showIssue(issue, fields, request.query.get('expand') ?? '', base) };
    }
    if (route === 'PUT assignee') return await putAssignee(issue.id, request);
    if (route === 'GET comment') return comments(issue.id, request);
    if (route === 'POST comment') return await postComment(issue.id, request, base);
    return refuse(405, 'Method not allowed');
  }

  const fixed: Record<string, (request: VendorRequest, base: string) => VendorReply> = {
    'POST /rest/api/3/search/jql': search,
    'POST /rest/api/3/search/approximate-count': (request) => {
      const jql = member(request.body, 'jql');
      const query = parseJql(typeof jql === 'string' ? jql : '', caller().timeZone, now().getTime());
      return { status: 200, body: { count: findIssues(dataset, query).length } };
    },
    'POST /rest/api/3/changelog/bulkfetch': bulkChangelog,
    'GET /rest/api/3/users/search': users,
    'GET /rest/api/3/user/assignable/search': assignable,
    'GET /rest/api/3/myself': (_request, base) => ({ status: 200, body: showUser(caller(), base) }),
    'GET /rest/api/3/field': () => ({ status: 200, body: dataset.fields }),
    'GET /rest/api/3/status': () => ({ status: 200, body: dataset.statuses }),
    'GET /rest/api/3/serverInfo': () => ({
      status: 200,
      body: { deploymentType: 'Cloud', serverTime: jiraInstant(now()) },
    }),
  };

  async function handle(request: VendorRequest): Promise<VendorReply> {
    const base = `http://${request.headers.host ?? '127.0.0.1'}`;
    if (request.headers.authorization !== expected)
      return refuse(401, 'Client must be authenticated to access this resource.');
    if (/^\/rest\/api\/[23]\/search$/.test(request.path))
      return refuse(
        410,
        'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.',
      );
    try {
      const route = fixed[`${request.method} ${request.path}`];
      if (route !== undefined) return route(request, base);
      return (await ofIssue(request, base)) ?? refuse(404, `Nothing is found at ${request.path}.`);
    } catch (error) {
      if (error instanceof JqlFault) return refuse(400, error.message);
      throw error;
    }
  }

  return startVendorServer(handle, options.port);
}

const showUser = (user: JiraUser, base: string) => ({
  self: `${base}/rest/api/3/user?accountId=${encodeURIComponent(user.accountId)}`,
  ...user,
});
