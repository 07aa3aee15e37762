import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { readDescription, type SentRequest, sharedData } from '#tools/connectors/testing/api-description.ts';
import { makeAsanaDataset, putBelow, startAsana } from '#tools/connectors/testing/asana.ts';

const folder = path.join(sharedData(), 'apis');
const { signal } = new AbortController();

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_asana'),
  record_id: recordId.parse('rec_1'),
  external_id: '7700001',
  key: '7700001',
  title: null,
  expected: { assignee: '1200001', status_category: 'in_progress' as const },
};
const actions: SourceAction[] = [
  { ...shown, kind: 'comment_on_work_item', text: 'Moved.' },
  {
    ...shown,
    kind: 'reassign_work_item',
    from_person_id: personId.parse('per_1'),
    to_person_id: personId.parse('per_2'),
    from_account: '1200001',
    to_account: '1200002',
    hours: null,
  },
];

/** What neither slice has (developers.asana.com/reference/getsubtasksfortask). */
const subtasks = {
  isMeant: ({ path: target }: SentRequest): boolean => /^\/api\/1\.0\/tasks\/\d+\/subtasks\?/.test(target),
  faultsOf({ method, path: target }: SentRequest): string[] {
    const names = [...new URL(target, 'http://vendor').searchParams.keys()];
    const unknown = names.filter((name) => !['limit', 'offset', 'opt_fields', 'opt_pretty'].includes(name));
    return method === 'GET' ? unknown : [method];
  },
};

describe.skipIf(!existsSync(folder))(`every request fits Asana's own description (${folder})`, () => {
  test('reading and writing', async () => {
    const dataset = makeAsanaDataset(120);
    const [first, second] = dataset.tasks;
    if (first !== undefined && second !== undefined) putBelow(second, first);
    const { server, connector } = await startAsana(dataset);
    await connector.check(signal);
    for (const stream of connector.streams)
      for await (const page of connector.read(stream, null, signal)) expect(page.faults).toEqual([]);
    for (const action of actions) {
      await connector.precheck(action, action.kind, signal);
      await connector.execute(action, action.kind, signal);
      await connector.precheck(action, action.kind, signal);
    }
    await server.close();
    const slices = ['asana-rw.json', 'asana.yaml'].map((file) =>
      readDescription(path.join(folder, file), '/api/1.0'),
    );
    expect(server.requests.length).toBeGreaterThan(10);
    // The slice for writers lacks a user by itself, the one for readers lacks writes: one of them must know a request.
    const faults = server.requests.map((request) =>
      subtasks.isMeant(request)
        ? subtasks.faultsOf(request)
        : slices.map((slice) => slice.faultsOf(request)).toSorted((a, b) => a.length - b.length)[0],
    );
    expect(faults.flat()).toEqual([]);
    expect(server.requests.filter(subtasks.isMeant)).toHaveLength(1);
  });
});
