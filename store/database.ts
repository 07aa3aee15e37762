import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { vector } from '@electric-sql/pglite-pgvector';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { SystemError } from '#domain/errors.ts';
import { CleanTextPlugin } from './clean.ts';
import { columnTypes } from './column-types.ts';
import { takeLock } from './lock-file.ts';
import type { Tables } from './tables.ts';

/** One pool and one SQL, whichever database stands behind. */
export interface Database {
  /** `embedded`: PostgreSQL within this process, a single connection. */
  readonly kind: 'embedded' | 'server';
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Tables>;
  /** Ends the pool and frees the folder; afterwards nothing keeps Node alive. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** null: the embedded database in `data_dir`. */
  database_url: string | null;
  data_dir: string;
  /** What this process is, for whoever finds the folder locked: `fairlead start`. */
  holder: string;
  /** Connections that fail while idle; the pool replaces them. */
  onError?: (error: Error) => void;
}

/**
 * @throws SystemError `database-locked` (another process has the embedded folder) or `database-unavailable`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const onError = options.onError ?? (() => {});
  if (options.database_url !== null) return await openServer(options.database_url, onError);
  const lock = await takeLock(options.data_dir, options.holder);
  try {
    const engine = await openFolder(path.join(options.data_dir, 'database'));
    return await embedded(engine, { onError, onClose: () => lock.release() });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** PostgreSQL's oldest version with everything the migrations use. */
const OLDEST_VERSION = 150_000;

async function openServer(url: string, onError: (error: Error) => void): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'fairlead',
    connectionTimeoutMillis: 10_000,
    types: columnTypes,
  });
  pool.on('error', onError);
  try {
    const found = await pool.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const version = found.rows[0]?.version ?? 0;
    if (version < OLDEST_VERSION) {
      throw new SystemError(
        'database-unavailable',
        `The PostgreSQL server has version ${version / 10_000}; Fairlead needs 15 or newer.`,
      );
    }
  } catch (error) {
    await pool.end();
    throw error instanceof SystemError ? error : unavailable(url, error);
  }
  return assemble('server', pool, async () => {});
}

function unavailable(url: string, cause: unknown): SystemError {
  const { hostname: host, port, pathname } = new URL(url);
  const why = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
  return new SystemError(
    'database-unavailable',
    `PostgreSQL at ${host}:${port || 5432}${pathname} can't be reached: ${why}. Check DATABASE_URL.`,
    {},
    cause,
  );
}

/**
 * A new cluster is made beside its place and moved there whole, so that a kill while it is made leaves nothing that
 * looks like a database. A kill later is PostgreSQL's own business: it replays its log (a test does it). A power cut
 * is not: PGlite's fsync doesn't reach the disk (seen with strace), so the last seconds before one may be lost.
 */
async function openFolder(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) {
    const preparing = `${folder}.preparing`;
    await rm(preparing, { recursive: true, force: true });
    await mkdir(preparing, { recursive: true });
    await (await startEngine({ dataDir: preparing })).close();
    await rename(preparing, folder);
  }
  return await startEngine({ dataDir: folder });
}

/** An embedded PostgreSQL, in memory where no folder is given. */
export async function startEngine(options: { dataDir?: string; loadDataDir?: Blob }): Promise<PGlite> {
  try {
    const engine = new PGlite({ ...options, extensions: { vector }, relaxedDurability: false });
    await engine.waitReady;
    return engine;
  } catch (error) {
    throw new SystemError(
      'database-unavailable',
      `The embedded database${options.dataDir ? ` in ${options.dataDir}` : ''} doesn't open: ${String(error)}`,
      {},
      error,
    );
  }
}

/**
 * Waiting this long for the one connection means that somebody asked for a second one inside a transaction: an error
 * then is better than standing still for ever.
 */
const EMBEDDED_WAIT_MS = 120_000;

/** The pool over an engine. It works as `fairlead_owner`, no superuser, so that row-level security holds here too. */
export async function embedded(
  engine: PGlite,
  hooks: { onError: (error: Error) => void; onClose: () => Promise<void> },
): Promise<Database> {
  await engine.exec(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'fairlead_owner') then
        create role fairlead_owner nologin nosuperuser createrole;
        execute format('grant create on database %I to fairlead_owner', current_database());
        create extension if not exists vector;
      end if;
    end $$;
    set role fairlead_owner;
    set time zone 'UTC';`);
  // A connection object each: after a failed `pool.query` the pool ends that client and makes another, and over one
  // shared object the two would hear each other's answers.
  class EmbeddedClient extends pg.Client {
    constructor(config: pg.ClientConfig = {}) {
      super({ ...config, ...createPgConfig(engine) } as pg.ClientConfig);
    }
  }
  const pool = new pg.Pool({
    Client: EmbeddedClient,
    max: 1,
    // The session is the engine's own: there is nothing to save by closing an idle client.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: EMBEDDED_WAIT_MS,
    types: columnTypes,
    // A client that is thrown away takes no session with it: a transaction that it left open would be the next one's.
    verify: (client, done) => {
      client.query('rollback').then(
        () => done(),
        (error) => done(error),
      );
    },
  });
  pool.on('error', hooks.onError);
  return assemble('embedded', pool, async () => {
    await engine.close();
    await hooks.onClose();
  });
}

function assemble(kind: Database['kind'], pool: pg.Pool, onClose: () => Promise<void>): Database {
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CleanTextPlugin()],
  });
  let closing: Promise<void> | null = null;
  const close = async () => {
    await pool.end();
    await onClose();
  };
  return {
    kind,
    pool,
    kysely,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
