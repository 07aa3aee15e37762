import { createHash } from 'node:crypto';
import { makeDeriveObservations } from '#agents/cycle/derive-observations.ts';
import { cast } from '#demo/behaviour.ts';
import { HISTORY_WEEKS } from '#demo/calendar.ts';
import { generateCompany } from '#demo/company.ts';
import { writePeopleFile } from '#demo/people-file.ts';
import type { Focus } from '#demo/roster.ts';
import { simulatedSystems } from '#demo/systems.ts';
import type { VendorServer } from '#demo/vendors/datasets.ts';
import { startHarvestServer } from '#demo/vendors/harvest-server.ts';
import { startJiraServer } from '#demo/vendors/jira-server.ts';
import { makeClock } from '#domain/clock.ts';
import { completeWeeksBefore, type IsoDate } from '#domain/date.ts';
import { newId, sourceId, tenantId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/json.ts';
import { planPeople } from '#domain/org-chart.ts';
import { policyPreset } from '#domain/policy.ts';
import { type Source, vendor as vendorSchema } from '#domain/source.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeStore } from '#store/store.ts';
import { makeTestDatabase, type TestDatabase } from '#store/testing/test-database.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { readPeopleCsv } from '#tools/files/people-csv.ts';
import type { HttpDeps } from '#tools/http/client.ts';
import { type SyncResult, syncSources } from '#tools/sync.ts';

const TODAY: IsoDate = '2026-03-31';
/** So many of each kind of work: every system has something to say, and a full read takes seconds. */
const CHOSEN: Readonly<Partial<Record<Focus, number>>> = {
  engineering: 2,
  support: 1,
  sales: 1,
  customer_success: 1,
  marketing: 1,
  operations: 1,
};

/** A handful of people of the simulated company with every system that it works with. */
export interface SmallVendors {
  people_csv: string;
  servers: ReadonlyMap<string, VendorServer>;
  sources: readonly { source: Omit<Source, 'id' | 'streams'>; credentials: Record<string, string> }[];
  close(): Promise<void>;
}

/**
 * `copies`: instead of the handful everybody, so many times, and no quota by the hour. `weeks`: of history, by default the
 * usual number.
 */
export async function startSmallVendors({
  copies,
  weeks = HISTORY_WEEKS,
}: {
  copies?: number;
  weeks?: number;
} = {}): Promise<SmallVendors> {
  const company = generateCompany({ seed: '7', anchor: TODAY, copies: copies ?? 1, weeks });
  const storied = new Set<string>(Object.values(cast));
  const left = new Map(Object.entries(CHOSEN));
  const lives = company.lives.filter(({ history: { member } }) => {
    if (copies !== undefined) return true;
    // The people of the stories have stories: the others do what everybody does.
    if (storied.has(member.id)) return false;
    const more = left.get(member.focus) ?? 0;
    left.set(member.focus, more - 1);
    return more > 0;
  });
  const members = lives.map(({ history }) => history.member);
  const now = () => new Date(`${TODAY}T12:00:00Z`);
  const accounts = new Set(members.map(({ jira_account }) => jira_account));
  const ids = new Set(members.map(({ harvest_id }) => harvest_id));
  const { jira, harvest } = company;
  const jiraServer = await startJiraServer(
    {
      ...jira,
      users: jira.users.filter(({ accountId }) => accounts.has(accountId)),
      issues: jira.issues.filter(({ fields }) => {
        const { accountId = '' } = (fields.assignee ?? {}) as { accountId?: string };
        return accounts.has(accountId);
      }),
    },
    { now },
  );
  const harvestServer = await startHarvestServer(
    {
      ...harvest,
      users: harvest.users.filter(({ id }) => ids.has(id)),
      time_entries: harvest.time_entries.filter(({ user }) => ids.has(user.id)),
    },
    // Several pages even of a handful of people.
    copies === undefined ? { page_limit: 200 } : {},
  );
  const servers = new Map([
    ['jira', jiraServer],
    ['harvest', harvestServer],
  ]);
  const ownSource = (vendor: string, url: string, settings: Source['settings']) => ({
    name: vendor,
    vendor: vendorSchema.parse(vendor),
    base_url: url,
    settings,
    enabled: true,
  });
  const sources: SmallVendors['sources'][number][] = [
    { source: ownSource('jira', jiraServer.url, {}), credentials: { ...jira.credentials } },
    {
      source: ownSource('harvest', harvestServer.url, { account_id: harvest.credentials.account_id }),
      credentials: { token: harvest.credentials.token },
    },
  ];
  for (const { vendor, start } of simulatedSystems) {
    const system = await start({
      members,
      lives,
      seed: '7',
      anchor: TODAY,
      weeks,
      now,
      unmetered: copies !== undefined,
      port: 0,
      kept: [],
      onTaken: () => {},
    });
    servers.set(vendor, system.server);
    sources.push({
      source: ownSource(vendor, system.server.url, system.settings),
      credentials: system.credentials,
    });
  }
  return {
    people_csv: writePeopleFile(members),
    servers,
    sources,
    close: async () => {
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

/** An organisation of these people, with all those sources, on a database of its own. */
export interface SmallHouse {
  database: TestDatabase;
  system: ScopedStore;
  /** Reads every source; `http` is what the network is like. */
  sync(http: HttpDeps, options?: { full?: boolean }): Promise<SyncResult[]>;
  /** Everything that was derived, as text that is the same for the same figures. */
  figures(): Promise<string>;
  /** Records as stored, without when they were fetched. */
  records(): Promise<string>;
  /** SHA-256 of what `records` tells, row by row: for more of them than fit into a text. */
  digest(): Promise<{ rows: number; sha256: string }>;
  /** Of each table that has any such row, how many rows hold this text anywhere. Row-level security is off afterwards. */
  rowsWith(text: string): Promise<{ table: string; rows: number }[]>;
  close(): Promise<void>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** All tables, ours, the queue's and the checkpointer's, made readable for whoever owns them. */
async function readableTables({ pool }: TestDatabase): Promise<string[]> {
  const { rows } = await pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const tables = rows.map(({ schema, name }) => `${quoted(schema)}.${quoted(name)}`);
  for (const table of tables) await pool.query(`alter table ${table} no force row level security`);
  return tables;
}

/** Records as stored, without when they were fetched. */
const RECORDS = `select source.name, record.kind, record.external_id, record.account, record.updated_at, record.deleted,
  record.payload from fairlead.records record
  join fairlead.sources source on source.tenant_id = record.tenant_id and source.id = record.source_id`;
const RECORD_ORDER = 'source.name, record.kind, record.external_id';
const DIGEST_PAGE = 20_000;

interface RecordPlace {
  name: string;
  kind: string;
  external_id: string;
}

export async function makeSmallHouse(
  vendors: Pick<SmallVendors, 'people_csv' | 'sources'>,
): Promise<SmallHouse> {
  const database = await makeTestDatabase();
  const clock = makeClock(() => Date.parse(`${TODAY}T12:00:00Z`), TODAY);
  const store = makeStore({ database, tenant_id: tenantId.parse('org_small'), clock });
  await store.found('Small house', policyPreset('dynamic'));
  const system = store.as({ kind: 'system' });
  const { people } = readPeopleCsv(new TextEncoder().encode(vendors.people_csv));
  const plan = planPeople(people, [], 'partial', TODAY);
  await system.people.saveTeams(plan.teams);
  await system.people.upsertMany(plan.people, 'partial');
  for (const { source } of vendors.sources)
    await system.sources.save({ ...source, id: newId('src', sourceId) });
  const policy = await system.policy.current();
  const { signal } = new AbortController();
  return {
    database,
    system,
    async sync(http, { full = false } = {}) {
      return await syncSources({
        sources: await system.sources.list(),
        connectorOf: async (source) => {
          const credentials =
            vendors.sources.find((one) => one.source.name === source.name)?.credentials ?? {};
          const fields = policy.source_fields[source.vendor] ?? [];
          return makeConnector({ source, credentials, fields, clock, http });
        },
        full,
        signal,
        ingest: system.ingest,
        people: system.people,
        clock,
      });
    },
    async figures() {
      await makeDeriveObservations(system).all(TODAY);
      const everybody = await system.people.list();
      const teams = await system.people.teams();
      const subjects = [
        ...everybody.map(({ id }) => ({ kind: 'person' as const, id })),
        ...teams.map(({ id }) => ({ kind: 'team' as const, id })),
      ];
      const found = await system.observations.ofSubjects(subjects, completeWeeksBefore(TODAY, 26));
      const named = new Map<string, string>([...everybody, ...teams].map(({ id, name }) => [id, name]));
      // Ids of people are made anew in each house: their names are not.
      return canonicalJson(
        found
          .map(({ id: _, subject, ...one }) => ({ ...one, subject: named.get(subject.id) ?? '' }))
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      );
    },
    async rowsWith(text) {
      const found: { table: string; rows: number }[] = [];
      for (const table of await readableTables(database)) {
        const { rows } = await database.pool.query<{ count: string }>(
          `select count(*) as count from ${table} as entry where entry::text ilike $1`,
          [`%${text}%`],
        );
        const count = Number(rows[0]?.count ?? 0);
        if (count > 0) found.push({ table, rows: count });
      }
      return found;
    },
    async records() {
      await readableTables(database);
      const { rows } = await database.pool.query(`${RECORDS} order by ${RECORD_ORDER}`);
      return canonicalJson(JSON.parse(JSON.stringify(rows)));
    },
    async digest() {
      await readableTables(database);
      const hash = createHash('sha256');
      let count = 0;
      for (let after = ['', '', '']; ; ) {
        const { rows } = await database.pool.query<RecordPlace>(
          `${RECORDS} where (${RECORD_ORDER}) > ($1, $2, $3) order by ${RECORD_ORDER} limit ${DIGEST_PAGE}`,
          after,
        );
        for (const row of rows) hash.update(`${canonicalJson(JSON.parse(JSON.stringify(row)))}\n`);
        const last = rows.at(-1);
        count += rows.length;
        if (last === undefined) return { rows: count, sha256: hash.digest('hex') };
        after = [last.name, last.kind, last.external_id];
      }
    },
    close: () => database.close(),
  };
}
