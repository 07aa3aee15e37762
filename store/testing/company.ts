import { type Clock, makeClock } from '#domain/clock.ts';
import { personId, type SourceId, sourceId, type TenantId, teamId, tenantId } from '#domain/ids.ts';
import type { AccessRole, Person, Reader } from '#domain/person.ts';
import { policyPreset } from '#domain/policy.ts';
import type { TimeEntry, WorkItem } from '#domain/record.ts';
import type { ScopedStore, Store } from '../ports.ts';
import { makeStore } from '../store.ts';
import { makeTestDatabase, type TestDatabase } from './test-database.ts';

/**
 * A small organisation for tests: Head leads Manager (payments) and Other (sales); Ann and Bob work in payments, Cas in
 * sales; Hana is hr, Ada is admin, Otto audits.
 */
export interface TestCompany {
  database: TestDatabase;
  tenant_id: TenantId;
  clock: Clock;
  store: Store;
  system: ScopedStore;
  /** The store as that person, with the roles that the database says they have. */
  as(name: keyof typeof ids): Promise<ScopedStore>;
  close(): Promise<void>;
}

export const ids = {
  head: personId.parse('per_head'),
  manager: personId.parse('per_manager'),
  ann: personId.parse('per_ann'),
  bob: personId.parse('per_bob'),
  other: personId.parse('per_other'),
  cas: personId.parse('per_cas'),
  hana: personId.parse('per_hana'),
  ada: personId.parse('per_ada'),
  otto: personId.parse('per_otto'),
};
export const teams = { payments: teamId.parse('team_payments'), sales: teamId.parse('team_sales') };
export const jira: SourceId = sourceId.parse('src_jira');

export const someone = (id: Person['id'], over: Partial<Person> = {}): Person => ({
  id,
  employee_id: null,
  name: id.slice('per_'.length),
  email: `${id.slice('per_'.length)}@example.com`,
  manager_id: null,
  team_id: null,
  job_title: null,
  job_function: 'engineering',
  department: null,
  location: null,
  start_date: null,
  end_date: null,
  employment_type: null,
  weekly_hours: 36,
  skills: [{ name: 'typescript', level: 3 }],
  active: true,
  ...over,
});

export const staff: Person[] = [
  someone(ids.head),
  someone(ids.manager, { manager_id: ids.head, team_id: teams.payments }),
  someone(ids.ann, { manager_id: ids.manager, team_id: teams.payments }),
  someone(ids.bob, { manager_id: ids.manager, team_id: teams.payments }),
  someone(ids.other, { manager_id: ids.head, team_id: teams.sales }),
  someone(ids.cas, { manager_id: ids.other, team_id: teams.sales }),
  someone(ids.hana),
  someone(ids.ada),
  someone(ids.otto),
];

export const TODAY = '2026-03-02';

export async function makeTestCompany(database?: TestDatabase): Promise<TestCompany> {
  const own = database ?? (await makeTestDatabase());
  const tenant = tenantId.parse('org_test');
  const clock = makeClock(Date.now, TODAY);
  const store = makeStore({ database: own, tenant_id: tenant, clock });
  const system = store.as({ kind: 'system' });
  await store.found('Test', policyPreset('dynamic'));
  await system.people.saveTeams([
    { id: teams.payments, name: 'Payments', manager_id: ids.manager, parent_id: null },
    { id: teams.sales, name: 'Sales', manager_id: ids.other, parent_id: null },
  ]);
  await system.people.upsertMany(staff, 'full');
  await system.grants.give(ids.hana, 'hr');
  await system.grants.give(ids.ada, 'admin');
  await system.grants.give(ids.otto, 'auditor');
  await system.sources.save({
    id: jira,
    name: 'jira',
    vendor: 'jira',
    base_url: null,
    settings: {},
    enabled: true,
  });
  return {
    database: own,
    tenant_id: tenant,
    clock,
    store,
    system,
    async as(name) {
      const reader = await store.readerOf(ids[name]);
      if (reader === null) throw new Error(`${name} has left`);
      return store.as(reader);
    },
    close: () => own.close(),
  };
}

export const personReader = (id: Person['id'], ...roles: AccessRole[]): Reader => ({
  kind: 'person',
  person_id: id,
  roles: ['employee', ...roles],
});

export const workItem = (over: Partial<WorkItem> = {}): WorkItem => ({
  kind: 'work_item',
  key: 'PAY-1',
  title: 'Retry failed payouts',
  project: 'PAY',
  type: 'Task',
  status: 'To Do',
  status_category: 'to_do',
  priority: null,
  priority_rank: null,
  assignee: 'a1',
  reporter: null,
  created_at: '2026-02-01T09:00:00.000Z',
  updated_at: '2026-02-10T09:00:00.000Z',
  started_at: null,
  resolved_at: null,
  due_on: null,
  estimate_hours: null,
  remaining_hours: null,
  spent_hours: null,
  labels: [],
  components: [],
  blocked: false,
  comment_count: null,
  parent_key: null,
  transitions: [],
  assignments: [],
  blocked_spans: [],
  history_known: true,
  ...over,
});

export const timeEntry = (over: Partial<TimeEntry> = {}): TimeEntry => ({
  kind: 'time_entry',
  account: 'a1',
  spent_on: '2026-02-03',
  hours: 6,
  project: null,
  task: null,
  work_item_key: null,
  billable: null,
  running: false,
  created_at: null,
  updated_at: null,
  ...over,
});
