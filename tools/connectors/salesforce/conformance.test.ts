import type { SalesforceOpportunity } from '#demo/vendors/salesforce-dataset.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeSalesforceDataset, startSalesforce } from '#tools/connectors/testing/salesforce.ts';

const SIZE = 250;

function recordOf(deal: SalesforceOpportunity): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(deal);
  return {
    set(what, value) {
      if (what === 'text') raw.StageName = value;
      if (what === 'instant') deal.SystemModstamp = String(value);
      if (what === 'number') raw.Amount = value;
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of ['Type', 'Amount', 'Probability']) delete raw[name];
      deal.OpportunityHistories = [];
    },
    touch(at) {
      deal.SystemModstamp = at.replace('Z', '+0000');
    },
  };
}

const harness: ConnectorHarness = {
  name: 'Salesforce',
  stream: 'opportunities',
  path: '/services/data/v63.0/query',
  secrets: ['salesforce-test-secret-2016', 'wrong-secret-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeSalesforceDataset(SIZE);
    return { ...(await startSalesforce(dataset, http)), records: dataset.opportunities.map(recordOf) };
  },
};

describeConnector(harness);
