import type { MondayDataset, MondayItem } from '#demo/vendors/monday-dataset.ts';
import { effectKey, type SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type {
  ActionCase,
  ConnectorBench,
  ConnectorHarness,
  VendorRecord,
} from '#tools/connectors/testing/harness.ts';
import { makeMondayDataset, startMonday } from '#tools/connectors/testing/monday.ts';

const SIZE = 250;

function recordOf(item: MondayItem): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(item);
  return {
    set(what, value) {
      if (what === 'text') raw.name = value;
      if (what === 'instant') item.created_at = String(value);
      if (what === 'number') Object.assign(item.column_values[3] ?? {}, { number: value });
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of ['name', 'creator_id', 'group', 'parent_item', 'column_values']) delete raw[name];
    },
    touch(at) {
      item.updated_at = at;
    },
  };
}

const benches = new WeakMap<ConnectorBench['server'], MondayDataset>();
const datasetOf = (bench: ConnectorBench): MondayDataset => {
  const dataset = benches.get(bench.server);
  if (dataset === undefined) throw new Error('the bench has no data');
  return dataset;
};

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_monday'),
  record_id: recordId.parse('rec_1'),
  external_id: '1800001',
  key: '1800001',
  title: 'Onboarding 1',
  expected: { assignee: '60001', status_category: 'in_progress' as const },
};
const reassign: SourceAction = {
  ...shown,
  kind: 'reassign_work_item',
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  from_account: '60001',
  to_account: '60002',
  hours: 2,
};
const comment: SourceAction = { ...shown, kind: 'comment_on_work_item', text: 'Moved to Colleague 2.' };

const common: Pick<ActionCase, 'disturb' | 'remove' | 'write_path' | 'reads_before'> = {
  disturb: (bench) => {
    const [people] = datasetOf(bench).items[1]?.column_values ?? [];
    if (people?.type === 'people') people.persons_and_teams = [{ id: '60004', kind: 'person' }];
  },
  remove: (bench) => {
    const item = datasetOf(bench).items[1];
    if (item) item.state = 'deleted';
  },
  write_path: '/v2',
  reads_before: 1,
};

const actions: ActionCase[] = [
  {
    ...common,
    name: 'reassign',
    action: reassign,
    effect_key: effectKey('itv_1', 1, 'act_1'),
    effects: (bench) => datasetOf(bench).logs.length,
  },
  {
    ...common,
    name: 'comment',
    action: comment,
    effect_key: effectKey('itv_1', 1, 'act_2'),
    effects: (bench) => datasetOf(bench).updates.length,
  },
];

const isMutation = (body: unknown): boolean => JSON.stringify(body).startsWith('{"query":"mutation');

const harness: ConnectorHarness = {
  name: 'monday.com',
  unlike: {
    lost_page:
      'items have no stable order, so a lack is said as a fault (traps.test.ts) and made good by a full read',
  },
  isWrite: ({ body }) => isMutation(body),
  stream: 'items',
  path: '/v2',
  secrets: ['monday-test-token-4142', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions,
  start: async (http) => {
    const dataset = makeMondayDataset(SIZE);
    const records = dataset.items.map(recordOf);
    const bench = { ...(await startMonday(dataset, http)), records, items: dataset.items };
    benches.set(bench.server, dataset);
    return bench;
  },
};

describeConnector(harness);
