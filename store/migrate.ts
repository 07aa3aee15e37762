import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { SystemError } from '#domain/errors.ts';
import { makeCheckpointer } from './checkpointer.ts';
import type { Database } from './database.ts';
import { installQueue } from './queue.ts';
import { databaseCode } from './scope.ts';

const folder = path.join(import.meta.dirname, 'migrations');

export interface MigrationReport {
  /** Names of the migrations that this call ran; empty when nothing was left to do. */
  applied: string[];
}

/**
 * Brings the database up to date: our numbered migrations, LangGraph's tables (schema `langgraph`), pg-boss's (schema
 * `pgboss`). Running it twice, or two at once, does no harm.
 * @throws SystemError `database-unavailable` that names the migration and what to do.
 */
export async function migrate(database: Database): Promise<MigrationReport> {
  return await inTurn(database, async () => {
    await requireVector(database);
    const applied = await ownMigrations(database);
    await makeCheckpointer(database).setup();
    await installQueue(database);
    return { applied };
  });
}

/** The numbered `.sql` files, by name. Each runs once, in a transaction. */
const provider: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    const entries = names.map(async (name): Promise<[string, Migration]> => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return [
        path.basename(name, '.sql'),
        {
          up: async (db) => {
            await sql.raw(text).execute(db);
          },
        },
      ];
    });
    return Object.fromEntries(await Promise.all(entries));
  },
};

const makeMigrator = (database: Database) =>
  new Migrator({
    // Without the plugin: it would clean nothing here and walk through long texts.
    db: database.kysely.withoutPlugins(),
    provider,
    migrationTableSchema: 'fairlead_migrations',
  });

async function ownMigrations(database: Database): Promise<string[]> {
  const { error, results = [] } = await makeMigrator(database).migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (error !== undefined) {
    throw new SystemError(
      'database-unavailable',
      `Migration ${failed?.migrationName ?? 'set-up'} failed: ${error instanceof Error ? error.message : error}`,
      { migration: failed?.migrationName ?? null },
      error,
    );
  }
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/** Whether every migration of this version has run; for `/readyz` and `doctor`. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  try {
    const all = await makeMigrator(database).getMigrations();
    return all.filter((item) => item.executedAt === undefined).map((item) => item.name);
  } catch (error) {
    // The login may not be allowed to make the migrator's schema: then nothing has run either.
    if (databaseCode(error) === '42501') return Object.keys(await provider.getMigrations());
    throw error;
  }
}

async function requireVector({ pool }: Database): Promise<void> {
  const found = await pool.query(`select from pg_extension where extname = 'vector'`);
  if (found.rowCount === 1) return;
  try {
    await pool.query('create extension if not exists vector');
  } catch (error) {
    const missing = ['58P01', '0A000'].includes(databaseCode(error) ?? '');
    throw new SystemError(
      'database-unavailable',
      missing
        ? 'This PostgreSQL has no pgvector. Install it (Debian: postgresql-NN-pgvector), then try again.'
        : 'The extension vector is missing and this login may not create it. Have a superuser run in this database: CREATE EXTENSION vector;',
      { extension: 'vector' },
      error,
    );
  }
}

const turns = new WeakMap<Database['pool'], Promise<unknown>>();
/** Any number that nobody else locks; beside Kysely's own lock, which doesn't cover the other packages' tables. */
const MIGRATION_LOCK = 4_400_002;

/**
 * One at a time: LangGraph's set-up checks and creates in two steps. On a server an advisory lock holds off other
 * processes; the embedded database has none, and no connection to spare for a lock.
 */
async function inTurn<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  const { pool, kind } = database;
  if (kind === 'embedded') {
    const turn = (turns.get(pool) ?? Promise.resolve()).then(work, work);
    turns.set(
      pool,
      turn.catch(() => {}),
    );
    return await turn;
  }
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    // Closing the connection gives the lock back whatever happened.
    client.release(true);
  }
}
