import { z } from 'zod';
import type { Normalised } from '#tools/connectors/normalised.ts';
import { emptyPage, newestOf, type WindowPage } from '#tools/connectors/window.ts';
import { type GithubAccount, githubAccount } from './answers.ts';
import type { GithubApi } from './api.ts';
import { normaliseIssue, normaliseUser } from './normalise.ts';
import { normaliseDeployment, normalisePull } from './normalise-code.ts';

export interface GithubQuestion {
  api: GithubApi;
  repositories: readonly string[];
  organisation: string | null;
  fields: ReadonlySet<string>;
  signal: AbortSignal;
}

/** Deployments stand in order of their beginning, and how one ended is told later: so far back they are read again. */
const DEPLOYMENT_LOOK_BACK_MS = 2 * 24 * 3_600_000;

const stamped = (item: unknown, name: 'updated_at' | 'created_at'): string | null => newestOf([item], name);

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

/**
 * Issues that changed since. The list holds pull requests, too, which are left out here
 * (docs.github.com/rest/issues/issues#list-repository-issues: "every pull request is an issue").
 */
export async function* issuesSince(
  { api, repositories, fields, signal }: GithubQuestion,
  since: string | null,
): AsyncGenerator<WindowPage> {
  // Oldest change first: whatever changes meanwhile moves to the end, and nothing is passed over.
  const query = {
    state: 'all',
    sort: 'updated',
    direction: 'asc',
    ...(since === null ? {} : { since: since.replace(/\.\d+Z$/, 'Z') }),
  };
  for (const repository of repositories)
    for await (const items of api.pages(`/repos/${repository}/issues`, query, signal)) {
      const issues = items.filter((item) => !isPullRequest(item));
      yield toWindowPage(
        items,
        issues.map((item) => normaliseIssue(item, { repository, fields })),
      );
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

/**
 * Pull requests that changed since, each with its size and its reviews: two requests each. The list takes no `since`
 * and ignores one silently, so it is read newest change first until a change lies before it.
 */
export async function* pullsSince(
  { api, repositories, fields, signal }: GithubQuestion,
  since: string | null,
): AsyncGenerator<WindowPage> {
  const query = { state: 'all', sort: 'updated', direction: 'desc' };
  for (const repository of repositories)
    for await (const items of api.pages(`/repos/${repository}/pulls`, query, signal)) {
      const changed = items.filter(
        (item) => since === null || (stamped(item, 'updated_at') ?? since) >= since,
      );
      const normalised: Normalised[] = [];
      for (const item of changed) {
        const number = numberOf(item);
        const path = `/repos/${repository}/pulls/${number}`;
        const sized = number !== null && fields.has('change_size');
        const whole = sized ? await api.find(z.unknown(), path, signal) : null;
        const reviews = number === null ? [] : await wholeList(api, `${path}/reviews`, signal);
        normalised.push(...normalisePull(item, { repository, fields, whole, reviews }));
      }
      yield toWindowPage(changed, normalised);
      if (changed.length < items.length) break;
    }
}

const newestFirst = z.array(z.unknown());

/** Deployments since, newest first as GitHub lists them, each with its newest status: one request each. */
export async function* deploymentsSince(
  { api, repositories, signal }: GithubQuestion,
  since: string | null,
): AsyncGenerator<WindowPage> {
  const from = since === null ? null : new Date(Date.parse(since) - DEPLOYMENT_LOOK_BACK_MS).toISOString();
  for (const repository of repositories)
    for await (const items of api.pages(`/repos/${repository}/deployments`, {}, signal)) {
      const recent = items.filter((item) => from === null || (stamped(item, 'created_at') ?? from) >= from);
      const normalised: Normalised[] = [];
      for (const item of recent) {
        const id = z.object({ id: z.int() }).safeParse(item);
        const path = `/repos/${repository}/deployments/${id.success ? id.data.id : 0}/statuses?per_page=1`;
        const statuses = id.success ? ((await api.find(newestFirst, path, signal)) ?? []) : [];
        normalised.push(normaliseDeployment(item, repository, statuses));
      }
      yield toWindowPage(recent, normalised);
      if (recent.length < items.length) break;
    }
}

/** Members of the organisation, else whoever issues can be assigned to, each with the profile: one request each. */
export async function* people({
  api,
  repositories,
  organisation,
  signal,
}: GithubQuestion): AsyncGenerator<WindowPage> {
  const lists =
    organisation === null
      ? repositories.map((repository) => `/repos/${repository}/assignees`)
      : [`/orgs/${encodeURIComponent(organisation)}/members`];
  const seen = new Set<number>();
  for (const list of lists)
    for await (const items of api.pages(list, {}, signal)) {
      const page: WindowPage = { ...emptyPage(), newest: null };
      for (const item of items) {
        const found = githubAccount.safeParse(item);
        if (found.success && seen.has(found.data.id)) continue;
        if (found.success) seen.add(found.data.id);
        const user = normaliseUser(await profileOf(api, found.success ? found.data : null, item, signal));
        if (user.ok) page.accounts.push(user.account);
        else page.faults.push(user.fault);
      }
      yield page;
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
