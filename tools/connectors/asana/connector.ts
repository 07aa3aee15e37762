import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import { throwIfStopped, unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import { asanaActions, executeAsana, precheckAsana, previewAsana } from './actions.ts';
import type { AsanaApi } from './api.ts';
import { historyFields } from './history.ts';
import { asanaUser, normaliseTask, normaliseUser } from './normalise.ts';
import { type ListedTask, projectTree } from './tree.ts';

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

/** Where a read stands: projects before this one, and of it the tasks up to that one and what is below it so far. */
const taskMark = z.object({ project: z.string(), task: z.string().nullable(), subtask: z.string() });

/** Tasks of one page of ours: so many stories, one request each, are asked for twice where a read is cut off. */
const A_PAGE = 20;

/**
 * A task's stories. One request each, so for what indicators look at; an older task gets it when it changes. However
 * many they are: at 150 a minute a long read takes several syncs, each from the last mark on. A bound would leave tasks
 * without.
 */
async function storiesOf(
  { api, fields }: AsanaConnectorDeps,
  { gid, modified }: ListedTask,
  recent: string,
  signal: AbortSignal,
): Promise<unknown[] | null> {
  if (gid === '' || !fields.includes('history') || (modified ?? '') < recent) return null;
  const path = `/tasks/${encodeURIComponent(gid)}/stories`;
  const all: unknown[] = [];
  for await (const items of api.pages(path, {}, historyFields, signal)) all.push(...items);
  return all;
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
  for (const project of await projectsOf(deps, signal)) {
    const here = project === mark?.project ? mark : null;
    if (mark !== null && (project < mark.project || here?.task === null)) continue;
    const behind = here === null || here.task === null ? null : { top: here.task, below: here.subtask };
    let page: WindowPage = { ...emptyPage(), newest: null };
    let size = 0;
    for await (const task of projectTree(deps, { project, since, recent, behind, seen }, signal)) {
      throwIfStopped(deps.api.host, signal);
      if (task.changed) {
        const stories = await storiesOf(deps, task, recent, signal);
        const read = normaliseTask(task.item, fields, stories, task.project);
        if (read.ok) page.records.push(read.record);
        else page.faults.push(read.fault);
        if (task.modified !== null) page.newest = laterOf(page.newest, task.modified);
      }
      size += 1;
      if (size < A_PAGE) continue;
      yield { ...page, done: { project, task: task.top, subtask: task.below } };
      page = { ...emptyPage(), newest: null };
      size = 0;
    }
    yield { ...page, done: { project, task: null, subtask: '' } };
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
