import { z } from 'zod';
import type { Connector, Source } from '#domain/source.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
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
  /** Most tasks of one read whose stories are asked for: one request each. */
  histories: number;
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
  if (projects.length > 0) return projects;
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
  return all;
}

/**
 * Tasks changed since, project by project: the search over a workspace has no pages and costs a subscription
 * (developers.asana.com/reference/searchtasksforworkspace). A task in two projects comes once.
 */
async function* tasks(
  deps: AsanaConnectorDeps,
  since: string | null,
  signal: AbortSignal,
): AsyncGenerator<WindowPage> {
  const fields = new Set(deps.fields);
  const seen = new Set<string>();
  const recent = new Date(Date.parse(deps.now()) - HISTORY_MS).toISOString();
  let histories = 0;
  /** One request each, so for what indicators look at; an older task gets it when it changes. */
  const storiesOf = async (item: unknown): Promise<unknown[] | null> => {
    const known = withGid.safeParse(item);
    const wanted = fields.has('history') && (newestOf([item], 'modified_at') ?? '') >= recent;
    if (!known.success || !wanted || histories >= deps.histories) return null;
    histories += 1;
    const path = `/tasks/${encodeURIComponent(known.data.gid)}/stories`;
    const all: unknown[] = [];
    for await (const items of deps.api.pages(path, {}, historyFields, signal)) all.push(...items);
    return all;
  };
  for (const project of await projectsOf(deps, signal)) {
    const query = { project, ...(since === null ? {} : { modified_since: since }) };
    for await (const items of deps.api.pages('/tasks', query, taskFields(fields), signal)) {
      const page: WindowPage = { ...emptyPage(), newest: newestOf(items, 'modified_at') };
      for (const item of items) {
        const known = withGid.safeParse(item);
        if (isHeading(item) || (known.success && seen.has(known.data.gid))) continue;
        if (known.success) seen.add(known.data.gid);
        const task = normaliseTask(item, fields, await storiesOf(item));
        if (task.ok) page.records.push(task.record);
        else page.faults.push(task.fault);
      }
      yield page;
    }
  }
}

/** Asana by its REST API 1.0, both ways. Deletions are not told by its lists: a full read is what shows them. */
export function makeAsanaConnector(deps: AsanaConnectorDeps): Connector {
  const { source, api, now } = deps;
  return {
    vendor: 'asana',
    relists: ['tasks'],
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
      return readWindow({ cursor, now }, (since) =>
        known === 'users' ? users(deps, signal) : tasks(deps, since, signal),
      );
    },
    precheck: (action, effectKey, signal) => precheckAsana(api, action, effectKey, signal),
    preview: previewAsana,
    execute: (action, effectKey, signal) => executeAsana(api, action, effectKey, now, signal),
  };
}
