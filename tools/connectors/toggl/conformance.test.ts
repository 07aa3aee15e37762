import type { TogglEntry } from '#demo/vendors/toggl-dataset.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeTogglDataset, startToggl } from '#tools/connectors/testing/toggl.ts';

const SIZE = 250;

function recordOf(entry: TogglEntry): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(entry);
  return {
    set(what, value) {
      if (what === 'text') raw.project_name = value;
      if (what === 'instant') entry.at = String(value);
      if (what === 'number') raw.seconds = value;
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of ['username', 'description', 'project_name', 'task_name', 'billable'])
        delete raw[name];
    },
    touch(at) {
      entry.at = at;
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Toggl',
  stream: 'time_entries',
  path: '/search/time_entries',
  secrets: ['toggl-test-token-6180', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeTogglDataset(SIZE);
    const records = dataset.entries.map(recordOf);
    return { ...(await startToggl(dataset, http)), records, items: dataset.entries };
  },
};

describeConnector(harness);
