import type { TogglDataset, TogglEntry, TogglUser } from '#demo/vendors/toggl-dataset.ts';
import { startTogglServer, type TogglServerOptions } from '#demo/vendors/toggl-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector, Source } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';

/** Stands in every text that must not be kept. */
export const TOGGL_SECRET_TEXT = 'waited for the doctor to call';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString().replace('.000Z', '+00:00');

export const togglUser = (index: number): TogglUser => ({
  id: 88_000 + index,
  user_id: 2_000 + index,
  name: `Colleague ${index}`,
  email: `colleague-${index}@example.org`,
  active: true,
  inactive: index === 7,
  timezone: index === 1 ? 'Asia/Singapore' : 'Europe/Oslo',
});

export const togglEntry = (index: number): TogglEntry => ({
  id: 3_300_000 + index,
  user_id: 2_000 + (index % 5),
  username: `Colleague ${index % 5}`,
  description: `PAY-${index + 1} ${TOGGL_SECRET_TEXT}`,
  project_name: 'Payments',
  task_name: 'Development',
  billable: true,
  seconds: 5400,
  start: at(index, 14),
  stop: at(index, 15),
  at: at(index, 16),
});

export const makeTogglDataset = (entries: number): TogglDataset => ({
  credentials: { token: 'toggl-test-token-6180' },
  workspace: '3134975',
  users: Array.from({ length: 10 }, (_, index) => togglUser(index)),
  entries: Array.from({ length: entries }, (_, index) => togglEntry(index)),
});

/** A simulated Toggl over the data set, and a connector to it. */
export async function startToggl(
  dataset: TogglDataset,
  http: HttpDeps = systemHttp,
  options: TogglServerOptions & { fields?: string[]; settings?: Source['settings'] } = {},
) {
  const server = await startTogglServer(dataset, { page_limit: 100, ...options });
  const settings = { workspace: dataset.workspace, bots: '2006', ...options.settings };
  const source = { ...testSource('toggl', server.url), settings };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.toggl ?? [];
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
