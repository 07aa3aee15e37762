import { z } from 'zod';
import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import type { HubspotDataset, HubspotObject } from './hubspot-dataset.ts';

export interface HubspotServerOptions {
  now?: () => Date;
  port?: number;
  /** Most results of a search's page; less than HubSpot's own makes paging show with little data. */
  page_limit?: number;
  /** Changes younger than this aren't in the search's index yet, in ms. */
  index_lag_ms?: number;
  /** The day's calls are used up. */
  daily_limit?: boolean;
}

/** HubSpot's own bounds (developers.hubspot.com/docs/api-reference/search/guide). */
const MAX_SEARCH_PAGE = 200;
const MAX_SEARCH_RESULTS = 10_000;
const MAX_LIST_PAGE = 100;
const MAX_HISTORY_BATCH = 50;

const refuse = (status: number, category: string, message: string): VendorReply => ({
  status,
  body: { status: 'error', message, correlationId: 'simulated', category },
});

const filter = z.object({
  propertyName: z.enum(['hs_lastmodifieddate', 'hs_object_id']),
  operator: z.enum(['GTE', 'GT', 'EQ']),
  value: z.string().regex(/^\d+$/),
});
const searchBody = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filter) })).max(5),
  // One rule is all that it takes.
  sorts: z
    .array(z.object({ propertyName: filter.shape.propertyName, direction: z.literal('ASCENDING') }))
    .max(1),
  properties: z.array(z.string()),
  limit: z.int().min(1).max(MAX_SEARCH_PAGE),
  after: z.string().regex(/^\d+$/),
});
const batchBody = z.object({
  inputs: z.array(z.object({ id: z.string() })).max(MAX_HISTORY_BATCH),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
});

const numberOf = (item: HubspotObject, name: string): number => {
  const text = item.properties[name] ?? '';
  return name === 'hs_object_id' ? Number(text) : Date.parse(text);
};
const holds = (item: HubspotObject, { propertyName, operator, value }: z.infer<typeof filter>): boolean => {
  const [found, asked] = [numberOf(item, propertyName), Number(value)];
  if (operator === 'EQ') return found === asked;
  return operator === 'GT' ? !(found <= asked) : !(found < asked);
};
/** A record with the properties that were asked for, and the three that always come. */
const shown = ({ properties, ...item }: HubspotObject, names: readonly string[]) => ({
  id: item.id,
  properties: Object.fromEntries(
    ['hs_object_id', 'hs_lastmodifieddate', 'createdate', 'surplus', ...names].flatMap((name) =>
      properties[name] === undefined ? [] : [[name, properties[name]]],
    ),
  ),
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  archived: item.archived,
  ...(item.archivedAt === undefined ? {} : { archivedAt: item.archivedAt }),
});

/** HubSpot's CRM API v3 as far as an indicator reader needs it, read only. */
export function startHubspotServer(
  dataset: HubspotDataset,
  options: HubspotServerOptions = {},
): Promise<VendorServer> {
  const now = options.now ?? (() => new Date());
  const limit = Math.min(options.page_limit ?? MAX_SEARCH_PAGE, MAX_SEARCH_PAGE);

  function search(items: readonly HubspotObject[], request: VendorRequest): VendorReply {
    const parsed = searchBody.safeParse(request.body);
    if (!parsed.success) return refuse(400, 'VALIDATION_ERROR', z.prettifyError(parsed.error));
    const { filterGroups, sorts, properties, after, limit: asked } = parsed.data;
    const from = Number(after);
    if (from + asked > MAX_SEARCH_RESULTS)
      return refuse(400, 'VALIDATION_ERROR', 'paging past 10000 results is not supported');
    const fresh = now().getTime() - (options.index_lag_ms ?? 0);
    const lagging = (item: HubspotObject) =>
      options.index_lag_ms !== undefined && Date.parse(item.properties.hs_lastmodifieddate ?? '') > fresh;
    // A fault may give the first page once more, or leave one out.
    const groups = request.page_fault === 'repeat_page' ? [] : filterGroups;
    const by = sorts[0]?.propertyName ?? 'hs_object_id';
    const found = items
      .filter((item) => !item.archived && !lagging(item))
      .filter(
        (item) =>
          groups.length === 0 || groups.some(({ filters }) => filters.every((each) => holds(item, each))),
      )
      .toSorted((a, b) => (numberOf(a, by) || 0) - (numberOf(b, by) || 0) || Number(a.id) - Number(b.id));
    const size = Math.min(asked, limit);
    const at = from + (request.page_fault === 'lose_page' ? size : 0);
    const more = at + size < found.length;
    return {
      status: 200,
      body: {
        total: found.length,
        results: found.slice(at, at + size).map((item) => shown(item, properties)),
        ...(more ? { paging: { next: { after: String(from + size), link: '' } } } : {}),
      },
    };
  }

  function list(items: readonly unknown[], { query }: VendorRequest, most: number): VendorReply {
    const asked = Number(query.get('limit') ?? 10);
    const from = Number(query.get('after') ?? 0);
    if (!Number.isInteger(asked) || asked < 1 || asked > most || !Number.isInteger(from))
      return refuse(400, 'VALIDATION_ERROR', `limit must be between 1 and ${most}`);
    const more = from + asked < items.length;
    return {
      status: 200,
      body: {
        results: items.slice(from, from + asked),
        ...(more ? { paging: { next: { after: String(from + asked), link: '' } } } : {}),
      },
    };
  }

  function history(request: VendorRequest): VendorReply {
    const parsed = batchBody.safeParse(request.body);
    if (!parsed.success) return refuse(400, 'VALIDATION_ERROR', z.prettifyError(parsed.error));
    const asked = new Set(parsed.data.inputs.map(({ id }) => id));
    const results = dataset.deals
      .filter(({ id, archived }) => asked.has(id) && !archived)
      .map((deal) => ({
        ...shown(deal, parsed.data.properties),
        propertiesWithHistory: { dealstage: deal.stages },
      }));
    return { status: 200, body: { status: 'COMPLETE', results } };
  }

  const handle = (request: VendorRequest): VendorReply => {
    if (request.headers.authorization !== `Bearer ${dataset.credentials.token}`)
      return refuse(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
    if (options.daily_limit === true)
      return {
        status: 429,
        body: {
          status: 'error',
          errorType: 'RATE_LIMIT',
          policyName: 'DAILY',
          message: 'You have reached your daily limit.',
        },
      };
    const archived = request.query.get('archived') === 'true';
    switch (`${request.method} ${request.path}`) {
      case 'GET /account-info/v3/details':
        return { status: 200, body: { portalId: dataset.portal, companyCurrency: 'EUR' } };
      case 'GET /crm/v3/owners':
        return list(
          dataset.owners.filter((owner) => owner.archived === archived),
          request,
          500,
        );
      case 'POST /crm/v3/objects/0-3/search':
        return search(dataset.deals, request);
      case 'POST /crm/v3/objects/0-3/batch/read':
        return history(request);
      case 'GET /crm/v3/objects/0-3': {
        const names = request.query.get('properties')?.split(',') ?? [];
        const deals = dataset.deals.filter((deal) => deal.archived === archived);
        return list(
          deals.map((deal) => shown(deal, names)),
          request,
          MAX_LIST_PAGE,
        );
      }
      case 'POST /crm/v3/objects/feedback_submissions/search':
        return search(dataset.feedback, request);
      default:
        return refuse(404, 'OBJECT_NOT_FOUND', 'resource not found');
    }
  };
  return startVendorServer(handle, options.port);
}
