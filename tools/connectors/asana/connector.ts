import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { throwIfStopped, unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import { asanaActions, executeAsana, precheckAsana, previewAsana } from './actions.ts';
import type { AsanaApi } from './api.ts';
import { historyFields } from './history.ts';
import { asanaUser, isHeading, normaliseTask, normaliseUser, taskFields } from './normalise.ts';

export const asanaStreams = ['users', 'tasks'] as const;

export interface AsanaConnectorDeps {
  source: Source;
  api: AsanaApi;
  workspace: string;
  /** Gids; empty for every project of the workspace. */
  projects: readonly string[];
  /** Gids of accounts that belong to no person. */
  bots: readonly string[];
  /** `source_fields.asana` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** Half a year, as far as any indicator looks back. */
const HISTORY_MS = 182 * 24 * 3_600_000;

const withGid = z.object({ gid: z.string() });

async function* users({ api, workspace, bots }: AsanaConnectorDeps, signal: AbortSignal) {
  // `/workspaces/{gid}/users` ends at 2,000 people; this list doesn't.
  for await (const items of api.pages('/users', { workspace }, ['name', 'email'], signal)) {
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of items) {
      const user = normaliseUser(item, new Set(bots));
      if (user.ok) page.accounts.push(user.account);
      else page.faults.push(user.fault);
    }
    yield page;
  }
}

async function projectsOf(
  { api, workspace, projects }: AsanaConnectorDeps,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (projects.length > 0) return projects.toSorted();
  const all: string[] = [];
  for await (const items of api.pages(
    `/workspaces/${encodeURIComponent(workspace)}/projects`,
    {},
    ['name'],
    signal,
  ))
    all.push(
      ...items.flatMap((item) => {
        const parsed = withGid.safeParse(item);
        return parsed.success ? [parsed.data.gid] : [];
      }),
    );
  return all.sort();
}

/** Where a read stands: projects before this one, and tasks of it up to that one, by gid as text, were handed over. */
const taskMark = z.object({ project: z.string(), task: z.string().nullable() });

/** Tasks of one page of ours: so many stories, one request each, are asked for twice where a read is cut off. */
const A_PAGE = 20;

/** A project's tasks by gid, and those without one before them; the list of Asana stands in no order to go on in. */
async function tasksOf(
  { api, fields }: AsanaConnectorDeps,
  { project, since }: { project: string; since: string | null },
  signal: AbortSignal,
): Promise<{ gid: string; item: unknown }[]> {
  const query = { project, ...(since === null ? {} : { modified_since: since }) };
  const all: { gid: string; item: unknown }[] = [];
  for await (const items of api.pages('/tasks', query, taskFields(new Set(fields)), signal))
    for (const item of items) {
      const known = withGid.safeParse(item);
      if (!isHeading(item)) all.push({ gid: known.success ? known.data.gid : '', item });
    }
  return all.sort((one, other) => (one.gid < other.gid ? -1 : 1));
}

/**
 * Tasks changed since, project by project: the search over a workspace has no pages and costs a subscription
 * (developers.asana.com/reference/searchtasksforworkspace). A task in two projects comes once.
 */
async function* tasks(
  deps: AsanaConnectorDeps,
  { since, done }: { since: string | null; done: JsonValue | null },
  signal: AbortSignal,
): AsyncGenerator<WindowPage> {
  const mark = markOf(taskMark, done);
  const fields = new Set(deps.fields);
  const seen = new Set<string>();
  const recent = new Date(Date.parse(deps.now()) - HISTORY_MS).toISOString();
  /**
   * One request each, so for what indicators look at; an older task gets it when it changes. However many they are: at
   * 150 a minute a long read takes several syncs, each from the last mark on. A bound would leave tasks without.
   */
  const storiesOf = async (gid: string, item: unknown): Promise<unknown[] | null> => {
    const wanted = fields.has('history') && (newestOf([item], 'modified_at') ?? '') >= recent;
    if (gid === '' || !wanted) return null;
    const path = `/tasks/${encodeURIComponent(gid)}/stories`;
    const all: unknown[] = [];
    for await (const items of deps.api.pages(path, {}, historyFields, signal)) all.push(...items);
    return all;
  };
  const isBehind = (project: string, gid: string): boolean =>
    project === mark?.project && mark.task !== null && gid <= mark.task;
  for (const project of await projectsOf(deps, signal)) {
    if (mark !== null && (project < mark.project || (project === mark.project && mark.task === null)))
      continue;
    const listed = await tasksOf(deps, { project, since }, signal);
    const left = listed.filter(({ gid }) => !isBehind(project, gid) && !seen.has(gid));
    for (let from = 0; from < left.length; from += A_PAGE) {
      throwIfStopped(deps.api.host, signal);
      const part = left.slice(from, from + A_PAGE);
      const newest = newestOf(
        part.map(({ item }) => item),
        'modified_at',
      );
      const page: WindowPage = { ...emptyPage(), newest, done: { project, task: part.at(-1)?.gid ?? null } };
      for (const { gid, item } of part) {
        if (gid !== '') seen.add(gid);
        const task = normaliseTask(item, fields, await storiesOf(gid, item));
        if (task.ok) page.records.push(task.record);
        else page.faults.push(task.fault);
      }
      yield page;
    }
    yield { ...emptyPage(), newest: null, done: { project, task: null } };
  }
}

/** Asana by its REST API 1.0, both ways. Deletions are not told by its lists: a full read is what shows them. */
export function makeAsanaConnector(deps: AsanaConnectorDeps): Connector {
  const { source, api, now } = deps;
  return {
    vendor: 'asana',
    relists: { tasks: { kind: 'work_item' } },
    effect: 'read_write',
    streams: asanaStreams,
    actions: asanaActions,
    check: async (signal) => {
      const me = await api.get(asanaUser, '/users/me', ['name', 'email'], signal);
      return { account: me.email ?? me.name ?? me.gid };
    },
    read: (stream, cursor, signal) => {
      const known = asanaStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, asanaStreams);
      return readWindow({ cursor, now }, (since, done) =>
        known === 'users' ? users(deps, signal) : tasks(deps, { since, done }, signal),
      );
    },
    precheck: (action, effectKey, signal) => precheckAsana(api, action, effectKey, signal),
    preview: previewAsana,
    execute: (action, effectKey, signal) => executeAsana(api, action, effectKey, now, signal),
  };
}
