import { afterEach, describe, expect, test } from 'vitest';
import { makeRandom } from '#demo/random.ts';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import type { KeptWrite } from '#demo/vendors/kept-writes.ts';
import type { SourceAction } from '#domain/action.ts';
import { actionId, personId, recordId, sourceId } from '#domain/ids.ts';
import type { Connector } from '#domain/source.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { makeAsanaDataset, startAsana } from './testing/asana.ts';
import { makeGithubDataset, startGithub } from './testing/github.ts';
import { makeMondayDataset, startMonday } from './testing/monday.ts';

const { signal } = new AbortController();
const open: VendorServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const patient: HttpDeps = { ...systemHttp, sleep: async () => {}, random: () => 0.5 };
/** Every so often a request fails on the way, before or after the source saw it. */
function flaky(seed: string): HttpDeps {
  const random = makeRandom(seed);
  return {
    ...patient,
    fetch: async (...request) => {
      if (random.chance(0.05)) return new Response('{}', { status: random.pick([502, 503, 429]) });
      const answer = await fetch(...request);
      return random.chance(0.05) ? new Response((await answer.text()).slice(0, 40), answer) : answer;
    },
  };
}

interface Written {
  kept?: readonly KeptWrite[];
  onTaken?(write: KeptWrite): void;
}
const shown = {
  id: actionId.parse('act_1'),
  source_id: sourceId.parse('src_1'),
  record_id: recordId.parse('rec_1'),
  title: null,
  from_person_id: personId.parse('per_1'),
  to_person_id: personId.parse('per_2'),
  hours: null,
};
const expectedOf = (assignee: string) => ({ assignee, status_category: 'in_progress' as const });

const vendors = [
  {
    name: 'GitHub',
    start: (http: HttpDeps, written: Written) => startGithub(makeGithubDataset(260), http, written),
    target: { external_id: 'issue:9000001', key: 'capstan/ledger#2', expected: expectedOf('501') },
    accounts: { from_account: '501', to_account: '502' },
  },
  {
    name: 'Asana',
    start: (http: HttpDeps, written: Written) => startAsana(makeAsanaDataset(260), http, written),
    target: { external_id: '7700001', key: '7700001', expected: expectedOf('1200001') },
    accounts: { from_account: '1200001', to_account: '1200002' },
  },
  {
    name: 'monday.com',
    start: (http: HttpDeps, written: Written) => startMonday(makeMondayDataset(260), http, written),
    target: { external_id: '1800001', key: '1800001', expected: expectedOf('60001') },
    accounts: { from_account: '60001', to_account: '60002' },
  },
];

async function everything(connector: Connector) {
  const records = new Map<string, unknown>();
  const faults: unknown[] = [];
  for (const stream of connector.streams)
    for await (const page of connector.read(stream, null, signal)) {
      for (const account of page.accounts) records.set(`account ${account.account}`, account);
      for (const record of page.records) records.set(record.external_id, record);
      faults.push(...page.faults);
    }
  return { records: [...records].sort(([a], [b]) => (a < b ? -1 : 1)), faults };
}

describe.each(vendors)('$name', ({ start, target, accounts }) => {
  test.each(['north', 'east', 'south'])(
    'one request in ten that fails leaves the same data (%s)',
    async (seed) => {
      const calm = await start(patient, {});
      const rough = await start(flaky(seed), {});
      open.push(calm.server, rough.server);
      const expected = await everything(calm.connector);
      expect(expected.faults).toEqual([]);
      expect(expected.records.length).toBeGreaterThan(260);
      expect(await everything(rough.connector)).toEqual(expected);
    },
  );

  test('what was written is there again, once, when the simulated vendor starts anew', async () => {
    const actions: SourceAction[] = [
      { ...shown, ...target, ...accounts, kind: 'reassign_work_item' },
      {
        id: shown.id,
        source_id: shown.source_id,
        record_id: shown.record_id,
        title: null,
        ...target,
        kind: 'comment_on_work_item',
        text: 'Moved.',
      },
    ];
    const taken: KeptWrite[] = [];
    const first = await start(patient, { onTaken: (write) => taken.push(write) });
    open.push(first.server);
    for (const action of actions) await first.connector.execute(action, `key ${action.kind}`, signal);
    expect(taken).toHaveLength(2);
    const kept: KeptWrite[] = JSON.parse(JSON.stringify(taken));
    const second = await start(patient, { kept, onTaken: () => expect.unreachable() });
    open.push(second.server);
    for (const action of actions)
      expect(await second.connector.precheck(action, `key ${action.kind}`, signal)).toEqual({
        status: 'already_done',
        by_us: true,
      });
    expect(await everything(second.connector)).toEqual(await everything(first.connector));
  });
});
