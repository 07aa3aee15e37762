import type { AsanaDataset, AsanaTask } from '#demo/vendors/asana-dataset.ts';
import { effectKey, type SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { asanaUser, makeAsanaDataset, putBelow, startAsana } from '#tools/connectors/testing/asana.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type {
  ActionCase,
  ConnectorBench,
  ConnectorHarness,
  VendorRecord,
} from '#tools/connectors/testing/harness.ts';

const SIZE = 250;

function recordOf(task: AsanaTask): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(task);
  return {
    set(what, value) {
      if (what === 'text') raw.name = value;
      if (what === 'instant') task.modified_at = String(value);
      if (what === 'number') raw.actual_time_minutes = value;
      // Only what is asked for is sent, so surplus stands inside of what is.
      if (what === 'surplus') raw.assignee = { ...asanaUser(1), surplus: value };
    },
    dropOptional() {
      for (const name of ['name', 'created_by', 'due_on', 'actual_time_minutes', 'tags']) delete raw[name];
      delete raw.custom_fields;
      for (const membership of task.memberships) membership.section = null;
    },
    touch(at) {
      task.modified_at = at;
    },
  };
}

/** Puts fifty of them below others, five at a second level, and out of the project's list. */
function withSubtasks(dataset: AsanaDataset): AsanaDataset {
  for (const [index, task] of dataset.tasks.entries()) {
    const above = dataset.tasks[index >= 245 ? index - 20 : 100 + Math.floor((index - 200) / 5)];
    if (index >= 200 && above !== undefined) putBelow(task, above);
  }
  return dataset;
}

const benches = new WeakMap<ConnectorBench['server'], AsanaDataset>();
const datasetOf = (bench: ConnectorBench): AsanaDataset => {
  const dataset = benches.get(bench.server);
  if (dataset === undefined) throw new Error('the bench has no data');
  return dataset;
};

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_asana'),
  record_id: recordId.parse('rec_1'),
  external_id: '7700001',
  key: '7700001',
  title: 'Campaign 1',
  expected: { assignee: '1200001', status_category: 'in_progress' as const },
};
const reassign: SourceAction = {
  ...shown,
  kind: 'reassign_work_item',
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  from_account: '1200001',
  to_account: '1200002',
  hours: 2,
};
const comment: SourceAction = { ...shown, kind: 'comment_on_work_item', text: 'Moved to Colleague 2.' };

const common: Pick<ActionCase, 'disturb' | 'remove'> = {
  disturb: (bench) => {
    const task = datasetOf(bench).tasks[1];
    if (task) task.assignee = asanaUser(4);
  },
  remove: (bench) => {
    datasetOf(bench).tasks.splice(1, 1);
  },
};
const stories = (bench: ConnectorBench, subtype: string) =>
  datasetOf(bench).stories.filter(({ resource_subtype }) => resource_subtype === subtype).length;

const actions: ActionCase[] = [
  {
    ...common,
    name: 'reassign',
    action: reassign,
    effect_key: effectKey('itv_1', 1, 'act_1'),
    write_path: '/tasks/7700001',
    effects: (bench) => stories(bench, 'assigned'),
  },
  {
    ...common,
    name: 'comment',
    action: comment,
    effect_key: effectKey('itv_1', 1, 'act_2'),
    write_path: '/stories',
    effects: (bench) => stories(bench, 'comment_added'),
  },
];

const harness: ConnectorHarness = {
  name: 'Asana',
  unlike: {
    lost_page: 'Asana tells no total, and its page marks are opaque',
    early_pages: 'a project is listed whole, in an order to go on in, before histories are asked for',
  },
  stream: 'tasks',
  path: '/tasks',
  secrets: ['asana-test-token-6931', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions,
  start: async (http) => {
    const dataset = withSubtasks(makeAsanaDataset(SIZE));
    const bench = {
      ...(await startAsana(dataset, http, {
        fields: ['title', 'labels', 'priority', 'due_on', 'estimates'],
      })),
      records: dataset.tasks.map(recordOf),
      items: dataset.tasks,
    };
    benches.set(bench.server, dataset);
    return bench;
  },
};

describeConnector(harness);
