import type { AsanaDataset, AsanaTask, AsanaUser } from '#demo/vendors/asana-dataset.ts';
import { type AsanaServerOptions, startAsanaServer } from '#demo/vendors/asana-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

/** Stands in every text that must not be kept. */
export const ASANA_SECRET_TEXT = 'nobody may read this note';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString();

export const asanaUser = (index: number): AsanaUser => ({
  gid: String(1_200_000 + index),
  name: `Colleague ${index}`,
  email: `colleague-${index}@example.org`,
});
const compact = ({ gid, name }: AsanaUser) => ({ gid, name });

export function asanaTask(index: number): AsanaTask {
  const done = index % 2 === 0;
  return {
    gid: String(7_700_000 + index),
    name: `Campaign ${index}`,
    resource_subtype: 'default_task',
    is_rendered_as_separator: false,
    notes: ASANA_SECRET_TEXT,
    assignee: compact(asanaUser(index % 5)),
    created_by: compact(asanaUser(6)),
    completed: done,
    completed_at: done ? at(index, 15) : null,
    created_at: at(index, 8),
    modified_at: at(index, 16),
    due_on: '2026-04-10',
    due_at: null,
    actual_time_minutes: 90,
    memberships: [{ project: { gid: '31', name: 'Launch' }, section: { gid: '41', name: 'In progress' } }],
    tags: [{ gid: '51', name: 'spring' }],
    parent: null,
    custom_fields: [
      { gid: '61', name: 'Priority', display_value: 'High', type: 'enum' },
      { gid: '62', name: 'Estimated time', display_value: '4h', number_value: 240, type: 'number' },
      { gid: '63', name: 'Client', display_value: ASANA_SECRET_TEXT, type: 'text' },
    ],
  };
}

/** Makes a task the subtask of another, and so one of no project. */
export function putBelow(task: AsanaTask, { gid, name }: AsanaTask): void {
  task.parent = { gid, name };
  task.memberships = [];
}

export const makeAsanaDataset = (tasks: number, users = 10): AsanaDataset => ({
  credentials: { token: 'asana-test-token-6931' },
  workspace: '11',
  viewer: { gid: '1199999', name: 'Fairlead', email: 'fairlead@example.org' },
  users: Array.from({ length: users }, (_, index) => asanaUser(index)),
  projects: [{ gid: '31', name: 'Launch' }],
  tasks: Array.from({ length: tasks }, (_, index) => asanaTask(index)),
  stories: [],
});

/** A simulated Asana over the data set, and a connector to it. */
export async function startAsana(
  dataset: AsanaDataset,
  http: HttpDeps = systemHttp,
  options: AsanaServerOptions & { fields?: string[]; requests_per_minute?: number } = {},
) {
  const server = await startAsanaServer(dataset, { now: () => new Date(TEST_NOW), ...options });
  const source = {
    ...testSource('asana', server.url),
    settings: { workspace: '11', bots: '1200009', requests_per_minute: options.requests_per_minute ?? 1500 },
  };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.asana ?? [];
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
