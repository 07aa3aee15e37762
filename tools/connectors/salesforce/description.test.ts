import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDescription, sharedData } from '#tools/connectors/testing/api-description.ts';
import { readEverything } from '#tools/connectors/testing/reading.ts';
import { makeSalesforceDataset, startSalesforce } from '#tools/connectors/testing/salesforce.ts';

const file = path.join(sharedData(), 'apis', 'salesforce.yaml');

describe.skipIf(!existsSync(file))(`every request fits what Salesforce's guide describes (${file})`, () => {
  test('reading', async () => {
    const { server, connector } = await startSalesforce(makeSalesforceDataset(220, 220));
    await connector.check(new AbortController().signal);
    await readEverything(connector);
    await server.close();
    const description = readDescription(file);
    // The token endpoint is OAuth's, not the REST API's.
    const sent = server.requests.filter((request) => request.path !== '/services/oauth2/token');
    expect(sent.length).toBeGreaterThan(6);
    expect(sent.flatMap((request) => description.faultsOf(request))).toEqual([]);
  });
});
