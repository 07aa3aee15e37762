import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import type { ZendeskDataset, ZendeskTicket } from './zendesk-dataset.ts';

export interface ZendeskServerOptions {
  now?: () => Date;
  port?: number;
  /** Most items of a page; less than Zendesk's own makes paging show with little data. */
  page_limit?: number;
  /** The export gives the last ticket of a page at the head of the next once more, as it may. */
  duplicates?: boolean;
}

const EXPORT_PAGE = 1000;
const LIST_PAGE = 100;
/** Offset paging ends here (support.zendesk.com, "Offset pagination limits", August 2023). */
const MAX_OFFSET_ROWS = 10_000;

const refuse = (status: number, error: string, description: string): VendorReply => ({
  status,
  body: { error, description },
});
const encode = (from: number) => Buffer.from(`from ${from}`).toString('base64url');
const decode = (mark: string | null): number | null => {
  if (mark === null) return 0;
  const found = /^from (\d+)$/.exec(Buffer.from(mark, 'base64url').toString())?.[1];
  return found === undefined ? null : Number(found);
};
const shiftOf = (request: VendorRequest, from: number, size: number): number => {
  if (request.page_fault === 'repeat_page' && from > 0) return -size;
  return request.page_fault === 'lose_page' ? size : 0;
};

/** A list with cursor pages (developer.zendesk.com/api-reference/introduction/pagination). */
function list(
  name: string,
  items: readonly unknown[],
  request: VendorRequest,
  { base, limit }: { base: string; limit: number },
): VendorReply {
  const asked = request.query.get('page[size]');
  // Without page[size] the list is of the old kind, by offsets.
  if (asked === null) {
    const page = Number(request.query.get('page') ?? 1);
    if (page * LIST_PAGE > MAX_OFFSET_ROWS)
      return refuse(400, 'InvalidPaginationDepth', 'Number of items to paginate is too deep.');
    const found = items.slice((page - 1) * LIST_PAGE, page * LIST_PAGE);
    return { status: 200, body: { [name]: found, count: items.length, next_page: null } };
  }
  const size = Math.min(Number(asked), limit);
  if (!Number.isInteger(size) || size < 1 || Number(asked) > LIST_PAGE)
    return refuse(400, 'InvalidPaginationParameter', 'page[size] must be between 1 and 100');
  const from = decode(request.query.get('page[after]'));
  if (from === null) return refuse(400, 'InvalidPaginationParameter', 'page[after] is not valid');
  const at = from + shiftOf(request, from, size);
  const more = from + size < items.length;
  const query = new URLSearchParams(request.query);
  query.set('page[after]', encode(from + size));
  return {
    status: 200,
    body: {
      [name]: items.slice(at, at + size),
      meta: { has_more: more, after_cursor: more ? encode(from + size) : null, before_cursor: null },
      links: { next: more ? `${base}${request.path}?${query}` : null, prev: null },
    },
  };
}

/** Zendesk's Support API v2 as far as an indicator reader needs it, read only. */
export function startZendeskServer(
  dataset: ZendeskDataset,
  options: ZendeskServerOptions = {},
): Promise<VendorServer> {
  const now = options.now ?? (() => new Date());
  const limit = options.page_limit ?? EXPORT_PAGE;
  const authorization = `Basic ${Buffer.from(`${dataset.credentials.email}/token:${dataset.credentials.token}`).toString('base64')}`;

  function exported(start: number): ZendeskTicket[] {
    const second = now().getTime() / 1000;
    return dataset.tickets
      .filter(({ generated_timestamp: stamp }) => !(stamp < start))
      .filter(({ generated_timestamp: stamp }) => !(stamp > second - 60 && stamp <= second))
      .toSorted((a, b) => a.generated_timestamp - b.generated_timestamp || a.id - b.id);
  }

  /** The export by cursor: oldest change first, deleted tickets among them, without the last minute. */
  function exportTickets(request: VendorRequest): VendorReply {
    const mark = request.query.get('cursor');
    const [start, from] =
      mark === null
        ? [Number(request.query.get('start_time') ?? Number.NaN), 0]
        : Buffer.from(mark, 'base64url').toString().split('|').map(Number);
    if (start === undefined || from === undefined || Number.isNaN(start + from))
      return refuse(400, 'InvalidValue', 'start_time or cursor is missing or not valid');
    if (start > now().getTime() / 1000 - 60)
      return refuse(
        422,
        'StartTimeTooRecent',
        'Too recent start_time. Use a start_time older than 60 seconds',
      );
    const items = exported(start);
    const at = from + shiftOf(request, from, limit) - (options.duplicates === true && from > 0 ? 1 : 0);
    const page = items.slice(at, from + limit + shiftOf(request, from, limit));
    const end = from + limit >= items.length;
    const include = request.query.get('include')?.split(',') ?? [];
    const ids = new Set(page.map(({ group_id }) => group_id));
    return {
      status: 200,
      body: {
        tickets: page.map(({ metric_set, ...ticket }) => ({
          ...ticket,
          ...(include.includes('metric_sets') ? { metric_set } : {}),
        })),
        ...(include.includes('groups') ? { groups: dataset.groups.filter(({ id }) => ids.has(id)) } : {}),
        after_cursor: Buffer.from(`${start}|${from + limit}`).toString('base64url'),
        after_url: null,
        before_cursor: null,
        end_of_stream: end,
      },
    };
  }

  const handle = (request: VendorRequest): VendorReply => {
    if (request.headers.authorization !== authorization)
      return { status: 401, body: { error: "Couldn't authenticate you" } };
    if (request.method !== 'GET') return { status: 405, body: { error: 'Method not allowed' } };
    const place = {
      base: `http://${request.headers.host ?? '127.0.0.1'}`,
      limit: Math.min(limit, LIST_PAGE),
    };
    switch (request.path) {
      case '/api/v2/users/me.json':
      case '/api/v2/users/me':
        return { status: 200, body: { user: dataset.users.find(({ role }) => role === 'admin') } };
      case '/api/v2/users': {
        const roles = request.query.getAll('role[]');
        const users = dataset.users.filter(({ role }) => roles.length === 0 || roles.includes(role));
        return list('users', users, request, place);
      }
      case '/api/v2/satisfaction_ratings': {
        const start = Number(request.query.get('start_time') ?? 0) * 1000;
        const ratings = dataset.ratings.filter(({ updated_at }) => !(Date.parse(updated_at) < start));
        return list('satisfaction_ratings', ratings, request, place);
      }
      case '/api/v2/incremental/tickets/cursor':
        return exportTickets(request);
      default:
        return refuse(404, 'InvalidEndpoint', 'Not found');
    }
  };
  return startVendorServer(handle, options.port);
}
