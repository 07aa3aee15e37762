import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDescription, sharedData } from '#tools/connectors/testing/api-description.ts';
import { makeHubspotDataset, startHubspot } from '#tools/connectors/testing/hubspot.ts';
import { readEverything } from '#tools/connectors/testing/reading.ts';

const folder = path.join(sharedData(), 'apis');
const slices = ['hubspot-deals.json', 'hubspot-crmOwners.json', 'hubspot-feedbackSubmissions.json'];

describe.skipIf(!existsSync(folder))(`every request fits HubSpot's own descriptions (${folder})`, () => {
  test('reading', async () => {
    const { server, connector } = await startHubspot(makeHubspotDataset(120, 120));
    await readEverything(connector);
    await server.close();
    const descriptions = slices.map((file) => readDescription(path.join(folder, file)));
    expect(server.requests.length).toBeGreaterThan(6);
    const faults = server.requests.map(
      (request) =>
        descriptions
          .map((description) => description.faultsOf(request))
          .toSorted((a, b) => a.length - b.length)[0],
    );
    expect(faults.flat()).toEqual([]);
  });
});
