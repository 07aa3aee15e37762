import { z } from 'zod';
import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import type { TogglDataset, TogglEntry } from './toggl-dataset.ts';

export interface TogglServerOptions {
  port?: number;
  /** Most rows of a page; less than what is asked for makes paging show with little data. */
  page_limit?: number;
  /** Calls of the hour that are left, and when there are new ones. */
  quota?: { left: number; resets_in_seconds: number };
  /** Gives the rows by date, whatever order is asked for. */
  unordered?: boolean;
}

/** A range may be a year long (engineering.toggl.com/docs/reports_start). */
const MAX_RANGE_MS = 366 * 86_400_000;

const day = z.iso.date();
const reportBody = z.strictObject({
  start_date: day,
  end_date: day,
  order_by: z.enum(['date', 'last_update']).optional(),
  order_dir: z.enum(['ASC', 'DESC']).optional(),
  page_size: z.int().min(1).max(1000).optional(),
  first_id: z.int().optional(),
  first_row_number: z.int().optional(),
  first_timestamp: z.int().optional(),
  hide_amounts: z.boolean().optional(),
  enrich_response: z.boolean().optional(),
});

const millisecondsOf = (text: string): number => Date.parse(text) || 0;

/** A group of the report; each has one entry here, and names only where the answer is enriched. */
function rowOf({ id, seconds, start, stop, at, ...rest }: TogglEntry, row_number: number, enriched: boolean) {
  const { project_name, task_name, username, ...row } = rest;
  return {
    ...row,
    ...(enriched ? { project_name, task_name, username } : {}),
    row_number,
    time_entries: [{ id, seconds, start, stop, at }],
  };
}

/** Toggl Track's API v9 and Reports API v3 as far as an indicator reader needs them, read only. */
export function startTogglServer(
  dataset: TogglDataset,
  options: TogglServerOptions = {},
): Promise<VendorServer> {
  const authorization = `Basic ${Buffer.from(`${dataset.credentials.token}:api_token`).toString('base64')}`;
  const report = `/reports/api/v3/workspace/${dataset.workspace}/search/time_entries`;

  function entries(request: VendorRequest): VendorReply {
    const parsed = reportBody.safeParse(request.body);
    if (!parsed.success) return { status: 400, body: z.prettifyError(parsed.error) };
    const asked = parsed.data;
    const [from, to] = [Date.parse(asked.start_date), Date.parse(asked.end_date)];
    if (to < from || to - from > MAX_RANGE_MS)
      return { status: 400, body: 'Invalid range: end_date must be within a year after start_date' };
    const by = asked.order_by === 'last_update' && options.unordered !== true ? 'at' : 'start';
    const turn = asked.order_dir === 'DESC' && options.unordered !== true ? -1 : 1;
    const rows = dataset.entries
      .filter(({ start }) => !(Date.parse(start) < from) && !(Date.parse(start) >= to + 86_400_000))
      .toSorted((a, b) => turn * (millisecondsOf(a[by]) - millisecondsOf(b[by])) || a.id - b.id);
    const size = Math.min(asked.page_size ?? 50, options.page_limit ?? 1000);
    const first = (asked.first_row_number ?? 1) - 1;
    const shift =
      request.page_fault === 'repeat_page' ? -size : request.page_fault === 'lose_page' ? size : 0;
    const at = first + shift;
    const next = rows[first + size];
    return {
      status: 200,
      body: rows
        .slice(at, at + size)
        .map((row, index) => rowOf(row, at + index + 1, asked.enrich_response === true)),
      headers:
        next === undefined
          ? {}
          : {
              'x-next-id': String(next.id),
              'x-next-row-number': String(first + size + 1),
              'x-next-timestamp': String(Math.floor(millisecondsOf(next.at) / 1000)),
            },
    };
  }

  const answer = (request: VendorRequest): VendorReply => {
    switch (`${request.method} ${request.path}`) {
      case 'GET /api/v9/me':
        return { status: 200, body: { id: dataset.users[0]?.user_id, email: dataset.users[0]?.email } };
      case `GET /api/v9/workspaces/${dataset.workspace}/workspace_users`:
        return request.query.get('includeIndirect') === null
          ? { status: 400, body: 'includeIndirect is missing' }
          : { status: 200, body: dataset.users };
      case `POST ${report}`:
        return entries(request);
      default:
        return {
          status: request.path.startsWith('/reports/') ? 403 : 404,
          body: 'Workspace not found/accessible',
        };
    }
  };

  return startVendorServer((request) => {
    if (request.headers.authorization !== authorization)
      return { status: 401, body: 'Incorrect username and/or password' };
    const { quota } = options;
    if (quota === undefined) return answer(request);
    const headers = {
      'x-toggl-quota-remaining': String(Math.max(0, quota.left - 1)),
      'x-toggl-quota-resets-in': String(quota.resets_in_seconds),
    };
    // Not 429: that is said of a burst.
    if (quota.left <= 0)
      return { status: 402, body: 'You have hit your hourly limit for API calls.', headers };
    quota.left -= 1;
    const reply = answer(request);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }, options.port);
}
