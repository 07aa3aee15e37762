import { addDays, daysBetween, type IsoDate } from '#domain/date.ts';
import { type Remark, toDocument } from './comments.ts';
import type { Member } from './roster.ts';
import type { Face } from './titles.ts';
import type { JiraComment, JiraHistory, JiraIssue, JiraStatus, JiraUser } from './vendors/datasets.ts';
import type { Work } from './work.ts';

export const SPRINT_FIELD = 'customfield_10020';
export const FLAG_FIELD = 'customfield_10021';
export const POINTS_FIELD = 'customfield_10016';

export const jiraFields = [
  ...'summary description issuetype project status priority assignee reporter creator created updated'.split(
    ' ',
  ),
  ...'resolutiondate resolution duedate labels components parent comment timeoriginalestimate'.split(' '),
  ...'timeestimate timespent statuscategorychangedate'.split(' '),
].map((id) => ({ id, name: id, custom: false }));

export const jiraCustomFields = [
  {
    id: SPRINT_FIELD,
    name: 'Sprint',
    custom: true,
    schema: { type: 'array', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
  },
  {
    id: FLAG_FIELD,
    name: 'Flagged',
    custom: true,
    schema: { type: 'array', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes' },
  },
  {
    id: POINTS_FIELD,
    name: 'Story point estimate',
    custom: true,
    schema: { type: 'number', custom: 'com.pyxis.greenhopper.jira:jsw-story-points' },
  },
];

const categories = {
  new: { id: 2, key: 'new', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', name: 'In Progress' },
  done: { id: 3, key: 'done', name: 'Done' },
} as const;
const status = (id: string, name: string, key: keyof typeof categories): JiraStatus => ({
  id,
  name,
  statusCategory: categories[key],
});

export const jiraStatuses: JiraStatus[] = [
  status('10000', 'To Do', 'new'),
  status('10001', 'Open', 'new'),
  status('10002', 'In Progress', 'indeterminate'),
  status('10003', 'In Review', 'indeterminate'),
  status('10004', 'Awaiting Build', 'indeterminate'),
  status('10005', 'Waiting for Customer', 'indeterminate'),
  status('10006', 'Done', 'done'),
  status('10007', 'Resolved', 'done'),
];

const projectKeys: Readonly<Record<string, string>> = {
  'Berth Planning': 'BERTH',
  'Vessel Tracking': 'TRACK',
  Platform: 'PLAT',
  'Port Integrations': 'PORT',
  Sales: 'SALES',
  'Customer Success': 'CARE',
  Support: 'HELP',
  Marketing: 'MKTG',
};
const projectNames = [...Object.values(projectKeys), 'OPS'];
export const projectKeyOf = (member: Member): string => projectKeys[member.department] ?? 'OPS';
const projectName = (key: string) =>
  Object.entries(projectKeys).find(([, value]) => value === key)?.[0] ?? 'Company Operations';

const engineeringProjects = ['BERTH', 'TRACK', 'PLAT', 'PORT'];
const priorities = ['Highest', 'High', 'Medium', 'Low', 'Lowest'];
const typeIds = ['Epic', 'Story', 'Bug', 'Task', 'Incident', 'Service Request'];

/** Jira writes `2026-03-02T09:15:00.000+0000`. */
export const jiraInstant = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const statusNamed = (name: string): JiraStatus => {
  const found = jiraStatuses.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`The simulated Jira has no status ${name}.`);
  return found;
};

/** Two-week sprints, counted from a Monday long ago; the sprint that a day lies in. */
const SPRINT_EPOCH = '2025-01-06';
function sprintOf(day: IsoDate, project: string, anchor: IsoDate) {
  const index = Math.floor(daysBetween(SPRINT_EPOCH, day) / 14);
  const from = addDays(SPRINT_EPOCH, index * 14);
  const ended = addDays(from, 14) <= anchor;
  return {
    id: 1000 * (1 + projectNames.indexOf(project)) + index,
    name: `${project} Sprint ${index + 1}`,
    state: ended ? 'closed' : 'active',
    boardId: 1 + projectNames.indexOf(project),
    goal: '',
    startDate: `${from}T08:00:00.000Z`,
    endDate: `${addDays(from, 11)}T16:00:00.000Z`,
    ...(ended ? { completeDate: `${addDays(from, 11)}T15:30:00.000Z` } : {}),
  };
}

export interface Ticket {
  work: Work;
  face: Face;
  reporter: JiraUser;
  remarks: Remark[];
  epic: { id: string; key: string; title: string } | null;
  /** Set where a story needs another text than a plain one. */
  description: unknown;
}

export interface JiraWriting {
  id: string;
  key: string;
  anchor: IsoDate;
  /** By account. */
  users: ReadonlyMap<string, JiraUser>;
}

const named = (user: JiraUser) => ({ accountId: user.accountId, displayName: user.displayName });

function historyItem(event: Work['events'][number], users: JiraWriting['users']) {
  const item = { fieldtype: 'jira' as const, field: event.field as string };
  if (event.field === 'status') {
    const ids = [event.from, event.to].map((name) => (name === null ? null : statusNamed(name).id));
    return {
      ...item,
      fieldId: 'status',
      from: ids[0] ?? null,
      fromString: event.from,
      to: ids[1] ?? null,
      toString: event.to,
    };
  }
  if (event.field === 'assignee') {
    const name = (account: string | null) =>
      account === null ? null : (users.get(account)?.displayName ?? null);
    return {
      ...item,
      fieldId: 'assignee',
      from: event.from,
      fromString: name(event.from),
      to: event.to,
      toString: name(event.to),
    };
  }
  const option = (value: string | null) => (value === null ? '' : '[10019]');
  return {
    field: 'Flagged',
    fieldtype: 'custom' as const,
    fieldId: FLAG_FIELD,
    from: option(event.from),
    fromString: event.from ?? '',
    to: option(event.to),
    toString: event.to ?? '',
  };
}

function historiesOf({ work, reporter }: Ticket, writing: JiraWriting): JiraHistory[] {
  const owner = writing.users.get(work.owner.jira_account) ?? reporter;
  const events = work.events.toSorted((a, b) => a.at - b.at);
  return events.map((event, index) => ({
    id: `${writing.id}${String(index).padStart(2, '0')}`,
    author: named(event.field === 'assignee' ? reporter : owner),
    created: jiraInstant(event.at),
    items: [historyItem(event, writing.users)],
  }));
}

function commentsOf({ remarks }: Ticket, writing: JiraWriting): JiraComment[] {
  return remarks.map((remark, index) => ({
    id: `${writing.id}${String(index + 50)}`,
    author: { accountId: remark.author.jira_account, displayName: remark.author.name },
    body: toDocument(remark.text, remark.mentions),
    created: jiraInstant(remark.at),
    updated: jiraInstant(remark.at),
  }));
}

/** Story points roughly follow hours, on the usual scale. */
const points = (hours: number) => [1, 2, 3, 5, 8, 13].find((step) => step * 3 >= hours) ?? 13;

/** Seconds as Jira counts work: an overrun item keeps a token hour until it is done. */
function timesOf(work: Work) {
  const remaining =
    work.resolved_at !== null ? 0 : Math.max(work.started ? 1 : 0, work.estimate - work.spent);
  return {
    timeoriginalestimate: work.estimate * 3600,
    timeestimate: Math.round(remaining * 3600),
    timespent: work.spent === 0 ? null : Math.round(work.spent * 3600),
  };
}

export const issueType = (name: string) => ({
  id: String(10_100 + typeIds.indexOf(name)),
  name,
  subtask: false,
  hierarchyLevel: name === 'Epic' ? 1 : 0,
});
export const projectOf = (key: string) => ({
  id: String(20_000 + projectNames.indexOf(key)),
  key,
  name: projectName(key),
  projectTypeKey:
    key === 'HELP' ? 'service_desk' : engineeringProjects.includes(key) ? 'software' : 'business',
});

/** When the ticket last changed: by its history, its comments or its time. */
const touchedAt = ({ work, remarks }: Ticket) =>
  Math.max(work.created_at, ...work.events.map((event) => event.at), ...remarks.map((remark) => remark.at));

export function writeIssue(ticket: Ticket, writing: JiraWriting): JiraIssue {
  const { work, face, reporter, epic } = ticket;
  const project = projectKeyOf(work.owner);
  const agile = engineeringProjects.includes(project);
  const comments = commentsOf(ticket, writing);
  const lastStatus = work.events.filter((event) => event.field === 'status').at(-1);
  const flagged = work.events.filter((event) => event.field === 'flag').at(-1)?.to != null;
  const begun = work.events.find((event) => event.field === 'status')?.at;
  const sprintDay = begun === undefined ? null : new Date(begun).toISOString().slice(0, 10);
  return {
    id: writing.id,
    key: writing.key,
    fields: {
      summary: face.title,
      description: ticket.description,
      issuetype: issueType(face.type),
      project: projectOf(project),
      status: statusNamed(work.status),
      statuscategorychangedate: jiraInstant(lastStatus?.at ?? work.created_at),
      priority: { id: String(work.priority), name: priorities[work.priority - 1] },
      assignee: writing.users.get(work.owner.jira_account) ?? null,
      reporter,
      creator: reporter,
      created: jiraInstant(work.created_at),
      updated: jiraInstant(touchedAt(ticket)),
      resolutiondate: work.resolved_at === null ? null : jiraInstant(work.resolved_at),
      resolution: work.resolved_at === null ? null : { id: '10000', name: 'Done' },
      duedate: work.due_on,
      labels: face.labels,
      components: [{ id: componentId(face.component), name: face.component }],
      parent: epic === null ? null : { id: epic.id, key: epic.key, fields: { summary: epic.title } },
      ...timesOf(work),
      [POINTS_FIELD]: agile && face.type !== 'Bug' ? points(work.estimate) : null,
      [SPRINT_FIELD]: agile && sprintDay !== null ? [sprintOf(sprintDay, project, writing.anchor)] : null,
      [FLAG_FIELD]: flagged ? [{ id: '10019', value: 'Impediment' }] : null,
      comment: { comments, total: comments.length, startAt: 0, maxResults: comments.length },
    },
    changelog: { histories: historiesOf(ticket, writing) },
  };
}

/** Stable and without a table: the sum of the name's code units. */
const componentId = (name: string) =>
  String(30_000 + [...name].reduce((sum, character) => sum + character.charCodeAt(0), 0));
