import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import { readDescription, sharedData } from '#tools/connectors/testing/api-description.ts';
import { makeGithubDataset, startGithub } from '#tools/connectors/testing/github.ts';

const folder = path.join(sharedData(), 'apis');
const { signal } = new AbortController();

const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_github'),
  record_id: recordId.parse('rec_1'),
  external_id: 'issue:9000001',
  key: 'capstan/ledger#2',
  title: null,
  expected: { assignee: '501', status_category: 'in_progress' as const },
};
const actions: SourceAction[] = [
  { ...shown, kind: 'comment_on_work_item', text: 'Moved.' },
  {
    ...shown,
    kind: 'reassign_work_item',
    from_person_id: personId.parse('per_1'),
    to_person_id: personId.parse('per_2'),
    from_account: '501',
    to_account: '502',
    hours: null,
  },
];

describe.skipIf(!existsSync(folder))(`every request fits GitHub's own description (${folder})`, () => {
  test('reading and writing', async () => {
    const { server, connector } = await startGithub(makeGithubDataset(120), undefined, {
      organisation: 'capstan',
    });
    await connector.check(signal);
    for (const stream of connector.streams)
      for await (const page of connector.read(stream, null, signal)) expect(page.faults).toEqual([]);
    for (const action of actions) {
      await connector.precheck(action, action.kind, signal);
      await connector.execute(action, action.kind, signal);
      await connector.precheck(action, action.kind, signal);
    }
    await server.close();
    const slices = ['github-rw.json', 'github.json'].map((file) => readDescription(path.join(folder, file)));
    // The slices leave deployments out (docs.github.com/rest/deployments/deployments).
    const described = server.requests.filter((request) => !request.path.includes('/deployments'));
    expect(described.length).toBeGreaterThan(40);
    // The slice for readers lacks what writers need, and the other way round: one of them must know a request.
    const faults = described.map(
      (request) => slices.map((slice) => slice.faultsOf(request)).toSorted((a, b) => a.length - b.length)[0],
    );
    expect(faults.flat()).toEqual([]);
  });
});
