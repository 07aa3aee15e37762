import { addDays, type IsoDate } from '#domain/date.ts';
import { idFrom, type PersonId, personId, recordId, sourceId, teamId } from '#domain/ids.ts';
import type { Person, Team } from '#domain/person.ts';
import type { StoredRecord, TimeEntry, WorkItem } from '#domain/record.ts';

export const JIRA = sourceId.parse('src_jira');
export const HARVEST = sourceId.parse('src_harvest');
export const TEAM = teamId.parse('team_a');

export const personNamed = (name: string): PersonId => personId.parse(`per_${name}`);
export const at = (day: IsoDate, time = '12:00'): string => `${day}T${time}:00.000Z`;

export const makeTeam = (changes: Partial<Team> = {}): Team => ({
  id: TEAM,
  name: 'A',
  manager_id: null,
  parent_id: null,
  ...changes,
});

export const makePerson = (name: string, changes: Partial<Person> = {}): Person => ({
  id: personNamed(name),
  employee_id: name,
  name,
  email: `${name}@example.org`,
  manager_id: null,
  team_id: TEAM,
  job_title: 'Engineer',
  job_function: 'engineering',
  department: null,
  location: null,
  start_date: null,
  end_date: null,
  employment_type: null,
  weekly_hours: 40,
  skills: [],
  active: true,
  ...changes,
});

const emptyItem: Omit<WorkItem, 'key' | 'created_at' | 'updated_at'> = {
  kind: 'work_item',
  title: null,
  project: 'PAY',
  type: 'Task',
  status: null,
  status_category: 'to_do',
  priority: null,
  priority_rank: null,
  assignee: null,
  reporter: null,
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
};

/** A record of a work item; its account is its assignee, and account `acc-NAME` is person NAME's. */
export function itemRecord(
  item: Partial<WorkItem> & { key: string; created_at: string },
  changes: Partial<StoredRecord> = {},
): StoredRecord {
  const updated = item.updated_at ?? item.resolved_at ?? item.started_at ?? item.created_at;
  const payload: WorkItem = { ...emptyItem, updated_at: updated, ...item };
  const account = payload.assignee;
  return {
    id: idFrom('rec', recordId, { source: JIRA, key: item.key }),
    source_id: JIRA,
    external_id: item.key,
    account,
    updated_at: updated,
    deleted: false,
    payload,
    person_id: account === null ? null : personNamed(account.replace('acc-', '')),
    payload_hash: item.key,
    fetched_at: at(addDays(updated.slice(0, 10), 1)),
    ...changes,
  };
}

/** An item that went through to do, in progress and done, with its history. */
export function doneItem(
  key: string,
  name: string,
  days: { created: string; started: string; resolved: string },
  item: Partial<WorkItem> = {},
): StoredRecord {
  const step = (when: string, from: WorkItem['status_category'], to: WorkItem['status_category']) => ({
    at: when,
    from,
    to,
    from_category: from,
    to_category: to,
  });
  return itemRecord({
    key,
    created_at: days.created,
    started_at: days.started,
    resolved_at: days.resolved,
    status_category: 'done',
    assignee: `acc-${name}`,
    transitions: [step(days.started, 'to_do', 'in_progress'), step(days.resolved, 'in_progress', 'done')],
    ...item,
  });
}

export function timeRecord(
  name: string,
  spentOn: IsoDate,
  hours: number,
  entry: Partial<TimeEntry> = {},
): StoredRecord {
  const payload: TimeEntry = {
    kind: 'time_entry',
    account: `h-${name}`,
    spent_on: spentOn,
    hours,
    project: 'Payments',
    task: 'Development',
    work_item_key: null,
    billable: null,
    running: false,
    created_at: null,
    updated_at: null,
    ...entry,
  };
  const external = `${name} ${spentOn} ${payload.task} ${hours}`;
  return {
    id: idFrom('rec', recordId, { source: HARVEST, external }),
    source_id: HARVEST,
    external_id: external,
    account: payload.account,
    updated_at: at(spentOn),
    deleted: false,
    payload,
    person_id: personNamed(name),
    payload_hash: external,
    fetched_at: at(spentOn, '23:00'),
  };
}
