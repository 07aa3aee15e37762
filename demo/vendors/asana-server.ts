import type { AsanaDataset, AsanaTask } from './asana-dataset.ts';
import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { keepWrites, type TimedRequest, type WriteKeeping } from './kept-writes.ts';

export interface AsanaServerOptions extends Omit<WriteKeeping, 'vendor'> {
  port?: number;
  /** Most items of a page; less than Asana's own 100 makes paging show with little data. */
  page_limit?: number;
  /** So many page marks are refused as expired before one is taken. */
  expired_offsets?: number;
}

const BASE = '/api/1.0';
/** Asana's own bound of a page. */
const MAX_LIMIT = 100;
const always = new Set(['gid', 'name', 'resource_type']);

const refuse = (status: number, message: string): VendorReply => ({
  status,
  body: {
    errors: [
      { message, help: 'For more information on API status codes and how to handle them, read the docs.' },
    ],
  },
});

const memberOf = (from: unknown, name: string): unknown =>
  from === null || typeof from !== 'object' ? undefined : Object.getOwnPropertyDescriptor(from, name)?.value;

/** Cuts a record to the fields that were asked for; without any it is compact: its gid and name. */
export function cut(item: unknown, paths: readonly string[]): unknown {
  if (Array.isArray(item)) return item.map((each) => cut(each, paths));
  if (item === null || typeof item !== 'object') return item;
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => {
      const below = paths
        .filter((path) => path.startsWith(`${name}.`))
        .map((path) => path.slice(name.length + 1));
      const asked = always.has(name) || paths.includes(name) || below.length > 0;
      return asked ? [[name, value !== null && typeof value === 'object' ? cut(value, below) : value]] : [];
    }),
  );
}

const fieldsOf = (request: VendorRequest): string[] => request.query.get('opt_fields')?.split(',') ?? [];

/** One page with `next_page`, which is null at the end. Offsets are opaque and belong to one list. */
function page(
  items: readonly unknown[],
  request: VendorRequest,
  { limit, expired }: { limit: number; expired(): boolean },
): VendorReply {
  const asked = Number(request.query.get('limit') ?? Number.NaN);
  if (!Number.isInteger(asked) || asked < 1 || asked > MAX_LIMIT)
    return refuse(400, 'limit: Must be a number between 1 and 100');
  const size = Math.min(asked, limit);
  const mark = request.query.get('offset');
  const decoded = mark === null ? 'at:0' : Buffer.from(mark, 'base64url').toString();
  const found = /^at:(\d+)$/.exec(decoded)?.[1];
  if (found === undefined) return refuse(400, 'offset: Not a valid pagination token');
  if (mark !== null && expired()) return refuse(400, 'offset: Your pagination token has expired.');
  const from = Number(found);
  const shift =
    request.page_fault === 'repeat_page' && from > 0 ? -size : request.page_fault === 'lose_page' ? size : 0;
  const next = from + shift + size < items.length ? from + shift + size : null;
  const offset =
    next === null
      ? ''
      : Buffer.from(`at:${request.page_fault === 'repeat_page' ? from + size : next}`).toString('base64url');
  return {
    status: 200,
    body: {
      data: cut(items.slice(from + shift, from + shift + size), fieldsOf(request)),
      next_page: next === null ? null : { offset, path: `${request.path}?offset=${offset}`, uri: '' },
    },
  };
}

/** Asana's REST API 1.0 as far as an indicator reader and an approved write need it. */
export async function startAsanaServer(
  dataset: AsanaDataset,
  options: AsanaServerOptions = {},
): Promise<VendorServer> {
  let expiring = options.expired_offsets ?? 0;
  const paging = {
    limit: options.page_limit ?? MAX_LIMIT,
    expired: () => {
      expiring -= 1;
      return expiring >= 0;
    },
  };
  const one = (item: unknown, request: VendorRequest): VendorReply => ({
    status: 200,
    body: { data: cut(item, fieldsOf(request)) },
  });
  const allowed = (request: VendorRequest): VendorReply | null =>
    request.headers.authorization === `Bearer ${dataset.credentials.token}`
      ? null
      : refuse(401, 'Not Authorized');

  function withCounts(tasks: readonly AsanaTask[]): object[] {
    const counts = new Map<string | undefined, number>();
    for (const { parent } of dataset.tasks) counts.set(parent?.gid, (counts.get(parent?.gid) ?? 0) + 1);
    return tasks.map((task) => ({ ...task, num_subtasks: counts.get(task.gid) ?? 0 }));
  }

  /** Of a project only what was put into it: a subtask is where its parent is, but not in the list. */
  function tasks(request: VendorRequest): VendorReply {
    const project = request.query.get('project');
    const since = request.query.get('modified_since');
    if (project === null)
      return refuse(
        400,
        'You must specify exactly one of project, tag, section, user task list, or assignee + workspace',
      );
    if (!dataset.projects.some(({ gid }) => gid === project))
      return refuse(404, `project: Unknown object: ${project}`);
    if (since !== null && Number.isNaN(Date.parse(since)))
      return refuse(400, 'modified_since: Not a valid date');
    const found = dataset.tasks
      .filter(({ memberships }) => memberships.some((each) => each.project.gid === project))
      .filter(({ modified_at }) => since === null || !(Date.parse(modified_at) < Date.parse(since)));
    return page(withCounts(found), request, paging);
  }

  function assign(task: AsanaTask, gid: unknown, at: string): VendorReply {
    const user = dataset.users.find((each) => each.gid === gid);
    if (user === undefined && gid !== null) return refuse(400, `assignee: Not a recognized ID: ${gid}`);
    if (task.assignee?.gid !== user?.gid) {
      const assignee = user === undefined ? null : { gid: user.gid, name: user.name };
      task.assignee = assignee;
      task.modified_at = at;
      tell(task, at, assignee === null ? 'unassigned' : 'assigned', 'assigned to somebody', assignee);
    }
    return { status: 200, body: { data: { gid: task.gid, name: task.name } } };
  }

  function tell(
    task: AsanaTask,
    at: string,
    resource_subtype: AsanaDataset['stories'][number]['resource_subtype'],
    text: string,
    assignee: AsanaTask['assignee'],
  ): VendorReply {
    const { gid, name } = dataset.viewer;
    const story = {
      gid: String(44_000_000 + dataset.stories.length),
      task: task.gid,
      created_at: at,
      created_by: { gid, name },
      resource_subtype,
      text,
      assignee,
    };
    dataset.stories.push(story);
    return { status: 201, body: { data: story } };
  }

  function ofTask(path: string, request: TimedRequest): VendorReply {
    const [, gid, part] = /^\/tasks\/(\d+)(\/stories|\/subtasks)?$/.exec(path) ?? [];
    const task = dataset.tasks.find((each) => each.gid === gid);
    if (task === undefined) return refuse(404, `task: Unknown object: ${gid}`);
    const data = memberOf(request.body, 'data');
    if (request.method === 'PUT' && part === undefined)
      return memberOf(data, 'assignee') === undefined
        ? refuse(400, 'data: Missing input')
        : assign(task, memberOf(data, 'assignee'), request.at);
    if (request.method === 'POST' && part === '/stories') {
      const text = memberOf(data, 'text');
      return typeof text === 'string' && text !== ''
        ? tell(task, request.at, 'comment_added', text, null)
        : refuse(400, 'text: Missing input');
    }
    if (request.method !== 'GET') return refuse(405, 'Method not allowed');
    if (part === undefined) return one(task, request);
    const items =
      part === '/subtasks'
        ? withCounts(dataset.tasks.filter(({ parent }) => parent?.gid === gid))
        : dataset.stories.filter((each) => each.task === gid);
    return page(items, request, paging);
  }

  const answer = (request: TimedRequest): VendorReply => {
    const path = request.path.startsWith(BASE) ? request.path.slice(BASE.length) : '';
    if (path === '/users/me') return one(dataset.viewer, request);
    const user = dataset.users.find(({ gid }) => path === `/users/${gid}`);
    if (user !== undefined) return one(user, request);
    if (path === '/users')
      return request.query.get('workspace') === dataset.workspace
        ? page(dataset.users, request, paging)
        : refuse(404, 'workspace: Unknown object');
    if (path === `/workspaces/${dataset.workspace}/projects`) return page(dataset.projects, request, paging);
    if (path === '/tasks') return tasks(request);
    return path.startsWith('/tasks/') ? ofTask(path, request) : refuse(404, 'No matching route');
  };

  return startVendorServer(keepWrites({ ...options, vendor: 'asana' }, allowed, answer), options.port);
}
