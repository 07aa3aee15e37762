import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import { FairleadError, notAllowed, SystemError } from '#domain/errors.ts';
import type { TenantId } from '#domain/ids.ts';
import type { Reader } from '#domain/person.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** What aggregate modules take: a transaction whose tenant and reader are set. */
export type Tx = Transaction<Tables>;

export interface Scope {
  tenant_id: TenantId;
  reader: Reader;
}

const inside = new AsyncLocalStorage<true>();

/**
 * The one way in: a transaction under the app's role, with tenant, reader and access set for it alone. Row-level
 * security does the rest.
 * @throws SystemError `internal` when called inside another (the embedded database has one connection: it would wait
 * for itself); `database-unavailable` when the connection fails. UserError `not-allowed` when a write is refused.
 */
export async function withScope<Result>(
  database: Database,
  scope: Scope,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  if (inside.getStore()) {
    throw new SystemError(
      'internal',
      'A transaction was begun inside another; hand the first one on instead.',
    );
  }
  // The embedded database computes within this process and answers without ever going back to the event loop: a job
  // of many transactions would keep every request and every timer waiting to its end.
  if (database.kind === 'embedded') await setImmediate();
  try {
    return await database.kysely.transaction().execute((tx) =>
      inside.run(true, async () => {
        await enter(tx, scope);
        return await work(tx);
      }),
    );
  } catch (error) {
    throw translated(error);
  }
}

async function enter(tx: Tx, { tenant_id, reader }: Scope): Promise<void> {
  const person = reader.kind === 'person' ? reader.person_id : 'fairlead';
  const access = reader.kind === 'person' ? reader.roles.join(',') : 'system';
  await sql`select set_config('role', 'fairlead_app', true), set_config('search_path', 'fairlead, public', true),
    set_config('fairlead.tenant', ${tenant_id}, true), set_config('fairlead.reader', ${person}, true),
    set_config('fairlead.access', ${access}, true)`.execute(tx);
}

/** The five-letter SQLSTATE; null when it isn't the database's error. (pg and PGlite have a class each for it.) */
export const databaseCode = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : null;

/** Whether it is this unique index that refused. */
export const violates = (error: unknown, constraint: string): boolean =>
  databaseCode(error) === '23505' &&
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === constraint;

const REFUSED = '42501';
/** Classes 08 (connection), 53 (resources) and 57P (operator intervention) of PostgreSQL's error codes. */
const UNAVAILABLE = /^(08|53|57P)/;
const connectionTrouble =
  /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|Connection terminated|timeout exceeded when trying to connect/i;

/** What the database says, as one of our errors where it has a meaning for whoever asked. */
function translated(error: unknown): unknown {
  if (error instanceof FairleadError) return error;
  const code = databaseCode(error);
  if (code === REFUSED) return notAllowed('You may not change this.', { rule: 'row-level-security' });
  const message = error instanceof Error ? error.message : String(error);
  if ((code !== null && UNAVAILABLE.test(code)) || (code === null && connectionTrouble.test(message))) {
    return new SystemError('database-unavailable', `The database can't be reached: ${message}`, {}, error);
  }
  return error;
}
