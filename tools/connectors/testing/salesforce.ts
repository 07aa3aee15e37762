import type {
  SalesforceCase,
  SalesforceDataset,
  SalesforceOpportunity,
  SalesforceUser,
} from '#demo/vendors/salesforce-dataset.ts';
import { type SalesforceServerOptions, startSalesforceServer } from '#demo/vendors/salesforce-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector, Source } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';

/** Stands in every text that must not be kept. */
export const SALESFORCE_SECRET_TEXT = 'Meridian Lines pays late';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString().replace('Z', '+0000');
const id = (prefix: string, index: number) => `${prefix}D${String(index).padStart(11, '0')}AAA`;

export const salesforceUser = (index: number): SalesforceUser => ({
  Id: id('005', index),
  Name: index < 8 ? `Colleague ${index}` : SALESFORCE_SECRET_TEXT,
  Email: `colleague-${index}@example.org`,
  IsActive: index !== 7,
  UserType: index === 6 ? 'AutomatedProcess' : index < 8 ? 'Standard' : 'CspLitePortal',
  TimeZoneSidKey: 'Europe/Oslo',
  SystemModstamp: '2026-01-05T08:00:00.000+0000',
});

export function salesforceOpportunity(index: number): SalesforceOpportunity {
  const won = index % 2 === 0;
  return {
    Id: id('006', index),
    Name: SALESFORCE_SECRET_TEXT,
    Description: SALESFORCE_SECRET_TEXT,
    OwnerId: id('005', index % 5),
    StageName: won ? 'Closed Won' : 'Qualification',
    IsWon: won,
    IsClosed: won,
    Type: 'New Customer',
    Amount: 15_000,
    Probability: won ? 100 : 20,
    CloseDate: '2026-04-10',
    CreatedDate: at(index, 8),
    SystemModstamp: at(index, 16),
    IsDeleted: false,
    OpportunityHistories: [
      { StageName: 'Prospecting', CreatedDate: at(index, 8) },
      { StageName: 'Qualification', CreatedDate: at(index, 10) },
      { StageName: 'Qualification', CreatedDate: at(index, 11) },
      ...(won ? [{ StageName: 'Closed Won', CreatedDate: at(index, 15) }] : []),
    ],
  };
}

export const salesforceCase = (index: number): SalesforceCase => ({
  Id: id('500', index),
  CaseNumber: String(1000 + index).padStart(8, '0'),
  Subject: SALESFORCE_SECRET_TEXT,
  Description: SALESFORCE_SECRET_TEXT,
  OwnerId: index === 1 ? id('00G', 1) : id('005', index % 5),
  Owner: { Name: index === 1 ? 'Port desk' : `Colleague ${index % 5}` },
  Status: index % 2 === 0 ? 'Closed' : 'On Hold',
  IsClosed: index % 2 === 0,
  Priority: 'High',
  Origin: 'Phone',
  CreatedDate: at(index, 8),
  ClosedDate: index % 2 === 0 ? at(index, 15) : null,
  SystemModstamp: at(index, 16),
  IsDeleted: false,
});

export const makeSalesforceDataset = (opportunities: number, cases = 6): SalesforceDataset => ({
  credentials: { client_id: 'client-4669', client_secret: 'salesforce-test-secret-2016' },
  organisation: 'Example Shipping',
  users: Array.from({ length: 10 }, (_, index) => salesforceUser(index)),
  opportunities: Array.from({ length: opportunities }, (_, index) => salesforceOpportunity(index)),
  cases: Array.from({ length: cases }, (_, index) => salesforceCase(index)),
});

/** A simulated Salesforce over the data set, and a connector to it. */
export async function startSalesforce(
  dataset: SalesforceDataset,
  http: HttpDeps = systemHttp,
  options: SalesforceServerOptions & { fields?: string[]; settings?: Source['settings'] } = {},
) {
  const server = await startSalesforceServer(dataset, { page_limit: 100, ...options });
  const source = {
    ...testSource('salesforce', server.url),
    settings: options.settings ?? { currency: 'EUR' },
  };
  const fields = options.fields ?? policyPreset('dynamic').source_fields.salesforce ?? [];
  const connect = (client_secret: string): Connector =>
    makeConnector({
      source,
      credentials: { ...dataset.credentials, client_secret },
      fields,
      clock: testClock,
      http,
    });
  return {
    server,
    source,
    connector: connect(dataset.credentials.client_secret),
    stranger: connect('wrong-secret-1618'),
  };
}
