import type { Database } from './database.ts';
import { pendingMigrations } from './migrate.ts';

/** What `doctor` asks of a database. */
export interface Inspection {
  /** As the server words it, e.g. `17.5`. */
  version: string;
  /** pgvector's version; null where it is neither installed nor at hand. */
  vector: string | null;
  /** Migrations of this version of Fairlead that have not run. */
  pending: string[];
  /** Tables of ours on which row-level security is not forced. Never any, unless somebody changed the schema. */
  unprotected: string[];
}

/** Reads the catalogue alone and changes nothing. */
export async function inspectDatabase(database: Database): Promise<Inspection> {
  const { pool } = database;
  const found = await pool.query<{ version: string; vector: string | null }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version,
       (select coalesce(installed_version, default_version) from pg_available_extensions where name = 'vector') as vector`,
  );
  const tables = await pool.query<{ name: string }>(
    `select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = 'fairlead' and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`,
  );
  return {
    version: found.rows[0]?.version ?? 'unknown',
    vector: found.rows[0]?.vector ?? null,
    pending: await pendingMigrations(database),
    unprotected: tables.rows.map((row) => row.name),
  };
}
