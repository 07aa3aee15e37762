import type {
  ZendeskDataset,
  ZendeskRating,
  ZendeskTicket,
  ZendeskUser,
} from '#demo/vendors/zendesk-dataset.ts';
import { startZendeskServer, type ZendeskServerOptions } from '#demo/vendors/zendesk-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

/** Stands in every text that must not be kept. */
export const ZENDESK_SECRET_TEXT = 'the customer wrote this in anger';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString().replace('.000Z', 'Z');
export const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

export const zendeskUser = (index: number): ZendeskUser => ({
  id: 500 + index,
  name: index < 8 ? `Colleague ${index}` : ZENDESK_SECRET_TEXT,
  email: index < 8 ? `colleague-${index}@example.org` : 'customer@elsewhere.example',
  role: index === 0 ? 'admin' : index < 8 ? 'agent' : 'end-user',
  active: true,
  suspended: index === 7,
  time_zone: 'Oslo',
  notes: ZENDESK_SECRET_TEXT,
  updated_at: '2026-01-05T08:00:00Z',
});

export function zendeskTicket(index: number): ZendeskTicket {
  const solved = index % 2 === 0;
  return {
    id: 9000 + index,
    subject: ZENDESK_SECRET_TEXT,
    description: ZENDESK_SECRET_TEXT,
    status: solved ? 'solved' : 'pending',
    priority: 'high',
    via: { channel: 'email' },
    requester_id: 508,
    assignee_id: 500 + (index % 5),
    group_id: 71,
    tags: [ZENDESK_SECRET_TEXT],
    created_at: at(index, 8),
    updated_at: at(index, 16),
    generated_timestamp: seconds(at(index, 16)),
    metric_set: {
      ticket_id: 9000 + index,
      reopens: index % 3,
      replies: 2,
      solved_at: solved ? at(index, 15) : null,
      reply_time_in_minutes: { calendar: 45, business: 30 },
    },
  };
}

export const zendeskRating = (index: number): ZendeskRating => ({
  id: 80 + index,
  score: index % 4 === 3 ? 'offered' : index % 4 === 2 ? 'bad' : 'good',
  comment: ZENDESK_SECRET_TEXT,
  assignee_id: 500 + (index % 5),
  group_id: 71,
  requester_id: 508,
  ticket_id: 9000 + index,
  created_at: at(index, 17),
  updated_at: at(index, 18),
});

export const makeZendeskDataset = (tickets: number, ratings = 8): ZendeskDataset => ({
  credentials: { email: 'fairlead@example.org', token: 'zendesk-test-token-5772' },
  users: Array.from({ length: 10 }, (_, index) => zendeskUser(index)),
  groups: [{ id: 71, name: 'Port desk' }],
  tickets: Array.from({ length: tickets }, (_, index) => zendeskTicket(index)),
  ratings: Array.from({ length: ratings }, (_, index) => zendeskRating(index)),
});

/** A simulated Zendesk over the data set, and a connector to it. */
export async function startZendesk(
  dataset: ZendeskDataset,
  http: HttpDeps = systemHttp,
  options: ZendeskServerOptions & { fields?: string[] } = {},
) {
  const server = await startZendeskServer(dataset, {
    now: () => new Date(TEST_NOW),
    page_limit: 100,
    ...options,
  });
  const source = { ...testSource('zendesk', server.url), settings: { bots: '506' } };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.zendesk ?? [];
  const connect = (token: string): Connector =>
    makeConnector({
      source,
      credentials: { email: dataset.credentials.email, token },
      fields,
      clock: testClock,
      http,
    });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
