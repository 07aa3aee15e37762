import { TODAY } from '#agents/testing/busy-team.ts';
import { makeTables, type Tables } from '#agents/testing/memory-ports.ts';
import { generateCompany } from '#demo/company.ts';
import { startHarvestServer } from '#demo/vendors/harvest-server.ts';
import { startJiraServer } from '#demo/vendors/jira-server.ts';
import { type Clock, makeClock } from '#domain/clock.ts';
import type { Cycle } from '#domain/cycle.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import { cycleId, idFrom, recordId, sourceId } from '#domain/ids.ts';
import { contentHash } from '#domain/json.ts';
import { planPeople } from '#domain/org-chart.ts';
import type { Person, Team } from '#domain/person.ts';
import { policyPreset } from '#domain/policy.ts';
import type { StoredRecord } from '#domain/record.ts';
import type { Source } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { readPeopleCsv } from '#tools/files/people-csv.ts';
import { syncSource } from '#tools/sync.ts';
import { type MemoryIngest, makeMemoryIngest } from '#tools/testing/memory-ingest.ts';

/** Another one than the demo's own, so that nothing is fitted to what everybody looks at. */
export const COMPANY_SEED = 'evals-1';
const WEEKS = 13;

const sourceOf = (vendor: 'jira' | 'harvest', base_url: string, settings: Source['settings']): Source => ({
  id: sourceId.parse(`src_${vendor}`),
  name: vendor,
  vendor,
  base_url,
  settings,
  enabled: true,
  streams: [],
});

function stored(source: Source, ingest: MemoryIngest, clock: Clock): StoredRecord[] {
  return [...ingest.records.values()].map((record) => ({
    ...record,
    id: idFrom('rec', recordId, { source: source.id, id: record.external_id }),
    source_id: source.id,
    person_id: record.account === null ? null : (ingest.identities.get(record.account)?.person_id ?? null),
    payload_hash: contentHash(record.payload),
    fetched_at: clock.now(),
  }));
}

const cycleOf = (team: Team): Cycle => ({
  id: cycleId.parse(`cyc_${team.id}`),
  team_id: team.id,
  state: 'queued',
  period: completeWeeksBefore(TODAY, WEEKS),
  as_of: TODAY,
  requested_by: 'fairlead',
  error: null,
  result: null,
  created_at: `${TODAY}T08:00:00.000Z`,
  updated_at: `${TODAY}T08:00:00.000Z`,
});

/** What the connectors read of a vendor, with its accounts joined to people. */
async function readVendor(
  source: Source,
  credentials: Record<string, string>,
  people: Person[],
  clock: Clock,
) {
  const ingest = makeMemoryIngest();
  const fields = policyPreset('dynamic').source_fields[source.vendor] ?? [];
  const connector = makeConnector({ source, credentials, fields, clock });
  const port = { list: async () => people };
  await syncSource({ source, connector, signal: new AbortController().signal, ingest, people: port, clock });
  return { records: stored(source, ingest, clock), identities: [...ingest.identities.values()] };
}

/**
 * The simulated company by the way of the product: its vendors' HTTP, the connectors, the people file. One queued
 * cycle a team. The same at every call.
 */
export async function loadCompany(): Promise<Tables> {
  const clock = makeClock(() => Date.parse(`${TODAY}T09:00:00Z`), TODAY);
  const company = generateCompany({ seed: COMPANY_SEED, anchor: TODAY });
  const file = readPeopleCsv(Buffer.from(company.people_csv));
  const { people, teams } = planPeople(file.people, [], 'full', TODAY);
  const now = () => new Date(clock.now());
  const jira = await startJiraServer(company.jira, { now });
  const harvest = await startHarvestServer(company.harvest, {});
  try {
    const { account_id, token } = company.harvest.credentials;
    const read = [
      await readVendor(sourceOf('jira', jira.url, {}), company.jira.credentials, people, clock),
      await readVendor(sourceOf('harvest', harvest.url, { account_id }), { token }, people, clock),
    ];
    return makeTables({
      people,
      teams,
      records: read.flatMap(({ records }) => records),
      identities: read.flatMap(({ identities }) => identities),
      cycles: new Map(teams.map((team) => [cycleOf(team).id, cycleOf(team)])),
    });
  } finally {
    await Promise.all([jira.close(), harvest.close()]);
  }
}
