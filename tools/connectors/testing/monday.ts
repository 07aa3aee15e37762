import type { MondayDataset, MondayItem, MondayUser } from '#demo/vendors/monday-dataset.ts';
import { type MondayServerOptions, startMondayServer } from '#demo/vendors/monday-server.ts';
import type { Clock } from '#domain/clock.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

/** Stands in every text that must not be kept. */
export const MONDAY_SECRET_TEXT = 'nobody may read this cell';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString().replace('.000Z', 'Z');

export const mondayUser = (index: number): MondayUser => ({
  id: index === 9 ? '-4' : String(60_000 + index),
  name: index === 9 ? 'Automations' : `Colleague ${index}`,
  email: `colleague-${index}@example.org`,
  kind: 'member',
  status: index === 8 ? 'INACTIVE' : 'ACTIVE',
  is_deleted: false,
  time_zone_identifier: 'Europe/Oslo',
});

export function mondayItem(index: number): MondayItem {
  const done = index % 2 === 0;
  return {
    id: String(1_800_000 + index),
    board: '77',
    name: `Onboarding ${index}`,
    state: 'active',
    created_at: at(index, 8),
    updated_at: at(index, 16),
    creator_id: '60006',
    group: { title: 'This quarter' },
    parent_item: null,
    column_values: [
      {
        id: 'person',
        type: 'people',
        persons_and_teams: [{ id: String(60_000 + (index % 5)), kind: 'person' }],
      },
      {
        id: 'status',
        type: 'status',
        label: done ? 'Done' : 'Working on it',
        is_done: done,
        updated_at: at(index, 15),
      },
      { id: 'date4', type: 'date', date: '2026-04-10' },
      { id: 'numbers', type: 'numbers', number: 6 },
      { id: 'text', type: 'text', text: MONDAY_SECRET_TEXT },
    ],
  };
}

export const makeMondayDataset = (items: number, users = 10): MondayDataset => ({
  credentials: { token: 'monday-test-token-4142' },
  viewer: '60007',
  users: Array.from({ length: users }, (_, index) => mondayUser(index)),
  boards: [
    {
      id: '77',
      name: 'Onboarding',
      state: 'active',
      updated_at: at(0, 8),
      columns: [
        { id: 'person', title: 'Owner', type: 'people' },
        { id: 'status', title: 'Status', type: 'status' },
        { id: 'date4', title: 'Due date', type: 'date' },
        { id: 'numbers', title: 'Estimated hours', type: 'numbers' },
        { id: 'text', title: 'Customer', type: 'text' },
      ],
    },
  ],
  items: Array.from({ length: items }, (_, index) => mondayItem(index)),
  updates: [],
  logs: [],
});

/** A simulated monday.com over the data set with pages of 100, and a connector to it. */
export async function startMonday(
  dataset: MondayDataset,
  http: HttpDeps = systemHttp,
  options: MondayServerOptions & { fields?: string[]; settings?: Record<string, string>; clock?: Clock } = {},
) {
  const server = await startMondayServer(dataset, {
    now: () => new Date(TEST_NOW),
    page_limit: 100,
    ...options,
  });
  const source = { ...testSource('monday', server.url), settings: options.settings ?? { boards: '77' } };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.monday ?? [];
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: options.clock ?? testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
