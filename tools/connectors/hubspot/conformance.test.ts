import type { HubspotDeal } from '#demo/vendors/hubspot-dataset.ts';
import { describeConnector } from '#tools/connectors/conformance.ts';
import { TEST_NOW } from '#tools/connectors/testing/datasets.ts';
import type { ConnectorHarness, VendorRecord } from '#tools/connectors/testing/harness.ts';
import { makeHubspotDataset, startHubspot } from '#tools/connectors/testing/hubspot.ts';

const SIZE = 250;

function recordOf(deal: HubspotDeal): VendorRecord {
  const raw: Record<string, unknown> = Object.assign(deal.properties);
  return {
    set(what, value) {
      if (what === 'text') raw.pipeline = value;
      if (what === 'instant') raw.hs_lastmodifieddate = String(value);
      if (what === 'number') raw.amount = value;
      if (what === 'surplus') raw.surplus = value;
    },
    dropOptional() {
      for (const name of [
        'closedate',
        'dealtype',
        'amount',
        'deal_currency_code',
        'hs_deal_stage_probability',
      ])
        delete raw[name];
      deal.stages = [];
    },
    touch(at) {
      raw.hs_lastmodifieddate = at;
    },
  };
}

const harness: ConnectorHarness = {
  name: 'HubSpot',
  stream: 'deals',
  path: '/crm/v3/objects/0-3/search',
  secrets: ['hubspot-test-token-1414', 'wrong-token-1618'],
  size: SIZE,
  now: TEST_NOW,
  actions: [],
  start: async (http) => {
    const dataset = makeHubspotDataset(SIZE);
    const bench = await startHubspot(dataset, http);
    return { ...bench, records: dataset.deals.map(recordOf), items: dataset.deals };
  },
};

describeConnector(harness);
