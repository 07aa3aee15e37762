import type {
  HarvestDataset,
  HarvestTimeEntry,
  JiraDataset,
  JiraIssue,
  JiraUser,
} from '#demo/vendors/datasets.ts';

/** When the test companies live; the vendors' and our clocks stand here. */
export const TEST_NOW = '2026-03-31T12:00:00.000Z';

const day = (index: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80))).toISOString().slice(0, 10);
const at = (index: number, hour: number): string =>
  `${day(index)}T${String(hour).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00.000+0000`;

export const jiraStatuses = [
  { id: '1', name: 'Open', statusCategory: { id: 2, key: 'new', name: 'To Do' } },
  { id: '3', name: 'In Progress', statusCategory: { id: 4, key: 'indeterminate', name: 'In Progress' } },
  { id: '7', name: 'Blocked', statusCategory: { id: 4, key: 'indeterminate', name: 'In Progress' } },
  { id: '6', name: 'Closed', statusCategory: { id: 3, key: 'done', name: 'Done' } },
] satisfies JiraDataset['statuses'];

export const jiraUser = (index: number): JiraUser => ({
  accountId: `acc-${index}`,
  accountType: 'atlassian',
  displayName: `Colleague ${index}`,
  emailAddress: `colleague-${index}@example.org`,
  active: index !== 9,
  timeZone: 'Europe/Oslo',
});

export function jiraIssue(index: number): JiraIssue {
  const user = jiraUser(index % 5);
  const done = index % 2 === 0;
  return {
    id: String(10_000 + index),
    key: `PAY-${index + 1}`,
    fields: {
      project: { id: '1', key: 'PAY', name: 'Payments' },
      issuetype: { id: '1', name: 'Task' },
      summary: `Ledger entry ${index}`,
      status: done ? jiraStatuses[3] : jiraStatuses[1],
      priority: { id: '3', name: 'Medium' },
      resolution: done ? { id: '1', name: 'Done' } : null,
      resolutiondate: done ? at(index, 15) : null,
      assignee: user,
      reporter: jiraUser(6),
      created: at(index, 8),
      updated: at(index, 16),
      duedate: '2026-04-10',
      timeoriginalestimate: 7200,
      timeestimate: 3600,
      timespent: 1800,
      labels: ['ledger'],
      components: [{ id: '1', name: 'Core' }],
      comment: { comments: [], total: 0 },
    },
    changelog: {
      histories: [
        {
          id: String(50_000 + index),
          author: { accountId: user.accountId, displayName: user.displayName },
          created: at(index, 9),
          items: [
            {
              field: 'status',
              fieldtype: 'jira',
              fieldId: 'status',
              from: '1',
              fromString: 'Open',
              to: '3',
              toString: 'In Progress',
            },
          ],
        },
      ],
    },
  };
}

export const makeJiraDataset = (issues: number, users = 10): JiraDataset => ({
  credentials: { email: 'colleague-0@example.org', token: 'jira-test-token-3141' },
  users: Array.from({ length: users }, (_, index) => jiraUser(index)),
  fields: [
    { id: 'summary', name: 'Summary', custom: false },
    { id: 'customfield_10021', name: 'Flagged', custom: true, schema: { type: 'array' } },
  ],
  statuses: structuredClone(jiraStatuses),
  issues: Array.from({ length: issues }, (_, index) => jiraIssue(index)),
});

export function harvestEntry(index: number): HarvestTimeEntry {
  const stamp = at(index, 16).replace('.000+0000', 'Z');
  return {
    id: 700_000 + index,
    spent_date: day(index),
    hours: 1.5,
    rounded_hours: 1.5,
    notes: `PAY-${index + 1} and a word about lunch`,
    is_running: false,
    billable: true,
    user: { id: 100 + (index % 5), name: `Colleague ${index % 5}` },
    project: { id: 1, name: 'Payments', code: 'PAY' },
    task: { id: 1, name: 'Development' },
    external_reference: null,
    created_at: stamp,
    updated_at: stamp,
  };
}

export const makeHarvestDataset = (entries: number, users = 10): HarvestDataset => ({
  credentials: { account_id: '4242', token: 'harvest-test-token-2718' },
  users: Array.from({ length: users }, (_, index) => ({
    id: 100 + index,
    first_name: 'Colleague',
    last_name: String(index),
    email: `colleague-${index}@example.org`,
    is_active: true,
    timezone: 'Oslo',
    weekly_capacity: 126_000,
    roles: [],
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2026-01-05T08:00:00Z',
  })),
  time_entries: Array.from({ length: entries }, (_, index) => harvestEntry(index)),
});
