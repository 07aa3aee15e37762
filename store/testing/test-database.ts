import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { type Database, embedded, openDatabase, startEngine } from '../database.ts';
import { migrate } from '../migrate.ts';

/** A migrated database that a test has to itself. */
export interface TestDatabase extends Database {
  /** Its URL, for a second process; null for one in memory. */
  readonly address: string | null;
  /** Closes, and drops what was made. Throws when a connection was not given back. */
  close(): Promise<void>;
}

/** Which database the tests run on: `embedded` unless FAIRLEAD_TEST_DATABASE says `postgres`. */
export const testDatabaseKind = (): 'embedded' | 'postgres' =>
  process.env.FAIRLEAD_TEST_DATABASE === 'postgres' ? 'postgres' : 'embedded';

const serverUrl = (): string =>
  process.env.TEST_DATABASE_URL || 'postgresql://fairlead:fairlead@127.0.0.1:5433/postgres';

/** Pass `migrated: false` to get an empty one. */
export async function makeTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const database = testDatabaseKind() === 'postgres' ? await onServer(migrated) : await inMemory(migrated);
  return {
    ...database,
    async close() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      const leaked = totalCount - idleCount + waitingCount;
      if (leaked > 0) {
        throw new Error(
          `The test leaves ${leaked} database connection(s) in use; it must await what it began.`,
        );
      }
      await database.close();
    },
  };
}

type Addressed = Database & Pick<TestDatabase, 'address'>;

const failLoudly = (error: Error) => {
  throw error;
};

async function inMemory(migrated: boolean): Promise<Addressed> {
  const engine = await startEngine(migrated ? { loadDataDir: await migratedDump() } : {});
  const database = await embedded(engine, { onError: failLoudly, onClose: async () => {} });
  return { ...database, address: null };
}

/** What the migrated database depends on: our migrations, and the packages that bring tables of their own. */
function fingerprint(): string {
  const root = path.join(import.meta.dirname, '..');
  const hash = createHash('sha256');
  const folder = path.join(root, 'migrations');
  const files = [
    ...readdirSync(folder).map((name) => path.join(folder, name)),
    path.join(root, 'database.ts'),
    path.join(root, 'queue.ts'),
    path.join(root, '..', 'package.json'),
  ];
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Migrates once a fingerprint and machine, then loads the dump: under a second a test file. */
async function migratedDump(): Promise<Blob> {
  const file = path.join(tmpdir(), `fairlead-test-${fingerprint()}.tar`);
  if (!existsSync(file)) {
    const engine = await startEngine({});
    const database = await embedded(engine, { onError: failLoudly, onClose: async () => {} });
    await migrate(database);
    const dump = await engine.dumpDataDir('none');
    await database.close();
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
    await rename(draft, file);
  }
  // Read at once: a second worker may be putting its own, equal one in the same place.
  return new Blob([await readFile(file)]);
}

async function onServer(migrated: boolean): Promise<Addressed> {
  const name = `fairlead_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const template = migrated ? await migratedTemplate() : null;
  await administer(
    async (client) =>
      await client.query(`create database ${name}${template === null ? '' : ` template ${template}`}`),
  );
  let closing = false;
  const database = await openDatabase({
    database_url: urlOf(name),
    data_dir: '',
    holder: 'test',
    // Dropping the database ends connections that are just saying goodbye.
    onError: (error) => closing || failLoudly(error),
  });
  return {
    ...database,
    address: urlOf(name),
    async close() {
      closing = true;
      await database.close();
      await administer((client) => drop(client, name));
    },
  };
}

/** Tries again while the server's own autovacuum is in it, which nobody but a superuser may end: it is soon done. */
async function drop(client: pg.Client, name: string): Promise<void> {
  const NOT_OURS_TO_END = '42501';
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === NOT_OURS_TO_END) || attempt >= 20)
        throw error;
      await setTimeout(500);
    }
  }
}

/** Several test processes want it at once: an advisory lock on the server lets one make it. */
const TEMPLATE_LOCK = 4_400_001;

async function migratedTemplate(): Promise<string> {
  const name = `fairlead_template_${fingerprint()}`;
  await administer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 1) return;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const database = await openDatabase({ database_url: urlOf(draft), data_dir: '', holder: 'test' });
    await migrate(database);
    await database.close();
    await client.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
