import type { JiraDataset, JiraIssue } from '#demo/vendors/datasets.ts';
import { effectKey, type SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { startJira } from '#tools/connectors/testing/benches.ts';
import { jiraUser, makeJiraDataset, TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type {
  ActionCase,
  ConnectorBench,
  ConnectorHarness,
  VendorRecord,
} from '#tools/connectors/testing/harness.ts';

const SIZE = 250;

function recordOf(issue: JiraIssue): VendorRecord {
  return {
    set(what, value) {
      if (what === 'text') issue.fields.summary = value;
      if (what === 'instant') issue.fields.created = value;
      if (what === 'number') issue.fields.timespent = value;
      if (what === 'surplus') issue.fields.labels_of_tomorrow = value;
      // Jira gives only the fields that are asked for, so surplus stands inside one of them, too.
      if (what === 'surplus') issue.fields.project = { key: 'PAY', name: 'Payments', surplus: value };
    },
    dropOptional() {
      for (const name of [
        'summary',
        'priority',
        'labels',
        'components',
        'comment',
        'duedate',
        'timespent',
        'resolution',
      ])
        delete issue.fields[name];
    },
    touch(at) {
      issue.fields.updated = at.replace('Z', '+0000');
    },
  };
}

const benches = new WeakMap<ConnectorBench['server'], JiraDataset>();
const target = (bench: ConnectorBench): JiraIssue => {
  const issue = benches.get(bench.server)?.issues[1];
  if (issue === undefined) throw new Error('the bench has no issue to act on');
  return issue;
};

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_jira'),
  record_id: recordId.parse('rec_1'),
  external_id: '10001',
  key: 'PAY-2',
  title: 'Ledger entry 1',
  expected: { assignee: 'acc-1', status_category: 'in_progress' as const },
};
const reassign: SourceAction = {
  ...shown,
  kind: 'reassign_work_item',
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  from_account: 'acc-1',
  to_account: 'acc-2',
  hours: 2,
};
const comment: SourceAction = {
  ...shown,
  kind: 'comment_on_work_item',
  text: 'Moved to Colleague 2.\nAgreed on 31 March.',
};

const common: Pick<ActionCase, 'disturb' | 'remove'> = {
  disturb: (bench) => {
    target(bench).fields.assignee = jiraUser(4);
  },
  remove: (bench) => {
    benches.get(bench.server)?.issues.splice(1, 1);
  },
};

const actions: ActionCase[] = [
  {
    ...common,
    name: 'reassign',
    action: reassign,
    effect_key: effectKey('itv_1', 1, 'act_1'),
    write_path: '/assignee',
    effects: (bench) =>
      target(bench)
        .changelog.histories.flatMap(({ items }) => items)
        .filter(({ field }) => field === 'assignee').length,
  },
  {
    ...common,
    name: 'comment',
    action: comment,
    effect_key: effectKey('itv_1', 1, 'act_2'),
    write_path: '/comment',
    effects: (bench) => {
      const field = target(bench).fields.comment as { comments: unknown[] };
      return field.comments.length;
    },
  },
];

const harness: ConnectorHarness = {
  name: 'Jira',
  stream: 'issues',
  path: '/rest/api/3/search/jql',
  secrets: ['jira-test-token-3141', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions,
  start: async (http) => {
    const dataset = makeJiraDataset(SIZE);
    const records = dataset.issues.map(recordOf);
    const bench = { ...(await startJira(dataset, http)), records, items: dataset.issues };
    benches.set(bench.server, dataset);
    return bench;
  },
};

describeConnector(harness);
