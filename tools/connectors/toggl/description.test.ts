import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDescription, sharedData } from '#tools/connectors/testing/api-description.ts';
import { readEverything } from '#tools/connectors/testing/reading.ts';
import { makeTogglDataset, startToggl } from '#tools/connectors/testing/toggl.ts';

const folder = path.join(sharedData(), 'apis');

describe.skipIf(!existsSync(folder))(`every request fits Toggl's own descriptions (${folder})`, () => {
  test('reading', async () => {
    const { server, connector } = await startToggl(makeTogglDataset(220));
    await connector.check(new AbortController().signal);
    await readEverything(connector);
    await server.close();
    const track = readDescription(path.join(folder, 'toggl.json'), '/api/v9');
    const reports = readDescription(path.join(folder, 'toggl-reports.json'));
    expect(server.requests.length).toBeGreaterThanOrEqual(5);
    const faults = server.requests.flatMap((request) =>
      (request.path.startsWith('/reports/') ? reports : track).faultsOf(request),
    );
    expect(faults).toEqual([]);
  });
});
