import type { VendorServer } from './datasets.ts';
import type { GithubDataset, GithubUser } from './github-dataset.ts';
import { takeGithubWrite } from './github-writes.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { faultOfJwt, type TrustedIssuer } from './jwt.ts';
import { keepWrites, type TimedRequest, type WriteKeeping } from './kept-writes.ts';

export interface GithubServerOptions extends Omit<WriteKeeping, 'vendor'> {
  port?: number;
  /** Most items of a page; less than GitHub's own 100 makes paging show with little data. */
  page_limit?: number;
  /** Links to further pages name no number but an opaque mark, as github.com's do for issues. */
  opaque_links?: boolean;
  /** An app that is installed here; its tokens are good for so many requests and an hour. */
  app?: TrustedIssuer & { installation: number; requests_per_token?: number };
  /** Requests that the token has in a window, and how long one lasts; an hour unless said otherwise. */
  quota?: number;
  window_seconds?: number;
}

/** GitHub's own bound of a page. */
const MAX_PER_PAGE = 100;

const refuse = (status: number, message: string): VendorReply => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
});
const notFound = () => refuse(404, 'Not Found');

/** What lists of people carry: neither name nor address. */
const simple = ({ id, login, type }: GithubUser) => ({ id, login, type });

interface Stamped {
  created_at: string;
  updated_at: string;
}

/** Filters and sorts as `/issues` and `/pulls` do. GitHub ignores what it doesn't know, `since` on pulls among it. */
function listed<Item extends Stamped & { state: string }>(
  items: readonly Item[],
  request: VendorRequest,
  takesSince: boolean,
): Item[] | VendorReply {
  const state = request.query.get('state') ?? 'open';
  if (!['open', 'closed', 'all'].includes(state)) return refuse(422, 'Validation Failed');
  const since = takesSince ? request.query.get('since') : null;
  if (since !== null && Number.isNaN(Date.parse(since))) return refuse(422, 'Validation Failed');
  const by = request.query.get('sort') === 'updated' ? 'updated_at' : 'created_at';
  const sign = request.query.get('direction') === 'asc' ? 1 : -1;
  return items
    .filter((item) => state === 'all' || item.state === state)
    .filter((item) => since === null || !(Date.parse(item.updated_at) < Date.parse(since)))
    .toSorted((a, b) => sign * ((Date.parse(a[by]) || 0) - (Date.parse(b[by]) || 0)));
}

/** One page with its `Link` header, the only mark of an end that GitHub gives. */
function page(
  items: readonly unknown[],
  request: VendorRequest,
  { base, limit, opaque }: { base: string; limit: number; opaque: boolean },
): VendorReply {
  const perPage = Math.min(Number(request.query.get('per_page') ?? 30), limit);
  const after = Buffer.from(request.query.get('after') ?? '', 'base64url').toString();
  const asked = Number(opaque ? after || 1 : (request.query.get('page') ?? 1));
  if (!Number.isInteger(asked) || asked < 1 || !Number.isInteger(perPage) || perPage < 1)
    return refuse(422, 'Validation Failed');
  const shift =
    request.page_fault === 'repeat_page' && asked > 1 ? -1 : request.page_fault === 'lose_page' ? 1 : 0;
  const number = asked + shift;
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    if (opaque) query.set('after', Buffer.from(String(target)).toString('base64url'));
    else query.set('page', String(target));
    return `<${base}${request.path}?${query}>; rel="${rel}"`;
  };
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const links = number < pages ? [link(number + 1, 'next'), link(pages, 'last')] : [];
  return {
    status: 200,
    body: items.slice((number - 1) * perPage, number * perPage),
    ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }),
  };
}

/** GitHub's REST API as far as an indicator reader and an approved write need it. */
export async function startGithubServer(
  dataset: GithubDataset,
  options: GithubServerOptions = {},
): Promise<VendorServer> {
  const limit = options.page_limit ?? MAX_PER_PAGE;
  const quota = options.quota ?? 5000;
  const clock = () => (options.now ?? (() => new Date()))().getTime();
  const windowMs = (options.window_seconds ?? 3600) * 1000;
  let left = quota;
  let renewedAt = clock() + windowMs;
  let url = '';
  const paging = () => ({ base: url, limit, opaque: options.opaque_links ?? false });

  const given = { count: 0, left: 0, until: 0 };
  const installationToken = () => `ghs_installation_${given.count}`;
  const isKnown = (authorization: string | undefined): boolean => {
    if (authorization === `Bearer ${dataset.credentials.token}`) return true;
    if (given.count === 0 || authorization !== `Bearer ${installationToken()}`) return false;
    given.left -= 1;
    return given.left >= 0 && clock() < given.until;
  };

  /** What an app may ask with its own signature: where it is installed, and a token for there. */
  function asApp({ method, path, headers }: VendorRequest): VendorReply | null {
    const { app } = options;
    const asksWhere = method === 'GET' && /^\/repos\/[^/]+\/[^/]+\/installation$/.test(path);
    const asksToken = method === 'POST' && /^\/app\/installations\/\d+\/access_tokens$/.test(path);
    if (app === undefined || !(asksWhere || asksToken)) return null;
    const fault = faultOfJwt(headers.authorization?.replace('Bearer ', '') ?? '', app, clock());
    if (fault !== null) return refuse(401, `A JSON web token could not be decoded: ${fault}`);
    if (asksWhere) return { status: 200, body: { id: app.installation } };
    if (!path.includes(`/${app.installation}/`)) return notFound();
    given.count += 1;
    given.left = app.requests_per_token ?? Number.POSITIVE_INFINITY;
    given.until = clock() + 3_600_000;
    const expires_at = new Date(given.until).toISOString().replace('.000Z', 'Z');
    return { status: 201, body: { token: installationToken(), expires_at } };
  }

  const allowed = (request: VendorRequest): VendorReply | null => {
    if (request.headers['user-agent'] === undefined)
      return refuse(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    if (!isKnown(request.headers.authorization)) return refuse(401, 'Bad credentials');
    if (clock() >= renewedAt) {
      left = quota;
      renewedAt = clock() + windowMs;
    }
    left -= 1;
    return left >= 0
      ? null
      : { ...refuse(403, 'API rate limit exceeded for user ID 1.'), headers: hourHeaders() };
  };

  const hourHeaders = (): Record<string, string> =>
    Number.isFinite(quota)
      ? {
          'x-ratelimit-limit': String(quota),
          'x-ratelimit-remaining': String(Math.max(0, left)),
          'x-ratelimit-reset': String(Math.ceil(renewedAt / 1000)),
        }
      : {};

  /** Everything below `/repos/{owner}/{repo}`. */
  function inRepository(repository: string, rest: string, request: VendorRequest): VendorReply {
    const paged = (items: readonly unknown[]) => page(items, request, paging());
    const of = <Item extends { repository: string }>(items: readonly Item[]) =>
      items.filter((item) => item.repository === repository);
    const found = /^\/(issues|pulls|deployments)\/(\d+)(?:\/([a-z]+))?$/.exec(rest);
    const [, list, id, part] = found ?? [];
    if (rest === '/assignees') return paged(dataset.users.map(simple));
    if (rest === '/issues' || rest === '/pulls') {
      const items =
        rest === '/issues'
          ? listed(of(dataset.issues), request, true)
          : listed(
              // The list tells no sizes.
              of(dataset.pulls).map(({ additions: _, deletions: __, changed_files: ___, ...pull }) => pull),
              request,
              false,
            );
      return Array.isArray(items) ? paged(items) : items;
    }
    if (rest === '/deployments')
      return paged(of(dataset.deployments).map(({ statuses: _, ...deployment }) => deployment));
    if (list === 'deployments' && part === 'statuses') {
      const deployment = of(dataset.deployments).find((each) => String(each.id) === id);
      return deployment === undefined ? notFound() : paged(deployment.statuses);
    }
    const number = Number(id);
    const pull = list === 'pulls' ? of(dataset.pulls).find((each) => each.number === number) : undefined;
    if (pull !== undefined)
      return part === 'reviews'
        ? paged(dataset.reviews.filter(({ pull_id }) => pull_id === pull.id))
        : { status: 200, body: pull };
    const issue = list === 'issues' ? of(dataset.issues).find((each) => each.number === number) : undefined;
    // A deleted issue is "gone", not "not found".
    if (issue === undefined) return list === 'issues' ? refuse(410, 'This issue was deleted') : notFound();
    if (part === 'comments') return paged(dataset.comments.filter(({ issue_id }) => issue_id === issue.id));
    if (part === 'timeline') return paged(dataset.events.filter(({ issue_id }) => issue_id === issue.id));
    return part === undefined ? { status: 200, body: issue } : notFound();
  }

  const answer = (request: TimedRequest): VendorReply => {
    const [, owner, repo, rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
    const repository = `${owner}/${repo}`;
    if (request.method !== 'GET') return takeGithubWrite(dataset, repository, rest, request);
    if (request.path === '/user') return { status: 200, body: dataset.viewer };
    if (request.path === '/rate_limit')
      return { status: 200, body: { rate: { limit: 5000, remaining: left } } };
    if (request.path === `/orgs/${dataset.organisation}/members`)
      return page(dataset.users.map(simple), request, paging());
    const login = /^\/users\/([^/]+)$/.exec(request.path)?.[1];
    const user = dataset.users.find((each) => each.login === decodeURIComponent(login ?? ''));
    if (user !== undefined) return { status: 200, body: user };
    return dataset.repositories.includes(repository) ? inRepository(repository, rest, request) : notFound();
  };

  const served = keepWrites({ ...options, vendor: 'github' }, allowed, answer);
  const counted = async (request: VendorRequest): Promise<VendorReply> => {
    const reply = await served(request);
    return { ...reply, headers: { ...hourHeaders(), ...reply.headers } };
  };
  const server = await startVendorServer((request) => asApp(request) ?? counted(request), options.port);
  url = server.url;
  return server;
}
