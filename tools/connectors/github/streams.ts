import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import { laterOf } from '#tools/connectors/cursor.ts';
import type { Normalised } from '#tools/connectors/normalised.ts';
import { emptyPage, markOf, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import { type GithubAccount, githubAccount, githubDeployment, githubPull } from './answers.ts';
import type { GithubApi } from './api.ts';
import { beginningOf, changedSince, oldestFirst, pagesSince } from './changes.ts';
import { normaliseIssue, normaliseUser } from './normalise.ts';
import { normaliseDeployment, normalisePull } from './normalise-code.ts';

export interface GithubQuestion {
  api: GithubApi;
  repositories: readonly string[];
  organisation: string | null;
  fields: ReadonlySet<string>;
  now(): string;
  signal: AbortSignal;
}

/** Issues and people of one page of ours, a request each: so many are asked for twice where a read is cut off. */
const A_PAGE = 20;
const DAY_MS = 24 * 3_600_000;
/** Half a year, as far as any indicator looks back. */
const HISTORY_DAYS = 182;
/** Deployments stand in order of their beginning, and how one ended is told later: so far back they are read again. */
const DEPLOYMENT_LOOK_BACK_MS = 2 * DAY_MS;

function toWindowPage(items: readonly unknown[], normalised: readonly Normalised[]): WindowPage {
  const page: WindowPage = { ...emptyPage(), newest: newestOf(items, 'updated_at') };
  for (const one of normalised) {
    if (one.ok) page.records.push(one.record);
    else page.faults.push(one.fault);
  }
  return page;
}

const isPullRequest = (item: unknown): boolean =>
  item !== null && typeof item === 'object' && 'pull_request' in item && item.pull_request !== null;

/** Where a read stands: repositories before this one by name, and what changed in this one before, were handed over. */
const repositoryMark = z.object({ repository: z.string(), reached: z.iso.datetime() });

/**
 * Issues that changed since. The list holds pull requests, too, which are left out here
 * (docs.github.com/rest/issues/issues#list-repository-issues: "every pull request is an issue").
 */
export async function* issuesSince(
  { api, repositories, fields, now, signal }: GithubQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const mark = markOf(repositoryMark, done);
  const recent = new Date(Date.parse(now()) - HISTORY_DAYS * DAY_MS).toISOString();
  /** One request each, so for what indicators look at; an older issue gets it when it changes. */
  const timelineOf = async (repository: string, item: unknown): Promise<unknown[] | null> => {
    const number = numberOf(item);
    const wanted = fields.has('history') && (newestOf([item], 'updated_at') ?? '') >= recent;
    if (number === null || !wanted) return null;
    return await wholeList(api, `/repos/${repository}/issues/${number}/timeline`, signal);
  };
  const query = { state: 'all', sort: 'updated', direction: 'asc' };
  const sorted = repositories.toSorted();
  for (const repository of sorted.filter((name) => name >= (mark?.repository ?? ''))) {
    const begin = mark?.repository === repository ? laterOf(since, mark.reached) : since;
    const list = { api, path: `/repos/${repository}/issues`, query, since: begin };
    for await (const items of pagesSince(list, signal)) {
      for (let from = 0; from < items.length; from += A_PAGE) {
        const part = items.slice(from, from + A_PAGE);
        const normalised: Normalised[] = [];
        for (const item of part.filter((each) => !isPullRequest(each)))
          normalised.push(
            normaliseIssue(item, { repository, fields, events: await timelineOf(repository, item) }),
          );
        const page = toWindowPage(part, normalised);
        yield { ...page, ...(page.newest === null ? {} : { done: { repository, reached: page.newest } }) };
      }
    }
  }
}

const numberOf = (item: unknown): number | null => {
  const parsed = z.object({ number: z.int().positive() }).safeParse(item);
  return parsed.success ? parsed.data.number : null;
};

async function wholeList(api: GithubApi, path: string, signal: AbortSignal): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const items of api.pages(path, {}, signal)) all.push(...items);
  return all;
}

const toPage = (normalised: readonly Normalised[]) => {
  const { newest: _, ...page } = toWindowPage([], normalised);
  return page;
};

const trimmed =
  (schema: z.ZodType) =>
  (item: unknown): unknown => {
    const parsed = schema.safeParse(item);
    return parsed.success ? parsed.data : item;
  };

/**
 * Pull requests that changed since, each with its size and its reviews: two requests each. The list takes no `since`
 * and ignores one silently (MeltanoLabs/tap-github#88), so it is read newest change first until one lies before.
 */
export async function* pullsSince(
  { api, repositories, fields, signal }: GithubQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const query = { state: 'all', sort: 'updated', direction: 'desc' };
  const list = { api, repositories, list: 'pulls' as const, query, stamp: 'updated_at' as const, signal };
  const changed = await changedSince({ ...list, trim: trimmed(githubPull) }, beginningOf(since, done));
  yield* oldestFirst(changed, async (portion) => {
    const normalised: Normalised[] = [];
    for (const { item, repository } of portion) {
      const number = numberOf(item);
      const path = `/repos/${repository}/pulls/${number}`;
      const sized = number !== null && fields.has('change_size');
      const whole = sized ? await api.find(z.unknown(), path, signal) : null;
      const reviews = number === null ? [] : await wholeList(api, `${path}/reviews`, signal);
      normalised.push(...normalisePull(item, { repository, fields, whole, reviews }));
    }
    return toPage(normalised);
  });
}

const newestFirst = z.array(z.unknown());

/** Deployments since, each with its newest status: one request each. The list stands newest first. */
export async function* deploymentsSince(
  { api, repositories, signal }: GithubQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const from = since === null ? null : new Date(Date.parse(since) - DEPLOYMENT_LOOK_BACK_MS).toISOString();
  const list = {
    api,
    repositories,
    list: 'deployments' as const,
    query: {},
    stamp: 'created_at' as const,
    signal,
  };
  const changed = await changedSince({ ...list, trim: trimmed(githubDeployment) }, beginningOf(from, done));
  yield* oldestFirst(changed, async (portion) => {
    const normalised: Normalised[] = [];
    for (const { item, repository } of portion) {
      const id = z.object({ id: z.int() }).safeParse(item);
      const path = `/repos/${repository}/deployments/${id.success ? id.data.id : 0}/statuses?per_page=1`;
      const statuses = id.success ? ((await api.find(newestFirst, path, signal)) ?? []) : [];
      normalised.push(normaliseDeployment(item, repository, statuses));
    }
    return toPage(normalised);
  });
}

/** Where a read of people stands: whose profiles were handed over. The lists have no order that is promised. */
const peopleMark = z.object({ people: z.array(z.int()) });

/**
 * Members of the organisation, else whoever issues can be assigned to, each with the profile: one request each, so
 * once a day.
 */
export async function* people(
  { api, repositories, organisation, now, signal }: GithubQuestion,
  since: string | null,
  done: JsonValue | null,
): AsyncGenerator<WindowPage> {
  const started = now();
  if (since !== null && Date.parse(started) - Date.parse(since) < DAY_MS) return;
  const lists =
    organisation === null
      ? repositories.map((repository) => `/repos/${repository}/assignees`)
      : [`/orgs/${encodeURIComponent(organisation)}/members`];
  const seen = new Set(markOf(peopleMark, done)?.people);
  for (const list of lists)
    for await (const items of api.pages(list, {}, signal))
      for (let from = 0; from < items.length; from += A_PAGE) {
        const page: WindowPage = { ...emptyPage(), newest: started };
        for (const item of items.slice(from, from + A_PAGE)) {
          const found = githubAccount.safeParse(item);
          if (found.success && seen.has(found.data.id)) continue;
          if (found.success) seen.add(found.data.id);
          const user = normaliseUser(await profileOf(api, found.success ? found.data : null, item, signal));
          if (user.ok) page.accounts.push(user.account);
          else page.faults.push(user.fault);
        }
        yield { ...page, done: { people: [...seen] } };
      }
}

/** The profile; what the list said where it is gone meanwhile, or belongs to an app. */
async function profileOf(
  api: GithubApi,
  account: GithubAccount | null,
  item: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!account?.login || account.type === 'Bot') return item;
  return (await api.find(z.unknown(), `/users/${encodeURIComponent(account.login)}`, signal)) ?? item;
}
