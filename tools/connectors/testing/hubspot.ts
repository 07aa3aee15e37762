import type {
  HubspotDataset,
  HubspotDeal,
  HubspotObject,
  HubspotOwner,
} from '#demo/vendors/hubspot-dataset.ts';
import { type HubspotServerOptions, startHubspotServer } from '#demo/vendors/hubspot-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

/** Stands in every text that must not be kept. */
export const HUBSPOT_SECRET_TEXT = 'Harbour Trading is unhappy with us';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString();

export const hubspotOwner = (index: number): HubspotOwner => ({
  id: String(4100 + index),
  email: `colleague-${index}@example.org`,
  firstName: 'Colleague',
  lastName: String(index),
  userId: 100 + index,
  type: index === 8 ? 'QUEUE' : 'PERSON',
  archived: index === 7,
  createdAt: '2025-01-01T00:00:00Z',
  updatedAt: '2026-01-05T08:00:00Z',
});

export function hubspotDeal(index: number): HubspotDeal {
  const won = index % 2 === 0;
  const stage = won ? 'closedwon' : 'contractsent';
  return {
    id: String(9_000 + index),
    properties: {
      hs_object_id: String(9_000 + index),
      hs_lastmodifieddate: at(index, 16),
      createdate: at(index, 8),
      closedate: won ? at(index, 15) : '2026-04-10T00:00:00Z',
      dealname: HUBSPOT_SECRET_TEXT,
      description: HUBSPOT_SECRET_TEXT,
      hubspot_owner_id: String(4100 + (index % 5)),
      pipeline: 'default',
      dealstage: stage,
      dealtype: 'existingbusiness',
      amount: '15000.50',
      deal_currency_code: 'EUR',
      hs_deal_stage_probability: won ? '1.0' : '0.9',
      hs_is_closed: String(won),
      hs_is_closed_won: String(won),
    },
    createdAt: at(index, 8),
    updatedAt: at(index, 16),
    archived: false,
    stages: [
      { value: stage, timestamp: at(index, 15), sourceType: 'CRM_UI' },
      { value: 'appointmentscheduled', timestamp: at(index, 10), sourceType: 'CRM_UI' },
      { value: 'appointmentscheduled', timestamp: at(index, 8), sourceType: 'CRM_UI' },
    ],
  };
}

const surveys = [
  ['NPS', '9'],
  ['CSAT', '2'],
  ['CES', '6'],
  ['CUSTOM', '3'],
] as const;

export function hubspotFeedback(index: number): HubspotObject {
  const [type, value] = surveys[index % 4] ?? surveys[0];
  return {
    id: String(300 + index),
    properties: {
      hs_object_id: String(300 + index),
      hs_lastmodifieddate: at(index, 18),
      hs_survey_type: type,
      hs_value: value,
      hs_content: HUBSPOT_SECRET_TEXT,
      hs_submission_timestamp: at(index, 17),
      hubspot_owner_id: index % 2 === 0 ? '4101' : null,
    },
    createdAt: at(index, 17),
    updatedAt: at(index, 18),
    archived: false,
  };
}

export const makeHubspotDataset = (deals: number, feedback = 8): HubspotDataset => ({
  credentials: { token: 'hubspot-test-token-1414' },
  portal: 6251,
  owners: Array.from({ length: 9 }, (_, index) => hubspotOwner(index)),
  deals: Array.from({ length: deals }, (_, index) => hubspotDeal(index)),
  feedback: Array.from({ length: feedback }, (_, index) => hubspotFeedback(index)),
});

/** A simulated HubSpot over the data set, and a connector to it. */
export async function startHubspot(
  dataset: HubspotDataset,
  http: HttpDeps = systemHttp,
  options: HubspotServerOptions & { fields?: string[] } = {},
) {
  const server = await startHubspotServer(dataset, {
    now: () => new Date(TEST_NOW),
    page_limit: 100,
    ...options,
  });
  const source = testSource('hubspot', server.url);
  const fields = options.fields ?? policyPreset('dynamic').source_fields.hubspot ?? [];
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
