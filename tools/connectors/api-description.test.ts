import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import type { Connector } from '#domain/source.ts';
import { readDescription, sharedData } from './testing/api-description.ts';
import { startHarvest, startJira } from './testing/benches.ts';
import { makeHarvestDataset, makeJiraDataset } from './testing/datasets.ts';

const folder = path.join(sharedData(), 'apis');
const there = existsSync(folder);
const { signal } = new AbortController();

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_jira'),
  record_id: recordId.parse('rec_1'),
  external_id: '10001',
  key: 'PAY-2',
  title: null,
  expected: { assignee: 'acc-1', status_category: 'in_progress' as const },
};
const actions: SourceAction[] = [
  { ...shown, kind: 'comment_on_work_item', text: 'Moved.' },
  {
    ...shown,
    kind: 'reassign_work_item',
    from_person_id: personId.parse('per_1'),
    to_person_id: personId.parse('per_2'),
    from_account: 'acc-1',
    to_account: 'acc-2',
    hours: null,
  },
];

async function useEverything(connector: Connector): Promise<void> {
  await connector.check(signal);
  for (const stream of connector.streams) {
    for await (const page of connector.read(stream, null, signal)) expect(page.faults).toEqual([]);
  }
  for (const action of actions.slice(0, connector.actions.length)) {
    await connector.precheck(action, `key ${action.kind}`, signal);
    await connector.execute(action, `key ${action.kind}`, signal);
  }
}

describe.skipIf(!there)(`every request fits the vendor's own description (${folder})`, () => {
  test('Jira', async () => {
    const dataset = makeJiraDataset(120);
    // One changelog longer than what Jira embeds, so that the bulk request is made.
    const [issue] = dataset.issues;
    const [entry] = issue?.changelog.histories ?? [];
    if (issue && entry)
      issue.changelog.histories = Array.from({ length: 130 }, (_, index) => ({
        ...entry,
        id: String(index + 1),
      }));
    const { server, connector } = await startJira(dataset);
    await useEverything(connector);
    await server.close();
    const api = readDescription(path.join(folder, 'jira-rw.json'));
    // The list of statuses stands in the slice for readers, everything else in the one for writers.
    const reading = readDescription(path.join(folder, 'jira.json'));
    const isStatus = ({ path: target }: { path: string }) => target === '/rest/api/3/status';
    const described = server.requests.filter((request) => !isStatus(request));
    expect(server.requests.filter(isStatus).flatMap((request) => reading.faultsOf(request))).toEqual([]);
    expect(described.map(({ path: target }) => target.split('?')[0])).toContain(
      '/rest/api/3/changelog/bulkfetch',
    );
    expect(described.flatMap((request) => api.faultsOf(request))).toEqual([]);
  });

  test('Harvest', async () => {
    const { server, connector } = await startHarvest(makeHarvestDataset(120));
    await useEverything(connector);
    await server.close();
    const api = readDescription(path.join(folder, 'harvest.yaml'), '/v2');
    expect(server.requests.length).toBeGreaterThan(3);
    expect(server.requests.flatMap((request) => api.faultsOf(request))).toEqual([]);
  });

  test('and the check would notice', () => {
    const api = readDescription(path.join(folder, 'jira-rw.json'));
    expect(api.faultsOf({ method: 'POST', path: '/rest/api/3/search', body: {} })).toHaveLength(1);
    expect(
      api.faultsOf({ method: 'POST', path: '/rest/api/3/search/jql?a=1', body: { startAt: 0 } }),
    ).toHaveLength(2);
  });
});
