import type { HarvestDataset, VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';

export interface HarvestServerOptions {
  port?: number;
  /** Most items of a page; less than Harvest's own 2000 makes paging show with little data. */
  page_limit?: number;
}

/** Harvest's own bound of a page. */
const MAX_PER_PAGE = 2000;

interface Item {
  id: number;
  updated_at: string;
  spent_date?: string;
}

const positive = (text: string | null, fallback: number): number => {
  const number = Number(text ?? fallback);
  return Number.isInteger(number) && number > 0 ? number : fallback;
};

/** One page of a list, in the data set's order, with Harvest's links and totals. */
function page(
  name: string,
  items: readonly Item[],
  request: VendorRequest,
  { base, limit }: { base: string; limit: number },
): VendorReply {
  const since = request.query.get('updated_since');
  if (since !== null && Number.isNaN(Date.parse(since)))
    return { status: 422, body: { message: 'updated_since is not a date' } };
  const [from, to] = [request.query.get('from'), request.query.get('to')];
  const found = items.filter(
    ({ updated_at, spent_date = '' }) =>
      (since === null || !(Date.parse(updated_at) < Date.parse(since))) &&
      (from === null || spent_date >= from) &&
      (to === null || spent_date <= to),
  );
  const perPage = Math.min(positive(request.query.get('per_page'), limit), limit);
  const asked = positive(request.query.get('page'), 1);
  const shift =
    request.page_fault === 'repeat_page' && asked > 1 ? -1 : request.page_fault === 'lose_page' ? 1 : 0;
  const number = asked + shift;
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const link = (target: number) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(target));
    query.set('per_page', String(perPage));
    return `${base}${request.path}?${query}`;
  };
  const next = number < pages ? number + 1 : null;
  return {
    status: 200,
    body: {
      [name]: found.slice((number - 1) * perPage, number * perPage),
      per_page: perPage,
      total_pages: pages,
      total_entries: found.length,
      next_page: next,
      previous_page: number > 1 ? number - 1 : null,
      page: number,
      links: {
        first: link(1),
        next: next === null ? null : link(next),
        previous: number > 1 ? link(number - 1) : null,
        last: link(pages),
      },
    },
  };
}

/** Harvest's API v2 over a data set, read only, as Fairlead uses it. */
export function startHarvestServer(
  dataset: HarvestDataset,
  options: HarvestServerOptions = {},
): Promise<VendorServer> {
  const handle = (request: VendorRequest): VendorReply => {
    const base = `http://${request.headers.host ?? '127.0.0.1'}`;
    const place = { base, limit: options.page_limit ?? MAX_PER_PAGE };
    const { headers } = request;
    if (headers['user-agent'] === undefined || headers['user-agent'] === 'node')
      return {
        status: 400,
        body: { error: 'user_agent_required', message: 'A User-Agent header is required.' },
      };
    const authorized =
      headers.authorization === `Bearer ${dataset.credentials.token}` &&
      headers['harvest-account-id'] === dataset.credentials.account_id;
    if (!authorized)
      return {
        status: 401,
        body: {
          error: 'invalid_token',
          error_description:
            'The access token provided is expired, revoked, malformed or invalid for other reasons.',
        },
      };
    if (request.method !== 'GET') return { status: 405, body: { message: 'Method not allowed' } };
    if (request.path === '/v2/users/me')
      return { status: 200, body: dataset.users[0] ?? { id: 1, email: null } };
    if (request.path === '/v2/users') return page('users', dataset.users, request, place);
    if (request.path === '/v2/time_entries')
      return page('time_entries', dataset.time_entries, request, place);
    return { status: 404, body: { message: 'Not found' } };
  };
  return startVendorServer(handle, options.port);
}
