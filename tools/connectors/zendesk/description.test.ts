import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDescription, sharedData } from '#tools/connectors/testing/api-description.ts';
import { readEverything } from '#tools/connectors/testing/reading.ts';
import { makeZendeskDataset, startZendesk } from '#tools/connectors/testing/zendesk.ts';

const file = path.join(sharedData(), 'apis', 'zendesk.yaml');

/** Said by the description in words and not as parameters. */
const inWords = [
  'GET /api/v2/satisfaction_ratings: unknown query parameter start_time',
  'GET /api/v2/incremental/tickets/cursor: unknown query parameter include',
  'GET /api/v2/users/me is not described',
];

describe.skipIf(!existsSync(file))(`every request fits Zendesk's own description (${file})`, () => {
  test('reading', async () => {
    const { server, connector } = await startZendesk(makeZendeskDataset(220, 220));
    await connector.check(new AbortController().signal);
    await readEverything(connector);
    await server.close();
    const description = readDescription(file);
    expect(server.requests.length).toBeGreaterThan(6);
    const faults = server.requests.flatMap((request) => description.faultsOf(request));
    expect(faults.filter((fault) => !inWords.includes(fault))).toEqual([]);
  });
});
