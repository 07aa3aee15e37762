import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import type { Normalised, NormalisedAccount } from '#tools/connectors/normalised.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, newestOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import { cleanName } from '#tools/text.ts';
import type { SalesforceApi } from './api.ts';
import { normaliseCase, normaliseOpportunity, normaliseUser } from './normalise.ts';

export const salesforceStreams = ['users', 'opportunities', 'cases'] as const;
type SalesforceStream = (typeof salesforceStreams)[number];

export interface SalesforceConnectorDeps {
  source: Source;
  api: SalesforceApi;
  /** Ids of users that are no person, besides those that Salesforce marks itself. */
  bots: readonly string[];
  /** ISO 4217 of an organisation with one currency; null where it isn't set. */
  currency: string | null;
  /** Whether it has several, and so a currency with each deal. */
  multi_currency: boolean;
  /** `source_fields.salesforce` of the policy. */
  fields: readonly string[];
  now(): string;
}

const newest = (rows: readonly unknown[]) => newestOf(rows, 'SystemModstamp');

/** What is asked for: nothing that policy doesn't list, so it isn't even sent to us. */
function columns(stream: SalesforceStream, fields: ReadonlySet<string>, multiCurrency: boolean): string[] {
  const listed = (name: string, ...of: string[]) => (fields.has(name) ? of : []);
  if (stream === 'users')
    return ['Id', 'Name', 'Email', 'IsActive', 'UserType', 'TimeZoneSidKey', 'SystemModstamp'];
  if (stream === 'cases')
    return [
      ...['Id', 'CaseNumber', 'OwnerId', 'Status', 'IsClosed', 'CreatedDate', 'ClosedDate'],
      ...['SystemModstamp', 'IsDeleted'],
      ...listed('group', 'Owner.Name'),
      ...listed('channel', 'Origin'),
      ...listed('priority', 'Priority'),
    ];
  return [
    ...[
      'Id',
      'OwnerId',
      'StageName',
      'IsWon',
      'IsClosed',
      'CloseDate',
      'CreatedDate',
      'SystemModstamp',
      'IsDeleted',
    ],
    ...(multiCurrency ? ['CurrencyIsoCode'] : []),
    ...listed('title', 'Name'),
    ...listed('deal_type', 'Type'),
    ...listed('amount', 'Amount'),
    ...listed('probability', 'Probability'),
    ...listed('stages', '(SELECT StageName, CreatedDate FROM OpportunityHistories ORDER BY CreatedDate, Id)'),
  ];
}

const objects: Readonly<Record<SalesforceStream, string>> = {
  users: 'User',
  opportunities: 'Opportunity',
  cases: 'Case',
};

function put(page: WindowPage, found: Normalised | NormalisedAccount | null): void {
  if (found === null) return;
  if (!found.ok) page.faults.push(found.fault);
  else if ('account' in found) page.accounts.push(found.account);
  else page.records.push(found.record);
}

/** Where a read stands: whatever changed before was handed over. */
const reachedMark = z.object({ reached: z.iso.datetime() });

async function* pagesSince(
  deps: SalesforceConnectorDeps,
  stream: SalesforceStream,
  { since, done }: { since: string | null; done: JsonValue | null },
  signal: AbortSignal,
): AsyncGenerator<WindowPage> {
  const begin = markOf(reachedMark, done)?.reached ?? since;
  const fields = new Set(deps.fields);
  const bots = new Set(deps.bots);
  const question = {
    fields: columns(stream, fields, deps.multi_currency),
    object: objects[stream],
    since: begin,
  };
  for await (const { rows, reached } of deps.api.changes(question, newest, signal)) {
    const page: WindowPage = { ...emptyPage(), newest: newest(rows) };
    if (reached !== null) page.done = { reached };
    for (const row of rows) {
      if (stream === 'users') put(page, normaliseUser(row, bots));
      else if (stream === 'cases') put(page, normaliseCase(row, fields));
      else put(page, normaliseOpportunity(row, { fields, currency: deps.currency }));
    }
    yield page;
  }
}

const organisation = z.object({ Id: z.string(), Name: z.string().nullish() });

/**
 * Salesforce by its REST API 63.0: users, opportunities with their stages, cases. Read only. `queryAll` gives deleted
 * rows too, as long as they lie in the bin (15 days), and deleting moves SystemModstamp.
 */
export function makeSalesforceConnector(deps: SalesforceConnectorDeps): Connector {
  const { source, api, now } = deps;
  return {
    vendor: 'salesforce',
    ...readOnly(source, 'Salesforce'),
    streams: salesforceStreams,
    check: async (signal) => {
      const found = organisation.safeParse(await api.one('SELECT Id, Name FROM Organization', signal));
      return { account: (found.success ? cleanName(found.data.Name ?? found.data.Id) : null) ?? api.host };
    },
    read: (stream, cursor, signal) => {
      const known = salesforceStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, salesforceStreams);
      return readWindow({ cursor, now }, (since, done) => pagesSince(deps, known, { since, done }, signal));
    },
  };
}
