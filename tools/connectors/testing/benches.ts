import type { HarvestDataset, JiraDataset } from '#demo/vendors/datasets.ts';
import { startHarvestServer } from '#demo/vendors/harvest-server.ts';
import { startJiraServer } from '#demo/vendors/jira-server.ts';
import { makeClock } from '#domain/clock.ts';
import { sourceId } from '#domain/ids.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector, Source } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { TEST_NOW } from './datasets.ts';

export const testClock = makeClock(() => Date.parse(TEST_NOW), null);

export const testSource = (vendor: Source['vendor'], baseUrl: string | null): Source => ({
  id: sourceId.parse(`src_${vendor}`),
  name: vendor,
  vendor,
  base_url: baseUrl,
  settings: vendor === 'harvest' ? { account_id: '4242' } : {},
  enabled: true,
  streams: [],
});

const fieldsOf = (vendor: string): string[] => policyPreset('dynamic').source_fields[vendor] ?? [];

/** A simulated Jira over the data set, and a connector to it. */
export async function startJira(
  dataset: JiraDataset,
  http: HttpDeps = systemHttp,
  fields = fieldsOf('jira'),
) {
  const server = await startJiraServer(dataset, { now: () => new Date(TEST_NOW) });
  const source = testSource('jira', server.url);
  const connect = (token: string): Connector =>
    makeConnector({
      source,
      credentials: { email: dataset.credentials.email, token },
      fields,
      clock: testClock,
      http,
    });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}

/** A simulated Harvest over the data set, with pages of 100, and a connector to it. */
export async function startHarvest(dataset: HarvestDataset, http: HttpDeps = systemHttp) {
  const server = await startHarvestServer(dataset, { page_limit: 100 });
  const source = testSource('harvest', server.url);
  const fields = fieldsOf('harvest');
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
