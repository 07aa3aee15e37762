import type { GithubDataset, GithubIssue } from '#demo/vendors/github-dataset.ts';
import { effectKey, type SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import { githubUser, makeGithubDataset, startGithub } from '#tools/connectors/testing/github.ts';
import type {
  ActionCase,
  ConnectorBench,
  ConnectorHarness,
  VendorRecord,
} from '#tools/connectors/testing/harness.ts';

const SIZE = 250;

function recordOf(issue: GithubIssue): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(issue);
  return {
    set(what, value) {
      if (what === 'text') raw.title = value;
      if (what === 'instant') issue.updated_at = String(value);
      if (what === 'number') raw.comments = value;
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of [
        'title',
        'body',
        'state_reason',
        'user',
        'labels',
        'milestone',
        'comments',
        'closed_at',
      ])
        delete raw[name];
    },
    touch(at) {
      issue.updated_at = at;
    },
  };
}

const benches = new WeakMap<ConnectorBench['server'], GithubDataset>();
const datasetOf = (bench: ConnectorBench): GithubDataset => {
  const dataset = benches.get(bench.server);
  if (dataset === undefined) throw new Error('the bench has no data');
  return dataset;
};

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_github'),
  record_id: recordId.parse('rec_1'),
  external_id: 'issue:9000001',
  key: 'capstan/ledger#2',
  title: 'Ledger entry 1',
  expected: { assignee: '501', status_category: 'in_progress' as const },
};
const reassign: SourceAction = {
  ...shown,
  kind: 'reassign_work_item',
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  from_account: '501',
  to_account: '502',
  hours: 2,
};
const comment: SourceAction = { ...shown, kind: 'comment_on_work_item', text: 'Moved to Colleague 2.' };

const common: Pick<ActionCase, 'disturb' | 'remove'> = {
  disturb: (bench) => {
    const issue = datasetOf(bench).issues[1];
    if (issue) issue.assignees = [githubUser(4)];
  },
  remove: (bench) => {
    datasetOf(bench).issues.splice(1, 1);
  },
};

const actions: ActionCase[] = [
  {
    ...common,
    name: 'reassign',
    action: reassign,
    effect_key: effectKey('itv_1', 1, 'act_1'),
    write_path: '/issues/2',
    reads_before: 1,
    effects: (bench) => datasetOf(bench).events.filter(({ event }) => event === 'assigned').length,
  },
  {
    ...common,
    name: 'comment',
    action: comment,
    effect_key: effectKey('itv_1', 1, 'act_2'),
    write_path: '/comments',
    effects: (bench) => datasetOf(bench).comments.length,
  },
];

const harness: ConnectorHarness = {
  name: 'GitHub',
  unlike: {
    lost_page: 'GitHub tells no total, and its links only name the next page',
    repeated_page: 'each page is asked for from the newest change of the one before',
  },
  stream: 'issues',
  path: '/issues',
  secrets: ['github-test-token-5772', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions,
  start: async (http) => {
    const dataset = makeGithubDataset(SIZE);
    const bench = {
      ...(await startGithub(dataset, http, { fields: ['title', 'labels', 'due_on', 'comment_count'] })),
      records: dataset.issues.map(recordOf),
      items: dataset.issues,
    };
    benches.set(bench.server, dataset);
    return bench;
  },
};

describeConnector(harness);
