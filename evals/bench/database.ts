import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';

/**
 * A migrated database of its own for a benchmark: the embedded one as an installation has it, in a folder, or one made
 * on the server. Both are gone afterwards.
 */
export async function withDatabase<Result>(
  postgresUrl: string | null,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const made = postgresUrl === null ? null : await makeOnServer(postgresUrl);
  const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-bench-'));
  try {
    const database = await openDatabase({
      database_url: made?.url ?? null,
      data_dir: folder,
      holder: 'fairlead bench',
    });
    try {
      await migrate(database);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await made?.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeOnServer(serverUrl: string) {
  const name = `fairlead_bench_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await statement(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => statement(serverUrl, `drop database ${name} with (force)`) };
}

async function statement(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** The databases to measure on. */
export const places = (postgresUrl: string | null): { place: string; url: string | null }[] => [
  { place: 'embedded', url: null },
  ...(postgresUrl === null ? [] : [{ place: 'PostgreSQL', url: postgresUrl }]),
];
