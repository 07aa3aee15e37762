import type { TeamsActivity } from '#demo/vendors/teams-server.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeTeamsDataset, startTeams } from '#tools/connectors/testing/teams.ts';

const SIZE = 250;

function recordOf(line: TeamsActivity): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(line);
  return {
    set(what, value) {
      if (what === 'instant') raw.refreshed = String(value).slice(0, 10);
      if (what === 'number') raw.private_messages = value;
    },
    dropOptional() {},
    touch() {
      line.private_messages += 1;
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Microsoft Teams',
  unlike: {
    repeated_page: 'each day is asked for by its date',
    lost_page: 'each day is asked for by its date',
    wrong_text: 'a report holds no text',
    wrong_instant: 'a report is dated by days, tried in traps.test.ts',
    future_stamp: 'a report is dated by days',
  },
  stream: 'activity',
  path: '/files/day',
  secrets: ['teams-test-secret-2236', 'graph-access-token-9001', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeTeamsDataset(SIZE);
    return { ...(await startTeams(dataset, http)), records: dataset.activity.map(recordOf) };
  },
};

describeConnector(harness);
