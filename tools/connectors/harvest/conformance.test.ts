import type { HarvestTimeEntry } from '#demo/vendors/datasets.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { startHarvest } from '#tools/connectors/testing/benches.ts';
import { makeHarvestDataset, TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';

const SIZE = 250;

function recordOf(entry: HarvestTimeEntry): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(entry);
  return {
    set(what, value) {
      if (what === 'text') raw.task = { id: 1, name: value };
      if (what === 'instant') entry.updated_at = String(value);
      if (what === 'number') raw.hours = value;
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of [
        'notes',
        'billable',
        'project',
        'task',
        'external_reference',
        'rounded_hours',
        'created_at',
      ])
        delete raw[name];
    },
    touch(at) {
      entry.updated_at = at;
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Harvest',
  stream: 'time_entries',
  path: '/v2/time_entries',
  secrets: ['harvest-test-token-2718', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeHarvestDataset(SIZE);
    const records = dataset.time_entries.map(recordOf);
    return { ...(await startHarvest(dataset, http)), records, items: dataset.time_entries };
  },
};

describeConnector(harness);
